package policy

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/nearest"
)

var (
	severities  = []string{"error", "warning", "info"}
	confidences = []string{"certain", "strong", "heuristic"}
)

// reader reads the METADATA of one rule and collects what is wrong with it.
type reader struct {
	module   *module
	offset   int // lines of the file before the first line of the YAML
	problems []Problem
}

// metadata fills in what the METADATA of the module's package says. It reads the comment itself rather than through OPA, which
// overlooks unknown keys and keeps no columns.
func metadata(m *module, out *Rule) []Problem {
	text, first := metadataText(m.text)
	if first == 0 {
		return []Problem{packageProblem(m, "rule has no METADATA: expected a comment that starts with # METADATA right before the package")}
	}
	r := &reader{module: m, offset: first - 1}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		return []Problem{unparsed(m, first, strings.TrimPrefix(err.Error(), "yaml: "))}
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return []Problem{m.problemAt(first, 1, "parse METADATA: expected keys such as title and description")}
	}
	r.top(doc.Content[0], out)
	return r.problems
}

// unparsed is a fault in the YAML of a comment that begins on a line, on the line of the file that the parser means.
func unparsed(m *module, first int, message string) Problem {
	var line int
	if n, _ := fmt.Sscanf(message, "line %d:", &line); n == 1 {
		_, message, _ = strings.Cut(message, ": ")
		first += line - 1
	}
	return m.problemAt(first, 1, "parse METADATA: "+oneLine(message))
}

// metadataText is the YAML of the last METADATA comment before the package, with the line on which it begins; 0 when there is none.
func metadataText(text string) (yamlText string, first int) {
	var b strings.Builder
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\r\n")
		comment, isComment := strings.CutPrefix(line, "#")
		switch {
		case strings.HasPrefix(line, "package "):
			return b.String(), first
		case !isComment:
			b.Reset()
			first = 0
		case first == 0 && strings.TrimSpace(comment) == "METADATA":
			first = number + 1
		case first > 0:
			b.WriteString(strings.TrimPrefix(comment, " ") + "\n")
		}
	}
	return "", 0
}

func (r *reader) problem(n *yaml.Node, format string, args ...any) {
	// The YAML stands two columns to the right, after "# ".
	r.problems = append(r.problems, r.module.problemAt(n.Line+r.offset, n.Column+2, "read METADATA: "+fmt.Sprintf(format, args...)))
}

// fields calls the function of each key of a map; an unknown and a missing key are problems. A key that starts with ? may be missing.
func (r *reader) fields(n *yaml.Node, what string, keys map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.problem(n, "%s is no map", what)
		return
	}
	known := make([]string, 0, len(keys))
	for key := range keys {
		known = append(known, strings.TrimPrefix(key, "?"))
	}
	slices.Sort(known)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		read := keys[key.Value]
		if read == nil {
			read = keys["?"+key.Value]
		}
		switch {
		case read == nil:
			r.problem(key, "unknown key %q in %s%s", key.Value, what, didYouMean(key.Value, known))
		case seen[key.Value]:
			r.problem(key, "key %q occurs twice in %s", key.Value, what)
		default:
			read(n.Content[i+1])
		}
		seen[key.Value] = true
	}
	for _, key := range known {
		if keys[key] != nil && !seen[key] {
			r.problem(n, "%s has no %s", what, key)
		}
	}
}

func (r *reader) top(n *yaml.Node, out *Rule) {
	ignore := func(*yaml.Node) {} // OPA's own keys, which say nothing that podlint asks for
	r.fields(n, "METADATA", map[string]func(*yaml.Node){
		"title":             r.text("title", &out.Title),
		"description":       r.text("description", &out.Description),
		"related_resources": func(n *yaml.Node) { out.Resources = r.resources(n) },
		"custom":            func(n *yaml.Node) { r.custom(n, out) },
		"?scope":            r.oneOf("scope", []string{"package"}, new(string)),
		"?authors":          ignore,
		"?organizations":    ignore,
		"?schemas":          ignore,
	})
}

func (r *reader) custom(n *yaml.Node, out *Rule) {
	r.fields(n, "custom", map[string]func(*yaml.Node){
		"severity":    r.oneOf("severity", severities, &out.Severity),
		"confidence":  r.oneOf("confidence", confidences, &out.Confidence),
		"fix":         r.text("fix", &out.Fix),
		"?parameters": func(n *yaml.Node) { out.Parameters = r.parameters(n) },
		"?picture":    r.flag("picture", &out.Picture),
	})
}

// text reads a string that is not empty.
func (r *reader) text(key string, out *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Tag != "!!str" || strings.TrimSpace(n.Value) == "" {
			r.problem(n, "%s is no text", key)
			return
		}
		*out = strings.TrimSpace(n.Value)
	}
}

// flag reads a boolean.
func (r *reader) flag(key string, out *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" || n.Decode(out) != nil {
			r.problem(n, "%s is neither true nor false", key)
		}
	}
}

func (r *reader) oneOf(key string, valid []string, out *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !slices.Contains(valid, n.Value) {
			r.problem(n, "unknown %s %q, expected one of %s%s", key, n.Value, strings.Join(valid, ", "), didYouMean(n.Value, valid))
			return
		}
		*out = n.Value
	}
}

func (r *reader) resources(n *yaml.Node) []Resource {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.problem(n, "related_resources holds nothing, expected at least one source that backs the rule")
		return nil
	}
	out := make([]Resource, 0, len(n.Content))
	for _, e := range n.Content {
		var res Resource
		if e.Kind == yaml.ScalarNode {
			r.link(&res.Ref)(e)
		} else {
			r.fields(e, "related_resources", map[string]func(*yaml.Node){
				"ref":          r.link(&res.Ref),
				"?description": r.text("description", &res.Description),
			})
		}
		out = append(out, res)
	}
	return out
}

func (r *reader) link(out *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		u, err := url.Parse(n.Value)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			r.problem(n, "ref %q is no link, expected https://...", n.Value)
			return
		}
		*out = n.Value
	}
}

// didYouMean suggests the nearest name, or nothing when none is near.
func didYouMean(name string, known []string) string { return nearest.Hint(", ", name, known) }
