package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// head is what of an object is needed before it is read as a whole.
type head struct {
	Metadata struct {
		Namespace       string                  `json:"namespace"`
		Name            string                  `json:"name"`
		UID             string                  `json:"uid"`
		OwnerReferences []metav1.OwnerReference `json:"ownerReferences"`
	} `json:"metadata"`
}

// item is an object as the server lists it.
type item struct {
	head

	raw json.RawMessage
}

// pages reads the objects of a kind one by one, in the order of the server: by namespace and name.
type pages struct {
	client   *Client
	resource *Resource
	path     string

	page    []json.RawMessage
	next    string // the token of the next page
	done    bool   // there is no next page
	expired int    // how many tokens have, one after the other
	failed  bool   // not all of it could be read
	last    string // namespace and name of the last object; after an expired token some may come again

	now *item // the object that is next; nil: there is none
}

// advance reads the next object into now.
func (p *pages) advance(ctx context.Context) error {
	for {
		for len(p.page) == 0 {
			if p.done {
				p.now = nil
				return nil
			}
			if err := p.turn(ctx); err != nil {
				return err
			}
		}
		it := &item{raw: p.page[0]}
		p.page[0], p.page = nil, p.page[1:]
		if err := json.Unmarshal(it.raw, &it.head); err != nil {
			return fmt.Errorf("read %s: %w", p.resource, err)
		}
		if at := it.Metadata.Namespace + "/" + it.Metadata.Name; at > p.last || p.last == "" {
			p.last, p.now = at, it
			return nil
		}
	}
}

// turn reads the next page. A token that expires while a long list is read is no end: the server says how to go on with what is there now, and where it does
// not, the list begins anew and what has been seen is passed over.
func (p *pages) turn(ctx context.Context) error {
	var list struct {
		Metadata metav1.ListMeta   `json:"metadata"`
		Items    []json.RawMessage `json:"items"`
	}
	err := p.client.get(ctx, p.path, map[string]string{"limit": strconv.Itoa(p.client.opt.Page), "continue": p.next}, &list)
	status := apierrors.APIStatus(nil)
	if p.next != "" && errors.As(err, &status) && status.Status().Code == http.StatusGone && p.expired < attempts {
		p.next = status.Status().Continue
		p.expired++
		return nil
	}
	if err != nil {
		return err
	}
	p.page, p.next, p.expired = list.Items, list.Metadata.Continue, 0
	p.done = p.next == ""
	return nil
}
