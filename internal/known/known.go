// Package known writes down what podlint believes because of policies/knowledge, in one line for each example: the container that
// `docker run` would start, as a user writes it, and what is known of it beyond what the manifest shows. The examples are files in testdata.
package known

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/relate"
	"github.com/podlint/podlint/internal/source"
)

// Teller tells what a base knows. It is not safe for concurrent use.
type Teller struct {
	base  *knowledge.Base
	told  map[string][]told   // by image and arguments
	first map[string]told     // of an entry, by the text that names the entry
	shown map[string][]string // what the manifest shows, by example
}

type told struct {
	*example

	facts []string
	words string
}

// New returns a teller.
func New(base *knowledge.Base) *Teller {
	return &Teller{base: base, told: map[string][]told{}, first: map[string]told{}, shown: map[string][]string{}}
}

// With returns a teller of another base, which is not to be used at the same time.
func (t *Teller) With(base *knowledge.Base) *Teller {
	other := New(base)
	other.shown = t.shown
	return other
}

// Tell says in one line what is known of an example. Of one with options or arguments it says what is different from the image alone, or from
// an example before it that has all but the last options; and of another image of one entry, what is different from the first.
func (t *Teller) Tell(words string) (string, error) {
	e, err := parse(words)
	if err != nil {
		return "", err
	}
	facts, err := t.facts(e)
	if err != nil {
		return "", err
	}
	this := told{example: e, facts: facts}
	before, err := t.before(e)
	if err != nil {
		return "", err
	}
	key := e.image + " " + strings.Join(e.args, " ")
	t.told[key] = append(t.told[key], this)
	if before != nil {
		return line(changes(before, facts, "-")), nil
	}
	return t.entry(words, this), nil
}

// before is what is known of the example with which one is compared; nil when it is compared with none.
func (t *Teller) before(e *example) ([]string, error) {
	var nearest *told
	list := t.told[e.image+" "+strings.Join(e.args, " ")]
	for i := range list {
		if o := &list[i]; o.begins(e) && (nearest == nil || len(o.options) > len(nearest.options)) {
			nearest = o
		}
	}
	switch {
	case nearest != nil:
		return nearest.facts, nil
	case e.bare() || e.held() || e.image == someImage:
		return nil, nil
	}
	return t.facts(&example{image: e.image})
}

// entry is what this is told of as a whole: of the first example of an entry everything, of others how they differ from it.
func (t *Teller) entry(words string, this told) string {
	id := entryOf(this.facts)
	if id == "" {
		return line(this.facts)
	}
	first, seen := t.first[id]
	if !seen {
		this.words = words
		t.first[id] = this
		return line(this.facts)
	}
	return line(append([]string{"as " + first.words}, changes(first.facts, this.facts, "-")...))
}

// entryOf names the entry of knowledge that facts come from; empty when no image and no injector is known.
func entryOf(facts []string) string {
	for _, text := range facts {
		if strings.HasPrefix(text, "known=") {
			return text
		}
	}
	for _, text := range facts {
		if id, _, found := strings.Cut(text, "."); found && strings.HasPrefix(id, "injector ") {
			return id
		}
	}
	return ""
}

func line(facts []string) string {
	if len(facts) == 0 {
		return "nothing"
	}
	return strings.Join(facts, "; ")
}

// facts are those that are there with knowledge and not without, or the other way round. That a kind holds pods is all that counts of it.
func (t *Teller) facts(e *example) ([]string, error) {
	with, err := statements(e, t.base)
	if err != nil || e.held() {
		return with, err
	}
	key := fmt.Sprint(*e)
	without, cached := t.shown[key]
	if !cached {
		if without, err = statements(e, nil); err != nil {
			return nil, err
		}
		t.shown[key] = without
	}
	return changes(without, with, "not "), nil
}

// changes are the texts of now that were not there before, and with a mark in front those that were. Of what has another value, or of which
// more is said, the new text is enough; of a list of which nothing is left, its name.
func changes(before, now []string, mark string) []string {
	if len(now) == 0 && len(before) > 0 && mark == "-" {
		return []string{"nothing of that"}
	}
	out := minus(now, before)
	added := len(out)
	for _, text := range minus(before, now) {
		if slices.ContainsFunc(out[:added], func(more string) bool { return renews(more, text) }) {
			continue
		}
		list, _, _ := strings.Cut(text, "(")
		if !slices.ContainsFunc(now, func(left string) bool { return strings.HasPrefix(left, list+"(") }) {
			text = list
		}
		if !slices.Contains(out[added:], mark+text) {
			out = append(out, mark+text)
		}
	}
	return out
}

