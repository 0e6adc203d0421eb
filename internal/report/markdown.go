package report

import (
	"cmp"
	"io"
	"slices"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/picture"
)

const (
	// markdownMax is the longest comment that GitHub accepts, in characters; bytes are counted, which are never fewer.
	markdownMax = 65_536
	// markdownMarker lets a bot find the comment that it wrote last, to replace it.
	markdownMarker = "<!-- podlint -->\n"
)

// Markdown writes a comment for a pull request: a hidden marker, the counts, and a table for each file that can be opened.
func Markdown(w io.Writer, r *lint.Result, opt Options) error {
	p := &page{limit: markdownMax}
	p.add(markdownMarker + "### podlint: " + counts(r) + "\n")
	if errs := ErrorsOnce(r.Errors); len(errs) > 0 {
		p.section("Could not be read", true, len(errs), func(i int) string { return errorRow(&errs[i], &opt) })
	}
	for rest := r.Violations; len(rest) > 0; {
		n := sameFile(rest)
		group := rest[:n]
		found := count(group)
		head := code(Printable(opt.place(group[0].File))) + ": " + severities(found)
		p.section(head, found.Errors > 0, n, func(i int) string { return violationRow(&group[i], "", &opt) })
		rest = rest[n:]
	}
	drawn := p.pictures(opt.Pictures)
	text := p.finish()
	if more := len(opt.Pictures) - drawn; more > 0 {
		text += "\n" + Count(more, "pod") + " more not drawn.\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

// markdownPictures is how many pods a comment draws, those with the gravest violations.
const markdownPictures = 3

// pictures adds those that fit and returns how many.
func (p *page) pictures(all []*picture.Drawing) int {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b *picture.Drawing) int {
		return cmp.Compare(lint.Rank(picture.Worst(b.All())), lint.Rank(picture.Worst(a.All())))
	})
	drawn := 0
	for _, d := range all {
		if drawn < markdownPictures && p.add("\n<details><summary>"+code(Printable(d.Title()))+"</summary>\n\n"+picture.Block(d)+"\n</details>\n") {
			drawn++
		}
	}
	return drawn
}

// section adds rows under a heading that opens and closes them; what does not fit is counted.
func (p *page) section(head string, open bool, rows int, row func(int) string) {
	details := "\n<details>"
	if open {
		details = "\n<details open>"
	}
	if !p.add(details + "<summary>" + head + "</summary>\n\n" + tableHead) {
		p.left += rows
		return
	}
	for i := range rows {
		p.row(row(i))
	}
	p.b.WriteString("\n</details>\n") // moreRoom is left for it
}

// sameFile counts the violations at the start that are in one file. They come sorted by file.
func sameFile(all []lint.Violation) int {
	n := 1
	for n < len(all) && all[n].File == all[0].File {
		n++
	}
	return n
}

func count(group []lint.Violation) lint.Summary {
	var s lint.Summary
	for i := range group {
		switch group[i].Severity {
		case "error":
			s.Errors++
		case "warning":
			s.Warnings++
		default:
			s.Infos++
		}
	}
	return s
}
