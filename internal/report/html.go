package report

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/picture"
)

const (
	// maxPictures is how many bytes of pictures a page holds, so that it opens at once; the other workloads are counted.
	maxPictures = 12 << 20
	// htmlWidth is how many columns of a line of a manifest are shown; what the violation is about is among them.
	htmlWidth = 160
	// around is how many lines are shown before and after the one that a violation is about.
	around = 2
)

// HTML writes one page that needs nothing else and may reach nothing: violations by file, rule or workload, with the lines that they are
// about and pictures of the pods. All of it can be read without the script, which filters and groups.
func HTML(w io.Writer, r *lint.Result, opt Options) error {
	out := bufio.NewWriter(w)
	p := &htmlPage{
		out: out, opt: opt, frames: text{opt: Options{Width: htmlWidth}, files: lines{sources: r.Sources, long: r.Long}},
		ids: map[string]bool{}, drawn: map[string]int{},
	}
	p.choosePictures()
	p.head(r)
	p.inputs(r)
	p.violations(r)
	p.suppressed(r)
	p.pictures()
	p.print("<script>%s</script>\n</body>\n</html>\n", htmlScript)
	return errors.Join(r.Broken(), out.Flush())
}

// htmlPage is the state of one page.
type htmlPage struct {
	out    *bufio.Writer
	opt    Options
	frames text
	ids    map[string]bool
	all    []*picture.Drawing
	svgs   []string
	left   int            // pictures that did not fit
	drawn  map[string]int // the picture in which a violation is pinned, from 1, by fingerprint
}

// print writes to the buffer, which keeps the first error for Flush.
func (p *htmlPage) print(format string, args ...any) { _, _ = fmt.Fprintf(p.out, format, args...) }

// htmlOf writes a text for HTML.
func htmlOf(s string) string { return html.EscapeString(Printable(s)) }

func (p *htmlPage) choosePictures() {
	size := 0
	for _, d := range p.opt.Pictures {
		svg := ""
		if size < maxPictures {
			svg = picture.Element(d)
		}
		if size += len(svg); svg == "" || size > maxPictures {
			p.left++
			continue
		}
		p.all, p.svgs = append(p.all, d), append(p.svgs, svg)
		for _, pin := range d.All() {
			if p.drawn[pin.Fingerprint] == 0 {
				p.drawn[pin.Fingerprint] = len(p.all)
			}
		}
	}
}

func (p *htmlPage) head(r *lint.Result) {
	p.print("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"podlint\">\n"+
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'\">\n"+
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"+
		"<title>podlint: %s</title>\n<style>%s%s</style>\n</head>\n<body>\n",
		picture.Hash(picture.Style+htmlStyle), picture.Hash(htmlScript), htmlOf(severities(r.Summary)), picture.Style, htmlStyle)
	s := &r.Summary
	p.print("<header>\n<h1>podlint</h1>\n<p>%s, %s, %s: <b>%s</b></p>\n", Count(s.Files, "file"), Count(s.Workloads, "workload"), Count(s.Containers, "container"), htmlOf(counts(r)))
	p.print("<form id=\"filter\" hidden>\n<input type=\"search\" name=\"q\" placeholder=\"search\" aria-label=\"search\" autocomplete=\"off\">\n<fieldset><legend>severity</legend>")
	for _, name := range []string{"error", "warning", "info", "doubt"} {
		p.print("<label><input type=\"checkbox\" name=\"s\" value=\"%s\" checked>%s</label>", name, name)
	}
	p.print("</fieldset>\n<label>rule <select name=\"r\"><option value=\"\">all</option></select></label>\n" +
		"<label>by <select name=\"by\"><option value=\"f\">file</option><option value=\"r\">rule</option><option value=\"w\">workload</option></select></label>\n" +
		"<button type=\"reset\">reset</button> <output id=\"shown\"></output>\n</form>\n</header>\n<main>\n")
}

// inputs lists what could not be read and what was passed over.
func (p *htmlPage) inputs(r *lint.Result) {
	if errs := ErrorsOnce(r.Errors); len(errs) > 0 {
		p.print("<section id=\"unread\">\n<h2>Could not be read</h2>\n<ul>\n")
		for _, e := range errs {
			p.print("<li><code>%s</code> %s</li>\n", htmlOf(place(e.File, e.Line, e.Column)), htmlOf(e.Message))
		}
		p.print("</ul>\n</section>\n")
	}
	if len(r.Notes) > 0 {
		p.print("<details id=\"notes\"><summary>%s</summary>\n<ul>\n", Count(len(r.Notes), "note"))
		for _, n := range r.Notes {
			p.print("<li><code>%s</code> %s</li>\n", htmlOf(place(n.File, n.Line, 0)), htmlOf(n.Message))
		}
		p.print("</ul>\n</details>\n")
	}
}

