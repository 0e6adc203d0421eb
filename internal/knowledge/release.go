package knowledge

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Release tells of which version the programs of an image are, by its tag.
type Release struct {
	Of string `json:"of"` // the product: postgresql
	// Tag is a regular expression whose one group is the major version; empty: the number in front of the tag.
	Tag string `json:"tag,omitempty"`
	// Serves is set when the image's own program is the server; Clients are the programs of the product that it runs as a client by itself.
	Serves  bool     `json:"serves,omitempty"`
	Clients []string `json:"clients,omitempty"`
}

// Major is the major version that a tag names; 0 when it names none.
func (r *Release) Major(tag string) int {
	if r.Tag == "" {
		if v, ok := version(tag); ok && len(v) > 0 {
			return v[0]
		}
		return 0
	}
	m := regexp.MustCompile(r.Tag).FindStringSubmatch(tag)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0 // no program has a version of that many digits
	}
	return n
}

func (r *Release) check() error {
	if r.Of == "" {
		return errors.New("a release is of no product")
	}
	if r.Tag == "" {
		return nil
	}
	re, err := regexp.Compile(r.Tag)
	switch {
	case err != nil:
		return fmt.Errorf("tag %q of a release: %w", r.Tag, err)
	case re.NumSubexp() != 1:
		return fmt.Errorf("tag %q of a release has %d groups, want one for the major version", r.Tag, re.NumSubexp())
	}
	return nil
}

// Call is what a program asks of the Kubernetes API.
type Call struct {
	Group     string      `json:"group,omitempty"` // empty: the core group
	Resource  string      `json:"resource"`        // plural: configmaps
	Verbs     []string    `json:"verbs"`
	When      []Condition `json:"when,omitempty"` // one must hold
	Unless    []Condition `json:"unless,omitempty"`
	Namespace *Value      `json:"namespace,omitempty"` // a list of namespaces, or ALL; without it the pod's own
}

// APICall is a call in one invocation.
type APICall struct {
	Call

	Namespaces []string // as given; none: the pod's own
}

// AsksAPI tells whether the image's own program talks to the Kubernetes API under inv.
func (i *Image) AsksAPI(inv Invocation) bool { return i.UsesAPI && !anyHolds(i.APIUnless, inv) }

// CallsOf lists what the image's own program asks of the API under inv.
func (i *Image) CallsOf(inv Invocation) []APICall {
	var out []APICall
	for k := range i.Calls {
		c := &i.Calls[k]
		if len(c.When) > 0 && !anyHolds(c.When, inv) || anyHolds(c.Unless, inv) {
			continue
		}
		call := APICall{Call: *c}
		if value := c.Namespace.of(inv); value != "" {
			call.Namespaces = splitList(value)
		}
		out = append(out, call)
	}
	return out
}

func splitList(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}

func (c *Call) check() error {
	verbs := []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"}
	if c.Resource == "" || len(c.Verbs) == 0 {
		return errors.New("a call needs a resource and verbs")
	}
	for _, v := range c.Verbs {
		if !slices.Contains(verbs, v) {
			return oneOf("verb", v, verbs...)
		}
	}
	return checkConditions(c.When, c.Unless)
}
