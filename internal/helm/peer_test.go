package helm_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/helm"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/peer"
	"github.com/podlint/podlint/internal/source"
)

// install skips the test when helm is not installed.
func install(t *testing.T) string {
	t.Helper()
	bin, err := peer.Helm().Installed()
	if err != nil {
		t.Skip(err)
	}
	return bin
}

// render renders the charts in folders.
func render(t *testing.T, program string, opt helm.Options, dirs ...string) *helm.Result {
	t.Helper()
	opt.Program = program
	var full []string
	for _, dir := range dirs {
		abs, err := filepath.Abs(dir)
		if err != nil {
			t.Fatal(err)
		}
		full = append(full, filepath.ToSlash(abs))
	}
	name := func(abs string) string { return abs }
	res := helm.Render(t.Context(), helm.Project{Tree: source.Disk{Dir: filepath.Dir(full[0])}, Name: name}, full, opt)
	if len(res.Errors) > 0 {
		t.Fatal(res.Errors)
	}
	return res
}

// created is the chart that helm create writes.
func created(t *testing.T, program string) string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command(program, "create", "made")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HELM_DATA_HOME="+dir, "HELM_CONFIG_HOME="+dir, "HELM_CACHE_HOME="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return filepath.Join(dir, "made")
}

// written is a chart that does what is hard to follow.
func written(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const about = "apiVersion: v2\nname: hard\nversion: 1.0.0\n"

// hard are templates whose marked rendering differs from the plain one in some way.
func hard(t *testing.T) string {
	return written(t, map[string]string{
		"Chart.yaml":  about,
		"values.yaml": "name: a\nlist: [x, z]\nmap: {k: v, l: w}\ntext: |\n  one\n  two\nextra: |\n  - name: {{ .Values.name }}\n    image: i\nobjects:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: o1}\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: o2}\n",
		"templates/_h.tpl": `{{- define "h.labels" -}}
app: {{ .Values.name }}
part: of
{{- end }}
{{- define "h.yaml" -}}
first: {{ .Values.name }}
second: {k: v}
{{- end }}
{{- define "h.long" -}}
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
bbbbbbbbbbbbbbbbb
{{- end }}
{{- define "h.two" -}}
one: {{ .Values.name }}
two: b
{{- end }}
{{- define "h.pod" -}}
containers:
  - name: {{ .Values.name }}
    image: i
{{- end }}`,
		"templates/random.yaml": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  annotations:\n    sum: {{ include (print $.Template.BasePath \"/list.yaml\") . | sha256sum }}\ndata:\n  password: {{ randAlphaNum 20 | b64enc }}\n  after: YQ==\n",
		"templates/parsed.yaml": "{{- $y := include \"h.yaml\" . | fromYaml }}\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: parsed\ndata:\n  first: {{ $y.first }}\n  second: {{ $y.second.k | quote }}\n",
		"templates/cut.yaml":    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cut\ndata:\n  long: {{ include \"h.long\" . | trunc 63 | quote }}\n  {{- if eq (include \"h.two\" .) \"one: a\\ntwo: b\" }}\n  equal: yes it is\n  {{- end }}\n",
		"templates/list.yaml":   "{{- range $i, $x := .Values.list }}\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ $x }}\n  labels: {{- include \"h.labels\" $ | nindent 4 }}\nspec:\n  {{- include \"h.pod\" $ | nindent 2 }}\n{{- end }}\n",
		"templates/tpl.yaml":    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: tpl\n  annotations: {{ toYaml .Values.map | nindent 4 }}\n    text: {{ toJson .Values.text }}\nspec:\n  containers:\n  {{- tpl .Values.extra . | nindent 2 }}\n",
		"templates/objs.yaml":   "{{ range .Values.objects }}\n---\n{{ toYaml . }}\n{{ end }}",
		"templates/kinds.yaml":  "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: l1}\n  spec: {containers: [{name: {{ .Values.name }}, image: i}]}\n---\n# a comment\n---\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: hook\n  annotations: {\"helm.sh/hook\": pre-install}\nspec:\n  template:\n    spec: {restartPolicy: Never, containers: [{name: j, image: i, args: [\"<no value>\", {{ .Values.nope }}]}]}\n",
		"templates/apart.yaml":  "---\n{{- $name := .Values.name }}\n\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: apart\ndata:\n  name: {{ $name }}\n---\n\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: last}\n",
		"templates/block.yaml":  "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: block}\ndata:\n  conf: |\n    a = {{ .Values.name }}\n    {{- .Values.text | nindent 4 }}\n  ꀀ: 가\n",
	})
}

func charts(t *testing.T, program string) []string {
	t.Helper()
	return []string{"testdata/shop", "testdata/portal", "testdata/queue", created(t, program), hard(t)}
}

// TestSameAsHelm compares what is judged with the output of helm template.
func TestSameAsHelm(t *testing.T) {
	program := install(t)
	for _, dir := range charts(t, program) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			out, err := exec.Command(program, "template", dir).Output()
			if err != nil {
				t.Fatal(err)
			}
			want := objects(manifest.Read([]source.File{{Name: "out.yaml", Data: out}}, 1))
			if got := objects(render(t, program, helm.Options{}, dir).Sets[0]); cmp.Diff(want, got) != "" || len(got) == 0 {
				t.Errorf("(-helm +podlint):\n%s", cmp.Diff(want, got))
			}
		})
	}
}

func objects(set *manifest.Set) []any {
	var all []any
	for _, o := range set.Objects {
		value := o.Root.Any()
		if data, ok := value.(map[string]any)["data"].(map[string]any); ok {
			delete(data, "password") // is another one in each run
		}
		all = append(all, value)
	}
	return all
}

// TestPlacesAreTrue: where a scalar is said to come from its text stands, or an action.
func TestPlacesAreTrue(t *testing.T) {
	program := install(t)
	for _, dir := range charts(t, program) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			res := render(t, program, helm.Options{}, dir)
			known, all := 0, 0
			for _, set := range res.Sets {
				for _, o := range set.Objects {
					eachScalar(o.Root, nil, func(path manifest.Path, n *manifest.Node) {
						all++
						at, ok := o.Place(path)
						if ok {
							known++
							isTrue(t, res, o, path, n, at)
						}
					})
				}
			}
			t.Logf("%d of %d scalars have a place", known, all)
			if known*10 < all*9 {
				t.Errorf("only %d of %d scalars have a place", known, all)
			}
		})
	}
}

