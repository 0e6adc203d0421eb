package validity

import (
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/podlint/podlint/internal/manifest"
)

// Fields that only containers have which go on.
var serving = []string{"lifecycle", "livenessProbe", "readinessProbe", "startupProbe"}

// containerFields: which fields a container of its class may not have.
func (w *walk) containerFields(n *node) {
	var names []string
	why := ""
	switch w.class {
	case initContainer:
		names, why = serving, "only init containers with restartPolicy Always may"
	case ephemeralContainer:
		names, why = append([]string{"ports", "resources", "resizePolicy", "restartPolicy", "restartPolicyRules"}, serving...), "ephemeral containers may not"
	}
	for _, name := range names {
		v := n.Get(name)
		if absent(v) || name == "resources" && len(v.Fields) == 0 {
			continue // as if it were not there
		}
		w.forbid(name, why)
	}
}

// containerProbes: what some kinds of probes may not have.
func (w *walk) containerProbes(n *node) {
	for _, name := range [...]string{"livenessProbe", "startupProbe"} {
		if times := number(n.Get(name), "successThreshold"); times > 1 {
			w.add(Value{Problem: OutOfRange, Of: "successThreshold", Got: strconv.Itoa(times), Expected: "1 in a " + name}, name, "successThreshold")
		}
	}
	if set(n.Get("readinessProbe"), "terminationGracePeriodSeconds") {
		w.add(Value{Problem: Forbidden, Of: "terminationGracePeriodSeconds", Expected: "a readinessProbe ends no container"}, "readinessProbe", "terminationGracePeriodSeconds")
	}
}

func (w *walk) restartRules(n *node) {
	if len(items(n, "restartPolicyRules")) > 0 && !set(n, "restartPolicy") {
		w.lacks("restartPolicy", "a restartPolicy, as there are restartPolicyRules")
	}
	never := w.spec.Str("restartPolicy") == string(corev1.RestartPolicyNever)
	for i, p := range items(n, "resizePolicy") {
		if p.Str("restartPolicy") == string(corev1.RestartContainer) && (never || w.class == initContainer) {
			w.add(Value{Problem: Conflict, Of: "restartPolicy", Got: p.Str("restartPolicy"), Expected: "NotRequired in a container that is not restarted"}, "resizePolicy", i, "restartPolicy")
		}
	}
	resources := seen{}
	for i, p := range items(n, "resizePolicy") {
		w.unique(resources, p.Str("resourceName"), "resource of resizePolicy", p.Str("resourceName"), "resizePolicy", i, "resourceName")
	}
}

// imageBlanks: a Pod's image may not begin or end with a blank; a template's may be nothing but one, which some controllers replace.
func (w *walk) imageBlanks(n *node) {
	image := n.Str("image")
	if trimmed := strings.TrimSpace(image); trimmed != image && (trimmed != "" || w.pod.Bare) {
		w.add(Value{Problem: Malformed, Of: "image", Got: strconv.Quote(image), Expected: "no blank at the ends"}, "image")
	}
}

// envVar: a value, or where it comes from.
func (w *walk) envVar(n *node) {
	if set(n, "valueFrom") && n.Str("value") != "" {
		w.conflict("valueFrom", "value or valueFrom, not both", n)
	}
}

var (
	resourceFields = []string{"limits.cpu", "limits.memory", "limits.ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage"}
	byteDivisors   = []string{"1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"}
	cpuDivisors    = []string{"1m", "1"}
)

// resourceField: in a volume it must say whose resource it means.
func (w *walk) resourceField(n *node) {
	if slices.Contains(w.path, any("volumes")) && absent(n.Get("containerName")) {
		w.lacks("containerName", "")
	}
	got := n.Str("resource")
	if got != "" && !manifest.Placeholder(got) && !slices.Contains(resourceFields, got) && !prefixed(got, "requests.hugepages-", "limits.hugepages-") {
		w.add(Value{Problem: Unknown, Of: "resource", Got: got, Expected: listed(resourceFields), Nearest: near(got, resourceFields)}, "resource")
	}
	q, ok := quantity(n.Get("divisor"))
	if !ok || q.IsZero() {
		return
	}
	fits := byteDivisors
	if strings.HasSuffix(got, ".cpu") {
		fits = cpuDivisors
	}
	if !slices.Contains(fits, q.String()) {
		w.add(Value{Problem: Unknown, Of: "divisor", Got: q.String(), Expected: listed(fits)}, "divisor")
	}
}

// quantity reads an amount; ok is false when there is none. Null is read as nothing at all.
func quantity(n *node) (q resource.Quantity, ok bool) {
	if n != nil && n.Type == manifest.Null {
		return q, true
	}
	if n == nil || n.Type != manifest.String && n.Type != manifest.Int && n.Type != manifest.Float {
		return q, false
	}
	q, err := resource.ParseQuantity(strings.TrimSpace(n.Text)) // as a Quantity reads itself
	return q, err == nil
}

// sleep: a hook cannot take longer than the pod has to stop.
func (w *walk) sleep(n *node) {
	grace := int64(corev1.DefaultTerminationGracePeriodSeconds)
	if set(w.spec, "terminationGracePeriodSeconds") {
		grace = int64(number(w.spec, "terminationGracePeriodSeconds"))
	}
	if s := int64(number(n, "seconds")); s < 0 || s > grace {
		w.add(Value{Problem: OutOfRange, Of: "seconds of a hook", Got: strconv.FormatInt(s, 10), Expected: (&span{max: grace}).words() + ", the grace period"}, "seconds")
	}
}

