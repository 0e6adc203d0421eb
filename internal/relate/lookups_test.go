package relate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/relate"
)

// looked are the lookups of a pod whose ConfigMap web has the keys app.yaml and rules.d, and whose Secret db is not in sight.
func looked(c *pod.Container, volumes ...*pod.Volume) []pod.Lookup {
	p := &pod.Pod{Containers: []*pod.Container{c}, Volumes: volumes}
	relate.Attach(&pod.Input{Pod: p, Related: &pod.Related{
		ConfigMaps: []pod.ConfigRef{{Name: "web", Keys: []string{"rules.d", "app.yaml"}, Complete: true}},
		Secrets:    []pod.ConfigRef{{Name: "db", Near: "sibling"}},
	}})
	return p.Lookups.Get()
}

func settings(mode *int32, sources ...pod.Source) *pod.Volume {
	return &pod.Volume{Name: "conf", Kind: "configMap", Config: true, Mode: mode, Sources: sources, Path: pod.Path{"spec", "volumes", 0}}
}

func web(items ...pod.SourceItem) pod.Source {
	return pod.Source{Kind: "ConfigMap", Name: "web", Items: items}
}

func reader(file, in string) *pod.Container {
	return &pod.Container{
		Name:   "web",
		Mounts: []pod.Mount{{Volume: "conf", MountPath: "/conf"}},
		Files:  []pod.FileUse{{Op: "read", File: file, Volume: "conf", VolumePath: in}},
	}
}

// outcome is what a test of one file is about.
type outcome struct {
	Found, Dir, Complete bool
	Mode                 int
	Nearest              string
}

