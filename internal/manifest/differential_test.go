package manifest

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// reading is one document as both readers take it.
type reading struct {
	t       *text
	start   int // of the document
	src     []byte
	ours    parsed
	refused error // by kubectl's reader
	want    any   // what kubectl's reader makes of it
}

// excuse is a way in which podlint may differ from kubectl's reader.
type excuse struct {
	why   string
	holds func(reading) bool
}

// excuses are all there are: what is neither equal nor in this list is a fault of podlint.
var excuses = map[string]excuse{
	"bounds of podlint": {
		"documents that would take more memory or stack than any manifest are refused; kubectl has bounds of its own, at other numbers",
		func(r reading) bool {
			return r.refused == nil && r.ours.err != nil &&
				(r.ours.err.Message == msgDepth() || strings.Contains(r.ours.err.Message, "the aliases of this document unfold to more than"))
		},
	},
	"bounds of kubectl": {
		"a document that is mostly aliases is refused by kubectl's library from 1,000 values on, and read by podlint up to its own bound",
		func(r reading) bool {
			return r.ours.err == nil && r.refused != nil && strings.Contains(r.refused.Error(), "excessive aliasing")
		},
	},
	"several values": {
		"podlint reads JSON values that follow each other without a line of ---, as kubectl's decoder does; its YAML library reads one",
		func(r reading) bool {
			return r.ours.err == nil && len(r.ours.roots) > 1 && len(strings.TrimSpace(string(r.src))) > 0
		},
	},
	"JSON": {
		"what begins with a bracket and is JSON is read as JSON, as kubectl's decoder does before it tries YAML: escapes of surrogates and slashes",
		func(r reading) bool { return r.ours.err == nil && r.refused != nil && sameAsJSON(r) },
	},
	"text behind the end": {
		"kubectl's library stops at the end of the document's value and does not see what is wrong behind it",
		func(r reading) bool { return r.refused == nil && r.ours.err != nil && endsBefore(r) },
	},
	"one key in two spellings": {
		"kubectl's library takes 1 and '1' for two keys until it writes JSON, where chance decides which value stays; podlint keeps the last, and a rule reports both",
		func(r reading) bool {
			return r.ours.err == nil && r.refused == nil && slices.ContainsFunc(r.ours.dups, func(d Duplicate) bool {
				return textOf(r.t, d.First) != textOf(r.t, d.Second)
			})
		},
	},
}

// sameAsJSON tells whether the document is JSON and podlint reads it as encoding/json does.
func sameAsJSON(r reading) bool {
	body := strings.TrimSpace(strings.TrimPrefix(string(r.src), "---"))
	var want, got any
	return json.Unmarshal([]byte(body), &want) == nil && len(r.ours.roots) == 1 &&
		json.Unmarshal(r.ours.roots[0].appendJSON(nil), &got) == nil && reflect.DeepEqual(want, got)
}

// endsBefore tells whether podlint reads what kubectl's library does from the document up to some place before the end of the line
// where podlint found fault, and whether that library reads the same whatever stands behind.
func endsBefore(r reading) bool {
	return slices.ContainsFunc(r.cuts(), func(off int) bool {
		head := string(r.t.data[r.start:off])
		return reads(parseText(head), r.want) && slices.ContainsFunc([]string{": @", "\n: @"}, func(broken string) bool {
			got, ok := sigs([]byte(head + broken))
			return ok && reflect.DeepEqual(got, r.want)
		})
	})
}

// cuts are the places in the line where podlint found fault and a little behind it, because a quote that is never closed is a fault where
// it opens, and the ends of the lines before.
func (r reading) cuts() (out []int) {
	line := r.t.lineOf(r.t.offset(r.ours.err.Line, r.ours.err.Column))
	end := min(r.t.lineEnd(line)+20, r.start+len(r.src))
	for off := r.t.lines[line]; off <= end; off++ {
		out = append(out, max(off, r.start))
	}
	for ; line > 0 && r.t.lines[line] > r.start; line-- {
		out = append(out, r.t.lines[line])
	}
	return out
}

