// Package watched holds the objects of a cluster that say something of its pods, as a watch tells of them, so that one object can be judged among the
// others of its namespace. It takes a bounded amount of memory: what does not fit is unknown, which is not the same as absent.
package watched

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/podlint/podlint/internal/cluster"
	"github.com/podlint/podlint/internal/manifest"
)

const (
	// grace is how long a watch may be interrupted before what it told counts no longer: a restart of the API server takes less.
	grace = 30 * time.Second
	// discoverEvery is how often the cluster is asked for its version and kinds.
	discoverEvery = 5 * time.Minute
	// discoverRetry is how long to wait after it did not say.
	discoverRetry = 2 * time.Second
)

// Cluster is what is known of a cluster. It is safe for concurrent use.
type Cluster struct {
	limit int64
	log   *slog.Logger

	mu      sync.Mutex
	holds   func(apiVersion, kind string) bool
	version string
	err     error // why the kinds are not known; nil: they are
	kinds   map[string]*kind
	bytes   int64
	around  map[string]*Around // what was put together of namespaces that have not changed since
}

// New makes an empty cluster, whose objects may take so many bytes.
func New(limit int64, log *slog.Logger) *Cluster {
	return &Cluster{limit: limit, log: log, kinds: map[string]*kind{}, around: map[string]*Around{}, err: fmt.Errorf("the cluster was not asked yet")}
}

// SetHolds says which kinds hold pods. It is called before Run, and again when that changes.
func (c *Cluster) SetHolds(holds func(apiVersion, kind string) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.holds = holds
}

// Version is the version of Kubernetes that the cluster says it has, such as 1.31; empty until it has said so.
func (c *Cluster) Version() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.version
}

// Run watches until the context ends.
func (c *Cluster) Run(ctx context.Context, client *cluster.Client) {
	var watches sync.WaitGroup
	defer watches.Wait()
	for ctx.Err() == nil {
		wait := discoverEvery
		if err := c.discover(ctx, client, &watches); err != nil {
			wait = discoverRetry
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// discover begins to watch the kinds that are new, and ends to watch those that are gone.
func (c *Cluster) discover(ctx context.Context, client *cluster.Client, watches *sync.WaitGroup) error {
	c.mu.Lock()
	holds := c.holds
	c.mu.Unlock()
	version, err := client.Version(ctx)
	if err == nil {
		var found []cluster.Resource
		var notes []string
		if found, notes, err = client.Resources(ctx, holds); err == nil {
			for _, note := range notes {
				c.log.Warn(note)
			}
			c.begin(ctx, client, found, holds, watches, len(notes) > 0)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.log.Warn("the cluster does not say what it has", "error", err.Error())
		if c.version == "" {
			c.err = err
		}
		return err
	}
	c.version, c.err = version, nil
	return nil
}

// begin starts and ends watches. Where not all kinds are known none is ended.
func (c *Cluster) begin(ctx context.Context, client *cluster.Client, found []cluster.Resource, holds func(apiVersion, kind string) bool, watches *sync.WaitGroup, some bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	there := map[string]bool{}
	for i := range found {
		r := &found[i]
		there[r.String()] = true
		if !r.Namespaced && r.Kind != "Namespace" || c.kinds[r.String()] != nil {
			continue
		}
		of, cancel := context.WithCancel(ctx)
		k := &kind{cluster: c, resource: r, pods: holds(r.APIVersion, r.Kind), cancel: cancel, spaces: map[string]map[string]*held{}, short: map[string]bool{}}
		c.kinds[r.String()] = k
		watches.Go(func() { client.Watch(of, r, k) })
	}
	for name, k := range c.kinds {
		if !there[name] && !some {
			k.cancel()
			k.forget()
			delete(c.kinds, name)
		}
	}
}

// Ready tells whether everything was read once that may be read, and what is in the way.
func (c *Cluster) Ready() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return fmt.Errorf("the kinds of the cluster are not known: %w", c.err)
	}
	for _, name := range slices.Sorted(maps.Keys(c.kinds)) {
		if k := c.kinds[name]; !k.filled && !k.refused {
			return fmt.Errorf("the cache of %s is not filled", name)
		}
	}
	return nil
}

// State is how far one kind is known.
type State struct {
	Kind    string // such as deployments.apps
	Objects int
	Bytes   int64
	Left    int  // objects that did not fit, as they were counted since the kind was listed last
	Live    bool // it was read, and the server tells of changes
}

// States are those of all kinds, by name.
func (c *Cluster) States() []State {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := make([]State, 0, len(c.kinds))
	for _, name := range slices.Sorted(maps.Keys(c.kinds)) {
		k := c.kinds[name]
		out = append(out, State{Kind: name, Objects: k.objects, Bytes: k.bytes, Left: k.left, Live: k.filled && k.lost.IsZero()})
	}
	return out
}

// Around is what is known of a namespace.
type Around struct {
	// Objects are sorted by file. They are not to be changed.
	Objects []*manifest.Object
	// Listed are the kinds of which every object is among them.
	Listed map[string]bool
	// Partial tells that there may be workloads that are not among them.
	Partial bool
}

// Around is what is known of a namespace now.
func (c *Cluster) Around(namespace string) *Around {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	lost := false
	for _, k := range c.kinds {
		lost = lost || !k.lost.IsZero()
	}
	if a := c.around[namespace]; a != nil && !lost {
		return a
	}
	a := &Around{Listed: map[string]bool{}, Partial: c.err != nil}
	for _, k := range c.kinds {
		whole := k.usable(now) && !k.short[namespace]
		a.Listed[k.resource.Kind] = whole
		a.Partial = a.Partial || k.pods && !whole
		if !k.usable(now) {
			continue
		}
		for _, h := range k.spaces[namespace] {
			a.Objects = append(a.Objects, h.object)
		}
	}
	slices.SortFunc(a.Objects, func(x, y *manifest.Object) int { return strings.Compare(x.File, y.File) })
	if !lost {
		c.around[namespace] = a
	}
	return a
}

// With puts an object into its place among the others, in that of its own last state where there is one.
func (a *Around) With(o *manifest.Object) []*manifest.Object {
	at, there := slices.BinarySearchFunc(a.Objects, o.File, func(x *manifest.Object, file string) int { return strings.Compare(x.File, file) })
	after := at
	if there {
		after++
	}
	return slices.Concat(a.Objects[:at], []*manifest.Object{o}, a.Objects[after:])
}