func TestLookupsOfFiles(t *testing.T) {
	mode, own := int32(0o400), int32(0o440)
	picked := web(pod.SourceItem{Key: "app.yaml", File: "etc/app.yml"}, pod.SourceItem{Key: "rules.d", File: "rules", Mode: &own, Path: pod.Path{"items", 1, "key"}})
	for name, tt := range map[string]struct {
		volume *pod.Volume
		in     string
		want   outcome
	}{
		"key":                  {settings(nil, web()), "app.yaml", outcome{Found: true, Complete: true, Mode: 0o644}},
		"mode of the volume":   {settings(&mode, web()), "app.yaml", outcome{Found: true, Complete: true, Mode: 0o400}},
		"no such key":          {settings(nil, web()), "app.yml", outcome{Complete: true, Nearest: "app.yaml"}},
		"by its link":          {settings(nil, web()), "..data/app.yaml", outcome{Found: true, Complete: true, Mode: 0o644}},
		"root":                 {settings(nil, web()), ".", outcome{Found: true, Dir: true, Complete: true}},
		"item":                 {settings(nil, picked), "etc/app.yml", outcome{Found: true, Complete: true, Mode: 0o644}},
		"mode of the item":     {settings(&mode, picked), "rules", outcome{Found: true, Complete: true, Mode: 0o440}},
		"key that is no file":  {settings(nil, picked), "app.yaml", outcome{Complete: true}},
		"directory of an item": {settings(nil, picked), "etc", outcome{Found: true, Dir: true, Complete: true}},
		"out of sight":         {settings(nil, pod.Source{Kind: "Secret", Name: "db"}), "password", outcome{Mode: 0o644}},
		"mode out of sight":    {settings(&mode, pod.Source{Kind: "Secret", Name: "db"}), "password", outcome{Mode: 0o400}},
		"second out of sight":  {settings(nil, web(), pod.Source{Kind: "Secret", Name: "db"}), "password", outcome{Mode: 0o644}},
		"item out of sight": {
			settings(nil, pod.Source{Kind: "Secret", Name: "db", Items: []pod.SourceItem{{Key: "a", File: "a"}}}), "password", outcome{Complete: true},
		},
		"optional item out of sight": {
			settings(nil, pod.Source{Kind: "Secret", Name: "db", Optional: true, Items: []pod.SourceItem{{Key: "a", File: "a"}}}), "password", outcome{},
		},
		"token": {
			settings(&mode, pod.Source{Kind: "ServiceAccountToken", Items: []pod.SourceItem{{File: "token"}}}), "token", outcome{Found: true, Complete: true},
		},
		"other source": {settings(nil, web(), pod.Source{Kind: "other"}), "trust.pem", outcome{}},
		"placeholder":  {settings(nil, web()), "{{ name }}", outcome{}},
		"item of an object whose name is one": {
			settings(nil, pod.Source{Kind: "ConfigMap", Name: "{{ name }}", Items: []pod.SourceItem{{Key: "a", File: "a"}}}), "a", outcome{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, l := range looked(reader("/conf/x", tt.in), tt.volume) {
				if l.Via != "file" {
					continue
				}
				got := outcome{l.Found, l.Dir, l.Complete, l.Mode, l.Nearest}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
		})
	}
}

func TestLookupsOfPatterns(t *testing.T) {
	c := reader("/conf/*.yaml", "*.yaml")
	c.Files[0].Glob = true
	for _, l := range looked(c, settings(nil, web())) {
		if l.Via == "file" && (!l.Found || !l.Pattern || !l.Wide || l.Dir) {
			t.Errorf("got %+v, want a pattern that is found", l)
		}
	}
}

func TestLookupsThroughMounts(t *testing.T) {
	c := &pod.Container{
		Name: "web", Class: "init",
		Mounts: []pod.Mount{
			{Volume: "conf", MountPath: "/conf"},
			{Volume: "conf", MountPath: "/etc/app", SubPath: "app.yml", Path: pod.Path{"m"}},
			{Volume: "conf", MountPath: "/each", SubPath: "$(POD)", SubPathExpr: true},
			{Volume: "data", MountPath: "/data"},
		},
		Places:  []pod.Place{{File: "/conf/run.sh", Volume: "conf", In: "run.sh", Runs: true, Certainty: pod.Stated}, {File: "/data/x", Volume: "data", In: "x"}},
		KeyRefs: []pod.KeyRef{{Variable: "ZONE", Kind: "ConfigMap", Name: "web", Key: "zone"}, {Variable: "PASS", Kind: "Secret", Name: "db", Key: "pass"}},
	}
	want := []string{
		"item  app.yaml true true", "item  none false true",
		"mount /conf . true true", "mount /etc/app app.yml false true", "name /conf/run.sh run.sh false true",
		"variable  zone false true", "variable  pass false false",
	}
	var got []string
	items := web(pod.SourceItem{Key: "app.yaml", File: "app.yaml"}, pod.SourceItem{Key: "none", File: "none"})
	for _, l := range looked(c, settings(nil, items), &pod.Volume{Name: "data", Kind: "emptyDir"}) {
		if l.Sibling != (l.Object == "db") {
			t.Errorf("got %t for %q, want only the Secret in a sibling folder", l.Sibling, l.Object)
		}
		got = append(got, l.Via+" "+l.File+" "+l.In+" "+yes(l.Found)+" "+yes(l.Complete))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func TestLookupsOfWhatATemplateLeavesOut(t *testing.T) {
	under := func(key string) (string, bool) { return ".Values.url", key != "other" }
	p := &pod.Pod{
		Containers: []*pod.Container{{
			Name: "web", Mounts: []pod.Mount{{Volume: "conf", MountPath: "/conf", SubPath: "url"}},
			KeyRefs: []pod.KeyRef{{Variable: "A", Kind: "ConfigMap", Name: "web", Key: "url"}, {Variable: "B", Kind: "ConfigMap", Name: "web", Key: "other"}, {Variable: "C", Kind: "ConfigMap", Name: "web", Key: "there"}},
		}},
		Volumes: []*pod.Volume{settings(nil, web())},
	}
	relate.Attach(&pod.Input{Pod: p, Related: &pod.Related{
		ConfigMaps: []pod.ConfigRef{{Name: "web", Keys: []string{"there"}, Complete: true, Asks: true, Withheld: under}},
	}})
	var got []string
	for _, l := range p.Lookups.Get() {
		if !l.Asks {
			t.Errorf("%s: got no question to the cluster, want one", l.Text)
		}
		got = append(got, l.Text+" "+l.Withheld)
	}
	if diff := cmp.Diff([]string{"url .Values.url", "A .Values.url", "B ", "C "}, got); diff != "" {
		t.Error(diff)
	}
}

// TestWhatIsOutOfSightHasAModeAsAFileAlone: a directory or a pattern has none.
func TestWhatIsOutOfSightHasAModeAsAFileAlone(t *testing.T) {
	mode := int32(0o400)
	for _, wide := range []bool{false, true} {
		c := reader("/conf/x", "x")
		c.Files[0].Dir = wide
		for _, l := range looked(c, settings(&mode, pod.Source{Kind: "Secret", Name: "db"})) {
			if l.Via == "file" && (l.Mode == 0) != wide {
				t.Errorf("wide %t: got mode %o", wide, l.Mode)
			}
		}
	}
}