func parseText(data string) parsed {
	t := newText("a.yaml", []byte(data))
	return parse(t, chunk{end: len(data)})
}

// reads tells whether p is one value, or none for null.
func reads(p parsed, want any) bool {
	if p.err != nil || len(p.roots) == 0 {
		return p.err == nil && want == nil
	}
	got, _ := decodeJSON(p.roots[0].appendJSON(nil))
	return len(p.roots) == 1 && reflect.DeepEqual(got, want)
}

func (r reading) same() bool {
	if r.refused != nil || r.ours.err != nil {
		return r.refused != nil && r.ours.err != nil
	}
	return reads(r.ours, r.want)
}

// excused returns the name of the first excuse that holds, empty when there is none.
func (r reading) excused() string {
	for _, name := range slices.Sorted(maps.Keys(excuses)) {
		if excuses[name].holds(r) {
			return name
		}
	}
	return ""
}

// readBoth reads one document with both readers.
func readBoth(t *text, ch chunk) reading {
	r := reading{t: t, start: ch.start, src: t.data[ch.start:ch.end], ours: parse(t, ch)}
	out, err := yaml.YAMLToJSON(r.src)
	if r.refused = err; err == nil {
		r.want, _ = decodeJSON(out)
	}
	return r
}

// compareWithKubectl fails for each document of data that the two readers take differently without an excuse.
func compareWithKubectl(t *testing.T, name string, data []byte) (documents int) {
	t.Helper()
	text := newText(name, toUTF8(data))
	for _, ch := range split(text) {
		documents++
		if r := readBoth(text, ch); !r.same() && r.excused() == "" {
			t.Errorf("%s document %d %.300q: kubectl reads %.300v (%v), podlint %.300v (%+v)", name, ch.document, r.src, r.want, r.refused, values(r.ours), r.ours.err)
		}
	}
	return documents
}

func values(p parsed) (out []string) {
	for _, root := range p.roots {
		out = append(out, string(root.appendJSON(nil)))
	}
	return out
}

// FuzzAsKubectl compares what is read of whole documents with what kubectl's library reads.
func FuzzAsKubectl(f *testing.F) {
	seeds(f)
	for _, row := range kinds {
		f.Add([]byte(row.text))
	}
	for _, doc := range []string{"!\u0085", "eS\n: Fal\xc4", "[-0, 18446744073709551616]", "a a\n:\t:", "!\n!\n!\n!!\t\n!\t", "? a\n:\t- b\n", "'\n'b:", "S\n:\tRl\xc4"} {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) <= 1<<14 {
			compareWithKubectl(t, "a.yaml", data)
		}
	})
}

// TestExcuses: each excuse is needed, so that the list holds nothing that could hide a fault.
func TestExcuses(t *testing.T) {
	tests := map[string]string{
		"bounds of podlint": strings.Repeat("[", maxDepth+9) + strings.Repeat("]", maxDepth+9),
		"bounds of kubectl": "a: &a [" + strings.Repeat(strings.Repeat("x", 100)+",", 50) + "]\nb: &b [" + strings.Repeat("*a,", 10) +
			"]\nc: &c [" + strings.Repeat("*b,", 10) + "]\nd: [*c, *c]\n",
		"several values":           `{"a": 1} {"b": 2}`,
		"JSON":                     `{"a": "\ud83d\ude00"}`,
		"text behind the end":      "a\n:\t",
		"one key in two spellings": "1: a\n'1': b\n",
	}
	for name := range excuses {
		if tests[name] == "" {
			t.Errorf("no document shows %q", name)
		}
	}
	for name, doc := range tests {
		t.Run(name, func(t *testing.T) {
			text := newText("a.yaml", []byte(doc))
			r := readBoth(text, split(text)[0])
			if got := r.excused(); got != name {
				t.Errorf("got excuse %q (kubectl: %v, %v; podlint: %v, %v)", got, r.want, r.refused, values(r.ours), r.ours.err)
			}
		})
	}
}
