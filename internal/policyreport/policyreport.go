// Package policyreport makes report objects of what a scan found: openreports.io/v1alpha1 and its predecessor wgpolicyk8s.io/v1alpha2. One report
// is about one owner of workloads in one namespace, and as many objects as its size asks for.
package policyreport

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/visible"
)

// Format is a kind of report objects.
type Format struct {
	Name       string // on the command line
	APIVersion string
	Kind       string
	Plural     string
	// source tells whether a report names who made it, and not its results alone.
	source bool
}

// Formats are those that are known. Their fields are those of the schemas in openreports/reports-api and kubernetes-sigs/wg-policy-prototypes.
func Formats() []Format {
	return []Format{
		{Name: "openreports", APIVersion: "openreports.io/v1alpha1", Kind: "Report", Plural: "reports", source: true},
		{Name: "policyreport", APIVersion: "wgpolicyk8s.io/v1alpha2", Kind: "PolicyReport", Plural: "policyreports"},
	}
}

// Labels and annotations of the objects.
const (
	// Manager is the field manager of the objects, and the value of their label app.kubernetes.io/managed-by.
	Manager = "podlint"
	// Selector meets the objects that a scan has written.
	Selector = "app.kubernetes.io/managed-by=" + Manager
	// KindLabel names the kind of the owner.
	KindLabel = "podlint.dev/owner-kind"
	// DigestAnnotation tells whether a report says the same as another one.
	DigestAnnotation = "podlint.dev/digest"
	// PartAnnotation says which of how many objects one is, as in 2/3.
	PartAnnotation = "podlint.dev/part"
)

// Reference is an object of the cluster.
type Reference struct {
	APIVersion string `json:"apiVersion,omitempty"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace,omitempty"`
	Name       string `json:"name"`
	UID        string `json:"uid,omitempty"`
	FieldPath  string `json:"fieldPath,omitempty"`
}

// Object is one report object, ready to be applied.
type Object struct {
	Namespace, Name, Digest string
	JSON                    []byte
}

// Options of a set of reports.
type Options struct {
	Format Format
	// Of are the owner of a workload, which is the workload itself where nothing controls it, and the workload.
	Of func(w *lint.Workload) (owner, workload Reference)
	// Now is when the results were found.
	Now time.Time
	// Most is how many bytes the results of one object may have as JSON; zero means 900 KiB: etcd takes 1.5 MiB.
	Most int
}

// maxResults is the default of Options.Most.
const maxResults = 900 << 10

// Build makes the reports of all owners of whose workloads something is said, sorted by namespace and name.
func Build(all []lint.Violation, opt Options) ([]Object, error) {
	opt.Most = cmp.Or(opt.Most, maxResults)
	byOwner := map[Reference][]result{}
	for i := range all {
		owner, workload := opt.Of(&all[i].Workload)
		byOwner[owner] = append(byOwner[owner], newResult(&all[i], workload, opt.Now))
	}
	var out []Object
	for owner, results := range byOwner {
		parts, err := split(results, opt.Most)
		if err != nil {
			return nil, err
		}
		for i := range parts {
			o, err := opt.object(owner, parts[i], i, len(parts))
			if err != nil {
				return nil, err
			}
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b Object) int {
		return cmp.Or(strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Name, b.Name))
	})
	return out, nil
}

// split parts results so that none of the parts has more bytes than that. No result is left out: those of one have at most some 20 KiB.
func split(results []result, most int) (parts [][]result, err error) {
	size := most + 1
	for i := range results {
		data, err := json.Marshal(&results[i])
		if err != nil {
			return nil, err
		}
		if size += len(data) + 1; size > most {
			parts, size = append(parts, nil), len(data)
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], results[i])
	}
	return parts, nil
}

// object is one part of the report about an owner.
func (opt *Options) object(owner Reference, results []result, part, parts int) (Object, error) {
	o := Object{Namespace: owner.Namespace, Name: nameOf(owner, part)}
	said, err := json.Marshal([]any{opt.Format.APIVersion, owner, withoutTime(results), part, parts})
	if err != nil {
		return o, err
	}
	sum := sha256.Sum256(said)
	o.Digest = hex.EncodeToString(sum[:8])
	r := reportObject{
		APIVersion: opt.Format.APIVersion, Kind: opt.Format.Kind, Scope: owner, Summary: summaryOf(results), Results: results,
		Metadata: metadata{
			Namespace: o.Namespace, Name: o.Name,
			Labels:      map[string]string{"app.kubernetes.io/managed-by": Manager, KindLabel: owner.Kind},
			Annotations: map[string]string{DigestAnnotation: o.Digest, PartAnnotation: fmt.Sprintf("%d/%d", part+1, parts)},
		},
	}
	if opt.Format.source {
		r.Source = Manager
	}
	if owner.UID != "" { // the report goes with what it is about
		r.Metadata.Owners = []ownerReference{{APIVersion: owner.APIVersion, Kind: owner.Kind, Name: owner.Name, UID: owner.UID}}
	}
	o.JSON, err = json.Marshal(&r)
	return o, err
}