// privileges: what a security context cannot ask for at once.
func (w *walk) privileges(n *node) {
	if no(n, "allowPrivilegeEscalation") && yes(n, "privileged") {
		w.conflict("allowPrivilegeEscalation", "true, as privileged is true", n)
	}
	if no(n, "allowPrivilegeEscalation") {
		for i, c := range items(n, "capabilities", "add") {
			if c.Text == "CAP_SYS_ADMIN" {
				w.add(Value{Problem: Conflict, Of: "capability", Got: c.Text, Expected: "no CAP_SYS_ADMIN, as allowPrivilegeEscalation is false"}, "capabilities", "add", i)
			}
		}
	}
	if n.Str("procMount") == string(corev1.UnmaskedProcMount) && !no(w.spec, "hostUsers") {
		w.conflict("procMount", "Default, as hostUsers is not false", n)
	}
}

// localhostProfile: seccomp's and AppArmor's types that name a profile, and those that do not.
func (w *walk) localhostProfile(n *node) {
	const localhost = string(corev1.SeccompProfileTypeLocalhost)
	switch {
	case n.Str("type") == localhost && !set(n, "localhostProfile"):
		w.lacks("localhostProfile", "a profile, as type is Localhost")
	case n.Str("type") != localhost && set(n, "localhostProfile"):
		w.conflict("localhostProfile", "no localhostProfile, as type is not Localhost", n)
	}
}

func (w *walk) sizeLimit(n *node) {
	if q, ok := quantity(n.Get("sizeLimit")); ok && q.Sign() < 0 {
		w.add(Value{Problem: OutOfRange, Of: "sizeLimit", Got: q.String(), Expected: notNegative.words()}, "sizeLimit")
	}
}

func (w *walk) storage(n *node) {
	if q, ok := quantity(n.Get("resources", "requests", "storage")); !ok || q.Sign() <= 0 {
		w.lacks("resources.requests.storage", "")
	}
}

// plainResources are those of a container that have no domain before their name.
var plainResources = texts(corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage)

// containerResources: names and amounts.
func (w *walk) containerResources(n *node) {
	for _, list := range [...]string{"limits", "requests"} {
		amounts := n.Get("resources", list)
		if amounts == nil {
			continue
		}
		for i := range amounts.Fields {
			f := &amounts.Fields[i]
			w.resourceName(f.Key, list)
			if q, ok := quantity(f.Value); ok {
				w.amount(f.Key, &q, list)
			}
		}
	}
	w.wholeResources(n)
}

func (w *walk) resourceName(name, list string) {
	switch {
	case manifest.Placeholder(name), slices.Contains(plainResources, name), prefixed(name, corev1.ResourceHugePagesPrefix):
	case !labelKey.fits(name):
		w.add(malformed("resource", name, labelKey), "resources", list, name, manifest.AtKey)
	case !strings.Contains(name, "/"):
		w.add(Value{Problem: Unknown, Of: "resource", Got: name, Expected: listed(plainResources) + ", or a name with a domain", Nearest: near(name, plainResources)}, "resources", list, name, manifest.AtKey)
	}
}

func (w *walk) amount(name string, q *resource.Quantity, list string) {
	switch {
	case q.Sign() < 0:
		w.add(Value{Problem: OutOfRange, Of: name, Got: q.String(), Expected: notNegative.words()}, "resources", list, name)
	case whole(name) && strings.Contains(name, "/") && q.MilliValue()%1000 != 0:
		w.add(Value{Problem: OutOfRange, Of: name, Got: q.String(), Expected: "a whole number"}, "resources", list, name)
	default:
		size, err := resource.ParseQuantity(strings.TrimPrefix(name, corev1.ResourceHugePagesPrefix))
		if prefixed(name, corev1.ResourceHugePagesPrefix) && err == nil && size.Sign() > 0 && q.Value()%size.Value() != 0 {
			w.add(Value{Problem: OutOfRange, Of: name, Got: q.String(), Expected: "a multiple of " + size.String()}, "resources", list, name)
		}
	}
}

// whole tells whether a resource is given in whole pieces, and to one container alone: devices and huge pages.
func whole(name string) bool {
	return prefixed(name, corev1.ResourceHugePagesPrefix) || strings.Contains(name, "/") && !strings.Contains(name, "kubernetes.io/")
}

// wholeResources: of what is given in whole pieces, the request is the limit.
func (w *walk) wholeResources(n *node) {
	requests := n.Get("resources", "requests")
	if requests == nil {
		return
	}
	for i := range requests.Fields {
		name := requests.Fields[i].Key
		request, ok := quantity(requests.Fields[i].Value)
		if !whole(name) || !ok {
			continue
		}
		limit, there := quantity(n.Get("resources", "limits", name))
		switch {
		case !there && n.Get("resources", "limits", name) == nil:
			w.lacks("resources.limits."+name, "a limit beside the request")
		case there && request.Cmp(limit) != 0:
			w.add(Value{Problem: Conflict, Of: "request of " + name, Got: request.String(), Expected: "the limit " + limit.String()}, "resources", "requests", name)
		}
	}
}
