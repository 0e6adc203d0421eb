package cluster

import (
	"encoding/json"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// Object is an object of a cluster, as kubectl get -o yaml shows it.
type Object struct {
	APIVersion, Kind, Namespace, Name string
	YAML                              []byte
	UID                               string
	// Controller is who has made the object; nil: nobody says so.
	Controller *metav1.OwnerReference

	root     map[string]any
	managers []manager
}

// object writes an item of a list as YAML. What the server notes of managers is left out, as kubectl does.
func (r *Resource) object(it *item) (Object, error) {
	o := Object{APIVersion: r.APIVersion, Kind: r.Kind, Namespace: it.Metadata.Namespace, Name: it.Metadata.Name, UID: it.Metadata.UID, Controller: it.controller()}
	var root map[string]any
	err := json.Unmarshal(it.raw, &root)
	if err == nil {
		o.root, o.managers = root, managersOf(it.raw)
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

// controller is the reference to who has made the object; nil when there is none.
func (h *head) controller() *metav1.OwnerReference {
	for i := range h.Metadata.OwnerReferences {
		if ref := &h.Metadata.OwnerReferences[i]; ref.Controller != nil && *ref.Controller {
			return ref
		}
	}
	return nil
}

// replicas knows which objects of one controller are alike, so that one of them is read for all.
type replicas struct{ seen map[string]bool }

func newReplicas() *replicas { return &replicas{seen: map[string]bool{}} }

// keep tells whether an object is read: it is the first of its controller with these containers, and no old revision that runs nothing.
func (k *replicas) keep(r *Resource, it *item) bool {
	owner := it.controller()
	if owner == nil {
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
	key := string(owner.UID) + "\x00" + r.Kind + o.Spec.names() + o.Spec.Template.Spec.names()
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
