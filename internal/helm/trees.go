package helm

import (
	"slices"
	"text/template/parse"
)

// trees is a parsed file of templates: what it prints itself, and the templates that it defines.
type trees struct {
	root    *parse.Tree
	defined map[string]*parse.Tree
	names   []string // of those that it defines, in the order of the file
}

// treesOf parses a template, false when that fails. Functions need not be known.
func treesOf(t *template) (*trees, bool) {
	all := map[string]*parse.Tree{}
	root := parse.New("file")
	root.Mode = parse.SkipFuncCheck
	if _, err := root.Parse(string(t.data), "", "", all); err != nil {
		return nil, false
	}
	out := &trees{root: root, defined: all}
	for name, tree := range all {
		if tree != root && tree.Root != nil {
			out.names = append(out.names, name)
		}
	}
	sortBy(out.names, func(a, b string) int { return int(all[a].Root.Position() - all[b].Root.Position()) })
	return out, true
}

// each goes through the bodies of the file, its own last, under the path of the file.
func (x *trees) each(t *template, use func(name string, body *parse.ListNode)) {
	for _, name := range x.names {
		use(name, x.defined[name].Root)
	}
	use(t.path, x.root.Root)
}

// reach calls use with templates and all that they include, each once, until use returns true.
func reach(calls map[string][]string, from []string, use func(name string) bool) bool {
	open, met := slices.Clone(from), map[string]bool{}
	for _, name := range from {
		met[name] = true
	}
	for len(open) > 0 {
		name := open[0]
		open = open[1:]
		if use(name) {
			return true
		}
		for _, callee := range calls[name] {
			if !met[callee] {
				met[callee] = true
				open = append(open, callee)
			}
		}
	}
	return false
}
