package validity

import (
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlint/podlint/internal/manifest"
)

// podNamespaces: what shares the node's namespaces cannot have them separate.
func (w *walk) podNamespaces(n *node) {
	if yes(n, "hostPID") && yes(n, "shareProcessNamespace") {
		w.conflict("shareProcessNamespace", "false, as hostPID is true", n)
	}
	if no(n, "hostUsers") {
		for _, name := range [...]string{"hostPID", "hostIPC"} {
			if yes(n, name) {
				w.conflict(name, "false, as hostUsers is false", n)
			}
		}
	}
	if !set(n, "hostnameOverride") {
		return
	}
	for _, name := range [...]string{"setHostnameAsFQDN", "hostNetwork"} {
		if yes(n, name) {
			w.conflict("hostnameOverride", "no hostnameOverride, as "+name+" is true", n)
		}
	}
}

// maxNameServers is what the resolver of libc takes.
const maxNameServers = 3

func (w *walk) podDNS(n *node) {
	servers := items(n, "dnsConfig", "nameservers")
	if n.Str("dnsPolicy") == string(corev1.DNSNone) && len(servers) == 0 {
		w.lacks("dnsConfig.nameservers", "at least one name server, as dnsPolicy is None")
	}
	if len(servers) > maxNameServers {
		w.add(Value{Problem: OutOfRange, Of: "number of name servers", Got: strconv.Itoa(len(servers)), Expected: "at most " + strconv.Itoa(maxNameServers)}, "dnsConfig", "nameservers")
	}
}

// podLimits: of what the pod as a whole may use.
func (w *walk) podLimits(n *node) {
	requests := n.Get("resources", "requests")
	if requests == nil {
		return
	}
	for i := range requests.Fields {
		name := requests.Fields[i].Key
		request, ok := quantity(requests.Fields[i].Value)
		if sum := w.sum(name); ok && sum.Cmp(request) > 0 {
			w.add(Value{Problem: Conflict, Of: "request of " + name, Got: request.String(), Expected: "at least what the containers ask for, " + sum.String()}, "resources", "requests", name)
		}
		limit, limited := quantity(n.Get("resources", "limits", name))
		if ok && limited && request.Cmp(limit) > 0 {
			w.add(Value{Problem: Conflict, Of: "request of " + name, Got: request.String(), Expected: "at most the limit " + limit.String()}, "resources", "requests", name)
		}
	}
}

// sum is what the containers ask for together: init containers run one by one, beside the sidecars that started before them.
func (w *walk) sum(name string) resource.Quantity {
	var sidecars, peak, regular resource.Quantity
	for _, c := range items(w.spec, "initContainers") {
		own := requestOf(c, name)
		if c.Str("restartPolicy") == string(corev1.ContainerRestartPolicyAlways) {
			sidecars.Add(own)
			continue
		}
		if own.Add(sidecars); own.Cmp(peak) > 0 {
			peak = own
		}
	}
	for _, c := range items(w.spec, "containers") {
		regular.Add(requestOf(c, name))
	}
	if regular.Add(sidecars); regular.Cmp(peak) > 0 {
		return regular
	}
	return peak
}

// requestOf is what a container asks for: its request, else its limit.
func requestOf(c *node, name string) resource.Quantity {
	q, ok := quantity(c.Get("resources", "requests", name))
	if !ok {
		q, _ = quantity(c.Get("resources", "limits", name))
	}
	return q
}

// ephemerals: they are added to a Pod that runs, and come with no manifest. What was read back from a cluster has them.
func (w *walk) ephemerals(n *node) {
	if len(items(n, "ephemeralContainers")) > 0 && w.pod.Root.Str("metadata", "uid") == "" {
		w.forbid("ephemeralContainers", "only a Pod that runs is given ephemeral containers")
	}
}

// metadata: the names of a Pod itself.
func (w *walk) metadata(n *node) {
	if !w.pod.Bare || len(w.path) != len(w.pod.Metadata) {
		return
	}
	for _, name := range []struct {
		field string
		form  *form
	}{{"name", dnsSubdomain}, {"generateName", dnsPrefix}, {"namespace", dnsLabel}} {
		if got := n.Str(name.field); got != "" && !manifest.Placeholder(got) && !name.form.fits(got) {
			w.add(malformed(name.field, got, name.form), name.field)
		}
	}
	if absent(n.Get("name")) && absent(n.Get("generateName")) {
		w.add(Value{Problem: Missing, Of: "pod name", Expected: "name or generateName"})
	}
}

// toleration: which fields go with which operator.
func (w *walk) toleration(n *node) {
	operator, value := n.Str("operator"), n.Str("value")
	switch corev1.TolerationOperator(operator) {
	case corev1.TolerationOpExists:
		if value != "" {
			w.conflict("value", "no value, as operator is Exists", n)
		}
	case corev1.TolerationOpEqual, "":
		if !manifest.Placeholder(value) && !labelValue.fits(value) {
			w.add(malformed("value", value, labelValue), "value")
		}
	}
	if absent(n.Get("key")) && operator != string(corev1.TolerationOpExists) {
		w.lacks("key", "a key, as operator is not Exists")
	}
	if set(n, "tolerationSeconds") && n.Str("effect") != string(corev1.TaintEffectNoExecute) {
		w.conflict("tolerationSeconds", "no tolerationSeconds, as effect is not NoExecute", n)
	}
}