// maxName is the longest name of an object.
const maxName = 253

// nameOf is the name of a part: what people look for, and something that no other owner has.
func nameOf(owner Reference, part int) string {
	group, _, _ := strings.Cut(owner.APIVersion, "/")
	sum := sha256.Sum256([]byte(group + "\x00" + owner.Kind + "\x00" + owner.Name))
	end := "-" + hex.EncodeToString(sum[:4])
	if part > 0 {
		end += "-" + strconv.Itoa(part+1)
	}
	name := Manager + "-" + strings.ToLower(owner.Kind) + "-" + owner.Name
	name = strings.TrimRight(name[:min(len(name), maxName-len(end))], "-.")
	return name + end
}

// reportObject is an object as it is applied.
type reportObject struct {
	APIVersion string    `json:"apiVersion"`
	Kind       string    `json:"kind"`
	Metadata   metadata  `json:"metadata"`
	Source     string    `json:"source,omitempty"`
	Scope      Reference `json:"scope"`
	Summary    summary   `json:"summary"`
	Results    []result  `json:"results"`
}

type metadata struct {
	Namespace   string            `json:"namespace"`
	Name        string            `json:"name"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	Owners      []ownerReference  `json:"ownerReferences,omitempty"`
}

type ownerReference struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	UID        string `json:"uid"`
}

type summary struct {
	Pass  int `json:"pass"`
	Fail  int `json:"fail"`
	Warn  int `json:"warn"`
	Error int `json:"error"`
	Skip  int `json:"skip"`
}

func summaryOf(results []result) summary {
	var s summary
	for i := range results {
		if results[i].Result == fail {
			s.Fail++
		} else {
			s.Warn++
		}
	}
	return s
}

type result struct {
	Source     string            `json:"source"`
	Policy     string            `json:"policy"`
	Rule       string            `json:"rule"`
	Category   string            `json:"category"`
	Severity   string            `json:"severity"`
	Result     string            `json:"result"`
	Scored     bool              `json:"scored"`
	Message    string            `json:"message"`
	Resources  []Reference       `json:"resources"`
	Timestamp  timestamp         `json:"timestamp,omitzero"`
	Properties map[string]string `json:"properties"`
}

type timestamp struct {
	Seconds int64 `json:"seconds"`
	Nanos   int32 `json:"nanos"`
}

func withoutTime(results []result) []result {
	out := slices.Clone(results)
	for i := range out {
		out[i].Timestamp = timestamp{}
	}
	return out
}

// What a result says: errors and warnings fail, advice and doubts do not.
const (
	fail = "fail"
	warn = "warn"
)

// severities are those of the reports by podlint's own.
var severities = map[string]string{"error": "high", "warning": "medium", "info": "low"}

// maxText bounds each text of a result, in characters, whoever wrote the rule. What is longer ends in an ellipsis.
const maxText = 2048

func newResult(v *lint.Violation, workload Reference, now time.Time) result {
	workload.FieldPath = clip(v.Path.Field())
	r := result{
		Source: Manager, Policy: v.Rule, Rule: v.Rule, Category: v.Category, Severity: severities[v.Severity], Result: warn, Message: clip(v.Message),
		Timestamp: timestamp{Seconds: now.Unix()}, Resources: []Reference{workload},
		Properties: map[string]string{"fingerprint": v.Fingerprint, "confidence": v.Confidence},
	}
	if !v.Doubt && lint.Rank(v.Severity) >= lint.Rank("warning") {
		r.Result, r.Scored = fail, true
	}
	if v.Doubt {
		r.Severity, r.Properties["doubt"] = "info", "true"
	}
	for key, text := range map[string]string{"container": v.Container, "documentation": v.Documentation} {
		if text != "" {
			r.Properties[key] = clip(text)
		}
	}
	if v.Object != "" { // the path leads there, not through the workload
		r.Properties["object"], r.Properties["field"] = clip(v.Object), workload.FieldPath
		r.Resources[0].FieldPath = ""
	}
	return r
}

func clip(s string) string { return visible.Cut(report.Printable(s), maxText) }
