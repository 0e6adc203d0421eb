package render

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"sigs.k8s.io/kustomize/api/resource"

	"github.com/podlint/podlint/internal/manifest"
)

// mark is the annotation that tells the file in which an object began. kustomize can note that itself, but then it notes every change, too, in a
// list that it parses and writes again for each object and each transformer: half of the time of a build.
const mark = "podlint.dev/file"

// marks are the files of the resources of a build with a mark in each object, by name; nil when not all of them can be marked.
func (p *project) marks(k *kustomization, closure []*kustomization, whole bool) map[string][]byte {
	if k.object.Root.Get("buildMetadata") != nil {
		return nil
	}
	out, other := map[string][]byte{}, map[string]bool{}
	for _, part := range closure {
		if part.hasPlugins() || !p.markAll(part.resources, whole, out) {
			return nil
		}
		for _, name := range part.files {
			other[name] = other[name] || !slices.Contains(part.resources, name)
		}
	}
	for name := range out {
		if other[name] { // it is a patch as well, or a text of a generator
			return nil
		}
	}
	if len(out) == 0 { // and something must tell kustomize that the kustomization is not empty
		return nil
	}
	return out
}

// markAll adds the marked texts of files; false when one cannot be marked.
func (p *project) markAll(names []string, whole bool, out map[string][]byte) bool {
	for _, name := range names {
		if out[name] != nil {
			continue
		}
		f := p.read[name]
		if f == nil {
			return false
		}
		if resolved, err := p.tree.Resolve(name); err != nil || resolved != name {
			return false
		}
		if out[name] = f.markedAs(name, whole); out[name] == nil {
			return false
		}
	}
	return true
}

func (k *kustomization) hasPlugins() bool {
	return slices.ContainsFunc(plugins[:], func(field string) bool { return k.object.Root.Get(field) != nil })
}

// plugins are the fields that name files of configurations of plugins.
var plugins = [...]string{"generators", "transformers", "validators"}

// markedAs is the text of a file with a mark in each object; nil when one has no place for it.
func (f *sourceFile) markedAs(name string, whole bool) []byte {
	if whole && f.lean != nil {
		return f.insert(f.data, name)
	}
	f.once.Do(func() {
		text := f.data
		if f.lean != nil {
			text = f.lean
		}
		f.marked = f.insert(text, name)
	})
	return f.marked
}

func (f *sourceFile) insert(text []byte, name string) []byte {
	if !utf8.Valid(text) || bytes.HasPrefix(text, []byte("\ufeff")) {
		return nil
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	added := len(lines)
	for _, o := range f.documents {
		at, ok := placeOfMark(o, lines)
		if !ok {
			return nil
		}
		line := strings.Repeat(" ", at.Column-1) + mark + ": " + strconv.Quote(name) + "\n"
		if at.in != nil {
			line = strings.Repeat(" ", at.in.Column-1) + "annotations:\n " + line
		}
		lines[at.Line-1] = append([]byte(line), lines[at.Line-1]...)
		added += len(line)
	}
	out := make([]byte, 0, len(text)+added)
	return append(out, bytes.Join(lines, nil)...)
}

// markPlace is the line before which a mark is put, and its column; in is where a map of annotations begins that is not there yet.
type markPlace struct {
	manifest.Span

	in *manifest.Span
}

func placeOfMark(o *manifest.Object, lines [][]byte) (markPlace, bool) {
	metadata := fieldOf(o.Root, "metadata")
	if o.Item >= 0 || len(o.Duplicates) > 0 || strings.HasSuffix(o.Kind, "List") || !isBlock(metadata, lines) {
		return markPlace{}, false
	}
	span := metadata.Value.Span
	if annotations := fieldOf(metadata.Value, "annotations"); annotations != nil {
		inside := annotations.Span.Line >= span.Line && annotations.Span.Line <= span.EndLine // else it is merged from elsewhere
		if key := annotations.Span; inside && isNothing(annotations, lines) {
			return markPlace{Span: manifest.Span{Line: key.Line + 1, Column: key.Column + 1}}, true
		}
		return markPlace{Span: annotations.Value.Span}, inside && isBlock(annotations, lines)
	}
	return markPlace{Span: span, in: &span}, true
}

func fieldOf(n *manifest.Node, key string) *manifest.Field {
	if i := slices.IndexFunc(n.Fields, func(f manifest.Field) bool { return f.Key == key }); i >= 0 {
		return &n.Fields[i]
	}
	return nil
}

// isBlock tells a field with a map in block style that stands below its key, its own first key alone in a line. Such a map has no anchor.
func isBlock(f *manifest.Field, lines [][]byte) bool {
	if f == nil || f.Value.Type != manifest.Map || len(f.Value.Fields) == 0 {
		return false
	}
	n, first, key := f.Value.Span, f.Value.Fields[0].Span, f.Span
	if first.Line != n.Line || first.Column != n.Column || first.Line <= key.Line || first.Line > len(lines) {
		return false
	}
	above, at := lines[key.Line-1], lines[first.Line-1]
	if key.EndColumn > len(above) || first.Column > len(at) || !isASCII(above[:key.EndColumn]) || len(bytes.TrimLeft(at[:first.Column-1], " ")) > 0 {
		return false
	}
	between := slices.Concat([][]byte{bytes.TrimLeft(above[key.EndColumn-1:], " :")}, lines[key.Line:first.Line-1])
	return !slices.ContainsFunc(between, func(line []byte) bool { return !isEmpty(line) })
}

// isNothing tells a field behind whose key nothing stands, as charts print a map that is empty, and a line comes after it.
func isNothing(f *manifest.Field, lines [][]byte) bool {
	if f.Value.Type != manifest.Null || f.Span.Line >= len(lines) {
		return false
	}
	line := lines[f.Span.Line-1]
	if f.Span.EndColumn > len(line) || !isASCII(line[:f.Span.EndColumn]) {
		return false
	}
	rest, colon := bytes.CutPrefix(bytes.TrimLeft(line[f.Span.EndColumn-1:], " "), []byte(":"))
	return colon && isEmpty(rest)
}

// isEmpty tells a line that holds nothing but a comment.
func isEmpty(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) == 0 || line[0] == '#'
}

func isASCII(text []byte) bool {
	return !slices.ContainsFunc(text, func(b byte) bool { return b >= utf8.RuneSelf })
}

// unmark takes the mark from what was made and returns where it began: without a mark in no file.
func unmark(r *resource.Resource, dir string) (*resource.Origin, error) {
	annotations := r.GetAnnotations()
	origin := &resource.Origin{}
	if name := annotations[mark]; name != "" {
		origin.Path = relative(dir, name)
	}
	delete(annotations, mark)
	return origin, r.SetAnnotations(annotations)
}
