package cli_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/podlint/podlint/internal/cli"
	"github.com/podlint/podlint/internal/peer"
)

var update = flag.Bool("update", false, "rewrite what the scripts expect")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"podlint": func() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScript runs the whole program: one script for each topic.
func TestScript(t *testing.T) {
	helm := installedHelm()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":   status,
			"validate": validate,
			"same":     same,
			"generate": generate,
			"release":  release,
		},
		Condition: func(cond string) (bool, error) {
			return cond == "root" && os.Geteuid() == 0 || cond == "helm" && helm != "", nil
		},
		Setup: func(env *testscript.Env) error {
			schema, err := filepath.Abs("../report/report.schema.json")
			if err != nil {
				return err
			}
			env.Setenv("SCHEMA", schema)
			trees, err := filepath.Abs("../render/testdata")
			if err != nil {
				return err
			}
			env.Setenv("TREES", trees)
			example, err := filepath.Abs("../../testdata/example")
			if err != nil {
				return err
			}
			env.Setenv("EXAMPLE", example)
			charts, err := filepath.Abs("../helm/testdata")
			if err != nil {
				return err
			}
			env.Setenv("CHARTS", charts)
			alone, _, _ := strings.Cut(env.Getenv("PATH"), string(filepath.ListSeparator))
			env.Setenv("ALONE", alone) // a PATH on which nothing but podlint is
			if helm != "" {
				env.Setenv("PATH", filepath.Dir(helm)+string(filepath.ListSeparator)+env.Getenv("PATH"))
			}
			action, err := filepath.Abs("../../.github/actions/podlint")
			env.Setenv("ACTION", action)
			return err
		},
	})
}

// installedHelm is the program; empty when it is not installed, which [helm] in a script tells.
func installedHelm() string {
	bin, err := peer.Helm().Installed()
	if err != nil {
		return ""
	}
	return bin
}

// status runs a program and demands an exit status: status 3 podlint lint x.yaml. Its streams are there for stdout and stderr.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N program [args...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("got status %s, want %s", got, args[0])
	}
}

// validate checks a file, or stdout, against the schema of the JSON report.
func validate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: validate FILE")
	}
	schema, err := jsonschema.NewCompiler().Compile(ts.Getenv("SCHEMA"))
	ts.Check(err)
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(schema.Validate(doc))
}

var duration = regexp.MustCompile(`"duration_ms":\d+`)

// same demands that two files are equal but for the time that the run took.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: same FILE FILE")
	}
	a, b := duration.ReplaceAllString(ts.ReadFile(args[0]), ""), duration.ReplaceAllString(ts.ReadFile(args[1]), "")
	if a != b {
		ts.Fatalf("%s and %s differ:\n%s\n%s", args[0], args[1], a, b)
	}
}

// generate writes inputs that no text archive can hold.
func generate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: generate KIND FILE")
	}
	var data []byte
	switch args[0] {
	case "binary":
		data = []byte("\x7fELF\x02\x01\x01\x00\x00\x00kind: Pod\x00\x00")
	case "invalid-utf8":
		data = []byte("kind: Pod\nmetadata:\n  name: \xff\xfe\n")
	case "nested":
		data = []byte("kind: Pod\na: " + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + "\n")
	case "deep-json":
		data = []byte(`{"kind":"Pod","a":` + strings.Repeat(`{"a":`, 10000) + "1" + strings.Repeat("}", 10000) + "}")
	case "bomb":
		data = bomb()
	case "huge":
		data = bytes.Repeat([]byte("# a comment\n"), 400_000)
	case "many":
		var err error
		data, err = many()
		ts.Check(err)
	default:
		ts.Fatalf("unknown kind %s", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o644))
}

// bomb is a document that grows to a billion values when its aliases are followed.
func bomb() []byte {
	var b bytes.Buffer
	b.WriteString("kind: Pod\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 9; i++ {
		last := strings.TrimSuffix(strings.Repeat("*a"+string(rune('0'+i-1))+", ", 10), ", ")
		b.WriteString("a" + string(rune('0'+i)) + ": &a" + string(rune('0'+i)) + " [" + last + "]\n")
	}
	return b.Bytes()
}

// many is a List of pods with violations, as one JSON document.
func many() ([]byte, error) {
	type object = map[string]any
	var items []object
	for i := range 50 {
		items = append(items, object{
			"apiVersion": "v1", "kind": "Pod", "metadata": object{"name": "pod-" + strings.Repeat("x", i%7)},
			"spec": object{
				"containers": []object{{"name": "app", "image": "example.org/app:1"}, {"name": "side", "image": "example.org/side:1"}},
				"volumes":    []object{{"name": "lost", "emptyDir": object{}}},
			},
		})
	}
	return json.MarshalIndent(object{"apiVersion": "v1", "kind": "List", "items": items}, "", " ")
}