func isTrue(t *testing.T, res *helm.Result, o *manifest.Object, path manifest.Path, n *manifest.Node, at manifest.Place) {
	t.Helper()
	lines := strings.Split(string(res.Sources[at.File]), "\n")
	if at.Span.Line < 1 || at.Span.Line > len(lines) {
		t.Fatalf("%s %v: no line %d in %s", o.Name, path, at.Span.Line, at.File)
	}
	source := []rune(lines[at.Span.Line-1])
	if at.Span.Column < 1 || at.Span.Column > len(source) || at.Span.EndLine == at.Span.Line && at.Span.EndColumn <= at.Span.Column {
		t.Fatalf("%s %v: no span %+v in %q", o.Name, path, at.Span, string(source))
	}
	from := string(source[at.Span.Column-1:])
	key, _ := path[len(path)-1].(string)
	text, _, _ := strings.Cut(n.Text, "\n")
	quoted := strings.TrimLeft(from, `"'`)
	switch {
	case strings.HasPrefix(quoted, "{{"), text != "" && strings.HasPrefix(quoted, text), n.Block && strings.HasPrefix(from, "|"):
	case strings.Contains(from, "{{"): // text and actions make the value together
	case n.Type == manifest.Null && strings.HasPrefix(from, key):
	case n.Type == manifest.String && text == "" && (from[0] == '"' || from[0] == '\''):
	case n.Type != manifest.String && regexp.MustCompile(`^[-+.\w]+`).MatchString(quoted):
	default:
		t.Errorf("%s %v: %q is said to stand at %s:%d:%d, where %q is", o.Name, path, n.Text, at.File, at.Span.Line, at.Span.Column, from)
	}
}

func eachScalar(n *manifest.Node, at manifest.Path, use func(manifest.Path, *manifest.Node)) {
	for i := range n.Fields {
		eachScalar(n.Fields[i].Value, at.With(n.Fields[i].Key), use)
	}
	for i, item := range n.Items {
		eachScalar(item, at.With(i), use)
	}
	if n.Type != manifest.Map && n.Type != manifest.List {
		use(at, n)
	}
}

// TestPlaces are places that only careful reading gives.
func TestPlaces(t *testing.T) {
	program := install(t)
	dir := hard(t)
	set := render(t, program, helm.Options{}, dir).Sets[0]
	for _, tt := range []struct {
		name, want string
		path       manifest.Path
	}{
		{"s", "random.yaml:6:10", manifest.Path{"metadata", "annotations", "sum"}},
		{"s", "random.yaml:8:13", manifest.Path{"data", "password"}},
		{"s", "random.yaml:9:10", manifest.Path{"data", "after"}},
		{"parsed", "parsed.yaml:7:10", manifest.Path{"data", "first"}},
		{"cut", "cut.yaml:6:9", manifest.Path{"data", "long"}},
		{"cut", "cut.yaml:8:10", manifest.Path{"data", "equal"}},
		{"x", "list.yaml:6:9", manifest.Path{"metadata", "name"}},
		{"z", "list.yaml:6:9", manifest.Path{"metadata", "name"}},
		{"x", "_h.tpl:3:7", manifest.Path{"metadata", "labels", "part"}},
		{"x", "_h.tpl:19:11", manifest.Path{"spec", "containers", 0, "name"}},
		{"tpl", "tpl.yaml:5:16", manifest.Path{"metadata", "annotations", "k"}},
		{"tpl", "tpl.yaml:9:3", manifest.Path{"spec", "containers", 0, "image"}},
		{"o2", "objs.yaml:3:1", manifest.Path{"metadata", "name"}},
		{"l1", "kinds.yaml:7:30", manifest.Path{"spec", "containers", 0, "name"}},
		{"hook", "kinds.yaml:14:9", manifest.Path{"metadata", "name"}},
		{"apart", "apart.yaml:10:9", manifest.Path{"data", "name"}},
		{"last", "apart.yaml:16:18", manifest.Path{"metadata", "name"}},
		{"block", "block.yaml:6:5", manifest.Path{"data", "conf", 0}},
		{"block", "block.yaml:7:5", manifest.Path{"data", "conf", 2}},
		{"block", "block.yaml:8:6", manifest.Path{"data", "ꀀ"}},
	} {
		i := slices.IndexFunc(set.Objects, func(o *manifest.Object) bool { return o.Name == tt.name })
		if i < 0 {
			t.Errorf("no object %s", tt.name)
			continue
		}
		at, known := set.Objects[i].Place(tt.path)
		if got := filepath.Base(at.File) + place(at.Span); got != tt.want || !known {
			t.Errorf("%s %v: got %s, known %t; want %s", tt.name, tt.path, got, known, tt.want)
		}
	}
}

func place(s manifest.Span) string {
	return ":" + strconv.Itoa(s.Line) + ":" + strconv.Itoa(s.Column)
}