// spread: a constraint's fields that depend on others.
func (w *walk) spread(n *node) {
	if set(n, "minDomains") && n.Str("whenUnsatisfiable") != string(corev1.DoNotSchedule) {
		w.conflict("minDomains", "no minDomains, as whenUnsatisfiable is not DoNotSchedule", n)
	}
	w.labelKeys(n)
}

// labelKeys: matchLabelKeys and mismatchLabelKeys extend a selector.
func (w *walk) labelKeys(n *node) {
	for _, name := range [...]string{"matchLabelKeys", "mismatchLabelKeys"} {
		if len(items(n, name)) > 0 && !set(n, "labelSelector") {
			w.conflict(name, "a labelSelector beside it", n)
		}
	}
	mismatch := map[string]bool{}
	for _, key := range items(n, "mismatchLabelKeys") {
		mismatch[key.Text] = true
	}
	for i, key := range items(n, "matchLabelKeys") {
		if mismatch[key.Text] {
			w.add(Value{Problem: Conflict, Of: "label", Got: key.Text, Expected: "a key that mismatchLabelKeys lacks"}, "matchLabelKeys", i)
		}
	}
}

// operands: which operators of a selector take values.
func (w *walk) operands(n *node) {
	values := len(items(n, "values"))
	switch metav1.LabelSelectorOperator(n.Str("operator")) {
	case metav1.LabelSelectorOpIn, metav1.LabelSelectorOpNotIn:
		if values == 0 {
			w.lacks("values", "a value, as operator is "+n.Str("operator"))
		}
	case metav1.LabelSelectorOpExists, metav1.LabelSelectorOpDoesNotExist:
		if values > 0 {
			w.conflict("values", "no values, as operator is "+n.Str("operator"), n)
		}
	}
}

// nodeOperators are those of a node selector.
var nodeOperators = texts(corev1.NodeSelectorOpIn, corev1.NodeSelectorOpNotIn, corev1.NodeSelectorOpExists, corev1.NodeSelectorOpDoesNotExist, corev1.NodeSelectorOpGt, corev1.NodeSelectorOpLt)

// nodeTerm: the requirements of a term on labels and on fields, which are of one Go type.
func (w *walk) nodeTerm(n *node) {
	for i, r := range items(n, "matchExpressions") {
		w.path = append(w.path, "matchExpressions", i)
		w.nodeRequirement(r, nodeOperators)
		if key := r.Str("key"); !manifest.Placeholder(key) && !labelKey.fits(key) {
			w.add(malformed("key", key, labelKey), "key")
		}
		w.path = w.path[:len(w.path)-2]
	}
	for i, r := range items(n, "matchFields") {
		w.path = append(w.path, "matchFields", i)
		w.nodeRequirement(r, nodeOperators[:2])
		if key := r.Str("key"); key != metav1.ObjectNameField {
			w.add(Value{Problem: Unknown, Of: "key", Got: key, Expected: metav1.ObjectNameField}, "key")
		}
		w.path = w.path[:len(w.path)-2]
	}
}

func (w *walk) nodeRequirement(r *node, operators []string) {
	operator, values := r.Str("operator"), items(r, "values")
	if slices.Contains(w.path, any("requiredDuringSchedulingIgnoredDuringExecution")) { // what is only preferred may have any value
		for i, v := range values {
			w.element(v, &field{of: "value", form: labelValue}, i, "values")
		}
	}
	if !slices.Contains(operators, operator) {
		w.add(Value{Problem: Unknown, Of: "operator", Got: operator, Expected: listed(operators), Nearest: near(operator, operators)}, "operator")
		return
	}
	switch corev1.NodeSelectorOperator(operator) {
	case corev1.NodeSelectorOpIn, corev1.NodeSelectorOpNotIn:
		if len(values) == 0 {
			w.lacks("values", "a value, as operator is "+operator)
		}
	case corev1.NodeSelectorOpExists, corev1.NodeSelectorOpDoesNotExist:
		if len(values) > 0 {
			w.conflict("values", "no values, as operator is "+operator, r)
		}
	default:
		if len(values) != 1 {
			w.lacks("values", "exactly one value, as operator is "+operator)
		}
	}
}

// fieldPaths are what the downward API gives to a variable, and to a file.
var (
	envPaths    = []string{"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"}
	volumePaths = []string{"metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations"}
)

func (w *walk) envFields(n *node)    { w.fieldPath(n, envPaths) }
func (w *walk) volumeFields(n *node) { w.fieldPath(n, volumePaths) }

// fieldPath: metadata.labels['key'] and metadata.annotations['key'] fit everywhere.
func (w *walk) fieldPath(n *node, fits []string) {
	got := n.Str("fieldRef", "fieldPath")
	if got == "" || manifest.Placeholder(got) || slices.Contains(fits, got) {
		return
	}
	for _, of := range [...]string{"metadata.labels['", "metadata.annotations['"} {
		if key, ok := strings.CutPrefix(got, of); ok && strings.HasSuffix(key, "']") && lowerKey.fits(strings.TrimSuffix(key, "']")) {
			return
		}
	}
	w.add(Value{Problem: Unknown, Of: "fieldPath", Got: got, Expected: listed(fits), Nearest: near(got, fits)}, "fieldRef", "fieldPath")
}
