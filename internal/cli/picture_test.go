package cli_test

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"

	"github.com/podlint/podlint/internal/cli"
)

const (
	picture        = "docs/first-screen.svg"
	pictureCommand = "lint testdata/example"
	pictureLines   = 38  // as many as a terminal shows at once
	pictureColumns = 120 // longer lines are wrapped, as a terminal does
)

// TestPicture keeps the picture of the README equal to what podlint writes to a terminal.
func TestPicture(t *testing.T) {
	t.Chdir("../..")
	var stdout, stderr bytes.Buffer
	args := append(strings.Fields(pictureCommand), "--color", "always")
	if status := cli.Main(args, strings.NewReader(""), &stdout, &stderr); status != cli.StatusViolations {
		t.Fatalf("got status %d: %s", status, &stderr)
	}
	want := drawScreen("podlint "+pictureCommand, stdout.String())
	checkFile(t, picture, want)
	if !strings.Contains(read(t, "README.md"), "("+picture+")") {
		t.Errorf("README.md does not show %s", picture)
	}
}

// run is a part of a line in one style.
type run struct{ class, text string }

var escapeSequence = regexp.MustCompile(`\x1b\[([0-9;]*)m`)

// classes are those of the style sheet, by the codes that podlint writes.
var classes = map[string]string{"": "", "0": "", "1": "b", "2": "d", "34": "g", "1;31": "e", "1;32": "o", "1;33": "w", "1;36": "i"}

// styled parts the text of a terminal into lines of runs, wrapped.
func styled(text string) [][]run {
	lines := [][]run{{}}
	class, column := "", 0
	add := func(text string) {
		for _, r := range text {
			width := runewidth.RuneWidth(r)
			if r == '\n' || column+width > pictureColumns {
				lines, column = append(lines, []run{}), 0
			}
			if r == '\n' {
				continue
			}
			last := &lines[len(lines)-1]
			if n := len(*last); n == 0 || (*last)[n-1].class != class {
				*last = append(*last, run{class: class})
			}
			(*last)[len(*last)-1].text += string(r)
			column += width
		}
	}
	for text != "" {
		at := escapeSequence.FindStringSubmatchIndex(text)
		if at == nil {
			add(text)
			break
		}
		add(text[:at[0]])
		class, text = classes[text[at[2]:at[3]]], text[at[1]:]
	}
	return lines
}

// drawScreen draws a command and the first screen of its output. What does not fit is counted, and the last line, which sums up, is there.
func drawScreen(command, output string) string {
	lines := styled(strings.TrimRight(output, "\n"))
	shown := [][]run{{{"d", "$ "}, {"b", command}}}
	if len(lines) > pictureLines {
		left := len(lines) - pictureLines + 2
		shown = append(shown, lines[:pictureLines-2]...)
		shown = append(shown, []run{{"d", fmt.Sprintf("… %d lines more …", left-1)}}, lines[len(lines)-1])
	} else {
		shown = append(shown, lines...)
	}
	const cell, row, margin = 7.5, 17, 14
	width, height := int(pictureColumns*cell)+2*margin, len(shown)*row+2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="title">
<title id="title">What %s prints: each violation with its place, the lines that it is about, and the way out</title>
<style>
svg { color-scheme: light dark; background: #fff; }
text { font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #24292f; white-space: pre; }
.b, .e, .w, .i, .o { font-weight: bold; } .d { fill: #6e7781; } .g { fill: #0969da; } .e { fill: #cf222e; } .w { fill: #9a6700; } .i { fill: #1b7c83; } .o { fill: #1a7f37; }
@media (prefers-color-scheme: dark) {
svg { background: #0d1117; } text { fill: #e6edf3; } .d { fill: #8b949e; } .g { fill: #58a6ff; } .e { fill: #ff7b72; } .w { fill: #e3b341; } .i { fill: #56d4dd; } .o { fill: #56d364; }
}
</style>
`, width, height, width, height, html.EscapeString(command))
	for i, line := range shown {
		column := 0
		for _, r := range line {
			cells := runewidth.StringWidth(r.text)
			if strings.TrimSpace(r.text) != "" {
				fmt.Fprintf(&b, `<text x="%g" y="%d" textLength="%g" class="%s" xml:space="preserve">%s</text>`+"\n",
					margin+float64(column)*cell, margin+(i+1)*row-4, float64(cells)*cell, r.class, html.EscapeString(r.text))
			}
			column += cells
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}
