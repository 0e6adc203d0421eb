// Package validity states which values of a pod's specification do not fit the Kubernetes API: a value of a wrong type, one that an
// enumeration lacks, a name that is no DNS label, a reference that meets nothing in the pod. What the API takes is data here, a table by
// type and field; whether a value that does not fit is a defect, and how grave, is said by rules.
package validity

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/visible"
)

// The ways in which a value does not fit.
const (
	WrongType   = "wrong-type"
	Unknown     = "unknown-value"
	Missing     = "missing"
	InvalidName = "invalid-name"
	Malformed   = "malformed"
	OutOfRange  = "out-of-range"
	Conflict    = "conflict"
	Forbidden   = "forbidden"
	Repeated    = "repeated"
	Undeclared  = "undeclared"
)

// Value is a value that does not fit, or the lack of one.
type Value struct {
	Problem   string        `json:"problem" enum:"wrong-type,unknown-value,missing,invalid-name,malformed,out-of-range,conflict,forbidden,repeated,undeclared" jsonschema:"wrong-type, unknown-value (of an enumeration), missing, invalid-name (a name written as none may be), malformed, out-of-range, conflict (with another field), forbidden (in this place), repeated (where it must be unique) or undeclared (it names what the pod does not have)"`
	Of        string        `json:"of"                  jsonschema:"what the value is, or names, in a few words: container name, volume, port name, IP address..."`
	Field     string        `json:"field"               jsonschema:"its path as text, from its container, the pod's spec or the metadata on"`
	Container string        `json:"container,omitempty" jsonschema:"the container that it belongs to; absent outside of containers and in one without a name"`
	Expected  string        `json:"expected,omitempty"  jsonschema:"what fits, in words"`
	Got       string        `json:"got"                 jsonschema:"the value as written, shortened; empty when it is missing"`
	Nearest   string        `json:"nearest,omitempty"   jsonschema:"a value that fits and is written much the same"`
	First     manifest.Path `json:"first,omitempty"     jsonschema:"of a repeated value: where it stands first"`
	Blank     bool          `json:"blank"               jsonschema:"of a missing one: the field is there, but what rendered the manifest left it without a value"`
	Empty     bool          `json:"empty"               jsonschema:"of a missing one: the field is there without a value"`
	Unset     string        `json:"unset,omitempty"     jsonschema:"the value of the chart that fills it and that is empty until somebody sets it"`
	Path      manifest.Path `json:"path"                jsonschema:"of the value; of what lacks it when it is missing"`
}

// Pod says where a pod lies in its object.
type Pod struct {
	Root           *manifest.Node
	Spec, Metadata manifest.Path
	// Bare is set for a Pod that no template makes: some rules of the API hold for it alone.
	Bare bool
	// Rendered is set when a tool made the manifest of values that may be others elsewhere.
	Rendered bool
	// Claims are the paths of the object's volume claim templates: each makes a volume of the pod.
	Claims []manifest.Path
}

// Check lists the values of a pod that do not fit, in the order in which they are met. Values of a wrong type are not among them:
// reading finds those, and wrong adds them. What still holds a placeholder of a template fits everything.
func Check(p Pod, wrong []*manifest.TypeError) []Value {
	w := &walk{pod: p, spec: p.Root.Get(p.Spec...)}
	for _, err := range slices.Concat(wrong, p.around()) {
		w.wrongType(err)
	}
	w.path, w.start = append(w.path[:0], p.Metadata...), len(p.Metadata)
	w.object(p.Root.Get(p.Metadata...), planOf[metav1.ObjectMeta]())
	w.path, w.start = append(w.path[:0], p.Spec...), len(p.Spec)
	w.object(w.spec, planOf[corev1.PodSpec]())
	return slices.DeleteFunc(w.out, w.claimed)
}

