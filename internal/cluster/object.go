package cluster

import (
	"encoding/json"
	"fmt"

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
