package manifest

import (
	"bytes"
	"hash/maphash"
	"io"
	"strings"
	"time"
	"unique"
)

// maxAlike is how many kinds of items of one List are told apart. Items of further kinds count as unlike any other.
const maxAlike = 1 << 16

// Alike names items of one List that are equal but for what the API server gives each of the replicas of a workload: their names, the
// suffix of their token volumes, addresses, nodes, states.
type Alike struct {
	list *bigList
	id   int32
}

// Alike tells which other items are like this one; ok is false when there are none, and for all but Pods: others are referred to by name.
func (it *Item) Alike() (Alike, bool) {
	if it.alike == 0 {
		return Alike{}, false
	}
	like := &it.list.alike.likes[it.alike-1]
	is := like.is
	if is == (objectType{}) {
		is = itemType(&Node{Type: Map}, it.list.header())
	}
	return Alike{it.list, it.alike}, like.n > 1 && is == objectType{"v1", "Pod"}
}

// alikes knows the items of a List that were seen, by what they have in common.
type alikes struct {
	seeds   [2]maphash.Seed
	ids     map[[2]uint64]int32
	likes   []like
	scratch []byte
}

// like is what items have in common.
type like struct {
	n       int32
	is      objectType
	named   bool // each may be the controller of others, which name it
	outline string
}

func newAlikes() alikes {
	return alikes{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, ids: map[[2]uint64]int32{}}
}

// key is equal for items that are alike; ok is false for an item of an unusual form.
func (a *alikes) key(data []byte) (key [2]uint64, ok bool) {
	d := digest{data: data, out: a.scratch[:0]}
	ok = d.item()
	a.scratch = d.out
	if ok {
		key = [2]uint64{maphash.Bytes(a.seeds[0], d.out), maphash.Bytes(a.seeds[1], d.out)}
	}
	return key, ok
}

// seen counts one more item of a kind that is known and returns the kind, 0 for an unknown one.
func (a *alikes) seen(key [2]uint64) int32 {
	id := a.ids[key]
	if id > 0 {
		a.likes[id-1].n++
	}
	return id
}

// enough tells whether an item of a known kind needs no second look: nobody names it.
func (a *alikes) enough(id int32) bool { return id > 0 && !a.likes[id-1].named }

// add returns the number of a new kind, 0 when there are too many.
func (a *alikes) add(key [2]uint64, is objectType, outline string) int32 {
	if len(a.likes) >= maxAlike {
		return 0
	}
	is = objectType{unique.Make(is.apiVersion).Value(), unique.Make(is.kind).Value()} // they must not keep the item's text
	a.likes = append(a.likes, like{n: 1, is: is, named: is.kind != "Pod" && strings.Contains(outline, `"containers"`), outline: outline})
	id := int32(len(a.likes)) //nolint:gosec // maxAlike bounds it
	a.ids[key] = id
	return id
}

// What replicas differ in. Nothing of it is a part of a pod's model but the name, which the model holds for messages alone.
var (
	ownOfItem     = map[string]bool{"status": true}
	ownOfMetadata = map[string]bool{
		"name": true, "uid": true, "resourceVersion": true, "creationTimestamp": true, "managedFields": true, "selfLink": true,
	}
	ownOfSpec        = map[string]bool{"nodeName": true}
	ownOfAnnotations = map[string]bool{
		"cni.projectcalico.org/containerID": true, "cni.projectcalico.org/podIP": true, "cni.projectcalico.org/podIPs": true,
		"k8s.v1.cni.cncf.io/network-status": true, "k8s.v1.cni.cncf.io/networks-status": true, "k8s.ovn.org/pod-networks": true,
	}
)

// OwnAnnotations are the annotations that replicas do not share: what networks note of each pod.
func OwnAnnotations() map[string]bool { return ownOfAnnotations }

// digest copies what items that are alike have in common. It takes JSON that was only balanced, and gives up where that is not JSON.
type digest struct {
	data []byte
	out  []byte
	done int // up to where data was copied
}

func (d *digest) item() bool {
	ok := d.object(0, ownOfItem, func(key string, at int) (int, bool) {
		switch key {
		case "metadata":
			return d.below(at, ownOfMetadata, func(key string, at int) (int, bool) {
				if key != "annotations" {
					return 0, true
				}
				return d.below(at, ownOfAnnotations, nil)
			})
		case "spec":
			return d.below(at, ownOfSpec, nil)
		}
		return 0, true
	})
	d.out = append(d.out, d.data[d.done:]...)
	d.hideToken()
	return ok
}

