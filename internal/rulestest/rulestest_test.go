package rulestest_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/rulestest"
)

const (
	regoText = `# METADATA
# title: Big
# description: A container called big.
# related_resources:
#   - ref: https://example.org/
# custom:
#   severity: error
#   confidence: certain
#   fix: Find a smaller one.
package podlint.rules.custom.big

violation contains {"msg": sprintf("%q is [big]", [c.name]), "path": array.concat(c.path, ["name"])} if {
	some c in input.pod.containers
	startswith(c.name, "big")
}
`
	podHead = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
`
	container = "    - image: registry.example.org/app:1.0\n      name: "
)

// run tests a folder "own" of the rule above and further files.
func run(t *testing.T, files map[string]string, change func(*rulestest.Options)) (*rulestest.Report, error) {
	t.Helper()
	tree := fstest.MapFS{"big/big.rego": {Data: []byte(regoText)}}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	opt := options(t, examples)
	opt.Sources = []policy.Source{{Name: "own", FS: tree}}
	if change != nil {
		change(&opt)
	}
	return rulestest.Run(t.Context(), opt)
}

// outcomes lists status, test and message.
func outcomes(r *rulestest.Report) []string {
	var out []string
	for _, rule := range r.Rules {
		for _, test := range rule.Tests {
			out = append(out, strings.TrimSpace(string(test.Status)+" "+rule.ID+"/"+test.Name+" "+test.Message))
		}
	}
	return out
}

// TestDoubtsInFixtures: a doubt is expected as one, and no good fixture has any.
func TestDoubtsInFixtures(t *testing.T) {
	certainty := `"certainty": {"lower": 0, "doubt": c.name == "big?", "confidence": "certain", "reason": ""}, "msg"`
	rule := strings.Replace(regoText, `"msg"`, certainty, 1)
	bad := podHead + container + "big # want \"big\"\n" + container + "big? # want-doubt \"big\"\n"
	for name, tt := range map[string]struct{ file, text, want string }{
		"expected":            {"bad/a.yaml", bad, "pass big/bad/a.yaml"},
		"a doubt is no want":  {"bad/a.yaml", strings.ReplaceAll(bad, "want-doubt", "want"), "fail big/bad/a.yaml violations: 1 missing, 1 unexpected"},
		"a want is no doubt":  {"bad/a.yaml", strings.ReplaceAll(bad, "# want \"", "# want-doubt \""), "fail big/bad/a.yaml violations: 1 missing, 1 unexpected"},
		"only a doubt is bad": {"bad/a.yaml", podHead + container + "big? # want-doubt \"big\"\n", "pass big/bad/a.yaml"},
		"good has no doubt":   {"good/a.yaml", podHead + container + "big?\n", "fail big/good/a.yaml violations: 1 unexpected"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := run(t, map[string]string{"big/big.rego": rule, "big/" + tt.file: tt.text}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{tt.want}, outcomes(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestUpdateWritesDoubts: expectations that are written tell doubts from violations.
func TestUpdateWritesDoubts(t *testing.T) {
	rule := strings.Replace(regoText, `"msg"`, `"certainty": {"lower": 0, "doubt": c.name == "big?", "confidence": "certain", "reason": ""}, "msg"`, 1)
	var written string
	_, err := run(t, map[string]string{"big/big.rego": rule, "big/bad/a.yaml": podHead + container + "big\n" + container + "big?\n"}, func(o *rulestest.Options) {
		o.Update = func(_ string, data []byte) error { written = string(data); return nil }
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`name: big # want "^\"big\" is \[big\]$"`, `name: big? # want-doubt "^\"big\?\" is \[big\]$"`} {
		if !strings.Contains(written, want) {
			t.Errorf("got:\n%s\nwant in it: %s", written, want)
		}
	}
}