// renews tells whether a text gives a field another value, says something else of the named element that another text is about, or more of one
// without a name.
func renews(more, text string) bool {
	field, parts, element := strings.Cut(text, "(")
	if !element {
		field, _, _ = strings.Cut(text, "=")
		return strings.HasPrefix(more, field+"=")
	}
	rest, same := strings.CutPrefix(more, field+"(")
	said, words := strings.Fields(strings.TrimSuffix(parts, ")")), strings.Fields(strings.TrimSuffix(rest, ")"))
	if !strings.Contains(said[0], "=") {
		return same && words[0] == said[0]
	}
	return same && !slices.ContainsFunc(said, func(w string) bool { return !slices.Contains(words, w) })
}

// minus is a without the elements of b, each as often as it is there.
func minus(a, b []string) []string {
	left := map[string]int{}
	for _, text := range b {
		left[text]++
	}
	var out []string
	for _, text := range a {
		if left[text] > 0 {
			left[text]--
			continue
		}
		out = append(out, text)
	}
	return out
}

// statements are what the model says of an example.
func statements(e *example, base *knowledge.Base) ([]string, error) {
	objects, kubernetes := e.manifest()
	text, err := json.Marshal(object{"apiVersion": "v1", "kind": "List", "items": objects})
	if err != nil {
		return nil, fmt.Errorf("write example: %w", err)
	}
	set := manifest.Read([]source.File{{Name: "example.json", Data: text}}, 1)
	builder := pod.NewBuilder(set, pod.Options{Knowledge: base, Kubernetes: kubernetes})
	var out []string
	for _, object := range set.Objects {
		for _, in := range builder.Build(object) {
			relate.Attach(in)
			found, err := said(in, e.held())
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		}
	}
	return out, nil
}

// said is what a model says that knowledge may change: its containers, those that an injector adds by their names, and some of what is beside;
// alone leaves the containers out.
func said(in *pod.Input, alone bool) ([]string, error) {
	p := in.Pod
	var names []string
	if len(p.Containers) > 1 {
		for _, c := range p.Containers {
			names = append(names, c.Name)
		}
	}
	v, err := plain(object{
		"containers": names,
		"runs":       p.Runs, "managed": p.Managed, "made_beside": p.MadeBeside, "scales": p.Workload.Scales, "node_agent": p.NodeAgent, "ci_agent": p.CIAgent,
		"for_pods": p.Workload.ForPods, "unknown_fields": p.Unknown, "references": p.References, "expects": p.Expectations,
		"near_selectors": in.Related.NearSelectors, "config_maps": in.Related.ConfigMaps, "mounted": p.Volumes,
	})
	if err != nil {
		return nil, err
	}
	out := texts("", v)
	for i := range p.Injectors {
		if out, err = saidOf(out, "injector "+p.Injectors[i].ID+".", p.Injectors[i]); err != nil {
			return nil, err
		}
	}
	if alone {
		c := p.Containers[0]
		out = append(out, "class="+c.Class)
		if len(p.Containers) > 1 {
			out = append(out, "part="+c.Part+" because "+c.PartBy)
		}
		return out, nil
	}
	for _, c := range p.Containers {
		if c.Declared {
			c.Argv = nil // which repeats the example
		}
		prefix := c.Name + "."
		if c.Name == "app" {
			prefix = ""
		}
		if out, err = saidOf(out, prefix, c); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// saidOf adds what a part of a model says, each text with a prefix.
func saidOf(out []string, prefix string, part any) ([]string, error) {
	v, err := plain(part)
	if err != nil {
		return nil, err
	}
	for _, text := range texts("", v) {
		out = append(out, prefix+text)
	}
	return out, nil
}

// plain is a value as JSON has it.
func plain(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write model: %w", err)
	}
	var out any
	if err := json.Unmarshal(text, &out); err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	return out, nil
}
