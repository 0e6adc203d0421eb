package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/source"
)

var (
	severities = []string{"error", "warning", "info"}
	thresholds = []string{"error", "warning", "info", "never"}

	confidences = []string{"certain", "strong", "heuristic"}
)

// Parse reads the text of a configuration file. shown is its name in messages. An empty text is a configuration that says nothing.
func Parse(data []byte, shown string) (*Config, []policy.Problem) {
	r := &reader{conf: &Config{File: shown}}
	d := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	err := d.Decode(&doc)
	switch {
	case errors.Is(err, io.EOF):
		return r.conf, nil
	case err != nil:
		r.syntax(data, err)
		return r.conf, r.problems
	}
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		r.problem(&more, "want one document, got a second one")
	}
	if root := value(doc.Content[0]); root.Tag != "!!null" {
		r.top(root)
	}
	slices.SortStableFunc(r.problems, func(a, b policy.Problem) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return r.conf, r.problems
}

// reader collects what is wrong, so that one run shows all of it.
type reader struct {
	conf     *Config
	problems []policy.Problem
}

func (r *reader) problem(n *yaml.Node, format string, args ...any) {
	r.problems = append(r.problems, r.conf.problem(position(n), format, args...))
}

func position(n *yaml.Node) Position { return Position{max(n.Line, 1), max(n.Column, 1)} }

var syntaxLine = pattern.New(`^yaml: (?:line (\d+): )?(.*)$`)

// syntax reports what is no YAML, in the words and at the place that a manifest would get.
func (r *reader) syntax(data []byte, err error) {
	if _, faults := manifest.Documents(source.File{Name: r.conf.File, Data: data}); len(faults) > 0 && faults[0].Line > 0 {
		f := faults[0]
		r.problems = append(r.problems, policy.Problem{File: r.conf.File, Line: f.Line, Column: f.Column, Message: f.Message})
		return
	}
	message, _, _ := strings.Cut(err.Error(), "\n")
	p := policy.Problem{File: r.conf.File, Message: "parse YAML: " + message}
	if m := syntaxLine.FindStringSubmatch(message); m != nil {
		p.Message = "parse YAML: " + m[2]
		p.Line, _ = strconv.Atoi(m[1]) // 0 when the parser names no line
		p.Column = min(p.Line, 1)
	}
	r.problems = append(r.problems, p)
}

