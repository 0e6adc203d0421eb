package manifest

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

// scalars are values on which YAML 1.1 and 1.2, or JSON and YAML, do not agree, and some on which they do.
var scalars = []string{
	"yes", "Yes", "YES", "yEs", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF", "y", "Y", "n", "N",
	"true", "True", "TRUE", "tRue", "false", "False", "FALSE", "null", "Null", "NULL", "nULL", "~", "", "''", `""`,
	"0", "-0", "+0", "7", "+7", "-7", "007", "0777", "-0777", "0o777", "0O777", "0x1F", "0X1f", "-0x1F", "0b101", "-0b101", "+0b11",
	"08", "09", "0_1", "1_000", "_1", "1_", "1__0", "0x_1", "0b_1", "0b2", "0xg", "1e3", "1E3", "1e+3", "1e-3", "1.e3", ".5", "-.5",
	"+.5", "5.", "1.0", "1.50", "-1.25", "1e400", "1.5.2", "1:30", "12:30:45", "190:20:30", "9223372036854775807",
	"9223372036854775808", "18446744073709551615", "18446744073709551616", "-9223372036854775809", "1e20", "1e21", "123456789.125",
	"2001-01-01", "2001-1-1", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43", "2001-12-14T21:59:43Z", "2001-13-01", "20010101",
	"!!str 5", "!!str yes", "!!str", "!!int 5", "!!int '5'", "!!int 0x10", "!!float 3", "!!float 3.5", "!!float '1e3'", "!!bool yes", "!!bool 'no'",
	"!!null ''", "!!null null", "!!timestamp 2001-01-01", "!!binary aGVsbG8=", "!!binary aGVsbG8", "!!binary aGuuuuuuuuVfbG8=", "!custom 5", "!custom x", "! 5", "! yes", "! &a 5", "&a ! 0x10", "!", "! ~", "! '5'",
	"<<", "'<<'", "=", "a b", "- a", "'yes'", `"no"`, `"a\tb\u00e9"`, "é", "a#b", "a: b", "[yes, 0777, ~]", "{a: on, b: 0x10}",
	"|\n    a\n    b\n", ">-\n    a\n    b\n\n    c\n", "|+\n    a\n\n", "64Mi", "100m", "1.2.3", "v1", "1.19", "nan", ".nan", ".inf", "-.inf", "+.Inf",
	"0.1", "1e-7", "0.000001", "100000000000000000000.5", "&a 5", "&a yes", "!!str &a 5", "&a !!str 5", "12e03", "0e0", "-.0", "+12_3.4_5", "._5", "..5",
}

// sigs is what kubectl makes of a document, as JSON in Go values; ok is false when it refuses it.
func sigs(data []byte) (any, bool) {
	out, err := yaml.YAMLToJSON(data)
	if err != nil {
		return nil, false
	}
	return decodeJSON(out)
}

func decodeJSON(data []byte) (any, bool) {
	var v any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	err := d.Decode(&v)
	return v, err == nil
}

// ours is the same document read by this package; ok is false unless it is one document without an error.
func ours(t testing.TB, data string) (any, bool) {
	t.Helper()
	roots, errs := parseAll(t, data)
	if len(errs) > 0 || len(roots) > 1 {
		return nil, false
	}
	if len(roots) == 0 {
		return nil, true
	}
	return decodeJSON(roots[0].appendJSON(nil))
}

func TestScalarsResolveAsInKubectl(t *testing.T) {
	for _, s := range scalars {
		t.Run(s, func(t *testing.T) {
			for _, doc := range []string{"a: " + s + "\n", "- " + s + "\n"} {
				want, wantOK := sigs([]byte(doc))
				got, gotOK := ours(t, doc)
				if wantOK != gotOK {
					t.Fatalf("%q: read %v, kubectl reads it: %v", doc, gotOK, wantOK)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%q (-kubectl +podlint):\n%s", doc, diff)
				}
			}
		})
	}
}

func TestKeysResolveAsInKubectl(t *testing.T) {
	for _, s := range scalars {
		if strings.ContainsAny(s, ":#\n") || strings.HasPrefix(s, "- ") || s == "<<" {
			continue
		}
		t.Run(s, func(t *testing.T) {
			doc := s + ": v\n"
			want, wantOK := sigs([]byte(doc))
			got, gotOK := ours(t, doc)
			if wantOK != gotOK {
				t.Fatalf("%q: read %v (%v), kubectl reads it: %v (%v)", doc, gotOK, got, wantOK, want)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q (-kubectl +podlint):\n%s", doc, diff)
			}
		})
	}
}

