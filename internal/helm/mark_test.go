package helm

import (
	"bytes"
	"strings"
	"testing"
	text "text/template"
)

// stripped runs a marked template as helm would and returns the lines of what it prints, and what the template itself prints.
func stripped(t *testing.T, m *marker, body string, data any) (lines []line, plain string, ok bool) {
	t.Helper()
	funcs := text.FuncMap{
		"include": func(string, any) string { return "" },
		"b64enc":  func(s string) string { return s },
	}
	pristine, err := text.New("plain").Funcs(funcs).Parse(body)
	if err != nil {
		return nil, "", false
	}
	marked, ok := m.rewrite(newTemplate("templates/a.yaml", "a.yaml", []byte(body)), 1, false)
	if !ok {
		return nil, "", false
	}
	again, err := text.New("marked").Funcs(funcs).Parse(string(marked))
	if err != nil {
		t.Fatalf("the marked template cannot be parsed: %v\n%s", err, marked)
	}
	var want, got bytes.Buffer
	wantErr, gotErr := pristine.Execute(&want, data), again.ExecuteTemplate(&got, wrapped(1), data)
	if (wantErr == nil) != (gotErr == nil) {
		t.Fatalf("got error %v, want %v", gotErr, wantErr)
	}
	return m.letters.lines(got.String()), want.String(), wantErr == nil
}

func newMarker() *marker { return &marker{letters: alphabets[0], defines: true} }

func textOf(lines []line) string {
	var all []string
	for _, l := range lines {
		all = append(all, l.text)
	}
	return strings.Join(all, "\n")
}

// templates are ways to write a template that marks must not change.
var templates = map[string]string{
	"text":         "a: b\nc: d\n",
	"action":       "a: {{ .A }}\nb: {{ .B }}-{{ .A }}x\n",
	"trimmed":      "a:   {{- .A -}}   \n b\n {{- if .A }} x {{ end -}} y\n",
	"loop":         "{{ range $i, $x := .L }}\n- {{ $i }}: {{ $x }}\n{{ else }}none{{ end }}",
	"with":         "{{ with .A }}a: {{ . }}{{ else with .B }}b{{ else }}c{{ end }}\n",
	"else if":      "{{ if .N }}a{{ else if .A }}b: {{ .A }}{{ else }}c{{ end }}",
	"define":       "{{ define \"x\" }}\na: b\nc: {{ .A }}\n{{ end }}x\n{{ template \"x\" . }}\n",
	"block":        "a {{ block \"y\" . }}b: {{ .A }}\n{{ end }}c",
	"assignment":   "{{ $x := .A }}{{ $x = .B }}{{ $x }}: {{ $x | printf \"%s!\" }}",
	"comment":      "a {{/* no }} output */}} b {{- /* c */ -}} d",
	"braces":       "a: { {{- .A -}} }\nb: {{ \"{{\" }} {{ \"}}\" }} {{`{{`}}\nc: { {{- if .A }}x{{ end }}}",
	"braces apart": "{ {{- $x := .A }}{{ $x }}",
	"quotes":       "{{ \"a\\\"}}\" }}{{ `b}}` }}{{ '}' }}",
	"break":        "{{ range .L }}{{ if . }}{{ break }}{{ end }}{{ continue }}{{ end }}",
	"windows":      "a: b\r\n  c: {{ .A }}\r\n",
	"many lines":   "a: {{ .M }}\nb: c\n",
	"negative":     "{{ -3 }}{{- 3 -}}{{ 0x10 }}{{ 1.5e3 }}{{ 'x' }}{{ true }}{{ nil | printf \"%v\" }}",
	"unicode":      "ä: {{ .A }} ö {{ .B }} 語\n",
}

func values() map[string]any {
	return map[string]any{"A": "alpha", "B": "beta", "L": []string{"x", "", "z"}, "N": false, "M": "one\n  two: 2\nthree"}
}

