package admission

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"strings"

	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlint/podlint/internal/suppress"
)

// subresources are those whose objects hold what runs; the others leave a pod as it is.
var subresources = map[string]bool{"": true, "ephemeralcontainers": true, "resize": true}

// part is what of an object decides whether it is judged.
type part struct {
	Metadata struct {
		Annotations       map[string]string       `json:"annotations"`
		OwnerReferences   []metav1.OwnerReference `json:"ownerReferences"`
		DeletionTimestamp *metav1.Time            `json:"deletionTimestamp"`
	} `json:"metadata"`
}

// concerns tells whether a request is judged: it brings an object, which no controller that is judged itself has made, and an update changes
// something that rules look at.
func (r *Rules) concerns(req *admissionv1.AdmissionRequest) bool {
	if req.Operation != admissionv1.Create && req.Operation != admissionv1.Update || !subresources[req.SubResource] || len(req.Object.Raw) == 0 {
		return false
	}
	var now part
	if json.Unmarshal(req.Object.Raw, &now) != nil {
		return true // the judge says what is wrong with it
	}
	if r.made(now.Metadata.OwnerReferences) {
		return false
	}
	if req.Operation == admissionv1.Create {
		return true
	}
	return now.Metadata.DeletionTimestamp == nil && changes(req)
}

// made tells whether an object is that of a controller which is judged in its place.
func (r *Rules) made(owners []metav1.OwnerReference) bool {
	for i := range owners {
		o := &owners[i]
		if o.Controller != nil && *o.Controller && r.Controllers != nil && r.Controllers(o.APIVersion, o.Kind) {
			return true
		}
	}
	return false
}

// changes tells whether an update is about more than the metadata and the state of an object: who takes a finalizer off, or adds a label, must
// not answer for what has been there before. Annotations of podlint's own count.
func changes(req *admissionv1.AdmissionRequest) bool {
	now, before := contents(req.Object.Raw), contents(req.OldObject.Raw)
	if now == nil || before == nil {
		return true
	}
	return !maps.EqualFunc(now, before, func(a, b json.RawMessage) bool { return sameJSON(a, b) })
}

// contents are the parts of an object, its metadata down to podlint's annotations; nil when it cannot be read.
func contents(raw []byte) map[string]json.RawMessage {
	var all map[string]json.RawMessage
	var p part
	if json.Unmarshal(raw, &all) != nil || json.Unmarshal(raw, &p) != nil {
		return nil
	}
	delete(all, "status")
	maps.DeleteFunc(p.Metadata.Annotations, func(key, _ string) bool { return !strings.HasPrefix(key, suppress.Prefix) })
	own, err := json.Marshal(p.Metadata.Annotations)
	if err != nil {
		return nil
	}
	if len(p.Metadata.Annotations) == 0 {
		own = []byte("{}")
	}
	all["metadata"] = own
	return all
}

// sameJSON goes by the values: the order of keys is not one of them.
func sameJSON(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
