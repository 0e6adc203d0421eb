package cli

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"github.com/distribution/reference"
	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/podlint/podlint/internal/deploy"
)

// maxConfigMap is what the files of a ConfigMap may hold together, in bytes; Kubernetes takes 1 MiB with the names.
const maxConfigMap = 1000 << 10

// deployFlags say what is printed to run podlint in a cluster.
type deployFlags struct {
	wanted        bool
	namespace     string
	image         string
	certificate   choice
	trust         string
	failurePolicy choice
	reports       choice
	given         func(flag string) bool
}

func newDeployFlags() deployFlags {
	return deployFlags{
		certificate:   choice{value: "cert-manager", allowed: []string{"cert-manager", "self-signed"}},
		failurePolicy: choice{value: "Ignore", allowed: []string{"Ignore", "Fail"}},
		reports:       choice{allowed: reportFormats()},
	}
}

func (f *deployFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	f.given = flags.Changed
	flags.BoolVar(&f.wanted, "manifests", false, "print what kubectl apply -f - needs to run this in a cluster, with configuration and rules, and serve nothing")
	flags.StringVar(&f.image, "image", "", "with --manifests: the image of podlint")
	flags.StringVar(&f.namespace, "namespace", "podlint", "with --manifests: the namespace of podlint")
	flags.Var(&f.certificate, "certificate", "with --manifests: who makes the certificate; self-signed makes one now, for a year")
	flags.StringVar(&f.trust, "trust", "", "with --certificate self-signed: the certificate that was made before, in PEM, which is trusted as well until the new one is in use")
	_ = cmd.MarkFlagFilename("trust", "pem", "crt") // fails only for a flag that does not exist
	flags.Var(&f.failurePolicy, "failure-policy", "with --manifests: what the API server does with an object while podlint does not answer")
	flags.Var(&f.reports, "write-reports", "with --manifests: the scans write what they find into the cluster as report objects")
	_ = cmd.RegisterFlagCompletionFunc("write-reports", f.reports.complete)
	_ = cmd.RegisterFlagCompletionFunc("certificate", f.certificate.complete) // these fail only for a flag that does not exist
	_ = cmd.RegisterFlagCompletionFunc("failure-policy", f.failurePolicy.complete)
}

func (f *deployFlags) check() error {
	if !f.wanted {
		for _, name := range []string{"image", "namespace", "certificate", "trust", "failure-policy", "write-reports"} {
			if f.given(name) {
				return fmt.Errorf("--%s is about what --manifests prints: give both, or none", name)
			}
		}
		return nil
	}
	if f.trust != "" && f.certificate.value != "self-signed" {
		return errors.New("--trust is about a certificate that is made now: give --certificate self-signed as well")
	}
	if f.image == "" {
		return errors.New("--manifests: name the image of podlint with --image, as in registry.example.org/podlint:1.2.3")
	}
	if _, err := reference.ParseNormalizedNamed(f.image); err != nil {
		return fmt.Errorf("read --image %q: %w", f.image, err)
	}
	if wrong := validation.IsDNS1123Label(f.namespace); len(wrong) > 0 {
		return fmt.Errorf("read --namespace %q: %s", f.namespace, wrong[0])
	}
	return nil
}

// trusted are the certificates of --trust, whatever else the file holds.
func (f *deployFlags) trusted() (out []byte, err error) {
	if f.trust == "" {
		return nil, nil
	}
	rest, err := os.ReadFile(f.trust)
	if err != nil {
		return nil, fmt.Errorf("read --trust: %w", err)
	}
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if _, err := x509.ParseCertificate(block.Bytes); err == nil && block.Type == "CERTIFICATE" {
			out = append(out, pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes})...)
		}
	}
	if out == nil {
		return nil, fmt.Errorf("read --trust %s: want a certificate in PEM", f.trust)
	}
	return out, nil
}