// claimed holds for the lack of a claim's name in a volume for which a claim template of the object stands in.
func (w *walk) claimed(v Value) bool {
	if v.Problem != Missing || v.Of != "claimName" {
		return false
	}
	return slices.Contains(w.pod.claims(), w.pod.Root.Get(v.Path[:len(v.Path)-1]...).Str("name"))
}

// around finds values of a wrong type in the texts of the object that makes the pod: its own labels and annotations, and its selector.
func (p Pod) around() (wrong []*manifest.TypeError) {
	if p.Bare {
		return nil
	}
	for _, at := range [...]manifest.Path{{"metadata", "labels"}, {"metadata", "annotations"}, {"spec", "selector", "matchLabels"}} {
		n := p.Root.Get(at...)
		if n == nil || slices.Equal(at[:len(at)-1], p.Metadata) {
			continue
		}
		var texts map[string]string
		_, errs := n.DecodeAll(&texts)
		for _, err := range errs {
			err.Path = at.With(err.Path...)
		}
		wrong = append(wrong, errs...)
	}
	return wrong
}

// walk goes through the pod along the Go types of the API.
type walk struct {
	pod       Pod
	spec      *manifest.Node
	path      []any  // from the root of the object to where the walk is
	start     int    // elements of path before what Field begins with
	container string // name of the container that the walk is in
	class     class
	out       []Value
	mountable nameSet           // what volumes found
	kinds     map[string]string // of volumes, by name
	guesses   int               // names for which the nearest was looked for
}

// class is the list that a container stands in.
type class uint8

const (
	noContainer class = iota
	regularContainer
	initContainer // one that ends before the next starts
	sidecarContainer
	ephemeralContainer
)

// add states that the value below the walk's path does not fit.
func (w *walk) add(v Value, elems ...any) {
	v.Path = slices.Concat(manifest.Path(w.path), elems)
	v.Field, v.Container = v.Path[w.start:].Field(), w.container
	v.Got = clip(v.Got)
	w.out = append(w.out, v)
}

// wrongType takes over what reading found.
func (w *walk) wrongType(err *manifest.TypeError) {
	w.path, w.start = append(w.path[:0], err.Path...), 0
	for _, base := range []manifest.Path{w.pod.Spec, w.pod.Metadata} {
		if under(err.Path, base) {
			w.start = len(base)
			break
		}
	}
	w.enter(len(w.pod.Spec))
	of := "entry"
	if name, ok := err.Path[len(err.Path)-1].(string); ok {
		of = name
	}
	w.add(Value{Problem: WrongType, Of: of, Expected: err.Want, Got: err.Got})
	w.leave()
}

// enter notes the container whose list stands at path[at], when there is one.
func (w *walk) enter(at int) {
	if len(w.path) < at+2 || !under(w.path, w.pod.Spec) {
		return
	}
	list, _ := w.path[at].(string)
	n := w.pod.Root.Get(w.path[:at+2]...)
	switch list {
	case "containers":
		w.class = regularContainer
	case "ephemeralContainers":
		w.class = ephemeralContainer
	case "initContainers":
		w.class = initContainer
		if n.Str("restartPolicy") == string(corev1.ContainerRestartPolicyAlways) {
			w.class = sidecarContainer
		}
	default:
		return
	}
	if w.container = n.Str("name"); w.container != "" {
		w.start = at + 2
	}
}

// leave ends a container.
func (w *walk) leave() { w.class, w.container, w.start = noContainer, "", len(w.pod.Spec) }

func under(p, base manifest.Path) bool {
	return len(p) > len(base) && slices.Equal(p[:len(base)], base)
}

// maxGot bounds the text of a value in a message.
const maxGot = 40

func clip(s string) string { return visible.Cut(s, maxGot) }

// near is the word that differs from got by a slip of the pen or in case alone, empty when none does.
func near(got string, words []string) string {
	if trimmed := strings.TrimSpace(got); trimmed != got {
		if word := nearest.Within(0, trimmed, words); word != "" {
			return word
		}
	}
	return nearest.Within(len(got)/3, got, words)
}

// listed joins words as a sentence does: a, b or c.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