// value follows an alias to what it stands for.
func value(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// read takes the key and the value of one entry of a map.
type read func(key, value *yaml.Node)

// fields hands each entry of a map to the function of its key.
func (r *reader) fields(n *yaml.Node, what string, keys map[string]read) {
	names := slices.Sorted(maps.Keys(keys))
	r.entries(n, what, func(key, v *yaml.Node) {
		if use, ok := keys[key.Value]; ok {
			use(key, v)
			return
		}
		r.problem(key, "unknown key %q in %s%s", key.Value, what, suggest(key.Value, names))
	})
}

// entries hands out the entries of a map, each key once.
func (r *reader) entries(n *yaml.Node, what string, use read) {
	if n.Kind != yaml.MappingNode {
		r.problem(n, "want a map for %s, got %s", what, kindOf(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if seen[key.Value] {
			r.problem(key, "key %q is given twice in %s", key.Value, what)
			continue
		}
		seen[key.Value] = true
		use(key, value(n.Content[i+1]))
	}
}

func (r *reader) top(n *yaml.Node) {
	c := r.conf
	var images *yaml.Node
	keys := map[string]read{
		"rules":          block(func(_, v *yaml.Node) { r.entries(v, "rules", r.setting) }),
		"policies":       func(_, v *yaml.Node) { c.Policies = r.paths(v, "policies", "a folder of policies") },
		"exclude":        func(_, v *yaml.Node) { c.Exclude = r.patterns(v, "exclude") },
		"include":        func(_, v *yaml.Node) { c.Include = r.patterns(v, "include") },
		"roots":          func(_, v *yaml.Node) { c.Roots = r.patterns(v, "roots") },
		"fail-on":        func(_, v *yaml.Node) { c.FailOn = r.oneOf(v, "fail-on", thresholds) },
		"min-severity":   func(_, v *yaml.Node) { c.MinSeverity = r.oneOf(v, "min-severity", severities) },
		"min-confidence": func(_, v *yaml.Node) { c.MinConfidence = r.oneOf(v, "min-confidence", confidences) },
		"doubts":         func(_, v *yaml.Node) { c.Doubts = r.boolean(v, "doubts") },
		"kube-version":   func(_, v *yaml.Node) { c.KubeVersion = r.version(v) },
		"images":         block(func(_, v *yaml.Node) { images = v }),
		"roles":          block(func(_, v *yaml.Node) { c.Roles = r.roles(v) }),
		"kinds":          func(_, v *yaml.Node) { r.items(v, "kinds", r.kind) },
		"mirrors":        block(func(_, v *yaml.Node) { c.Mirrors = r.mirrors(v) }),
		"overrides":      func(_, v *yaml.Node) { r.items(v, "overrides", r.override) },
		"workloads":      func(_, v *yaml.Node) { r.items(v, "workloads", r.kind) },
		"render":         block(func(_, v *yaml.Node) { r.render(v) }),
		"require-reason": func(_, v *yaml.Node) { c.RequireReason = r.boolean(v, "require-reason") },
	}
	c.At = map[string]Position{}
	for name, take := range keys {
		keys[name] = func(key, v *yaml.Node) {
			c.At[name] = position(key)
			take(key, v)
		}
	}
	r.fields(n, "the configuration", keys)
	if images != nil {
		c.Images = r.images(images) // last, because they may have roles of the file
	}
}

// block is the reader of a map or a list, which says nothing when all its entries are commented out.
func block(use read) read {
	return func(key, v *yaml.Node) {
		if v.Tag != "!!null" {
			use(key, v)
		}
	}
}

// items hands out the items of a list, none when there is nothing.
func (r *reader) items(n *yaml.Node, what string, use func(*yaml.Node)) {
	if n.Tag == "!!null" { // all its items are commented out
		return
	}
	if n.Kind != yaml.SequenceNode {
		r.problem(n, "want a list for %s, got %s", what, kindOf(n))
		return
	}
	for _, item := range n.Content {
		use(value(item))
	}
}

// text reads a string that is not empty.
func (r *reader) text(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" || n.Value == "" {
		r.problem(n, "want a text for %s, got %s", what, kindOf(n))
		return ""
	}
	return n.Value
}

func (r *reader) oneOf(n *yaml.Node, what string, allowed []string) string {
	if n.Kind == yaml.ScalarNode && slices.Contains(allowed, n.Value) {
		return n.Value
	}
	r.problem(n, "want one of %s for %s, got %s%s", strings.Join(allowed, ", "), what, kindOf(n), suggest(n.Value, allowed))
	return ""
}

func (r *reader) boolean(n *yaml.Node, what string) bool {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
		r.problem(n, "want true or false for %s, got %s", what, kindOf(n))
	}
	return n.Value == "true"
}

func (r *reader) paths(n *yaml.Node, what, one string) []Folder {
	var all []Folder
	r.items(n, what, func(item *yaml.Node) {
		if name := r.text(item, one); name != "" {
			all = append(all, Folder{Path: name, At: position(item)})
		}
	})
	return all
}

func (r *reader) patterns(n *yaml.Node, what string) []string {
	var all []string
	r.items(n, what, func(item *yaml.Node) {
		p := r.text(item, "a pattern of "+what)
		switch {
		case p == "":
		case strings.HasPrefix(p, "!"):
			r.problem(item, "pattern %q is negated: name what is meant, not what is not", p)
		case !doublestar.ValidatePattern(p):
			r.problem(item, "pattern %q is malformed", p)
		default:
			all = append(all, p)
		}
	})
	return all
}

func (r *reader) version(n *yaml.Node) string {
	if v, ok := Version(n.Value); ok && n.Kind == yaml.ScalarNode && n.Tag == "!!str" {
		return v
	}
	if n.Tag == "!!float" {
		r.problem(n, "want a version in quotes for kube-version, got the number %s: 1.30 and 1.3 are the same number", n.Value)
		return ""
	}
	r.problem(n, `want a version such as "1.31" for kube-version, got %s`, kindOf(n))
	return ""
}

var versionForm = pattern.New(`^v?(1\.\d{1,3})(\.\d+)?([-+].*)?$`)

// Version accepts 1.31, v1.31 and v1.31.2 and returns 1.31.
func Version(s string) (string, bool) {
	m := versionForm.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	return m[1], true
}

func (r *reader) images(n *yaml.Node) []knowledge.Image {
	images, err := knowledge.ImagesOf(r.conf.File, n, r.conf.Roles)
	for _, fault := range single(err) {
		r.problems = append(r.problems, placed(r.conf.File, fault))
	}
	return images
}

// single are the errors that were joined to one, none for nil.
func single(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, e := range joined.Unwrap() {
			all = append(all, single(e)...)
		}
		return all
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

func (r *reader) roles(n *yaml.Node) []knowledge.Role {
	roles, err := knowledge.RolesOf(r.conf.File, n)
	for _, fault := range single(err) {
		r.problems = append(r.problems, placed(r.conf.File, fault))
	}
	return roles
}

var placedMessage = pattern.New(`^(\d+):(\d+): (?s:(.*))$`)

// placed takes the place out of an error that begins with one.
func placed(file string, err error) policy.Problem {
	p := policy.Problem{File: file, Message: strings.TrimPrefix(err.Error(), file+": ")}
	if m := placedMessage.FindStringSubmatch(strings.TrimPrefix(err.Error(), file+":")); m != nil {
		p.Line, _ = strconv.Atoi(m[1]) // digits
		p.Column, _ = strconv.Atoi(m[2])
		p.Message = m[3]
	}
	return p
}

// kind reads an entry about a kind that holds pods. Other tools name the template podTemplatePath, and the list workloads.
func (r *reader) kind(n *yaml.Node) {
	k, err := knowledge.KindOf(r.conf.File, renamed(n, "podTemplatePath", "template"))
	for _, fault := range single(err) {
		r.problems = append(r.problems, placed(r.conf.File, fault))
	}
	if err != nil {
		return
	}
	r.conf.Kinds = append(r.conf.Kinds, k)
}

// renamed is a map with another key for one of its values.
func renamed(n *yaml.Node, from, to string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return n
	}
	out := *n
	out.Content = slices.Clone(n.Content)
	for i := 0; i+1 < len(out.Content); i += 2 {
		if key := *out.Content[i]; key.Value == from {
			key.Value = to
			out.Content[i] = &key
		}
	}
	return &out
}

func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	}
	if n.Tag == "!!null" {
		return "nothing"
	}
	return fmt.Sprintf("%q", n.Value)
}

// suggest names the nearest candidate, or nothing when none is near.
func suggest(name string, candidates []string) string { return nearest.Hint("; ", name, candidates) }
