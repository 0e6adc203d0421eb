package pod

import (
	"slices"
	"strings"
)

// NoToken is a container that talks to the Kubernetes API without a service account token.
type NoToken struct {
	Container string `json:"container"  jsonschema:"who talks to the API"`
	Image     string `json:"image"      jsonschema:"its image, as written"`
	By        string `json:"by"         jsonschema:"pod or service account: who leaves the token out"`
	OffPath   Path   `json:"off_path"   jsonschema:"of automountServiceAccountToken"`
	Path      Path   `json:"path"       jsonschema:"of the container's image"`
}

const apiAccessDir = "/var/run/secrets/kubernetes.io/serviceaccount"

// joinNoToken finds the known clients of the Kubernetes API in pods without a token. Proxies of meshes bring tokens of their own.
func (d *draft) joinNoToken(all []*draftContainer) {
	by, at := d.tokenOff()
	if by == "" {
		return
	}
	for _, c := range all {
		if c.image == nil || !c.image.UsesAPI || c.out.Part != "helper" || !c.out.Verified || !c.own || c.out.Role == "mesh-proxy" || c.mountsAt(apiAccessDir) || c.mountsAt("/run/secrets/kubernetes.io") || c.otherKubeconfig() {
			continue
		}
		d.pod.Isolation.NoToken = append(d.pod.Isolation.NoToken, NoToken{Container: c.out.Name, Image: c.out.Image.Reference, By: by, OffPath: at, Path: c.out.Image.Path})
	}
}

// tokenOff tells who leaves the token out: the pod's word counts before the ServiceAccount's.
func (d *draft) tokenOff() (by string, at Path) {
	if own := d.spec.AutomountServiceAccountToken; own != nil {
		if *own {
			return "", nil
		}
		return "pod", d.specPath("automountServiceAccountToken")
	}
	if d.related.Token == nil || *d.related.Token {
		return "", nil
	}
	account := d.spec.ServiceAccountName
	if account == "" {
		account = "default"
	}
	return "service account", atObject(d.find("ServiceAccount", account)).With("automountServiceAccountToken")
}

// otherKubeconfig tells whether the container is given another way to the API, or an environment that may hold one.
func (c *draftContainer) otherKubeconfig() bool {
	if _, ok := c.lookup("KUBECONFIG"); ok || c.out.EnvUnresolved {
		return true
	}
	return slices.ContainsFunc(c.out.Argv, func(a string) bool {
		return strings.Contains(a, "kubeconfig") || strings.HasPrefix(a, "--master") || strings.HasPrefix(a, "--token")
	})
}
