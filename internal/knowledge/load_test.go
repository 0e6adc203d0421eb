package knowledge

import (
	"strings"
	"testing"
	"testing/fstest"
)

const entry = "- id: a\n  match: [\"**/a\"]\n  role: app\n  lifetime: endless\n  sources: [https://example.com/a]\n"

func TestLoadErrors(t *testing.T) {
	tests := []struct{ name, file, data, want string }{
		{"unknown key", "images.yaml", entry + "  rolle: app\n", `images.yaml:6:3: unknown key "rolle" in an item of the document, did you mean "role"?`},
		{"key twice", "images.yaml", entry + "  role: app\n", `images.yaml:6:3: key "role" is given twice`},
		{"unknown setting key", "images.yaml", entry + "  settings:\n    - {does: listen, form: port, defaults: 80}\n", `images.yaml:7:34: unknown key "defaults" in an item of settings, did you mean "default"?`},
		{"list wanted", "images.yaml", strings.Replace(entry, `["**/a"]`, `"**/a"`, 1), `images.yaml:2:10: want a list for match, got "**/a"`},
		{"text wanted", "images.yaml", strings.Replace(entry, "role: app", "role: [app]", 1), "images.yaml:3:9: want text for role, got a list"},
		{"nothing", "images.yaml", strings.Replace(entry, "role: app", "role:", 1), "images.yaml:3:8: want text for role, got nothing"},
		{"number wanted", "images.yaml", entry + "  user: root\n", `images.yaml:6:9: want a whole number for user, got "root"`},
		{"bool wanted", "images.yaml", entry + "  verified: maybe\n", `images.yaml:6:13: want true or false for verified, got "maybe"`},
		{"alias", "images.yaml", "- &a {id: a}\n- *a\n", "images.yaml:1:3: "},
		{"no id", "images.yaml", strings.Replace(entry, "id: a", `id: ""`, 1), "images.yaml:1:3: image has no id"},
		{"no match", "images.yaml", strings.Replace(entry, `["**/a"]`, "[]", 1), `images.yaml:1:3: image "a" has no match`},
		{"bad glob", "images.yaml", strings.Replace(entry, "**/a", "**/[a", 1), `images.yaml:2:11: "**/[a" is no valid glob`},
		{"no role", "images.yaml", strings.Replace(entry, "  role: app\n", "", 1), "role is missing, want one of app, auth-proxy"},
		{"near role", "images.yaml", strings.Replace(entry, "role: app", "role: mesh-proxi", 1), `unknown role "mesh-proxi", did you mean "mesh-proxy"?`},
		{"no lifetime", "images.yaml", strings.Replace(entry, "  lifetime: endless\n", "", 1), "lifetime is missing"},
		{"no sources", "images.yaml", strings.Replace(entry, "[https://example.com/a]", "[]", 1), `image "a" has no sources`},
		{"bad source", "images.yaml", strings.Replace(entry, "https:", "http:", 1), "is no https URL"},
		{"bad tags", "images.yaml", entry + "  tags: \">=x\"\n", `tags ">=x" holds ">=x"`},
		{"bad does", "images.yaml", entry + "  settings: [{does: listens, form: port, default: 80}]\n", `unknown does "listens", did you mean "listen"?`},
		{"bad form", "images.yaml", entry + "  settings: [{does: listen, form: prt, default: 80}]\n", `unknown form "prt", did you mean "port"?`},
		{"bad default", "images.yaml", entry + "  settings: [{does: listen, form: port, default: eighty port}]\n", `default "eighty port" of setting "listen" is no port`},
		{"empty setting", "images.yaml", entry + "  settings: [{does: listen, form: port}]\n", "has neither flags, env nor default"},
		{"bad flag", "images.yaml", entry + "  settings: [{does: listen, form: port, flags: [port]}]\n", `flag "port" starts with none of`},
		{"bad condition", "images.yaml", entry + "  finite_when: [once]\n", `condition "once" starts with none of`},
		{"id twice", "images.yaml", entry + entry, `images.yaml: image "a" is given twice`},
		{"no YAML", "images.yaml", "- id: [", "parse images.yaml: "},
		{"program lifetime", "programs.yaml", "sleep: {lifetime: long}\n", `programs.yaml:1:8: unknown lifetime "long"`},
		{"program twice", "programs.yaml", "a: {lifetime: finite}\na: {lifetime: finite}\n", `key "a" is given twice`},
		{"steps of a folder", "folders.yaml", "- {name: tests, lowers: 3}\n", `folder "tests" lowers by 3 steps, expected 1 or 2`},
		{"capitals of a folder", "folders.yaml", "- {name: Tests, lowers: 1}\n", "folder needs a name in lower case"},
		{"folder twice", "folders.yaml", "- {name: tests, lowers: 1}\n- {name: tests, lowers: 2}\n", `folder "tests" is given twice`},
		{"gate version", "gates.yaml", "- {id: a, beta: \"1.29.1\", sources: [https://example.com]}\n", `version "1.29.1" of gate "a" is no minor version`},
		{"switch", "injectors.yaml", "- {id: a, sources: [https://example.com], switches: [{on: pods, as: label, key: a, value: b}]}\n", `unknown on "pods", did you mean "pod"?`},
		{"injected class", "injectors.yaml", "- {id: a, sources: [https://example.com], containers: [{name: a, class: initt, role: app}]}\n", `unknown class "initt", did you mean "init"?`},
		{"retired", "retired.yaml", "- {match: \"a/**\", sources: [https://example.com]}\n", `retired image "a/**" has no reason`},
		{"annotation", "annotations.yaml", "pod: [\"[\"]\n", `annotation "[" is no valid glob`},
		{"naming form", "annotations.yaml", "names: [{key: a/b, form: lists}]\n", `unknown form of names "a/b" "lists", did you mean "list"?`},
		{"naming twice", "annotations.yaml", "names: [{key: a/b, form: list, endings: [.x]}]\n", `names "a/b" has both a form and endings`},
		{"role without id", "roles.yaml", "- {serves: often}\n", "roles.yaml:1:3: role has no id"},
		{"serves", "roles.yaml", "- {id: a, serves: oftn}\n", `roles.yaml:1:19: unknown serves "oftn", did you mean "often"?`},
		{"path of a role", "roles.yaml", "- {id: a, path: in}\n", `roles.yaml:1:17: unknown path "in", want one of inward, outward, both`},
		{"role twice", "roles.yaml", "- {id: a}\n- {id: a}\n", `roles.yaml: role "a" is given twice`},
		{"naming of", "annotations.yaml", "names: [{key: a/b, form: list, of: pod}]\n", `unknown of in names "a/b" "pod"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(fstest.MapFS{tt.file: {Data: []byte(tt.data)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestLoadWithoutFiles(t *testing.T) {
	b, err := Load(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	if b.Match("docker.io", "library/nginx", "").Image != nil {
		t.Error("an empty base matches an image")
	}
}

func TestLoadReadsYAML(t *testing.T) {
	b, err := Load(fstest.MapFS{
		"images.yaml":      {Data: []byte(entry + "  origins: [ghcr.io/x/*]\n  user: 7\n  shell: false\n")},
		"programs.yaml":    {Data: []byte("sleep: {lifetime: finite, endless_when: [\"arg:infinity\"]}\n")},
		"annotations.yaml": {Data: []byte("pod: [a/*]\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	i := b.Match("ghcr.io", "x/a", "1").Image
	if i == nil || *i.User != 7 || *i.Shell {
		t.Errorf("got %+v, want user 7 and no shell", i)
	}
	if got := b.Programs["sleep"].LifetimeOf(Invocation{Args: []string{"infinity"}}); got != "endless" {
		t.Errorf("sleep infinity: got %q, want endless", got)
	}
	if len(b.PodAnnotations) != 1 {
		t.Errorf("got annotations %v, want one", b.PodAnnotations)
	}
}