// passedOn are the flags of serve that the container gets as they are given here.
var passedOn = []string{
	"rule", "skip-rule", "no-default-rules", "min-severity", "min-confidence", "doubts", "no-suppressions", "require-reason", "kube-version",
	"fail-on", "warn-only", "budget", "on-timeout", "cluster-context", "context-memory",
}

// manifests prints what a cluster needs. The configuration and the rules are those of this run, so that both judge alike.
func (a *app) manifests(cmd *cobra.Command, f *serveFlags) error {
	if err := a.configure(&f.rules); err != nil {
		return err
	}
	if _, err := a.load(&f.rules); err != nil { // what is wrong with them is wrong here
		return err
	}
	policies, err := f.rules.files()
	if err != nil {
		return err
	}
	text, err := f.configuration(len(policies) > 0)
	if err != nil {
		return err
	}
	size := len(text)
	for _, p := range policies {
		size += len(p.Text)
	}
	if size > maxConfigMap {
		return fmt.Errorf("print manifests: configuration and rules have %d KiB, and a ConfigMap holds %d: put the rules into the image", size>>10, maxConfigMap>>10)
	}
	trust, err := f.deploy.trusted()
	if err != nil {
		return err
	}
	opt := deploy.Options{
		Trust:     trust,
		Namespace: f.deploy.namespace, Image: f.deploy.image, Configuration: text, Policies: policies, SelfSigned: f.deploy.certificate.value == "self-signed",
		FailurePolicy: f.deploy.failurePolicy.value, Now: time.Now(), Args: passed(cmd), Reports: f.deploy.reports.value,
	}
	if f.around.on {
		opt.Watch = f.around.memory
	}
	return deploy.Write(a.stdout, opt)
}

// passed are the arguments that the container gets beside its own.
func passed(cmd *cobra.Command) []string {
	var args []string
	for _, name := range passedOn {
		if flag := cmd.Flags().Lookup(name); flag.Changed {
			args = append(args, "--"+name+"="+strings.Trim(flag.Value.String(), "[]"))
		}
	}
	return args
}

// configuration is the text of podlint.yaml, whose rules lie beside it where there are some.
func (f *serveFlags) configuration(rules bool) (string, error) {
	file, err := f.rules.configPath()
	if err != nil {
		return "", err
	}
	var data []byte
	if file != "" {
		if data, err = os.ReadFile(file); err != nil {
			return "", fmt.Errorf("read configuration: %w", err)
		}
	}
	if !rules {
		return string(data), nil
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return "", fmt.Errorf("read configuration: %w", err)
	}
	beside(&doc)
	out, err := yaml.Marshal(&doc)
	return string(out), err
}

// beside makes a configuration take its rules from its own folder.
func beside(doc *yaml.Node) {
	here := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: "."}}}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		*doc = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.MappingNode}}}
	}
	root := doc.Content[0]
	for i := 0; i < len(root.Content); i += 2 {
		if root.Content[i].Value == "policies" {
			root.Content[i+1] = here
			return
		}
	}
	root.Content = append(root.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "policies"}, here)
}

// files are the rules of folders and bundles as a ConfigMap holds them: without folders, and without tests.
func (f *ruleFlags) files() ([]deploy.File, error) {
	var out []deploy.File
	from := map[string]string{}
	for _, dir := range f.dirs {
		fsys := f.fs(dir)
		err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			base := path.Base(name)
			switch {
			case err != nil:
				return err
			case d.IsDir() && len(base) > 1 && base[0] == '.':
				return fs.SkipDir
			case d.IsDir() || !strings.HasSuffix(base, ".rego") || strings.HasSuffix(base, "_test.rego"):
				return nil
			case from[base] != "":
				return fmt.Errorf("print manifests: %s/%s and %s have one name, and a ConfigMap has no folders: rename one of them", dir, name, from[base])
			}
			text, err := fs.ReadFile(fsys, name)
			from[base] = dir + "/" + name
			out = append(out, deploy.File{Name: base, Text: string(text)})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
