package fix

import (
	"bytes"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
)

// mark tells violations apart that are about the same, by their place. It moves with what is edited.
type mark struct {
	key, file string
	offset    int
}

// mark is that of a violation of the result as it is.
func (r *runner) mark(v *lint.Violation) mark {
	m := mark{exactly(v), v.File, v.Line}
	data := r.out.Result.Sources[v.File]
	if data == nil {
		return m
	}
	if r.syntax[v.File] == nil {
		r.syntax[v.File] = manifest.NewSyntax(data)
	}
	m.offset = r.syntax[v.File].Offset(v.Line, v.Column)
	return m
}

// accept makes a result that of the files as they are: edits of plans led to it.
func (r *runner) accept(res *lint.Result, plans []planned) {
	regions := map[string][]Region{}
	for file, all := range byFile(plans) {
		regions[file] = regionsOf(all)
	}
	tried, refused := map[mark]int{}, map[mark]int{}
	for m, n := range r.tried {
		tried[m.after(regions[m.file])] = n
	}
	for m, i := range r.refused {
		if data := r.out.Result.Sources[m.file]; data != nil {
			r.out.Refused[i].Violation.Line += linesBefore(data, m.offset, regions[m.file])
		}
		refused[m.after(regions[m.file])] = i
	}
	r.tried, r.refused = tried, refused
	r.out.Changed, r.out.Result = r.with(plans), res
	r.syntax = map[string]*manifest.Syntax{}
	for i := range plans {
		r.out.Fixed = append(r.out.Fixed, plans[i].fixed())
	}
}

// after is the mark where it is when edits of its file, which are sorted, have been made.
func (m mark) after(regions []Region) mark {
	at := m.offset
	for _, r := range regions {
		switch {
		case r.End <= at:
			m.offset += len(r.Text) - (r.End - r.Start)
		case r.Start < at:
			m.offset -= at - r.Start
		}
	}
	return m
}

// linesBefore is how many lines edits of a file, which are sorted, add above an offset.
func linesBefore(data []byte, offset int, regions []Region) int {
	lines := 0
	for _, r := range regions {
		if r.End <= offset {
			lines += bytes.Count([]byte(r.Text), []byte("\n")) - bytes.Count(data[r.Start:r.End], []byte("\n"))
		}
	}
	return lines
}

// byFile are plans by the file that they change. Two violations may share one.
func byFile(plans []planned) map[string][]*Plan {
	out := map[string][]*Plan{}
	seen := map[*Plan]bool{}
	for i := range plans {
		if p := plans[i].plan; !seen[p] {
			seen[p] = true
			out[p.File] = append(out[p.File], p)
		}
	}
	return out
}
