// Package deploy prints what a cluster needs to run podlint: the webhook with everything around it.
package deploy

import (
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/template"
	"time"
)

// Options of the manifests.
type Options struct {
	Namespace string
	Image     string
	// Args are further arguments of podlint serve.
	Args []string
	// Configuration is the text of podlint.yaml, and Policies are files of rules beside it.
	Configuration string
	Policies      []File
	// SelfSigned makes a certificate now; else cert-manager makes one in the cluster.
	SelfSigned bool
	// Watch is how many MiB the other objects of the cluster may take among which one is judged; zero: it is judged by itself.
	Watch int
	// Reports are the report objects that scans write, openreports or policyreport; empty: none.
	Reports string
	// Trust are certificates in PEM that the API server takes beside the one that is made now: of those that still show an older one.
	Trust []byte
	// FailurePolicy is what the API server does with an object while podlint does not answer: Ignore or Fail.
	FailurePolicy string
	// Now is when a certificate begins.
	Now time.Time
}

// File is a file of a ConfigMap.
type File struct{ Name, Text string }

//go:embed webhook.yaml
var webhook string

//go:embed scan.yaml
var scan string

//go:embed kinds.yaml
var kinds string

// filled is what the template takes.
type filled struct {
	Options

	CertManager      bool
	Host             string
	Certificate, Key []byte
	Bundle           []byte // what the API server trusts
	Until            string
	// Request and Limit are of memory, in MiB.
	Request, Limit int
}

// What podlint takes without a watch of the cluster, and at most while an object of a megabyte is judged, in MiB.
const (
	request = 128
	limit   = 256
)

// Write prints the manifests as YAML.
func Write(w io.Writer, opt Options) error {
	f := filled{Options: opt, CertManager: !opt.SelfSigned, Host: "podlint." + opt.Namespace + ".svc", Request: request + opt.Watch, Limit: limit + 2*opt.Watch}
	if opt.SelfSigned {
		var err error
		var until time.Time
		if f.Certificate, f.Key, until, err = selfSigned(f.Host, opt.Now); err != nil {
			return fmt.Errorf("make a certificate: %w", err)
		}
		f.Bundle = slices.Concat(f.Certificate, opt.Trust)
		f.Until = until.UTC().Format(time.DateOnly)
	}
	t, err := template.New("webhook").Funcs(template.FuncMap{"quote": quote, "base64": base64.StdEncoding.EncodeToString}).Parse(webhook + scan + kinds)
	if err != nil {
		return err
	}
	return t.Execute(w, f)
}

// quote writes a text as JSON does, which YAML reads.
func quote(s string) (string, error) {
	text, err := json.Marshal(s)
	return string(text), err
}
