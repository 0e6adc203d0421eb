package pod

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// Asked are the questions about the other objects of a set that were asked for the models of one object. Where their answers are the same in another
// set, the models of the object are. Nil notes nothing. It is not safe for concurrent use.
type Asked struct{ all map[question]bool }

// about is what a question is about.
type about uint8

const (
	aboutName       about = iota // the objects of a kind, namespace and name
	aboutKind                    // those of a kind
	aboutKindIn                  // those of a kind in a namespace
	aboutAny                     // whether there is one of a kind
	aboutLabels                  // the Services that select labels, which stand in the place of the name
	aboutBindings                // the bindings of roles that may be about an account
	aboutSelection               // how many workloads a Service selects
	aboutSelectors               // the selectors that come near to a workload
	aboutEndpoints               // what a monitor looks up; its field stands in the place of the kind
	aboutMaker                   // whether something else makes an object of a kind and name
	aboutFillers                 // which Jobs may change ConfigMaps and Secrets
	aboutController              // whether the controller of an object is there
	aboutElsewhere               // whether another build of the run binds a role to an account
	aboutUnread                  // what near a file, which stands in the place of the name, could not be read
)

type question struct {
	about                 about
	kind, namespace, name string
	object                *manifest.Object
}

func (a *Asked) ask(q question) {
	if a == nil {
		return
	}
	if a.all == nil {
		a.all = map[question]bool{}
	}
	a.all[q] = true
}

// Name notes that it was asked which objects have a kind, namespace and name.
func (a *Asked) Name(kind, namespace, name string) {
	a.ask(question{about: aboutName, kind: kind, namespace: namespace, name: name})
}

// labelsText is a set of labels as one text, from which labelsOf reads them again.
func labelsText(labels map[string]string) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		b.WriteString(key + "\x00" + labels[key] + "\x00")
	}
	return b.String()
}

func labelsOf(text string) map[string]string {
	words := strings.Split(text, "\x00")
	out := map[string]string{}
	for i := 0; i+1 < len(words); i += 2 {
		out[words[i]] = words[i+1]
	}
	return out
}

// answer is what a set answers: objects, or something else.
type answer struct {
	objects []*manifest.Object
	value   any
}

func (a answer) equal(b answer) bool {
	return slices.Equal(a.objects, b.objects) && reflect.DeepEqual(a.value, b.value)
}

func (b *Builder) answer(q question) answer {
	if q.object != nil {
		return b.answerOf(q)
	}
	switch q.about {
	case aboutName:
		return answer{objects: b.set.Named(q.kind, q.namespace, q.name)}
	case aboutKind:
		return answer{objects: b.index.byKind[q.kind]}
	case aboutKindIn:
		return answer{objects: b.index.all(q.kind, q.namespace)}
	case aboutAny:
		return answer{value: len(b.index.byKind[q.kind]) > 0}
	case aboutLabels:
		return answer{objects: b.index.selecting(labelsOf(q.name), q.namespace)}
	case aboutFillers:
		return answer{objects: b.index.fillingObjects()}
	case aboutBindings:
		return answer{objects: b.index.boundTo(q.name)}
	case aboutElsewhere:
		return answer{value: b.boundElsewhere(q.name)}
	case aboutUnread:
		return answer{value: b.unreadNear(q.name)}
	default:
		return answer{value: b.index.made[madeKey{q.kind, q.name}]}
	}
}

// answerOf is what a set answers about one object.
func (b *Builder) answerOf(q question) answer {
	switch q.about {
	case aboutSelection:
		return answer{value: *b.selection(q.object)}
	case aboutSelectors:
		return answer{value: b.census().near[q.object]}
	case aboutEndpoints:
		return answer{value: b.endpoints(q.object, q.kind)}
	default:
		return answer{value: b.controlled(q.object)}
	}
}

// boundTo are the objects of the bindings that may be about an account.
func (x *index) boundTo(account string) []*manifest.Object {
	var out []*manifest.Object
	for _, bound := range x.bindings(account) {
		out = append(out, bound.object)
	}
	return out
}

// Changes tells what is answered differently in two sets of one memory. It is not safe for concurrent use.
type Changes struct {
	was, now *Builder
	delta    *delta
	same     map[question]bool
}

// Since compares the builder's set with that of an earlier builder with the same options. Objects that did not change are the same in both.
// The builder takes over what the earlier one has found out, as far as it holds; it must not have built anything yet.
func (b *Builder) Since(was *Builder) *Changes {
	d := newDelta(was, b)
	b.inherit(was, d)
	return &Changes{was: was, now: b, delta: d, same: map[question]bool{}}
}

// None tells whether all questions are answered as they were. Where the sets differ in what concerns every object, they are not.
func (c *Changes) None(asked *Asked) bool {
	if c.was.set.Items.Len()+c.now.set.Items.Len() > 0 || !maps.Equal(c.was.set.Substituted, c.now.set.Substituted) {
		return false
	}
	for q := range asked.all {
		if c.delta.untouched(q) {
			continue
		}
		same, known := c.same[q]
		if !known {
			same = c.was.answer(q).equal(c.now.answer(q))
			c.same[q] = same
		}
		if !same {
			return false
		}
	}
	return true
}
