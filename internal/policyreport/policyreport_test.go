package policyreport_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policyreport"
)

func options(format int) policyreport.Options {
	return policyreport.Options{
		Format: policyreport.Formats()[format], Now: time.Unix(1_700_000_000, 0),
		Of: func(w *lint.Workload) (owner, workload policyreport.Reference) {
			r := policyreport.Reference{APIVersion: w.APIVersion, Kind: w.Kind, Namespace: w.Namespace, Name: w.Name, UID: "u-1"}
			return r, r
		},
	}
}

func violation(name, severity, message string) lint.Violation {
	return lint.Violation{
		Rule: "rule", Category: "network", Severity: severity, Confidence: "certain", Message: message, Fingerprint: "f", Container: "app", Documentation: "https://example.org/rule",
		Path: manifest.Path{"spec", "containers", 0}, Workload: lint.Workload{APIVersion: "apps/v1", Kind: "Deployment", Namespace: "shop", Name: name},
	}
}

// TestFields: what an object of either format says, to the last field.
func TestFields(t *testing.T) {
	doubt := violation("web", "info", "maybe")
	doubt.Doubt = true
	elsewhere := violation("web", "warning", "no endpoints")
	elsewhere.Object, elsewhere.Path = "Service/shop/web", manifest.Path{"spec", "ports", 0}
	for format, head := range []string{
		`{"apiVersion":"openreports.io/v1alpha1","kind":"Report","metadata":META,"source":"podlint",`,
		`{"apiVersion":"wgpolicyk8s.io/v1alpha2","kind":"PolicyReport","metadata":META,`,
	} {
		got, err := policyreport.Build([]lint.Violation{violation("web", "error", "broken\x1b[2J"), elsewhere, doubt}, options(format))
		if err != nil || len(got) != 1 {
			t.Fatal(got, err)
		}
		meta := `{"namespace":"shop","name":"` + got[0].Name + `","labels":{"app.kubernetes.io/managed-by":"podlint","podlint.dev/owner-kind":"Deployment"},` +
			`"annotations":{"podlint.dev/digest":"` + got[0].Digest + `","podlint.dev/part":"1/1"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"web","uid":"u-1"}]}`
		result := func(severity, result, scored, message, more, field string) string {
			return `{"source":"podlint","policy":"rule","rule":"rule","category":"network","severity":"` + severity + `","result":"` + result + `","scored":` + scored + `,"message":"` + message + `",` +
				`"resources":[{"apiVersion":"apps/v1","kind":"Deployment","namespace":"shop","name":"web","uid":"u-1"` + field + `}],"timestamp":{"seconds":1700000000,"nanos":0},` +
				`"properties":{"confidence":"certain","container":"app","documentation":"https://example.org/rule",` + more + `}}`
		}
		at := `,"fieldPath":"spec.containers[0]"`
		want := strings.Replace(head, "META", meta, 1) + `"scope":{"apiVersion":"apps/v1","kind":"Deployment","namespace":"shop","name":"web","uid":"u-1"},` +
			`"summary":{"pass":0,"fail":2,"warn":1,"error":0,"skip":0},"results":[` +
			result("high", "fail", "true", `broken\\x1b[2J`, `"fingerprint":"f"`, at) + "," +
			result("medium", "fail", "true", "no endpoints", `"field":"spec.ports[0]","fingerprint":"f","object":"Service/shop/web"`, "") + "," +
			result("info", "warn", "false", "maybe", `"doubt":"true","fingerprint":"f"`, at) + "]}"
		if string(got[0].JSON) != want {
			t.Errorf("got  %s\nwant %s", got[0].JSON, want)
		}
	}
}

// TestNames: whatever an owner is called, its report has a name that the server takes and that no other report has.
func TestNames(t *testing.T) {
	long := strings.Repeat("a", 252)
	var all []lint.Violation
	for _, name := range []string{"web", "web-2", "web.example.org", long + "b", long + "c", strings.Repeat("a", 235) + "." + strings.Repeat("b", 16)} {
		for i := range 3 {
			all = append(all, violation(name, "error", strings.Repeat("x", 1000)+fmt.Sprint(i)))
		}
	}
	other := violation("web", "error", "x")
	other.Workload.APIVersion = "example.org/v1"
	opt := options(0)
	opt.Most = 2000
	got, err := policyreport.Build(append(all, other), opt)
	if err != nil || len(got) != 19 {
		t.Fatal(len(got), err)
	}
	seen := map[string]bool{}
	for _, o := range got {
		if wrong := validation.IsDNS1123Subdomain(o.Name); len(wrong) > 0 || seen[o.Name] {
			t.Errorf("%s: %v", o.Name, wrong)
		}
		seen[o.Name] = true
	}
}

// TestSplit: the parts hold all results in their order, none is larger than it may be, and a text that nobody would read to its end is cut.
func TestSplit(t *testing.T) {
	var all []lint.Violation
	for i := range 100 {
		all = append(all, violation("web", "error", fmt.Sprintf("%03d %s", i, strings.Repeat("ä", 30*i))))
	}
	opt := options(1)
	opt.Most = 10 << 10
	got, err := policyreport.Build(all, opt)
	if err != nil {
		t.Fatal(err)
	}
	next := 0
	for _, part := range sorted(got) {
		var o struct {
			Summary struct{ Fail int }
			Results []struct{ Message string }
		}
		if err := json.Unmarshal(part.JSON, &o); err != nil {
			t.Fatal(err)
		}
		if o.Summary.Fail != len(o.Results) || len(part.JSON) > 11<<10 {
			t.Errorf("%s has %d bytes, %d results", part.Name, len(part.JSON), len(o.Results))
		}
		for _, r := range o.Results {
			if !strings.HasPrefix(r.Message, fmt.Sprintf("%03d ", next)) || len([]rune(r.Message)) > 2048 || next > 70 && !strings.HasSuffix(r.Message, "ä…") {
				t.Errorf("got %.20s as number %d", r.Message, next)
			}
			next++
		}
	}
	if next != 100 || len(got) < 10 {
		t.Errorf("got %d results in %d parts", next, len(got))
	}
}

// sorted are parts by their numbers, which their names end in.
func sorted(all []policyreport.Object) []policyreport.Object {
	out := make([]policyreport.Object, len(all))
	for i := range all {
		n := 1
		if parts := strings.Split(all[i].Name, "-"); len(parts) > 4 {
			_, _ = fmt.Sscan(parts[4], &n)
		}
		out[n-1] = all[i]
	}
	return out
}

// TestDigest: it tells whether a report says something else, and time alone is nothing else.
func TestDigest(t *testing.T) {
	digest := func(opt policyreport.Options, all ...lint.Violation) string {
		t.Helper()
		got, err := policyreport.Build(all, opt)
		if err != nil || len(got) != 1 {
			t.Fatal(got, err)
		}
		return got[0].Digest
	}
	one := violation("web", "error", "broken")
	first, later := digest(options(0), one), options(0)
	later.Now = later.Now.Add(time.Hour)
	if digest(later, one) != first {
		t.Error("the same an hour later is something else")
	}
	if digest(options(1), one) == first || digest(options(0), one, one) == first || digest(options(0), violation("web", "warning", "broken")) == first {
		t.Error("another report has the same digest")
	}
}