func (p *htmlPage) violations(r *lint.Result) {
	p.print("<div id=\"list\">\n")
	file, open := "", false
	for v := range r.All() {
		if !open || v.File != file {
			if open {
				p.print("</section>\n")
			}
			file, open = v.File, true
			p.print("<section>\n<h2>%s</h2>\n", htmlOf(file))
		}
		p.violation(v)
	}
	if open {
		p.print("</section>\n")
	} else {
		p.print("<p>no violations</p>\n")
	}
	p.print("</div>\n")
}

func (p *htmlPage) violation(v *lint.Violation) {
	id := ""
	if !p.ids[v.Fingerprint] {
		p.ids[v.Fingerprint] = true
		id = ` id="` + htmlOf(v.Fingerprint) + `"`
	}
	p.print("<article%s data-s=\"%s\" data-r=\"%s\" data-f=\"%s\" data-w=\"%s\">\n", id, htmlOf(gravity(v)), htmlOf(v.Rule), htmlOf(v.File), htmlOf(workloadOf(v)))
	p.print("<h3><a href=\"#%s\" class=\"%s\">%s</a> %s</h3>\n<p class=\"about\"><code>%s</code> ", htmlOf(v.Fingerprint), htmlOf(gravity(v)), htmlOf(gravity(v)), htmlOf(v.Message), htmlOf(place(v.File, v.Line, v.Column)))
	p.link(v.Documentation, v.Rule)
	p.print(" <span>%s</span>", htmlOf(workloadOf(v)))
	if v.Container != "" {
		p.print(" <span>container %s</span>", htmlOf(v.Container))
	}
	p.print(" <span>%s</span>", htmlOf(v.Confidence))
	if n := p.drawn[v.Fingerprint]; n > 0 {
		p.print(" <a href=\"#picture-%d\">picture</a>", n)
	}
	p.print("</p>\n")
	p.frame(v)
	for _, more := range [][2]string{{"because", v.SeverityReason}, {"rendered", renderedBy(v.Rendered, asTyped, math.MaxInt)}} {
		if more[1] != "" {
			p.print("<p class=\"more\"><b>%s</b> %s</p>\n", more[0], htmlOf(more[1]))
		}
	}
	if v.Fix != nil {
		p.print("<p class=\"more\"><b>help</b> %s</p>\n", withCodeHTML(v.Fix.Title))
	}
	p.print("</article>\n")
}

// link leads to a page on the web, and is plain text where there is none.
func (p *htmlPage) link(to, text string) {
	if strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "http://") {
		p.print("<a href=\"%s\" rel=\"noopener noreferrer\">%s</a>", htmlOf(to), htmlOf(text))
		return
	}
	p.print("<span>%s</span>", htmlOf(text))
}

// workloadOf names the object that holds the pod.
func workloadOf(v *lint.Violation) string {
	if v.Workload.Namespace == "" {
		return v.Workload.Kind + " " + v.Workload.Name
	}
	return v.Workload.Kind + " " + v.Workload.Namespace + "/" + v.Workload.Name
}

// withCodeHTML is a text whose back-ticks mark code.
func withCodeHTML(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 {
		return htmlOf(s)
	}
	for i := range parts {
		parts[i] = htmlOf(parts[i])
		if i%2 == 1 {
			parts[i] = "<code>" + parts[i] + "</code>"
		}
	}
	return strings.Join(parts, "")
}

func (p *htmlPage) suppressed(r *lint.Result) {
	if !p.opt.Suppressed || len(r.Suppressed) == 0 {
		return
	}
	p.print("<details id=\"suppressed\"><summary>%d suppressed</summary>\n<ul>\n", len(r.Suppressed))
	for i := range r.Suppressed {
		s := &r.Suppressed[i]
		p.print("<li><code>%s</code> %s: %s [%s] by %s</li>\n", htmlOf(place(s.File, s.Line, s.Column)), htmlOf(s.Severity), htmlOf(s.Message), htmlOf(s.Rule), htmlOf(why(&s.By)))
	}
	p.print("</ul>\n</details>\n")
}

// pictures writes them as what a browser without scripts shows: to one with scripts each is a mere text until it is opened, so that many cost little.
func (p *htmlPage) pictures() {
	if len(p.all) > 0 {
		p.print("<section id=\"pictures\">\n<h2>Pods</h2>\n")
		for i, d := range p.all {
			worst := cmp.Or(picture.Worst(d.All()), "none")
			p.print("<details id=\"picture-%d\" data-w=\"%s\"><summary><span class=\"%s\">%s</span> <code>%s</code></summary>\n<noscript><div class=\"picture\">%s</div></noscript>\n</details>\n",
				i+1, htmlOf(d.Title()), worst, htmlOf(d.Title()), htmlOf(place(d.File, d.Line, 0)), p.svgs[i])
		}
		p.print("</section>\n")
	}
	if p.left > 0 {
		p.print("<p>%s more not drawn</p>\n", Count(p.left, "pod"))
	}
	p.print("</main>\n")
}