func TestMarksChangeNothing(t *testing.T) {
	for name, text := range templates {
		t.Run(name, func(t *testing.T) {
			lines, want, ok := stripped(t, newMarker(), text, values())
			if !ok && name != "negative" {
				t.Fatal("it does not run")
			}
			if got := textOf(lines); ok && got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// TestMarksLeadBack: a character of the output is that of its place in the template, or stands at an action.
func TestMarksLeadBack(t *testing.T) {
	for name, text := range templates {
		t.Run(name, func(t *testing.T) {
			m := newMarker()
			lines, _, ok := stripped(t, m, text, values())
			if ok {
				leadBack(t, m, lines, text)
			}
		})
	}
}

func leadBack(t *testing.T, m *marker, lines []line, text string) {
	t.Helper()
	o := &origin{marker: m}
	for _, l := range lines {
		o.lines = append(o.lines, traced{line: l, known: true, shared: -1})
	}
	source := strings.Split(text, "\n")
	for i, l := range lines {
		for column, r := range []rune(l.text) {
			at, ok := o.at(i+1, column+1)
			if r == ' ' || r == '\r' || r == '\t' {
				continue
			}
			if !ok {
				t.Errorf("line %d, column %d (%q) has no place", i+1, column+1, r)
				continue
			}
			there := []rune(source[at.line-1])[at.column-1:]
			if at.mark.action == nil && there[0] != r || at.mark.action != nil && !strings.HasPrefix(string(there), "{{") {
				t.Errorf("line %d, column %d (%q) leads to %d:%d, where %q is", i+1, column+1, r, at.line, at.column, string(there))
			}
		}
	}
}

func FuzzMarks(f *testing.F) {
	for _, text := range templates {
		f.Add(text)
	}
	f.Add("{{ define \"a\" }}{{ template \"a\" . }}{{ end }}")
	f.Add("{{")
	f.Add("\xff{{ .A }}\ua000\ua001")
	f.Fuzz(func(t *testing.T, text string) {
		if bytes.ContainsFunc([]byte(text), alphabets[0].has) || strings.Contains(text, "range") || strings.Contains(text, "template") {
			return // the chart would get other letters; loops and calls may run for ever
		}
		lines, want, ok := stripped(t, newMarker(), text, values())
		if got := textOf(lines); ok && got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestIsBlock(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		want bool
	}{
		"a name":         {"{{- .A | printf \"%s\" -}}", false},
		"lines around":   {"\n{{ .A }}\n", false},
		"one way each":   {"{{ if .A }}\na\n{{ else }}\nb\n{{ end }}", false},
		"labels":         {"\na: b\nc: d", true},
		"actions":        {"{{ .A }}\n{{ .B }}", true},
		"a loop":         {"{{ range .L }}\n- x{{ end }}", true},
		"lines, one way": {"{{ if .A }}a\nb{{ end }}", true},
		"no output":      {"{{ $x := .A }}\n{{ $y := .B }}\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			tree := text.Must(text.New("x").Parse(tt.body))
			if got := isBlock(tree.Root); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

func TestAlphabet(t *testing.T) {
	a, ok := chooseAlphabet(map[string][]byte{"a": []byte("ꀀ"), "b": []byte("가")})
	if !ok || a != alphabets[2] {
		t.Errorf("got %U, %t", a, ok)
	}
	for _, id := range []int{0, 1, base - 1, base, most - 1} {
		if got, n := a.read(a.mark(id) + "x"); got != id || n != len(a.mark(id)) {
			t.Errorf("%d: got %d, %d bytes", id, got, n)
		}
	}
	cut := a.mark(77)[3:]
	lines := a.lines("a" + a.mark(3) + "b" + cut + "c\nd")
	if textOf(lines) != "abc\nd" || lines[1].carry != 3 || len(lines[0].hits) != 1 || lines[0].hits[0] != (hit{column: 1, id: 3}) {
		t.Errorf("got %+v", lines)
	}
}

// TestChooseAlphabet: what is no text, such as an archive, may hold whatever it likes.
func TestChooseAlphabet(t *testing.T) {
	var all string
	for _, a := range alphabets {
		all += string(rune(a))
	}
	for name, tt := range map[string]struct {
		text string
		want bool
	}{
		"plain": {"a", true}, "one": {all[:3], true}, "all": {all, false}, "all in an archive": {"\x1f\x8b" + all, true},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := chooseAlphabet(map[string][]byte{"f": []byte(tt.text)}); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}