func TestFixtures(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"no tests", nil, []string{
			"fail big/tests the rule has no tests: want test_ rules in a _test.rego file, or manifests in bad/ and good/ beside the rule",
		}},
		{"exact", map[string]string{"big/bad/a.yaml": podHead + container + "big1 # want \"big1\"\n" + container + "big2 # want \"big2\"\n"}, []string{
			"pass big/bad/a.yaml",
		}},
		{"wrong line", map[string]string{"big/bad/a.yaml": podHead + container + "app # want \"big\"\n" + container + "big\n"}, []string{
			"fail big/bad/a.yaml violations: 1 missing, 1 unexpected",
		}},
		{"once too often", map[string]string{"big/bad/a.yaml": podHead + container + "big # want \"big\" \"big\"\n"}, []string{
			"fail big/bad/a.yaml violations: 1 missing",
		}},
		{"bad without expectations", map[string]string{"big/bad/a.yaml": podHead + container + "app\n"}, []string{
			`fail big/bad/a.yaml a bad fixture expects something: write # want "regexp of the message" at the end of the line, # want-doubt for a doubt`,
		}},
		{"good with expectations", map[string]string{"big/good/a.yaml": podHead + container + "big # want \"big\"\n"}, []string{
			"fail big/good/a.yaml a good fixture expects nothing, no doubt either, but has a # want comment",
		}},
		{"no pod", map[string]string{"big/good/a.yml": "kind: ConfigMap\napiVersion: v1\nmetadata: {name: x}\n"}, []string{
			"fail big/good/a.yml the fixture holds no pod, so it shows nothing",
		}},
		{"no YAML", map[string]string{"big/good/a.yaml": "kind: [\n"}, []string{
			"fail big/good/a.yaml did not find expected node content",
		}},
		{"broken expectation", map[string]string{"big/bad/a.yaml": podHead + container + "big # want big\n"}, []string{
			`fail big/bad/a.yaml line 7: read expectation: want # want "regexp"... or # want-doubt "regexp"... at the end of the line`,
		}},
		{"two rules in a folder", map[string]string{
			"big/small.rego": strings.ReplaceAll(regoText, "custom.big", "custom.small"), "big/good/a.yaml": podHead + container + "app\n",
		}, []string{
			"fail big/good/a.yaml its folder holds 2 rules: give each rule a folder, so that the fixtures can be told apart",
			"fail small/good/a.yaml its folder holds 2 rules: give each rule a folder, so that the fixtures can be told apart",
		}},
		{"fixtures as data", map[string]string{
			"big/bad/a-b.yaml":  podHead + container + "big # want \"big\"\n---\n" + podHead + container + "app\n",
			"big/good/pod.yaml": podHead + container + "app\n",
			"big/big_test.rego": `package podlint.rules.custom.big_test

import data.podlint.rules.custom.big

test_names if object.keys(data.fixtures.big) == {"a_b", "bad_a_b", "a_b_2", "bad_a_b_2", "pod", "good_pod"}

test_first if count(big.violation) == 1 with input as data.fixtures.big.a_b

test_second if big.violation == set() with input as data.fixtures.big.a_b_2

todo_test_later if count(big.violation) == 7
`,
		}, []string{
			"fail big/test_names asserts nothing: compare what the rule says, as in count(rule.violation) == 1 with input as ...",
			"pass big/test_first", "pass big/test_second", "skip big/todo_test_later", "pass big/bad/a-b.yaml", "pass big/good/pod.yaml",
		}},
		{"library with tests of its own", map[string]string{
			"lib/names.rego": "package mine.names\n\nfirst := \"a\"\n",
			"lib/names_test.rego": "package mine.names_test\n\nimport data.mine.names\nimport data.podlint.lib.testing\n\n" +
				"test_first if names.first == \"a\"\n\ntest_shipped_library if testing.pod({}).pod.runs == \"always\"\n",
			"big/good/a.yaml": podHead + container + "app\n",
		}, []string{"pass big/good/a.yaml", "pass mine.names_test/test_first", "pass mine.names_test/test_shipped_library"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			report, err := run(t, tt.files, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, outcomes(report)); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
			if strings.Contains(strings.Join(tt.want, "\n"), "fail ") != report.Failed() {
				t.Errorf("got failed: %t", report.Failed())
			}
		})
	}
}

