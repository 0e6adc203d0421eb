package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Feed takes what there is of one kind, and what becomes of it. Its methods are called one after the other.
type Feed interface {
	// Begin is told that everything there is follows, up to End: what is not among it is gone. A list that ends early begins anew.
	Begin()
	// Put hands over an object as it is now. raw is not used again.
	Put(namespace, name string, raw json.RawMessage)
	Delete(namespace, name string)
	End()
	// Again tells whether everything is to be handed over once more. It is asked when a request of the watch has come to its end.
	Again() bool
	// Heard tells that what was handed over is what the server has, and with an error that it may not be any more.
	Heard(err error)
}

const (
	// watchTime bounds one request of a watch, so that none hangs on a server for ever. The server is asked for as much, and up to twice that.
	watchTime = 5 * time.Minute
	// listTime bounds a whole list.
	listTime = 5 * time.Minute
	// longestWait is how long the server is left alone at most after it did not answer.
	longestWait = 10 * time.Second
)

// Watch hands over what there is of a kind, and every change, until the context ends. Where the server or its store is restarted it goes on with what
// comes next, and where changes are no longer known it begins anew. Objects go through one by one: the reflector of client-go holds a whole list
// before it hands over any of it, whatever its size.
func (c *Client) Watch(ctx context.Context, r *Resource, feed Feed) {
	w := &watch{client: c, resource: r, feed: feed}
	wait := c.opt.Retry
	for ctx.Err() == nil {
		w.heard = false
		err := w.once(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			feed.Heard(err)
		}
		if w.heard {
			wait = c.opt.Retry
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait/2 + rand.N(wait)): //nolint:gosec // so that kinds do not come all at once
		}
		wait = min(2*wait, longestWait)
	}
}

// watch is how far a kind is known.
type watch struct {
	client   *Client
	resource *Resource
	feed     Feed
	version  string // of what was handed over; empty: nothing was, or it is no longer known
	heard    bool   // the server has answered
}

// once lists where that must be, and hands over changes until the server ends the request.
func (w *watch) once(ctx context.Context) error {
	if w.version != "" {
		if err := w.compare(ctx); err != nil {
			return err
		}
	}
	if w.version == "" {
		if err := w.list(ctx); err != nil {
			return err
		}
		w.heard = true
		w.feed.Heard(nil)
	}
	err := w.changes(ctx)
	if forgotten(err) || err == nil && w.feed.Again() {
		w.version = ""
	}
	return err
}

// forgotten tells of a version from which on the server no longer, or not yet, knows the changes.
func forgotten(err error) bool {
	if status := apierrors.APIStatus(nil); errors.As(err, &status) {
		code := status.Status().Code
		return code == http.StatusGone || code == http.StatusBadRequest || apierrors.HasStatusCause(err, metav1.CauseTypeResourceVersionTooLarge)
	}
	return false
}

// compare forgets the version when the server's own is older: its store is an older one than it was, and a watch would wait for changes
// that have another number now.
func (w *watch) compare(ctx context.Context) error {
	var list struct {
		Metadata metav1.ListMeta `json:"metadata"`
	}
	if err := w.client.getOnce(ctx, "application/json", w.resource.in(""), map[string]string{"limit": "1"}, &list); err != nil {
		return err
	}
	now, err := strconv.ParseUint(list.Metadata.ResourceVersion, 10, 64)
	was, other := strconv.ParseUint(w.version, 10, 64)
	if err == nil && other == nil && now < was {
		w.version = ""
	}
	return nil
}

// list hands over everything. The version is that of the first page, which all others are of.
func (w *watch) list(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, listTime)
	defer cancel()
	w.feed.Begin()
	version, next := "", ""
	for {
		meta, err := w.page(ctx, next)
		if err != nil {
			return err
		}
		if version == "" {
			version = meta.ResourceVersion
		}
		if next = meta.Continue; next == "" {
			w.feed.End()
			w.version = version
			return nil
		}
	}
}

// page hands over the objects of a page while it is read.
func (w *watch) page(ctx context.Context, next string) (meta metav1.ListMeta, err error) {
	params := map[string]string{"limit": strconv.Itoa(w.client.opt.Page), "continue": next}
	body, err := w.client.stream(ctx, w.resource.in(""), params)
	if err != nil {
		return meta, err
	}
	defer func() { _ = body.Close() }()
	dec := json.NewDecoder(body)
	err = eachField(dec, func(key string) error {
		switch key {
		case "metadata":
			return dec.Decode(&meta)
		case "items":
			return eachItem(dec, w.put)
		}
		var passed json.RawMessage
		return dec.Decode(&passed)
	})
	if err != nil {
		return meta, fmt.Errorf("read %s: %w", w.resource, err)
	}
	return meta, nil
}

// eachField goes through an object of JSON, whose values use reads.
func eachField(dec *json.Decoder, use func(key string) error) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errors.New("want an object"))
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		if err := use(key); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

// eachItem goes through a list of JSON, which may be null.
func eachItem(dec *json.Decoder, use func(json.RawMessage) error) error {
	t, err := dec.Token()
	if err != nil || t == nil {
		return err
	}
	if t != json.Delim('[') {
		return errors.New("want a list")
	}
	for dec.More() {
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return err
		}
		if err := use(raw); err != nil {
			return err
		}
	}
	_, err = dec.Token()
	return err
}

func (w *watch) put(raw json.RawMessage) error {
	var h head
	if err := json.Unmarshal(raw, &h); err != nil {
		return err
	}
	w.feed.Put(h.Metadata.Namespace, h.Metadata.Name, raw)
	return nil
}

// changes hands over what changes. It returns nil when the server ends the request, which it does from time to time.
func (w *watch) changes(ctx context.Context) error {
	limit := watchTime + rand.N(watchTime) //nolint:gosec // so that kinds do not come all at once
	ctx, cancel := context.WithTimeout(ctx, limit+listTime)
	defer cancel()
	body, err := w.client.stream(ctx, w.resource.in(""), map[string]string{
		"watch": "1", "resourceVersion": w.version, "allowWatchBookmarks": "true", "timeoutSeconds": strconv.Itoa(int(limit.Seconds())),
	})
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	w.heard = true
	w.feed.Heard(nil)
	dec := json.NewDecoder(body)
	for {
		var e event
		if err := dec.Decode(&e); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("watch %s: %w", w.resource, err)
		}
		if err := w.take(&e); err != nil {
			return err
		}
	}
}

// event is what a watch says.
type event struct {
	Type   string          `json:"type"`
	Object json.RawMessage `json:"object"`
}

func (w *watch) take(e *event) error {
	if e.Type == "ERROR" {
		said := apierrors.StatusError{}
		if err := json.Unmarshal(e.Object, &said.ErrStatus); err != nil {
			return fmt.Errorf("watch %s: %w", w.resource, err)
		}
		return &said
	}
	var h struct {
		Metadata metav1.ObjectMeta `json:"metadata"`
	}
	if err := json.Unmarshal(e.Object, &h); err != nil {
		return fmt.Errorf("watch %s: %w", w.resource, err)
	}
	switch e.Type {
	case "ADDED", "MODIFIED":
		w.feed.Put(h.Metadata.Namespace, h.Metadata.Name, e.Object)
	case "DELETED":
		w.feed.Delete(h.Metadata.Namespace, h.Metadata.Name)
	}
	w.version = h.Metadata.ResourceVersion // of a bookmark it is all that is said
	return nil
}