// below is object for a value that need not be one.
func (d *digest) below(at int, own map[string]bool, into func(key string, at int) (int, bool)) (end int, ok bool) {
	if d.data[at] != '{' {
		return 0, true
	}
	return d.end(at, own, into)
}

func (d *digest) object(at int, own map[string]bool, into func(key string, at int) (int, bool)) bool {
	at = d.space(at)
	if at >= len(d.data) || d.data[at] != '{' {
		return false
	}
	_, ok := d.end(at, own, into)
	return ok
}

// end walks the fields of the object at an offset: it leaves out the values of own keys, and asks into whether it walked a value
// itself, to which offset. It returns the offset after the object.
func (d *digest) end(at int, own map[string]bool, into func(key string, at int) (int, bool)) (int, bool) {
	at = d.space(at + 1)
	if at < len(d.data) && d.data[at] == '}' {
		return at + 1, true
	}
	for {
		key, value, ok := d.key(at)
		if !ok {
			return 0, false
		}
		if at, ok = d.field(string(key), value, own, into); !ok {
			return 0, false
		}
		at = d.space(at)
		if at < len(d.data) && d.data[at] == '}' {
			return at + 1, true
		}
		if at >= len(d.data) || d.data[at] != ',' {
			return 0, false
		}
		at = d.space(at + 1)
	}
}

// field walks the value of a field and returns the offset after it.
func (d *digest) field(key string, value int, own map[string]bool, into func(key string, at int) (int, bool)) (at int, ok bool) {
	if into != nil {
		if at, ok = into(key, value); at > 0 || !ok {
			return at, ok
		}
	}
	at = d.value(value)
	return at, at > 0 && (!own[key] || d.leaveOut(key, value, at))
}

// key reads the key at an offset and returns the offset of its value.
func (d *digest) key(at int) (key []byte, value int, ok bool) {
	if at >= len(d.data) || d.data[at] != '"' {
		return nil, 0, false
	}
	n := d.value(at)
	if n == 0 || bytes.IndexByte(d.data[at:n], '\\') >= 0 {
		return nil, 0, false
	}
	key = d.data[at+1 : n-1]
	if at = d.space(n); at >= len(d.data) || d.data[at] != ':' {
		return nil, 0, false
	}
	at = d.space(at + 1)
	return key, at, at < len(d.data)
}

func (d *digest) space(at int) int { return at + countPrefix(d.data[min(at, len(d.data)):], " \t\r\n") }

// value returns the offset after the value at an offset, 0 when there is none.
func (d *digest) value(at int) int {
	w := window{buf: d.data[at:], err: io.EOF}
	n := w.value()
	if n == 0 {
		return 0
	}
	return at + n
}

// leaveOut copies what comes before a value, and in place of the value only what kind of value it is.
func (d *digest) leaveOut(key string, from, to int) bool {
	value := d.data[from:to]
	switch {
	case value[0] == '{' || value[0] == '[':
	case value[0] != '"' || len(value) == 2:
		return true // null, an empty text, or what is wrong here
	case bytes.IndexByte(value, '\\') >= 0:
		return false
	case key == "creationTimestamp":
		if _, err := time.Parse(time.RFC3339, string(value[1:len(value)-1])); err != nil {
			return true
		}
	}
	for _, c := range value {
		if c < ' ' && value[0] == '"' {
			return false
		}
	}
	d.out = append(append(d.out, d.data[d.done:from]...), value[0], '~')
	d.done = to
	return true
}

// TokenVolume begins the name of the volume that admission adds to each pod; five characters follow.
const TokenVolume = "kube-api-access-"

const tokenVolume = `"` + TokenVolume

// hideToken makes the names of token volumes alike, unless there are several of them.
func (d *digest) hideToken() {
	suffix, ok := d.tokenSuffix()
	if !ok {
		return
	}
	old := []byte(tokenVolume + suffix + `"`)
	for i, n := 0, bytes.Index(d.out, old); n >= 0; n = bytes.Index(d.out[i:], old) {
		copy(d.out[i+n+len(tokenVolume):], "*****")
		i += n + len(old)
	}
}

// tokenSuffix is the suffix of all token volumes; ok is false when there is none, or more than one.
func (d *digest) tokenSuffix() (suffix string, ok bool) {
	for rest := d.out; ; {
		i := bytes.Index(rest, []byte(tokenVolume))
		if i < 0 {
			return suffix, suffix != ""
		}
		rest = rest[i+len(tokenVolume):]
		if len(rest) < 6 || rest[5] != '"' || bytes.IndexByte(rest[:5], '\\') >= 0 || suffix != "" && suffix != string(rest[:5]) {
			return "", false
		}
		suffix = string(rest[:5])
	}
}
