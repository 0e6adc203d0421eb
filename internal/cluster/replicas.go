package cluster

import (
	"crypto/sha256"
	"encoding/json"
	"hash"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// replicas knows which objects of one controller are alike, so that one of them is read for all.
type replicas struct{ seen map[[sha256.Size]byte]bool }

func newReplicas() *replicas { return &replicas{seen: map[[sha256.Size]byte]bool{}} }

// fields are those of an object, as the server writes them: in one order.
type fields map[string]json.RawMessage

// keep tells whether an object is read: it is no old revision that runs nothing, and it holds no pod, or the first of its controller that says this.
func (k *replicas) keep(r *Resource, it *item) bool {
	owner := it.controller()
	if owner == nil {
		return true
	}
	var o struct {
		Spec fields `json:"spec"`
	}
	if json.Unmarshal(it.raw, &o) != nil {
		return true // who judges it says what is wrong
	}
	if r.Kind == "ReplicaSet" && string(o.Spec["replicas"]) == "0" {
		return false
	}
	pod := podOf(o.Spec)
	if pod == nil {
		return true
	}
	h := sha256.New()
	_, _ = h.Write([]byte(string(owner.UID) + "\x00" + r.Kind)) // a hash takes everything
	pod.into(h, it.Metadata.Name)
	key := [sha256.Size]byte(h.Sum(nil))
	if k.seen[key] {
		return false
	}
	k.seen[key] = true
	return true
}

// podOf is the specification of the pod that a specification is or has a template of; nil: there is none.
func podOf(spec fields) fields {
	if spec["containers"] != nil {
		return spec
	}
	var template struct {
		Spec fields `json:"spec"`
	}
	if json.Unmarshal(spec["template"], &template) != nil || template.Spec["containers"] == nil {
		return nil
	}
	return template.Spec
}

// tokenVolume is the volume that each pod gets for its token, under a name of its own.
var tokenVolume = regexp.MustCompile(`kube-api-access-[a-z0-9]{5}"`)

// into writes what a pod says into a hash, without what each replica is given for itself: its node, its host name, the affinity by which a DaemonSet
// places it, its claims for volumes, and the name of the volume with its token.
func (pod fields) into(h hash.Hash, name string) {
	for _, key := range slices.Sorted(maps.Keys(pod)) {
		text := string(pod[key])
		switch key {
		case "nodeName", "hostname", "affinity":
			continue
		case "volumes":
			text = strings.ReplaceAll(text, name, "")
		}
		text = tokenVolume.ReplaceAllString(text, "")
		_, _ = h.Write([]byte(key + "\x00" + text + "\x00"))
	}
}
