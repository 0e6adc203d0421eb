package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/visible"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// formats are all renderers, by the ending of their files.
var formats = map[string]func(io.Writer, []*Drawing) error{
	"txt":   func(w io.Writer, all []*Drawing) error { return Text(w, all, false) },
	"ascii": func(w io.Writer, all []*Drawing) error { return Text(w, all, true) },
	"md":    Markdown, "svg": SVG, "html": HTML, "dot": Dot,
	"table.md": func(w io.Writer, all []*Drawing) error {
		for _, d := range all {
			if _, err := io.WriteString(w, Table(d)); err != nil {
				return err
			}
		}
		return nil
	},
}

func written(t *testing.T, format string, all ...*Drawing) string {
	t.Helper()
	var b bytes.Buffer
	if err := formats[format](&b, all); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFormats(t *testing.T) {
	for format := range formats {
		t.Run(format, func(t *testing.T) {
			got := written(t, format, shop(), &Drawing{Kind: "Pod", Name: "bare", Nodes: []Node{{Kind: Container, Name: "only", Class: "regular", Part: App}}})
			name := filepath.Join("testdata", "shop."+format)
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got; -update rewrites it:\n%s", diff)
			}
		})
	}
}

// TestNothing: a pod of nothing, and no pod, are drawn as well.
func TestNothing(t *testing.T) {
	for format := range formats {
		written(t, format)
		if got := written(t, format, &Drawing{Kind: "Pod", Name: "void"}); format != "table.md" && !strings.Contains(got, "void") {
			t.Errorf("%s: the name is not in\n%s", format, got)
		}
	}
}