func TestErrors(t *testing.T) {
	t.Run("nothing picked", func(t *testing.T) {
		_, err := run(t, nil, func(o *rulestest.Options) { o.Run = regexp.MustCompile("no such test") })
		if !errors.Is(err, rulestest.ErrNothing) {
			t.Errorf("got error %v, want that nothing was found", err)
		}
	})
	for name, files := range map[string]map[string]string{
		"faulty rule":    {"x.rego": "package podlint.rules.custom.x\n"},
		"faulty test":    {"big/big_test.rego": "package x_test\n\ntest_a if y\n"},
		"unparsed test":  {"big/big_test.rego": "package x_test\n\ntest_a if {\n"},
		"misspelt field": {"x/x.rego": strings.ReplaceAll(strings.ReplaceAll(regoText, "custom.big", "custom.x"), "input.pod.containers", "input.pod.containes")},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := run(t, files, nil)
			problems, ok := errors.AsType[rulestest.Problems](err)
			if !ok || problems[0].Line == 0 || !strings.HasPrefix(problems[0].File, "own/") {
				t.Errorf("got error %v, want a problem with its place", err)
			}
		})
	}
	t.Run("unread fixture", func(t *testing.T) {
		if _, err := run(t, map[string]string{"big/bad/a.json": "{}"}, nil); err == nil || !strings.Contains(err.Error(), "ends in .yaml") {
			t.Errorf("got error %v, want one that names the ending", err)
		}
	})
}

func TestUpdate(t *testing.T) {
	for _, tt := range []struct{ name, give, want string }{
		{"new", "big1\n", "big1 # want \"^\\\"big1\\\" is \\[big\\]$\"\n"},
		{"kept as written", "big1 # want \"big\"\n" + container + "big2\n", "big1 # want \"big\"\n" + container + "big2 # want \"^\\\"big2\\\" is \\[big\\]$\"\n"},
		{"stale one removed", "app # want \"big\"\n" + container + "big\r\n", "app\n" + container + "big # want \"^\\\"big\\\" is \\[big\\]$\"\r\n"},
		{"beside a comment", "big # as large as it gets\n", "big # as large as it gets # want \"^\\\"big\\\" is \\[big\\]$\"\n"},
		{"unreadable one replaced", "big # want \"(\"\n", "big # want \"^\\\"big\\\" is \\[big\\]$\"\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			written := map[string]string{}
			report, err := run(t, map[string]string{"big/bad/a.yaml": podHead + container + tt.give}, func(o *rulestest.Options) {
				o.Update = func(file string, data []byte) error {
					written[file] = string(data)
					return nil
				}
			})
			if err != nil || report.Failed() {
				t.Fatalf("error %v, outcomes %v", err, outcomes(report))
			}
			if diff := cmp.Diff(map[string]string{"own/big/bad/a.yaml": podHead + container + tt.want}, written); diff != "" {
				t.Errorf("written (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("good fixtures are never rewritten", func(t *testing.T) {
		report, err := run(t, map[string]string{"big/good/a.yaml": podHead + container + "big\n"}, func(o *rulestest.Options) {
			o.Update = func(file string, _ []byte) error {
				t.Errorf("%s was written", file)
				return nil
			}
		})
		if err != nil || !report.Failed() {
			t.Errorf("error %v, want a failure", err)
		}
	})
}

func TestFormats(t *testing.T) {
	report, err := run(t, map[string]string{"big/good/a.yaml": podHead + container + "big\n"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := rulestest.JSON(&out, report); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Rules []struct {
			Tests []struct{ Diff []rulestest.Difference }
		}
		Summary  rulestest.Summary
		Coverage struct{ Percent float64 }
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	want := []rulestest.Difference{{Kind: rulestest.Unexpected, File: "own/big/good/a.yaml", Line: 7, Text: `"big" is [big]`}}
	if diff := cmp.Diff(want, doc.Rules[0].Tests[0].Diff); diff != "" || doc.Summary.Failed != 1 || doc.Coverage.Percent != 100 {
		t.Errorf("summary %+v, coverage %v; diff (-want +got):\n%s", doc.Summary, doc.Coverage, diff)
	}
	out.Reset()
	if err := rulestest.JUnit(&out, report); err != nil {
		t.Fatal(err)
	}
	var suites struct {
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Cases []struct {
				Failure struct {
					Text string `xml:",chardata"`
				} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(out.Bytes(), &suites); err != nil {
		t.Fatal(err)
	}
	if text := suites.Suites[0].Cases[0].Failure.Text; suites.Failures != 1 || !strings.Contains(text, `+ own/big/good/a.yaml:7: "big" is [big]`) {
		t.Errorf("got %d failures and text %q", suites.Failures, text)
	}
}
