package validity

import (
	"maps"
	"reflect"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestTableNamesFields: every field that the table speaks of is one of its type, and every type is one of a pod's.
func TestTableNamesFields(t *testing.T) {
	reached := map[reflect.Type]bool{}
	reach(reflect.TypeFor[corev1.PodSpec](), reached)
	reach(reflect.TypeFor[metav1.ObjectMeta](), reached)
	for is, o := range table() {
		if !reached[is] {
			t.Errorf("no pod holds a %s", is)
		}
		known := jsonNames(is)
		for name := range o.fields {
			if !known[name] {
				t.Errorf("%s has no field %q", is, name)
			}
		}
		for _, c := range o.oneOf {
			for _, name := range c.members {
				if !known[name] {
					t.Errorf("%s has no member %q", is, name)
				}
			}
		}
	}
}

// reach lists the structs below a type.
func reach(is reflect.Type, out map[reflect.Type]bool) {
	if out[is] {
		return
	}
	out[is] = true
	for f := range is.Fields() {
		if below := objectIn(f.Type); below != nil {
			reach(below, out)
		}
	}
}

func jsonNames(is reflect.Type) map[string]bool {
	out := map[string]bool{}
	for f := range is.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" && f.Anonymous {
			maps.Copy(out, jsonNames(objectIn(f.Type)))
			continue
		}
		out[name] = true
	}
	return out
}

// TestEnumerationsAreWhole: a field of the API whose Go type is a text of its own is an enumeration, or is known to be open.
func TestEnumerationsAreWhole(t *testing.T) {
	open := map[string]bool{
		"Capability": true, "ResourceName": true, "PodConditionType": true, "StorageMedium": true, "UID": true, "Signal": true, "ManagedFieldsOperationType": true,
		// What the walk compares itself.
		"NodeSelectorOperator": true, "BindMountOption": true, "AzureDataDiskCachingMode": true, "AzureDataDiskKind": true, "HTTPProtocol": true, "GRPCProbeMode": true,
		"PodSchedulingGroupPolicy": true,
	}
	reached := map[reflect.Type]bool{}
	reach(reflect.TypeFor[corev1.PodSpec](), reached)
	for is := range reached {
		for f := range is.Fields() {
			elem := f.Type
			for elem.Kind() == reflect.Pointer || elem.Kind() == reflect.Slice {
				elem = elem.Elem()
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if elem.Kind() == reflect.String && elem.Name() != "string" && !open[elem.Name()] && planFor(is).fields[name].values == nil {
				t.Errorf("%s.%s is a %s and has no values in the table", is, name, elem.Name())
			}
		}
	}
}

func TestForms(t *testing.T) {
	for _, tt := range []struct {
		form     *form
		good     []string
		bad      []string
		whatForm string
	}{
		{dnsLabel, []string{"a", "web-1"}, []string{"Web", "a_b", "-a", "a.b", strings.Repeat("a", 64)}, "dnsLabel"},
		{dnsSubdomain, []string{"a.b-c"}, []string{"a..b", "A", "a-"}, "dnsSubdomain"},
		{dnsPrefix, []string{"a.b-c", "a-"}, []string{"-", "A", "-a"}, "dnsPrefix"},
		{portName, []string{"http", "http-metrics"}, []string{"8080", "http--x", "prometheus-metrics", "HTTP"}, "portName"},
		{envName, []string{"A", "a.b-c", "1", "a b"}, []string{"a=b", "ä"}, "envName"},
		{labelKey, []string{"a", "example.org/a_b"}, []string{"", "a b", "/a", "a/b/c"}, "labelKey"},
		{lowerKey, []string{"Example.org/A"}, []string{"a b"}, "lowerKey"},
		{labelValue, []string{"", "a.B_c"}, []string{"a b", "-a"}, "labelValue"},
		{ipAddress, []string{"10.0.0.1", "010.000.0.1", "::1"}, []string{"10.0.0", "localhost", "10.0.0.256", "::1%eth0", "1..2.3"}, "ipAddress"},
		{inside, []string{"", "a/b", "..a"}, []string{"/a", "../a", "a/.."}, "inside"},
		{insideFile, []string{"a/..b"}, []string{"..a", "../a", "/a"}, "insideFile"},
		{noBackstep, []string{"/a/b", "a..b"}, []string{"/a/../b"}, "noBackstep"},
		{driverName, []string{"secrets.example.org", "A.b"}, []string{"a_b", strings.Repeat("a", 64)}, "driverName"},
		{sysctlName, []string{"net.core.somaxconn", "net/core/x_y"}, []string{"net..core", "Net", ""}, "sysctlName"},
		{search, []string{".", "example.org.", "_tcp.a"}, []string{"a b", ""}, "search"},
	} {
		for _, s := range tt.good {
			if !tt.form.fits(s) {
				t.Errorf("%s does not fit %q", tt.whatForm, s)
			}
		}
		for _, s := range tt.bad {
			if tt.form.fits(s) {
				t.Errorf("%s fits %q", tt.whatForm, s)
			}
		}
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{listed(nil), ""},
		{listed([]string{"a"}), "a"},
		{listed([]string{"a", "b", "c"}), "a, b or c"},
		{(&span{min: 1, max: 65535}).words(), "1 to 65535"},
		{notNegative.words(), "no negative number"},
		{positive.words(), "at least 1"},
		{fileMode.words(), "0 to 0777 in octal"},
		{near("https", []string{"HTTP", "HTTPS"}), "HTTPS"},
		{near("TCP ", []string{"TCP", "UDP"}), "TCP"},
		{near("sometimes", []string{"Always"}), ""},
		{clip(strings.Repeat("ä", 41)), strings.Repeat("ä", 39) + "…"},
		{clip("short"), "short"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}
