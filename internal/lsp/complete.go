package lsp

import (
	"cmp"
	"context"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/policy"
)

// completion offers rules in suppressions, and keys, rules and values in the configuration.
func (s *server) completion(ctx context.Context, raw json.RawMessage) (any, error) {
	p, err := params[positionParams](raw)
	if err != nil {
		return nil, err
	}
	name, ok := pathOf(p.TextDocument.URI)
	s.mu.Lock()
	d := s.docs[name]
	s.mu.Unlock()
	out := []completionItem{}
	if !ok || d == nil {
		return out, nil
	}
	l := newLayout(d.text)
	line := string(d.text[l.offset(Position{p.Position.Line, 0}):l.offset(p.Position)])
	if base := path.Base(name); base == config.Name || base == config.OtherEnd {
		return s.settings(l, p.Position, line)
	}
	words, typed := inSuppression(line)
	if words == nil && typed == noRule {
		return out, nil
	}
	if words != nil {
		return items(words, p.Position, typed), nil
	}
	err = s.within(ctx, p.TextDocument.URI, func(st *state, _ string) error {
		out = items(ruleWords(st.project.All), p.Position, typed)
		return nil
	})
	return out, err
}

// word is something that may be written.
type word struct {
	label, detail, text string
	kind                int
}

// noRule is no beginning of a name.
const noRule = "\x00"

var (
	// inRules is a comment up to the name that is being written, which is its last group.
	inRules    = pattern.New(`#\s*podlint:ignore(?:-file)?\s+(?:[a-z0-9-]+\s*,\s*)*([a-z0-9-]*)$`)
	inVerb     = pattern.New(`#\s*([a-z][a-z:-]*)$`)
	inNotation = pattern.New(`ignore\.podlint\.dev/([a-z0-9-]*)$`)
)

// inSuppression tells what a line asks for: words, or with none the names of rules, and what of them is written.
func inSuppression(line string) (words []word, typed string) {
	if m := inVerb.FindStringSubmatch(line); m != nil {
		return []word{
			{"podlint:ignore", "suppress rules on this line, or on the next", "", completionValue},
			{"podlint:ignore-file", "suppress rules in this file", "", completionValue},
		}, m[1]
	}
	if m := inRules.FindStringSubmatch(line); m != nil {
		return nil, m[1]
	}
	if m := inNotation.FindStringSubmatch(line); m != nil {
		return nil, m[1]
	}
	return nil, noRule
}

// ruleWords are rules and categories.
func ruleWords(rules []policy.Rule) []word {
	var out []word
	seen := map[string]bool{}
	for i := range rules {
		r := &rules[i]
		out = append(out, word{r.ID, r.Title, strings.TrimSpace(r.Description), completionValue})
		if !seen[r.Category] {
			seen[r.Category] = true
			out = append(out, word{r.Category, "every rule of the category", "", completionValue})
		}
	}
	slices.SortFunc(out, func(a, b word) int { return cmp.Compare(a.label, b.label) })
	return out
}

// items are the words that go on from what is typed, which they replace.
func items(words []word, at Position, typed string) []completionItem {
	out := []completionItem{}
	for _, w := range words {
		if !strings.HasPrefix(w.label, typed) {
			continue
		}
		text := w.label
		if w.kind == completionProperty {
			text += ":"
		}
		out = append(out, completionItem{
			Label: w.label, Kind: w.kind, Detail: w.detail, Documentation: w.text,
			TextEdit: &textEdit{Range{Position{at.Line, max(at.Character-len(typed), 0)}, at}, text}, // what is typed is ASCII
		})
	}
	return out
}

var (
	keyLine  = pattern.New(`^(\s*)(?:- )?([A-Za-z0-9_.-]+):\s*(?:#.*)?$`)
	keyTyped = pattern.New(`^(\s*)(?:- )?([A-Za-z0-9_.-]*)$`)
	inValue  = pattern.New(`^(\s*)(?:- )?([A-Za-z0-9_.-]+):\s+([A-Za-z0-9_.-]*)$`)
)

// settings offers what may stand in the configuration at a place.
func (s *server) settings(l *layout, at Position, line string) ([]completionItem, error) {
	var root schema
	if err := json.Unmarshal([]byte(s.opt.Schema), &root); err != nil {
		return nil, err
	}
	if m := inValue.FindStringSubmatch(line); m != nil {
		return items(root.values(append(keysAbove(l, at.Line, len(m[1])), m[2])), at, m[3]), nil
	}
	if m := keyTyped.FindStringSubmatch(line); m != nil {
		return items(root.keys(keysAbove(l, at.Line, len(m[1]))), at, m[2]), nil
	}
	return []completionItem{}, nil
}

// keysAbove are the keys of block style around a line that is indented so far.
func keysAbove(l *layout, line, indent int) []string {
	var out []string
	for n := line - 1; n >= 0 && indent > 0; n-- {
		m := keyLine.FindStringSubmatch(string(l.line(n)))
		if m != nil && len(m[1]) < indent {
			out = append(out, m[2])
			indent = len(m[1])
		}
	}
	slices.Reverse(out)
	return out
}

// schema is what is used of a JSON Schema.
type schema struct {
	Ref         string             `json:"$ref"`
	Description string             `json:"description"`
	Properties  map[string]*schema `json:"properties"`
	Additional  json.RawMessage    `json:"additionalProperties"`
	Items       *schema            `json:"items"`
	Enum        []any              `json:"enum"`
	AnyOf       []*schema          `json:"anyOf"`
	OneOf       []*schema          `json:"oneOf"`
	Type        any                `json:"type"`
	Defs        map[string]*schema `json:"$defs"`
}

// all are a schema, what it refers to and its alternatives.
func (root *schema) all(s *schema) []*schema {
	const most = 20
	out := []*schema{s}
	for i := 0; i < len(out) && i < most; i++ {
		if name, ok := strings.CutPrefix(out[i].Ref, "#/$defs/"); ok && root.Defs[name] != nil {
			out = append(out, root.Defs[name])
		}
		out = append(append(out, out[i].AnyOf...), out[i].OneOf...)
		if out[i].Items != nil {
			out = append(out, out[i].Items)
		}
	}
	return out
}

// below are the schemas of what stands under some keys.
func (root *schema) below(keys []string) []*schema {
	at := root.all(root)
	for _, key := range keys {
		var next []*schema
		for _, s := range at {
			if p := s.Properties[key]; p != nil {
				next = append(next, root.all(p)...)
				continue
			}
			var other schema
			if len(s.Additional) > 0 && s.Additional[0] == '{' && json.Unmarshal(s.Additional, &other) == nil {
				next = append(next, root.all(&other)...)
			}
		}
		at = next
	}
	return at
}

func (root *schema) keys(above []string) []word {
	var out []word
	for _, s := range root.below(above) {
		for name, p := range s.Properties {
			detail := p.Description
			for _, more := range root.all(p) {
				detail = cmp.Or(detail, more.Description)
			}
			out = append(out, word{name, detail, "", completionProperty})
		}
	}
	slices.SortFunc(out, func(a, b word) int { return cmp.Compare(a.label, b.label) })
	return slices.CompactFunc(out, func(a, b word) bool { return a.label == b.label })
}

func (root *schema) values(keys []string) []word {
	var out []word
	for _, s := range root.below(keys) {
		for _, v := range s.Enum {
			out = append(out, word{textOf(v), "", "", completionValue})
		}
		if s.Type == "boolean" {
			out = append(out, word{"true", "", "", completionValue}, word{"false", "", "", completionValue})
		}
	}
	return out
}
