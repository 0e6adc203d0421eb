package render

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/source"
)

// variables are what Flux puts in the place of ${NAME} in what it has built.
type variables struct {
	values map[string]string
	// partial tells that some come from an object out of sight: what is not known stays as it is then, and is empty otherwise.
	partial bool
}

// reference is ${NAME}, with a fallback behind :=, :-, = or -. Two dollar signs stand for one.
var reference = pattern.New(`\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-=])([^}]*))?\}`)

// expand replaces the references in a text. Other forms that shells know stay.
func (v *variables) expand(text string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	var b strings.Builder
	from := 0
	for _, m := range reference.Regexp().FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(text[from:m[0]])
		from = m[1]
		if m[2] < 0 {
			b.WriteString("$")
			continue
		}
		value, ok := v.values[text[m[2]:m[3]]]
		switch {
		case m[4] >= 0 && (!ok || value == "" && text[m[4]] == ':'):
			b.WriteString(text[m[6]:m[7]])
		case !ok && v.partial:
			b.WriteString(text[m[0]:m[1]])
		default:
			b.WriteString(value)
		}
	}
	return b.String() + text[from:]
}

// keepsVariables is the label or annotation that exempts an object.
const keepsVariables = "kustomize.toolkit.fluxcd.io/substitute"

func exempt(o *manifest.Object) bool {
	return o.Root.Str("metadata", "labels", keepsVariables) == "disabled" || o.Root.Str("metadata", "annotations", keepsVariables) == "disabled"
}

// node is a value as it is after the replacement, where it stands; what refers to no variable is the same node.
func (v *variables) node(n *manifest.Node) *manifest.Node {
	if !refers(n) {
		return n
	}
	out := *n
	out.Fields, out.Items = make([]manifest.Field, 0, len(n.Fields)), make([]*manifest.Node, 0, len(n.Items))
	for _, f := range n.Fields {
		f.Value = v.node(f.Value)
		f.Key = v.expand(f.Key)
		out.Fields = append(out.Fields, f)
	}
	for _, item := range n.Items {
		out.Items = append(out.Items, v.node(item))
	}
	if n.Type == manifest.String && strings.Contains(n.Text, "$") {
		out.Text = v.expand(n.Text)
		if docs, errs := manifest.Documents(source.File{Data: []byte(out.Text)}); !n.Block && len(errs) == 0 && len(docs) == 1 {
			if got := docs[0].Root; got.Type != manifest.Map && got.Type != manifest.List {
				out.Type, out.Text = got.Type, got.Text // a number that a variable holds
			}
		}
	}
	return &out
}

// refers tells whether something in a value may refer to a variable.
func refers(n *manifest.Node) bool {
	return n.Type == manifest.String && strings.Contains(n.Text, "$") || slices.ContainsFunc(n.Items, refers) ||
		slices.ContainsFunc(n.Fields, func(f manifest.Field) bool { return strings.Contains(f.Key, "$") || refers(f.Value) })
}