func TestMapsResolveAsInKubectl(t *testing.T) {
	docs := map[string]string{
		"anchor and alias":              "a: &x {k: 1}\nb: *x\nc: [*x, *x]\n",
		"merge":                         "a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  l: 3\n",
		"merge after a written key":     "a: &x {k: 1, l: 2}\nb:\n  l: 3\n  <<: *x\n",
		"merge of a list":               "a: &x {k: 1}\nb: &y {k: 2, m: 1}\nc:\n  <<: [*x, *y]\n  z: 1\n",
		"merge of an inline map":        "c:\n  <<: {k: 1}\n  z: 1\n",
		"merge of a merge":              "a: &x {k: 1}\nb: &y\n  <<: *x\n  m: 1\nc:\n  <<: *y\n",
		"two merges":                    "a: &x {k: 1}\nb: &y {k: 2}\nc:\n  <<: *x\n  <<: *y\n",
		"merge of a scalar":             "c:\n  <<: 1\n",
		"merge of nothing":              "c:\n  <<:\n",
		"merge of a list of scalars":    "c:\n  <<: [1]\n",
		"merge of an alias to a list":   "a: &x [{k: 1}]\nc:\n  <<: *x\n",
		"quoted merge key":              "c:\n  '<<': {k: 1}\n",
		"duplicate keys":                "a: 1\nb: 2\na: 3\n",
		"number keys":                   "1: a\n2.5: b\ntrue: c\n0x10: d\n",
		"null key":                      "~: a\n",
		"map key":                       "{a: b}: c\n",
		"list key":                      "? [a]\n: c\n",
		"alias key":                     "a: &x k\n*x : v\n",
		"alias to an unknown anchor":    "a: *x\n",
		"anchor that contains itself":   "a: &x {b: *x}\n",
		"anchor that is set twice":      "a: &x 1\nb: *x\nc: &x 2\nd: *x\n",
		"anchored key":                  "&x k: v\nb: *x\n",
		"explicit keys":                 "? a\n: b\n? c\n",
		"empty values":                  "a:\nb:\n  c:\nd: []\ne: {}\n",
		"flow over lines":               "a: {b: [1,\n  2], c: 'd\n  e'}\n",
		"plain over lines":              "a: b\n  c\n\n  d\ne: f\n",
		"document marker with content":  "--- {a: b}\n",
		"tagged collections":            "a: !!map {b: c}\nd: !!seq [e]\n",
		"set":                           "a: !!set {b, c}\n",
		"windows line ends":             "a: |\r\n  b\r\n  c\r\nd: e\r\n",
		"old mac line ends":             "a: 1\rb: 2\r",
		"byte order mark":               "\ufeffa: 1\n",
		"json":                          `{"a": [1, 1.0, 1e3, -0.5, "\u00e9", true, null], "b": {}}`,
		"json with tabs":                "{\n\t\"a\": [\n\t\t1\n\t]\n}\n",
		"flow style that is not json":   "{a: yes, 'b': [0777]}\n",
		"directive":                     "%YAML 1.1\n---\na: 1\n",
		"tag directive":                 "%TAG !e! tag:example.com,2000:\n---\na: !e!x 1\n",
		"end marker":                    "a: 1\n...\n",
		"only a comment":                "# nothing\n",
		"line and paragraph separators": "a: \"x\u2028y\"\nb: z\u0085\nc: 1\n",
	}
	for name, doc := range docs {
		t.Run(name, func(t *testing.T) {
			want, wantOK := sigs([]byte(doc))
			got, gotOK := ours(t, doc)
			if wantOK != gotOK {
				t.Fatalf("read %v, kubectl reads it: %v", gotOK, wantOK)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-kubectl +podlint):\n%s", diff)
			}
		})
	}
}

// manifests calls do for every file of the corpus.
func manifests(t testing.TB, do func(name string, data []byte)) {
	t.Helper()
	root := filepath.Join(corpusDir, "manifests")
	if _, err := os.Stat(root); err != nil {
		t.Skip("no corpus here")
	}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		do(p, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCorpusResolvesAsInKubectl compares every document, JSON and YAML, empty and broken ones as well. None needs an excuse.
func TestCorpusResolvesAsInKubectl(t *testing.T) {
	docs, json, refused := 0, 0, 0
	manifests(t, func(name string, data []byte) {
		text := newText(name, toUTF8(data))
		for _, ch := range split(text) {
			r := readBoth(text, ch)
			docs++
			if r.refused != nil {
				refused++
			}
			for _, root := range r.ours.roots {
				if isJSON(text, root) {
					json++
				}
			}
			if !r.same() {
				t.Errorf("%s document %d: kubectl reads %.300v (%v), podlint %.300v (%+v)", name, ch.document, r.want, r.refused, values(r.ours), r.ours.err)
			}
		}
	})
	t.Logf("%d documents, %d of them JSON, %d refused by both", docs, json, refused)
}
