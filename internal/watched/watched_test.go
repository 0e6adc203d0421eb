package watched

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/cluster"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// holding is a cluster in which Deployments and Pods hold pods.
func holding(limit int64) *Cluster {
	c := New(limit, slog.New(slog.DiscardHandler))
	c.SetHolds(func(_, kind string) bool { return kind == "Deployment" || kind == "Pod" })
	c.err = nil
	return c
}

func (c *Cluster) add(apiVersion, name string) *kind {
	k := &kind{
		cluster: c, resource: &cluster.Resource{APIVersion: apiVersion, Kind: name, Namespaced: name != "Namespace"}, pods: c.holds(apiVersion, name),
		spaces: map[string]map[string]*held{}, short: map[string]bool{},
	}
	c.kinds[name] = k
	return k
}

func object(namespace, name, rest string) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"metadata":{"namespace":%q,"name":%q,"managedFields":[{}]},"status":{"a":"b"}%s}`, namespace, name, rest))
}

func files(a *Around) string {
	var out []string
	for _, o := range a.Objects {
		out = append(out, o.File)
	}
	return strings.Join(out, " ")
}

// TestAround: what belongs to a namespace, in the order of names, with the object that is judged in the place of its last state.
func TestAround(t *testing.T) {
	c := holding(1 << 20)
	services, deployments, spaces := c.add("v1", "Service"), c.add("apps/v1", "Deployment"), c.add("v1", "Namespace")
	for _, k := range []*kind{services, deployments, spaces} {
		k.Begin()
	}
	services.Put("shop", "web", object("shop", "web", `,"spec":{"selector":{"app":"web"}}`))
	services.Put("other", "web", object("other", "web", ""))
	deployments.Put("shop", "web", object("shop", "web", `,"spec":{"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","env":[{"name":"A"}]}]}}}`))
	spaces.Put("", "shop", object("", "shop", ""))
	if a := c.Around("shop"); len(a.Objects) > 0 || a.Listed["Service"] || !a.Partial {
		t.Errorf("before everything was read: got %+v", a)
	}
	for _, k := range []*kind{services, deployments, spaces} {
		k.End()
	}
	a := c.Around("shop")
	if got := files(a); got != "Namespace/shop shop/Deployment/web shop/Service/web" || !a.Listed["Service"] || a.Partial {
		t.Errorf("got %s, %+v", got, a)
	}
	if c.Around("shop") != a {
		t.Error("what has not changed is put together again")
	}
	root := a.Objects[1].Root
	if root.Get("spec", "template", "spec", "containers", 0, "env") != nil || root.Get("status") != nil || root.Get("spec", "template", "metadata", "labels", "app") == nil {
		t.Error("a workload is known by its labels and ports alone")
	}
	set := manifest.ReadCluster([]source.File{{Name: "shop/Deployment/web", Data: []byte(`{"apiVersion":"apps/v1","kind":"Deployment"}`)}}, 1)
	if all := a.With(set.Objects[0]); len(all) != 3 || all[1] != set.Objects[0] || a.Objects[1] == set.Objects[0] {
		t.Errorf("got %d objects", len(all))
	}
	services.Delete("shop", "web")
	if got := files(c.Around("shop")); strings.Contains(got, "Service") {
		t.Errorf("got %s", got)
	}
}

// TestRelist: what is not among everything any more is gone, once everything was read, and not before.
func TestRelist(t *testing.T) {
	c := holding(1 << 20)
	k := c.add("v1", "Service")
	for round, names := range [][]string{{"a", "b", "c"}, {"b"}, {"b", "d"}} {
		k.Begin()
		for _, name := range names {
			k.Put("shop", name, object("shop", name, ""))
		}
		if n := len(c.Around("shop").Objects); round == 1 && n != 3 {
			t.Errorf("while it is read: got %d", n)
		}
		k.End()
		if got, want := files(c.Around("shop")), "shop/Service/"+strings.Join(names, " shop/Service/"); got != want {
			t.Errorf("round %d: got %s, want %s", round, got, want)
		}
	}
	k.Begin() // the list breaks off, and begins anew
	k.Put("shop", "e", object("shop", "e", ""))
	k.Begin()
	k.Put("shop", "f", object("shop", "f", ""))
	k.End()
	if got := files(c.Around("shop")); got != "shop/Service/f" {
		t.Errorf("got %s", got)
	}
}

// TestLost: what was told counts for a while after the server stopped telling, and no longer; what may not be read is in nobody's way.
func TestLost(t *testing.T) {
	c := holding(1 << 20)
	k, d := c.add("v1", "Service"), c.add("apps/v1", "Deployment")
	if err := c.Ready(); err == nil || err.Error() != "the cache of Deployment is not filled" {
		t.Errorf("got %v", err)
	}
	for _, k := range []*kind{k, d} {
		k.Begin()
		k.Put("shop", "web", object("shop", "web", ""))
		k.End()
	}
	if err := c.Ready(); err != nil {
		t.Error(err)
	}
	d.Heard(errors.New("connection refused"))
	if got := files(c.Around("shop")); got != "shop/Deployment/web shop/Service/web" {
		t.Errorf("got %s", got)
	}
	c.mu.Lock()
	d.lost = time.Now().Add(-2 * grace)
	c.mu.Unlock()
	if a := c.Around("shop"); files(a) != "shop/Service/web" || !a.Partial || a.Listed["Deployment"] {
		t.Errorf("got %s, %+v", files(a), a)
	}
	d.Heard(nil)
	if a := c.Around("shop"); files(a) != "shop/Deployment/web shop/Service/web" || a.Partial {
		t.Errorf("got %s, %+v", files(a), a)
	}
}

// TestBound: however much there is, what is held takes no more than it may, and what did not fit is known to be unknown until it fits.
func TestBound(t *testing.T) {
	const limit = 8 << 20
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	c := holding(limit)
	k := c.add("v1", "ConfigMap")
	text := strings.Repeat("key = value\\n", 100)
	fill := func(n int) {
		k.Begin()
		for i := range n {
			namespace, name := fmt.Sprintf("team-%d", i/100), fmt.Sprintf("settings-%d", i)
			k.Put(namespace, name, object(namespace, name, fmt.Sprintf(`,"data":{"a.conf":"%s","b":"1"},"binaryData":{"c":"AAAA"}`, text)))
		}
		k.End()
	}
	fill(20_000)
	runtime.GC()
	runtime.ReadMemStats(&after)
	s := c.States()[0]
	if s.Bytes > limit || s.Bytes < limit/10*9 || s.Left == 0 || s.Objects+s.Left != 20_000 {
		t.Errorf("got %+v", s)
	}
	if used := int64(after.HeapAlloc) - int64(before.HeapAlloc); used > limit*11/10 || used < limit/2 {
		t.Errorf("%d KiB are held where %d were counted", used>>10, s.Bytes>>10)
	}
	if a := c.Around("team-0"); len(a.Objects) != 100 || !a.Listed["ConfigMap"] {
		t.Errorf("of the first namespace everything fits: got %d, %v", len(a.Objects), a.Listed)
	}
	if a := c.Around("team-199"); len(a.Objects) != 0 || a.Listed["ConfigMap"] {
		t.Errorf("of the last nothing does: got %d, %v", len(a.Objects), a.Listed)
	}
	if k.Again() {
		t.Error("nothing would fit that did not")
	}
	for i := range 10_000 {
		k.Delete(fmt.Sprintf("team-%d", i/100), fmt.Sprintf("settings-%d", i))
	}
	if !k.Again() || c.States()[0].Bytes != 0 {
		t.Errorf("want everything read again: %+v", c.States()[0])
	}
	fill(10)
	if a := c.Around("team-0"); k.Again() || len(a.Objects) != 10 || !a.Listed["ConfigMap"] {
		t.Errorf("got %d, %v", len(a.Objects), a.Listed)
	}
}

// TestLargeObject: an object that is too large is unknown, and so is whatever its kind has in its namespace that nobody names.
func TestLargeObject(t *testing.T) {
	c := holding(8 << 20)
	k := c.add("v1", "ConfigMap")
	k.Begin()
	k.Put("shop", "large", object("shop", "large", `,"data":{"a":"`+strings.Repeat("a", maxObject)+`"}`))
	k.Put("shop", "small", object("shop", "small", ""))
	k.End()
	if a := c.Around("shop"); files(a) != "shop/ConfigMap/small" || a.Listed["ConfigMap"] {
		t.Errorf("got %s, %v", files(a), a.Listed)
	}
}

// TestOwned: what a controller has made is not held beside the controller's own template.
func TestOwned(t *testing.T) {
	c := holding(1 << 20)
	k := c.add("v1", "Pod")
	k.Begin()
	k.Put("shop", "owned", json.RawMessage(`{"metadata":{"name":"owned","namespace":"shop","ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"a","controller":true}]}}`))
	k.Put("shop", "bare", json.RawMessage(`{"metadata":{"name":"bare","namespace":"shop","ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"a","controller":true}]}}`))
	k.End()
	if a := c.Around("shop"); files(a) != "shop/Pod/bare" || a.Partial {
		t.Errorf("got %s, %+v", files(a), a)
	}
}
