package picture

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

const pageStyle = `
body { margin: 1rem; font: 14px/1.5 system-ui, sans-serif; color-scheme: light dark; background: #fff; color: #1f2328; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin-top: 2rem; overflow-wrap: anywhere; } li { overflow-wrap: anywhere; } .picture { overflow-x: auto; }
@media (prefers-color-scheme: dark) { body { background: #0d1117; color: #f0f6fc; } a { color: #4493f8; } }
`

// HTML writes pods as one page that needs nothing else and may do nothing.
func HTML(w io.Writer, drawings []*Drawing) error {
	_, err := fmt.Fprintf(w, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"+
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src %s; base-uri 'none'; form-action 'none'\">\n"+
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>podlint show: %s</title>\n<style>%s%s</style>\n</head>\n<body>\n<h1>podlint show</h1>\n",
		Hash(Style+pageStyle), escape(titles(drawings)), Style, pageStyle)
	for i, d := range drawings {
		if err != nil {
			return err
		}
		var b strings.Builder
		fmt.Fprintf(&b, "<section id=\"pod-%d\">\n<h2>%s</h2>\n<div class=\"picture\">%s</div>\n", i+1, escape(d.Title()), Element(d))
		if pins := d.All(); len(pins) > 0 {
			b.WriteString("<ul>\n")
			for i := range pins {
				p := &pins[i]
				fmt.Fprintf(&b, "<li><b>%s</b> <code>%s</code> %s [%s]</li>\n", p.mark(), escape(p.Place), escape(p.Message), escape(p.Rule))
			}
			b.WriteString("</ul>\n")
		}
		b.WriteString("</section>\n")
		_, err = io.WriteString(w, b.String())
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "</body>\n</html>\n")
	return err
}

// Hash is how a Content-Security-Policy allows a style sheet or a script of a page.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