func TestFormatsReportAFailingWriter(t *testing.T) {
	for format, write := range formats {
		if err := write(failing{}, []*Drawing{shop()}); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: got %v, want that of the writer", format, err)
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestText(t *testing.T) {
	for _, text := range hostileTexts {
		for _, format := range []string{"txt", "ascii"} {
			for line := range strings.Lines(written(t, format, hostile(text))) {
				line = strings.TrimSuffix(line, "\n")
				if n := cells(line); n > 80 {
					t.Errorf("%s, %q: %d columns: %s", format, text, n, line)
				}
				if format == "ascii" && strings.ContainsFunc(line, func(r rune) bool { return r >= 0x80 }) {
					t.Errorf("%q is not ASCII: %s", text, line)
				}
			}
		}
	}
}

// TestHostileTexts: whatever things are called, a picture has the form of the one of the shop.
func TestHostileTexts(t *testing.T) {
	for _, text := range hostileTexts {
		checkHostile(t, text)
	}
}

func FuzzFormats(f *testing.F) {
	for _, text := range hostileTexts {
		f.Add(text)
	}
	f.Fuzz(checkHostile)
}

func checkHostile(t *testing.T, text string) {
	t.Helper()
	d := hostile(text)
	for format := range formats {
		got := written(t, format, d)
		if !utf8.ValidString(got) {
			t.Errorf("%s, %q: not UTF-8", format, text)
		}
		for _, r := range got {
			if r != '\n' && !visible.Shown(r, 3) || unicode.Is(unicode.Cf, r) {
				t.Errorf("%s, %q: holds %q as it is", format, text, r)
				break
			}
		}
	}
	for _, format := range []string{"svg", "html"} {
		if diff := cmp.Diff(skeleton(t, written(t, format, shop())), skeleton(t, written(t, format, d))); diff != "" {
			t.Errorf("%s, %q: the text makes elements or attributes (-shop +hostile):\n%s", format, text, diff)
		}
	}
	checkMermaid(t, d, text)
	checkDot(t, written(t, "dot", d), text)
	for line := range strings.Lines(Table(d)) {
		if n := strings.Count(line, "|"); n != 6 {
			t.Errorf("%q: %d bars in %s", text, n, line)
		}
	}
}

// skeleton is what elements and attributes a document has, how often, by name. Numbers of lines of text differ with the text, so only the
// names count.
func skeleton(t *testing.T, doc string) []string {
	t.Helper()
	doc = strings.TrimPrefix(doc, "<!DOCTYPE html>")
	doc = regexp.MustCompile(`<meta [^>]*>`).ReplaceAllStringFunc(doc, func(m string) string { return strings.TrimSuffix(m, ">") + "/>" })
	found := map[string]bool{}
	dec := xml.NewDecoder(strings.NewReader(doc))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v in\n%s", err, doc)
		}
		switch e := token.(type) {
		case xml.StartElement:
			found[e.Name.Local] = true
			for _, a := range e.Attr {
				if a.Name.Local != "textLength" && a.Name.Local != "lengthAdjust" { // of what is not ASCII
					found[e.Name.Local+" "+a.Name.Local] = true
				}
			}
		case xml.Comment, xml.ProcInst, xml.Directive:
			found[fmt.Sprintf("%T", e)] = true
		}
	}
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// mermaidLine is every line that podlint writes of a flowchart.
var mermaidLine = regexp.MustCompile(`^(flowchart LR| *subgraph s\d\["[a-z ]+"\]|  end|` +
	` *n\d+(\["L"\]|\("L"\)|\[\("L"\)\]|\{\{"L"\}\}|\(\["L"\]\)|>"L"\])|` +
	`  n\d+ (-->|-\.->|<-->|<-\.->|-\.-)\|"L"\| n\d+|  n\d+ ==>\|then\| [ns]\d+|  classDef [a-z]+ [a-z0-9#:, -]+|  class [n0-9,]+ [a-z]+)$`)

// labelText is a label: nothing in it but letters, codes, breaks and harmless signs.
var labelText = regexp.MustCompile(`"(?:[A-Za-z0-9 /:,?.⚠…×-]|[^\x00-\x7f]|#\d+;|<br/>)*"`)

func checkMermaid(t *testing.T, d *Drawing, text string) {
	t.Helper()
	chart, ok := Mermaid(d)
	if !ok {
		t.Errorf("%q: the shop is too large", text)
	}
	for line := range strings.Lines(chart) {
		line = strings.TrimSuffix(line, "\n")
		bare := line
		if !strings.Contains(line, "subgraph") {
			bare = labelText.ReplaceAllString(line, `"L"`)
		}
		if !mermaidLine.MatchString(bare) {
			t.Errorf("%q: the text is more than a label in %s", text, line)
		}
	}
}

var dotText = regexp.MustCompile(`"(?:[^"\\]|\\["\\n])*"`)

func checkDot(t *testing.T, graph, text string) {
	t.Helper()
	for line := range strings.Lines(graph) {
		rest := dotText.ReplaceAllString(strings.TrimSuffix(line, "\n"), "")
		if strings.ContainsAny(rest, `"\`) || strings.Count(rest, "[") != strings.Count(rest, "]") || strings.Count(rest, ";") > 3 {
			t.Errorf("%q: the text is more than a label in %s", text, line)
		}
	}
}

// TestMermaidLimits: what GitHub and GitLab would refuse becomes a table.
func TestMermaidLimits(t *testing.T) {
	d := shop()
	for i := range 600 {
		d.Ties = append(d.Ties, Tie{From: 1, To: 4, Deed: Writes, Label: fmt.Sprint(i)})
	}
	long := shop()
	for range 1000 {
		long.Nodes = append(long.Nodes, Node{Kind: Volume, Name: strings.Repeat("x", 60)})
	}
	for name, d := range map[string]*Drawing{"edges": d, "text": long} {
		if _, ok := Mermaid(d); ok {
			t.Errorf("%s: a flowchart beyond the limits is taken for one", name)
		}
		if got := Block(d); strings.Contains(got, "mermaid") || !strings.Contains(got, "| <code>app</code> |") {
			t.Errorf("%s: want a table, got\n%.300s", name, got)
		}
	}
	if got := Block(shop()); !strings.Contains(got, "```mermaid\nflowchart LR\n") {
		t.Errorf("want a flowchart, got\n%s", got)
	}
}

// TestShapesHaveTitles: a screen reader, or who points at it, is told of each shape what it is. The page behind them has that of the picture.
func TestShapesHaveTitles(t *testing.T) {
	type frame struct{ titled bool }
	in := xml.NewDecoder(strings.NewReader(written(t, "svg", shop())))
	var open []frame
	var shapes []int // depths of those that wait for a title
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if last := len(open) - 1; e.Name.Local == "title" && last > 0 {
				open[last].titled = true
			}
			if isShape(e) {
				shapes = append(shapes, len(open))
			}
			open = append(open, frame{titled: len(open) > 1 && open[len(open)-1].titled})
		case xml.EndElement:
			last := len(open) - 1
			if n := len(shapes) - 1; n >= 0 && shapes[n] == last {
				if shapes = shapes[:n]; !open[last].titled {
					t.Errorf("a <%s> that ends at byte %d has no title", e.Name.Local, in.InputOffset())
				}
			}
			open = open[:last]
		}
	}
}

// isShape tells whether an element is drawn, the background aside.
func isShape(e xml.StartElement) bool {
	for _, a := range e.Attr {
		if a.Name.Local == "class" && a.Value == "page" {
			return false
		}
	}
	return slices.Contains([]string{"rect", "path", "circle", "ellipse", "line", "polygon"}, e.Name.Local)
}
