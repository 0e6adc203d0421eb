package watched

import (
	"context"
	"encoding/json"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/podlint/podlint/internal/cluster"
	"github.com/podlint/podlint/internal/manifest"
)

// kind is what is held of one kind; the lock of the cluster guards it. It is the feed of its watch.
type kind struct {
	cluster  *Cluster
	resource *cluster.Resource
	pods     bool // its objects hold pods
	cancel   context.CancelFunc

	filled  bool      // it was read once
	refused bool      // it may not be read
	lost    time.Time // since when the server has not told of changes; zero: it does

	spaces     map[string]map[string]*held // by namespace and name
	short      map[string]bool             // namespaces of which something did not fit
	round      int                         // of reading everything
	roundShort map[string]bool             // what will be short, once everything was read
	objects    int
	left       int
	bytes      int64
}

// held is an object.
type held struct {
	object *manifest.Object
	size   int64
	round  int
}

func (k *kind) usable(now time.Time) bool {
	return k.filled && (k.lost.IsZero() || now.Sub(k.lost) < grace)
}

// space is the namespace that an object belongs to: a Namespace is part of itself.
func (k *kind) space(namespace, name string) string {
	if !k.resource.Namespaced {
		return name
	}
	return namespace
}

// Begin is told that everything there is follows.
func (k *kind) Begin() {
	k.cluster.mu.Lock()
	defer k.cluster.mu.Unlock()
	k.round++
	k.left, k.roundShort = 0, map[string]bool{}
}

// Put holds an object, unless nobody needs it or it does not fit.
func (k *kind) Put(namespace, name string, raw json.RawMessage) {
	object, size, needed := k.read(namespace, name, raw)
	k.cluster.mu.Lock()
	defer k.cluster.mu.Unlock()
	space := k.space(namespace, name)
	k.drop(space, name)
	switch {
	case !needed:
	case object == nil || k.cluster.bytes+size > k.cluster.limit:
		if k.left++; k.roundShort != nil {
			k.roundShort[space] = true
		}
		k.short[space] = true
	default:
		if k.spaces[space] == nil {
			k.spaces[space] = map[string]*held{}
		}
		k.spaces[space][name] = &held{object, size, k.round}
		k.objects++
		k.bytes += size
		k.cluster.bytes += size
	}
	delete(k.cluster.around, space)
}

// Delete lets an object go.
func (k *kind) Delete(namespace, name string) {
	k.cluster.mu.Lock()
	defer k.cluster.mu.Unlock()
	k.drop(k.space(namespace, name), name)
	delete(k.cluster.around, k.space(namespace, name))
}

func (k *kind) drop(space, name string) {
	h := k.spaces[space][name]
	if h == nil {
		return
	}
	if delete(k.spaces[space], name); len(k.spaces[space]) == 0 {
		delete(k.spaces, space)
	}
	k.objects--
	k.bytes -= h.size
	k.cluster.bytes -= h.size
}

// End lets go what was not among everything.
func (k *kind) End() {
	k.cluster.mu.Lock()
	defer k.cluster.mu.Unlock()
	for space, all := range k.spaces {
		for name, h := range all {
			if h.round != k.round {
				k.drop(space, name)
			}
		}
	}
	k.filled, k.short, k.roundShort = true, k.roundShort, nil
	clear(k.cluster.around)
}

// forget lets everything go.
func (k *kind) forget() {
	k.round++
	for space, all := range k.spaces {
		for name := range all {
			k.drop(space, name)
		}
	}
	clear(k.cluster.around)
}

// Heard notes whether the server tells of changes.
func (k *kind) Heard(err error) {
	k.cluster.mu.Lock()
	defer k.cluster.mu.Unlock()
	name := k.resource.String()
	switch {
	case err == nil && (!k.lost.IsZero() || k.refused):
		k.cluster.log.Info("what the cluster has is known again", "kind", name)
		k.lost, k.refused = time.Time{}, false
		clear(k.cluster.around)
	case err == nil || !k.lost.IsZero():
	default:
		k.lost = time.Now()
		k.refused = apierrors.IsForbidden(err) || apierrors.IsNotFound(err) || apierrors.IsMethodNotSupported(err)
		k.cluster.log.Warn("what the cluster has is not told", "kind", name, "error", err.Error())
	}
}

// Again tells whether everything is to be read once more: something did not fit, and now it may.
func (k *kind) Again() bool {
	k.cluster.mu.Lock()
	defer k.cluster.mu.Unlock()
	return len(k.short) > 0 && k.cluster.bytes < k.cluster.limit/4*3
}
