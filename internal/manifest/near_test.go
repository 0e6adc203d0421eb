package manifest_test

import (
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// TestFindNear looks from a Pod in one file for a ConfigMap in others; a name with a number is one of several in the file.
func TestFindNear(t *testing.T) {
	for name, tt := range map[string]struct {
		from, others string
		want         string // the file, and behind a space how near; "ambiguous", or empty for none
	}{
		"the same file wins":               {"a/b/p.yaml", "a/b/c.yaml a/b/p.yaml", "a/b/p.yaml same-file"},
		"the first of a file":              {"p.yaml", "p.yaml p.yaml", "p.yaml same-file"},
		"then the folder":                  {"a/b/p.yaml", "a/c.yaml a/b/c.yaml", "a/b/c.yaml same-folder"},
		"two of a folder":                  {"a/p.yaml", "a/c.yaml a/d.yaml", "ambiguous"},
		"two of one other file":            {"a/p.yaml", "a/c.yaml a/c.yaml", "a/c.yaml same-folder"},
		"then above":                       {"a/b/p.yaml", "c/c.yaml a/c.yaml", "a/c.yaml above-below"},
		"the nearest above":                {"a/b/d/p.yaml", "a/c.yaml a/b/c.yaml", "a/b/c.yaml above-below"},
		"above and below are equally near": {"a/b/p.yaml", "a/c.yaml a/b/c/c.yaml", "ambiguous"},
		"the working directory":            {"a/p.yaml", "b/c.yaml c.yaml", "c.yaml above-below"},
		"a sibling":                        {"a/p.yaml", "b/c.yaml", "b/c.yaml sibling"},
		"of siblings none":                 {"a/p.yaml", "b/c.yaml d/c.yaml", "ambiguous"},
		"a name that begins like another":  {"a/p.yaml", "ab/c.yaml", "ab/c.yaml sibling"},
		"outside":                          {"a/p.yaml", "../c.yaml", "../c.yaml sibling"},
		"absolute":                         {"/a/b/p.yaml", "/a/c.yaml", "/a/c.yaml above-below"},
		"nothing":                          {"a/p.yaml", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			set, from := scattered(tt.from, strings.Fields(tt.others))
			found := set.FindNear(from, "ConfigMap", "", "c")
			got := ""
			switch {
			case len(found.Ambiguous) == 2 && found.Ambiguous[0] != found.Ambiguous[1]:
				got = "ambiguous"
			case found.Object != nil:
				got = found.Object.File + " " + found.Near.String()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFindNearInEnvironments(t *testing.T) {
	set, from := scattered("env/prod/p.yaml", []string{"env/dev/c.yaml", "shared/c.yaml"})
	set.Environments = map[string]string{"env/prod/p.yaml": "prod", "env/dev/c.yaml": "dev"}
	if found := set.FindNear(from, "ConfigMap", "", "c"); found.Object == nil || found.Object.File != "shared/c.yaml" {
		t.Errorf("got %+v, want the one that lies in no environment", found)
	}
	set.Environments["shared/c.yaml"] = "shared"
	if found := set.FindNear(from, "ConfigMap", "", "c"); found.Object != nil || found.Ambiguous != nil {
		t.Errorf("got %+v, want none", found)
	}
}

// TestFindNearOfAHook looks from a Pod for one of two ConfigMaps of its file, of which the second is a hook.
func TestFindNearOfAHook(t *testing.T) {
	for name, tt := range map[string]struct {
		pod, first, second string
		want               int // index of the ConfigMap
	}{
		"a hook finds its own":                 {pod: "test", second: "test", want: 1},
		"what is no hook finds what is none":   {second: "test"},
		"what is no hook, the hook first":      {first: "pre-install", want: 1},
		"a hook of another time":               {pod: "test", first: "pre-install", want: 1},
		"of two hooks of another time":         {pod: "test", first: "pre-install", second: "post-install"},
		"two of one kind: the first of a file": {},
	} {
		t.Run(name, func(t *testing.T) {
			text := ""
			for _, o := range [][2]string{{"Pod", tt.pod}, {"ConfigMap", tt.first}, {"ConfigMap", tt.second}} {
				text += "---\napiVersion: v1\nkind: " + o[0] + "\nmetadata:\n  name: c\n"
				if o[1] != "" {
					text += "  annotations: {helm.sh/hook: " + o[1] + "}\n"
				}
			}
			set := manifest.Read([]source.File{{Name: "c.yaml", Data: []byte(text)}}, 1)
			if found := set.FindNear(set.Objects[0], "ConfigMap", "", "c"); found.Object != set.Objects[1+tt.want] {
				t.Errorf("got the one of line %d, want that of line %d", found.Object.Line, set.Objects[1+tt.want].Line)
			}
		})
	}
}

// scattered is a set of a Pod in one file, and a ConfigMap for each mention of a file.
func scattered(from string, others []string) (*manifest.Set, *manifest.Object) {
	const configMap = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"
	texts := map[string]string{from: "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"}
	order := []string{from}
	for _, name := range others {
		if texts[name] == "" {
			order = append(order, name)
		}
		texts[name] += configMap
	}
	var files []source.File
	for _, name := range order {
		files = append(files, source.File{Name: name, Data: []byte(texts[name])})
	}
	set := manifest.Read(files, 1)
	return set, set.Find("Pod", "", "p")
}
