package knowledge

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Release tells of which version the programs of an image are, by its tag.
type Release struct {
	// The product, such as postgresql.
	Of string `json:"of"`
	// A regular expression whose one group is the major version; the number in front of the tag when it is left out.
	Tag string `json:"tag,omitempty"`
	// The program of the image is the server.
	Serves bool `json:"serves,omitempty"`
	// Programs of the product that it runs as a client by itself.
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
	// The API group; the core group when it is left out.
	Group string `json:"group,omitempty"`
	// In the plural, such as configmaps.
	Resource string `json:"resource"`
	// What it does with them.
	Verbs []string `json:"verbs" enum:"get,list,watch,create,update,patch,delete,deletecollection"`
	// Conditions of which one must hold.
	When []Condition `json:"when,omitempty"`
	// Conditions of which none may hold.
	Unless []Condition `json:"unless,omitempty"`
	// What gives a list of namespaces, or ALL; without it, it asks in the namespace of the pod.
	Namespace *Value `json:"namespace,omitempty"`
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
	if c.Resource == "" || len(c.Verbs) == 0 {
		return errors.New("a call needs a resource and verbs")
	}
	return nil
}
