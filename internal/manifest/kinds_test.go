package manifest

import "testing"

// kinds are the kinds of documents that the YAML test suite has, each with what is special about it.
var kinds = []struct{ name, text string }{
	{"literal", "a: |\n  one\n    two\n\n  three\nb: 1\n"},
	{"literal, kept", "a: |+\n  one\n\n\nb: 1\n"},
	{"literal, stripped", "a: |-\n  one\n\n\nb: 1\n"},
	{"literal with an indentation", "a: |2\n    one\n  two\nb: 1\n"},
	{"literal, indentation and chomping in both orders", "a: |1-\n  one\nb: |-1\n  one\nc: |+2\n  one\n\nd: |2+\n  one\n\n"},
	{"literal with nothing in it", "a: |\nb: |+\n\nc: |-\n"},
	{"literal with leading blank lines", "a: |\n\n\n  one\n"},
	{"literal with a comment at its head and one behind", "a: | # about\n  one # text\n# comment\nb: 1\n"},
	{"literal at the root", "--- |\n one\n two\n"},
	{"literal of tabs", "a: |\n  \tone\n  two\t\n"},
	{"literal without an end of line", "a: |\n  one"},
	{"folded", "a: >\n  one\n  two\n\n  three\n    four\n  five\nb: 1\n"},
	{"folded, kept and stripped", "a: >+\n  one\n  two\n\nb: >-\n  one\n  two\n\n"},
	{"folded with an indentation", "a: >2\n    one\n  two\n  three\n"},
	{"folded list", "a:\n- >\n  one\n  two\n- |\n  one\n  two\n"},
	{"block scalar as a key", "? |\n  one\n: two\n"},
	{"plain over lines", "a: one\n  two\n\n\n  three\nb: 1\n"},
	{"plain with marks inside", "a: one#two : three\nb: a:b\nc: -d\nd: ?e\ne: :f\n"},
	{"single quotes over lines", "a: 'one\n  two\n\n  it''s'\nb: ''''\n"},
	{"double quotes over lines", "a: \"one\n  two \\\n  three\n\n  \\  four\"\n"},
	{"double quotes with escapes", `a: "\0\a\b\t\n\v\f\r\e\"\/\\\N\_\L\P\x41\u0041\U00000041"` + "\n"},
	{"double quotes with an unknown escape", `a: "\q"` + "\n"},
	{"single quotes keep backslashes", `a: '\n\q'` + "\n"},
	{"quoted keys", "'a b': 1\n\"c\\td\": 2\n'': 3\n"},
	{"anchor and alias of a scalar", "a: &x one\nb: *x\n*x : c\n"},
	{"anchor and alias of collections", "a: &m {k: [1]}\nb: &l\n- *m\nc: *l\n"},
	{"anchor on a line of its own", "a: &x\n  k: v\nb: &y\n- 1\nc: [*x, *y]\n"},
	{"anchor of nothing", "a: &x\nb: *x\n"},
	{"anchor that is set again", "a: &x 1\nb: *x\nc: &x 2\nd: *x\n"},
	{"anchor and tag in both orders", "a: !!str &x 1\nb: &y !!str 1\nc: [*x, *y]\n"},
	{"alias to nothing", "a: *x\n"},
	{"merge", "x: &x {a: 1, b: 2}\ny:\n  b: 3\n  <<: *x\nz:\n  <<: *x\n  b: 4\n"},
	{"merge of several", "x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz:\n  <<: [*x, *y]\n"},
	{"merge of something else", "z:\n  <<: [1]\n"},
	{"merge that is quoted", "x: &x {a: 1}\ny: {'<<': *x, a: 2}\n"},
	{"complex key", "? [a, b]\n: c\n"},
	{"complex key of a map", "? {a: b}\n: c\n"},
	{"explicit key", "? a\n: b\n? c\n? d\n: - e\n"},
	{"flow in block", "a: [1, {b: c, d}, [e]]\nb: {f: [g], 'h': \"i\"}\n"},
	{"flow over lines", "a: [\n  1, # one\n  2,\n]\nb: {\n  c: d,\n}\n"},
	{"flow with pairs", "a: [b: c, d: e]\n"},
	{"flow with adjacent values", "{\"a\":1, \"b\":[2], 'c':3}\n"},
	{"flow with question marks and empty values", "{? a : b, c: , d}\n"},
	{"flow that is empty", "a: []\nb: {}\nc: [ ]\nd: { }\n"},
	{"flow with a leading comma", "[,1]\n"},
	{"flow that is not closed", "a: [1, 2\nb: 3\n"},
	{"tags of the core", "a: !!str 1\nb: !!int '1'\nc: !!float 1\nd: !!bool 'yes'\ne: !!null ''\nf: !!seq [1]\ng: !!map {a: b}\n"},
	{"tags that do not fit", "a: !!int one\n"},
	{"tags of one's own", "a: !mine 1\nb: !mine {c: d}\nc: !<tag:example.com,2000:x> 1\n"},
	{"tag that is a mark alone", "a: ! 1\nb: ! yes\nc: !\nd: [! 2]\n"},
	{"tag of binary", "a: !!binary aGVsbG8=\n"},
	{"tag of a set and of an ordered map", "a: !!set {b, c}\nd: !!omap [e: f]\n"},
	{"tag directive", "%TAG !e! tag:example.com,2000:\n---\na: !e!x 1\n"},
	{"tag without its directive", "a: !e!x 1\n"},
	{"YAML directive 1.1", "%YAML 1.1\n---\na: 1\n"},
	{"YAML directive 1.2", "%YAML 1.2\n---\na: 1\n"},
	{"directive of no meaning", "%FOO bar\n---\na: 1\n"},
	{"directive without a document", "%YAML 1.1\n"},
	{"comments in odd places", "# one\na: # two\n  # three\n  b: 1 # four\n # five\n  # six\nc:\n# seven\n- 1\n  # eight\n- 2 # nine\n# ten"},
	{"comment without a space", "a: 1#b\nc: 'd'#e\n"},
	{"document markers", "---\na: 1\n...\n---\n# empty\n---\nb: 2\n...\n...\nc: 3\n"},
	{"document with content behind its mark", "--- a\n--- 'b'\n--- [c]\n--- # d\ne: f\n"},
	{"mark of an end with a comment", "a: 1\n... # end\nb: 2\n"},
	{"mark inside quotes", "a: 'one\n--- two'\n"},
	{"tab as indentation", "a:\n\tb: 1\n"},
	{"tab as separation", "a:\t1\nb: \t2\t\nc:\t\n  d: 3\n-\t"},
	{"tab after a value", "a: 1\t\nb: [1,\t2]\t# c\n"},
	{"unicode", "ключ: значение\n\"\\u65e5\": 日本\né: [ü, 😀]\n"},
	{"unicode breaks", "a: \"x\u2028 y\"\nb: z\u0085c: d\n"},
	{"byte order mark", "\ufeffa: 1\n---\nb: 2\n"},
	{"Windows line ends", "a: |\r\n  b\r\n\r\nc: >-\r\n  d\r\n  e\r\n"},
	{"empty values", "a:\nb: \n? c\nd: ''\ne: ~\n- \n"},
	{"empty items", "-\n- \n- ~\n-\n  -\n"},
	{"empty key", ": a\n"},
	{"sequence without indentation", "a:\n- b\n- c:\n  - d\ne: f\n"},
	{"sequences in sequences", "- - a\n  - b\n-\n  - c\n- - - d\n"},
	{"maps in sequences", "- a: 1\n  b: 2\n-\n  c: 3\n- ? d\n  : 4\n"},
	{"indentation that goes back wrongly", "a:\n    b: 1\n  c: 2\n"},
	{"value on the line after its key", "a:\n  b\nc:\n  'd'\ne:\n  [f]\n"},
	{"two values on a line", "a: b: c\n"},
	{"text behind quotes", "a: 'b' c\n"},
	{"list under a scalar", "a: b\n  - c\n"},
	{"scalar at the root", "one\n two\n"},
	{"duplicate keys", "a: 1\nb: {c: 1, c: 2}\na: 3\n"},
	{"numbers of YAML 1.1", "[0b101, 0777, 0x1F, 1_000, 0x_1F, 190:20:30, 1:30, +12, -0b1, 685_230.15, 6.8523015e+5]\n"},
	{"numbers of YAML 1.2", "[0o17, 0x1f, 1e3, 1.e3, .5, 12e03, -2E+05, 0., -0.0, 00, 08]\n"},
	{"large numbers", "[9223372036854775807, 9223372036854775808, 18446744073709551615, 18446744073709551616, 1e400, 1e-400]\n"},
	{"number keys", "1: a\n0x10: b\n1.50: c\n1e3: d\n0777: e\n.inf: f\n18446744073709551615: g\n"},
	{"booleans", "[yes, No, ON, off, y, N, true, FALSE, yEs, tRUE, 'yes']\n"},
	{"boolean keys", "yes: a\nno: b\non: c\n"},
	{"nulls", "[null, Null, NULL, ~, nULL, 'null', ]\n"},
	{"null key", "~: a\n"},
	{"infinities", "a: .inf\n"},
	{"infinity with a sign", "a: -.INF\n"},
	{"no number", "a: .nan\n"},
	{"infinity as text", "[inf, +inf, nan, Infinity, NaN, .Infinity]\n"},
	{"timestamps", "[2001-12-14, 2001-12-14t21:59:43.10-05:00, 2001-12-14 21:59:43, 2001-1-1, 2001-13-01]\n2001-12-14: a\n"},
	{"timestamps in a map", "2001-12-14: a\nb: 2001-12-14\nc: !!timestamp 2001-12-14\n"},
	{"versions and quantities", "[1.2.3, v1, 1.20, 100m, 64Mi, 1Gi, 0.5, 1k, 12e6]\n"},
	{"control character", "a: \x07\n"},
	{"reserved indicators", "a: @b\n"},
	{"backtick", "a: `b`\n"},
	{"percent sign in a value", "a: %b\n"},
	{"JSON", "{\"a\": [1, 1.50, -0, 1e3, true, null, \"\\u00e9\\/\"],\n\t\"b\": {}}\n"},
	{"JSON after a mark", "---\n{\"a\": 1}\n---\n[1, 2]\n"},
}

// TestKindsAsKubectl: each kind has the value that kubectl's library gives it, or is refused by both, and every scalar stands where
// its position says.
func TestKindsAsKubectl(t *testing.T) {
	for _, row := range kinds {
		t.Run(row.name, func(t *testing.T) {
			text := newText("a.yaml", []byte(row.text))
			for _, ch := range split(text) {
				r := readBoth(text, ch)
				if !r.same() && r.excused() != "JSON" {
					t.Errorf("document %d %q: kubectl reads %v (%v), podlint %v (%+v)", ch.document, r.src, r.want, r.refused, values(r.ours), r.ours.err)
				}
				for _, root := range r.ours.roots {
					checkSpans(t, row.name, text, root)
				}
			}
		})
	}
}
