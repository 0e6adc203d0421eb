package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Selection says which namespaces are read.
type Selection struct {
	// Namespace is the only one; empty: all.
	Namespace string
	// Shard and Shards choose one part of all namespaces, from 1 on; zero: all of them.
	Shard, Shards int
}

// Wants tells whether a namespace is read. Which shard it falls into hangs on its name alone.
func (s *Selection) Wants(namespace string) bool {
	if s.Shards <= 1 {
		return true
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(namespace))
	return int(h.Sum32()%uint32(s.Shards)) == s.Shard-1 //nolint:gosec // there are fewer shards than that
}

// Unread are objects that could not be listed.
type Unread struct {
	Resource *Resource
	Err      error
}

// Message says what is not seen, and what of the rights is missing.
func (u *Unread) Message(namespace string) string {
	where := "in any namespace"
	if namespace != "" {
		where = "in namespace " + namespace
	}
	if apierrors.IsForbidden(u.Err) {
		return fmt.Sprintf("%s are not seen: the right to list them %s is missing", u.Resource, where)
	}
	return fmt.Sprintf("%s are not seen %s: %v", u.Resource, where, u.Err)
}

// Namespace is one namespace with what is read of it.
type Namespace struct {
	Name    string
	Objects []Object
	// Listed are the kinds that were read, whether there is an object or not.
	Listed map[string]bool
}

// Scan hands the namespaces to use, one after the other, in the order in which the server has their objects. What cannot be listed is returned, and the
// rest is read.
func (c *Client) Scan(ctx context.Context, resources []Resource, s Selection, use func(*Namespace) error) (unread []Unread, err error) {
	open, themselves, unread := c.open(ctx, resources, s)
	for ctx.Err() == nil {
		name, found := next(open)
		if !found {
			return unread, nil
		}
		ns := &Namespace{Name: name, Listed: map[string]bool{}}
		if own, ok := themselves[name]; ok && s.Wants(name) {
			ns.Objects = append(ns.Objects, own)
		}
		kept := newReplicas()
		for _, p := range open {
			if err := p.take(ctx, ns, kept, s.Wants(name)); err != nil {
				unread = append(unread, Unread{p.resource, err})
				p.now, p.page, p.done, p.failed = nil, nil, true, true
			}
			ns.Listed[p.resource.Kind] = !p.failed
		}
		if len(ns.Objects) > 0 && s.Wants(name) {
			if err := use(ns); err != nil {
				return unread, err
			}
		}
	}
	return nil, ctx.Err()
}

// open begins to read every kind that has namespaces, and reads the namespaces themselves.
func (c *Client) open(ctx context.Context, resources []Resource, s Selection) (open []*pages, themselves map[string]Object, unread []Unread) {
	themselves = map[string]Object{}
	for i := range resources {
		r := &resources[i]
		var err error
		switch {
		case r.Namespaced:
			p := &pages{client: c, resource: r, path: r.in(s.Namespace)}
			err = p.advance(ctx)
			p.failed = err != nil
			open = append(open, p)
		case r.Kind == "Namespace" && r.APIVersion == "v1":
			err = c.namespaces(ctx, r, s.Namespace, themselves)
		}
		if err != nil {
			unread = append(unread, Unread{r, err})
		}
	}
	return open, themselves, unread
}

// namespaces reads one namespace, or all, into a map. There are few, and they are small.
func (c *Client) namespaces(ctx context.Context, r *Resource, only string, into map[string]Object) error {
	p := &pages{client: c, resource: r, path: r.in("")}
	if only != "" {
		p.page, p.done = make([]json.RawMessage, 1), true
		if err := c.get(ctx, p.path+"/"+only, nil, &p.page[0]); err != nil {
			return err
		}
	}
	for {
		if err := p.advance(ctx); err != nil || p.now == nil {
			return err
		}
		o, err := r.object(p.now)
		if err != nil {
			return err
		}
		into[o.Name] = o
	}
}

// orderOf makes names of namespaces comparable as the server sorts what is in them: by a key in which a slash follows the name.
func orderOf(namespace string) string { return namespace + "/" }

// next is the first namespace of which something is left.
func next(open []*pages) (name string, found bool) {
	for _, p := range open {
		if p.now == nil {
			continue
		}
		if at := p.now.Metadata.Namespace; !found || orderOf(at) < orderOf(name) {
			name, found = at, true
		}
	}
	return name, found
}

var errOrder = errors.New("the server does not list them in the order of namespaces: name one with --namespace")

// take reads what a kind has in a namespace. What is not wanted is passed over.
func (p *pages) take(ctx context.Context, ns *Namespace, kept *replicas, wanted bool) error {
	for p.now != nil && p.now.Metadata.Namespace == ns.Name {
		if wanted && kept.keep(p.resource, p.now) {
			o, err := p.resource.object(p.now)
			if err != nil {
				return err
			}
			ns.Objects = append(ns.Objects, o)
		}
		if err := p.advance(ctx); err != nil {
			return err
		}
	}
	if p.now != nil && orderOf(p.now.Metadata.Namespace) < orderOf(ns.Name) {
		return errOrder
	}
	return nil
}
