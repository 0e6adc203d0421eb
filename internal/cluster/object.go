package cluster

import (
	"encoding/json"
	"fmt"
	"strings"

	"sigs.k8s.io/yaml"
)

// Object is an object of a cluster, as kubectl get -o yaml shows it.
type Object struct {
	APIVersion, Kind, Namespace, Name string
	YAML                              []byte
}

// object writes an item of a list as YAML. What the server notes of managers is left out, as kubectl does.
func (r *Resource) object(it *item) (Object, error) {
	o := Object{APIVersion: r.APIVersion, Kind: r.Kind, Namespace: it.Metadata.Namespace, Name: it.Metadata.Name}
	var root map[string]any
	err := json.Unmarshal(it.raw, &root)
	if err == nil {
		root["apiVersion"], root["kind"] = r.APIVersion, r.Kind // a list says them once for all
		if meta, ok := root["metadata"].(map[string]any); ok {
			delete(meta, "managedFields")
		}
		o.YAML, err = yaml.Marshal(root)
	}
	if err != nil {
		return o, fmt.Errorf("read %s %s/%s: %w", r, o.Namespace, o.Name, err)
	}
	return o, nil
}

// replicas knows which objects of one controller are alike, so that one of them is read for all.
type replicas struct{ seen map[string]bool }

func newReplicas() *replicas { return &replicas{seen: map[string]bool{}} }

// keep tells whether an object is read: it is the first of its controller with these containers, and no old revision that runs nothing.
func (k *replicas) keep(r *Resource, it *item) bool {
	owner := ""
	for i := range it.Metadata.OwnerReferences {
		if ref := &it.Metadata.OwnerReferences[i]; ref.Controller != nil && *ref.Controller {
			owner = string(ref.UID)
		}
	}
	if owner == "" {
		return true
	}
	var o struct {
		Spec struct {
			Replicas *int `json:"replicas"`
			podLists
			Template struct {
				Spec podLists `json:"spec"`
			} `json:"template"`
		} `json:"spec"`
	}
	if json.Unmarshal(it.raw, &o) != nil {
		return true // who judges it says what is wrong
	}
	if r.Kind == "ReplicaSet" && o.Spec.Replicas != nil && *o.Spec.Replicas == 0 {
		return false
	}
	key := owner + "\x00" + r.Kind + o.Spec.names() + o.Spec.Template.Spec.names()
	if k.seen[key] {
		return false
	}
	k.seen[key] = true
	return true
}

// podLists are the containers of a pod.
type podLists struct {
	Init       []named `json:"initContainers"`
	Containers []named `json:"containers"`
	Ephemeral  []named `json:"ephemeralContainers"`
}

type named struct {
	Name  string `json:"name"`
	Image string `json:"image"`
}

func (p *podLists) names() string {
	var b strings.Builder
	for _, list := range [][]named{p.Init, p.Containers, p.Ephemeral} {
		for _, c := range list {
			b.WriteString("\x00" + c.Name + "\x01" + c.Image)
		}
		b.WriteByte('\x02')
	}
	return b.String()
}
