package oracle_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/oracle"
)

// start runs the server, and skips the test where it is not installed.
func start(t *testing.T) *oracle.Server {
	t.Helper()
	bin, there, err := oracle.Find("server")
	if err != nil {
		t.Fatal(err)
	}
	if !there {
		t.Skip("no API server (go run ./internal/bench -install builds it)")
	}
	server, err := oracle.Start(t.Context(), bin, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// TestDifferential compares what podlint says of pods with what a real API server says: all that it refuses in a pod is an error of
// category manifest, at the field that it names, and nothing that it takes is one.
func TestDifferential(t *testing.T) {
	server, judge := start(t), newJudge(t)
	for _, tt := range []struct {
		name  string
		globs []string
	}{
		{"fixtures", []string{"../../policies/rules/*/*/*/*.yaml", "../../docs/examples/policies/rules/*/*/*/*.yaml", "../../testdata/example/*.yaml"}},
		{"pods", []string{"testdata/*.yaml"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := &difference{t: t, server: server, judge: judge}
			for _, glob := range tt.globs {
				files, err := filepath.Glob(filepath.FromSlash(glob))
				if err != nil {
					t.Fatal(err)
				}
				for _, file := range files {
					d.file(file)
				}
			}
			d.report()
		})
	}
	t.Run("corpus", func(t *testing.T) { corpus(t, &difference{t: t, server: server, judge: judge}) })
	t.Run("mutations", func(t *testing.T) { mutations(t, &difference{t: t, server: server, judge: judge}) })
}

// corpusDir holds real manifests beside the repository on the machines that have them; elsewhere they are left out.
const corpusDir = "../../../shared/corpus/manifests"

func corpus(t *testing.T, d *difference) {
	dir := filepath.FromSlash(corpusDir)
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no corpus")
	}
	err := filepath.WalkDir(dir, func(file string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() && regexp.MustCompile(`\.(ya?ml|json)$`).MatchString(file) {
			d.file(file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	d.report()
}

// difference collects what the two sides say differently.
type difference struct {
	t       *testing.T
	server  *oracle.Server
	judge   *judge
	pods    int
	refused int
	why     map[string]int // explained differences
	said    map[string]int // what the server refuses, by the rule that says it
}

func (d *difference) file(file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, s := range d.judge.read(d.t, file, data) {
		d.compare(fmt.Sprintf("%s document %d", file, s.object.Document), &s)
	}
}

func (d *difference) report() {
	if d.pods == 0 {
		d.t.Error("no pod was compared")
	}
	d.t.Logf("%d pods, of which the server refuses %d", d.pods, d.refused)
	for _, counts := range []map[string]int{d.said, d.why} {
		for _, what := range slices.Sorted(maps.Keys(counts)) {
			d.t.Logf("%6d %s", counts[what], what)
		}
	}
}

// compare states each difference that is not explained.
func (d *difference) compare(name string, s *subject) {
	d.pods++
	v := ask(d.t, d.server, s)
	if len(v.causes) > 0 {
		d.refused++
	}
	for _, c := range v.causes {
		if i := slices.IndexFunc(s.findings, func(f finding) bool { return meets(f, c) }); i >= 0 {
			d.said = count(d.said, s.findings[i].Rule)
			continue
		}
		if d.explained(excuse(s, c)) {
			continue
		}
		d.t.Errorf("%s: the server refuses %s: %s\npodlint: %v", name, c.Field, short(c.Message), s.findings)
	}
	if !v.refused {
		for _, f := range s.findings {
			if !d.explained(surplus(f)) {
				d.t.Errorf("%s: the server takes what podlint refuses: %v", name, f)
			}
		}
	}
}

func (d *difference) explained(why string) bool {
	if why != "" {
		d.why = count(d.why, "explained: "+why)
	}
	return why != ""
}

func count(in map[string]int, key string) map[string]int {
	if in == nil {
		in = map[string]int{}
	}
	in[key]++
	return in
}

func short(s string) string { return s[:min(len(s), 300)] }

// meets tells whether a finding is about what the server names.
func meets(f finding, c oracle.Cause) bool {
	if c.Field == "" { // it names no field where it cannot decode
		return f.Rule == "wrong-type"
	}
	return slices.ContainsFunc(f.Fields, func(field string) bool {
		switch {
		case f.Rule == "unknown-field" && strings.Contains(c.Message, "strict decoding") && last(field) == last(c.Field): // beside the pod's spec
			return true
		case covers(c.Field, field): // the server names a list for its entry, or an object for its member
			return true
		case f.Rule == "missing-required-field": // it is reported at what lacks it
			return covers(field, c.Field) && (strings.HasPrefix(c.Message, "Required") || strings.Contains(f.Message, below(field, c.Field)))
		}
		return f.Rule == "wrong-type" && covers(field, c.Field) // an entry of a list, of which the server names the list's own field
	})
}

var (
	mapKey = regexp.MustCompile(`\[([^]\d][^]]*)\]`)
	number = regexp.MustCompile(`\[\d+\]`)
)

// last is the name at the end of a field's path.
func last(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }

// below is the name of the member of base that a field lies in.
func below(base, field string) string {
	names := strings.Split(field, ".")
	return number.ReplaceAllString(names[min(strings.Count(base, ".")+1, len(names)-1)], "")
}

// covers tells whether a field is a base or lies in it. The server leaves some indexes out.
func covers(base, field string) bool {
	for _, slip := range slips {
		base, field = slip.wrong.ReplaceAllString(base, slip.right), slip.wrong.ReplaceAllString(field, slip.right)
	}
	base, field = mapKey.ReplaceAllString(base, ".$1"), mapKey.ReplaceAllString(field, ".$1")
	ours, theirs := strings.Split(field, "."), strings.Split(base, ".")
	if len(theirs) > len(ours) {
		return false
	}
	for i, segment := range theirs {
		other := ours[i]
		if last := i == len(theirs)-1; !strings.Contains(segment, "[") || last && len(ours) > len(theirs) && segment != other {
			other = number.ReplaceAllString(other, "")
			segment = number.ReplaceAllString(segment, "")
		}
		if !strings.Contains(other, "[") {
			segment = number.ReplaceAllString(segment, "")
		}
		if segment != other {
			return false
		}
	}
	return true
}

// slips corrects fields that the server names as no manifest has them: it leaves a list out, or takes one field for another.
var slips = []struct {
	wrong *regexp.Regexp
	right string
}{
	{regexp.MustCompile(`\.downwardAPI\.(path|fieldRef|resourceFieldRef|mode)`), ".downwardAPI.items.$1"},
	{regexp.MustCompile(`\.namespace$`), ".namespaces"},
	{regexp.MustCompile(`\.csi\.name$`), ".csi.nodePublishSecretRef.name"},
	{regexp.MustCompile(`\.persistentDisk\b`), ".gcePersistentDisk"},
	{regexp.MustCompile(`\.projected\.path$`), ".projected.sources.serviceAccountToken.path"},
	{regexp.MustCompile(`\.fieldRef\.(fieldPath|apiVersion)$`), ".fieldRef"},
	{regexp.MustCompile(`^(spec\.tolerations\[\d+\])\.\w+$`), "$1"},
	{regexp.MustCompile(`\.(hostPort|containerPort)$`), ".port"},              // with hostNetwork the one is the other
	{regexp.MustCompile(`\.resources\.(requests|limits)\b.*$`), ".resources"}, // the request is the limit where there is none
}

// excuse explains why podlint does not report what the server refuses; it is empty when nothing does.
func excuse(s *subject, c oracle.Cause) string {
	knative := strings.HasPrefix(s.object.APIVersion, "serving.knative.dev/")
	switch {
	case replaced(s.object.Root.Get(s.path...), "spec", c.Field) || replaced(s.object.Root.Get(s.meta...), "metadata", c.Field):
		return "a placeholder that a later step replaces"
	case c.Field == "metadata.labels" && manifest.Placeholder(s.object.Name):
		return "a placeholder that a later step replaces"
	case s.object.APIVersion == "apps/v1" && len(fields(s.object.Root.Get("spec", "selector"))) == 0:
		return "a patch, which has no selector"
	case knative:
		return "Knative has fields of its own and fills in what is missing"
	case s.object.Kind == "JobSet" && strings.HasPrefix(c.Message, "Not found") && s.object.Root.Get("spec", "volumeClaimPolicies") != nil:
		return "volumes that the controller of JobSets makes of claim templates"
	case strings.Contains(c.Message, `"workspace-volume"`):
		return "a pod template of Jenkins, whose plugin adds the volume"
	case strings.HasPrefix(c.Message, "Not found") && strings.HasSuffix(c.Field, ".name") && declares(s, c.Message):
		return "a volume that the server refuses is not there for its mounts"
	case c.Field == "metadata.name" && s.object.Name == "":
		return "the name that the server makes of generateName, where podlint reports generateName"
	case strings.Contains(c.Message, "PVC name"):
		return "the name of a claim that is made of the Pod's own name"
	case c.Field == "spec.containers" && strings.HasPrefix(c.Message, "Required"):
		return "a fragment without any container"
	case strings.Contains(c.Message, `" ": must not have leading`) && s.object.Kind != "Pod":
		return "a template's image that is one blank, which controllers replace"
	case c.Field == "spec.ephemeralContainers" && s.object.Root.Str("metadata", "uid") != "":
		return "a Pod that was read back from a cluster"
	case strings.HasPrefix(c.Message, "Required") && strings.HasSuffix(c.Field, ".image") && manifest.Placeholder(containerName(s, c.Field)):
		return "a placeholder that a later step replaces"
	case strings.HasPrefix(c.Message, "Required") && strings.Contains(s.object.APIVersion, "."):
		return "a template that another controller completes"
	case strings.Contains(c.Message, "strict decoding error") && s.object.Root.Get(s.path...).Get("containers") == nil:
		return "containers that stand in lists of the kind's own"
	case c.Field == "apiVersion" && s.object.Kind == "DeploymentConfig":
		return "a kind of OpenShift"
	case c.Field == "apiVersion" && strings.Contains(s.object.APIVersion, "beta"):
		return "a version that clusters had"
	case s.object.Kind == "Pod" && s.object.Name == "" && s.object.Root.Str("metadata", "generateName") == "":
		return "a Pod without a name, which a program completes"
	}
	return ""
}

// containerName is the name of the container that a field of the pod lies in.
func containerName(s *subject, field string) string {
	m := regexp.MustCompile(`^spec\.(\w+)\[(\d+)\]`).FindStringSubmatch(field)
	if m == nil {
		return ""
	}
	i, _ := strconv.Atoi(m[2])
	return s.object.Root.Get(s.path.With(m[1], i)...).Str("name")
}

func fields(n *manifest.Node) []manifest.Field {
	if n == nil {
		return nil
	}
	return n.Fields
}

// replaced tells whether a placeholder stands at a field, or in it, or where the field would be in it.
func replaced(n *manifest.Node, path, field string) bool {
	if n == nil {
		return false
	}
	switch n.Type {
	case manifest.Map:
		return n.Braced() && related(path, field) || slices.ContainsFunc(n.Fields, func(f manifest.Field) bool {
			below := path + "." + f.Key
			return manifest.Placeholder(f.Key) && related(path, field) || replaced(f.Value, below, field)
		})
	case manifest.List:
		return slices.ContainsFunc(n.Items, func(item *manifest.Node) bool { return replaced(item, path, field) })
	}
	return n.Type == manifest.String && manifest.Placeholder(n.Text) && related(path, field)
}

func related(a, b string) bool { return covers(a, b) || covers(b, a) }

// declares tells whether the pod has the volume that a message names.
func declares(s *subject, message string) bool {
	volumes := s.object.Root.Get(s.path...).Get("volumes")
	return volumes != nil && slices.ContainsFunc(volumes.Items, func(v *manifest.Node) bool {
		return strings.Contains(message, strconv.Quote(v.Str("name")))
	})
}

// surplus explains why podlint reports what the server takes; it is empty when nothing does.
func surplus(f finding) string {
	if f.Rule == "duplicate-key" {
		return "a key that occurs twice: kubectl drops one before the server sees it"
	}
	return ""
}
