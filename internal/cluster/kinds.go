package cluster

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Resource is where the objects of a kind are.
type Resource struct {
	APIVersion, Kind string
	Namespaced       bool
	path             string // of the group and version
	plural           string
}

// concerning are the kinds that say something of pods without holding any. Secrets are not among them: nobody has to trust podlint with these.
var concerning = map[string]string{
	"ConfigMap": "", "LimitRange": "", "Namespace": "", "PersistentVolumeClaim": "", "ResourceQuota": "", "Service": "", "ServiceAccount": "",
	"HorizontalPodAutoscaler": "autoscaling", "VerticalPodAutoscaler": "autoscaling.k8s.io", "NetworkPolicy": "networking.k8s.io", "Ingress": "networking.k8s.io",
	"PodDisruptionBudget": "policy", "Role": "rbac.authorization.k8s.io", "RoleBinding": "rbac.authorization.k8s.io",
	"PodMonitor": "monitoring.coreos.com", "ServiceMonitor": "monitoring.coreos.com", "ExternalSecret": "external-secrets.io", "SealedSecret": "bitnami.com",
}

// Concerns tells whether objects of a kind say something of pods without holding any.
func Concerns(group, kind string) bool {
	want, known := concerning[kind]
	return known && want == group
}

type apiResources struct {
	GroupVersion string `json:"groupVersion"`
	Resources    []struct {
		Name       string   `json:"name"`
		Kind       string   `json:"kind"`
		Namespaced bool     `json:"namespaced"`
		Verbs      []string `json:"verbs"`
	} `json:"resources"`
}

// Resources lists what the server has of the kinds that hold pods or concern them, each in the version that the server prefers. holds tells whether
// objects of a kind hold pods, which in groups that are unknown nobody asks for. Notes say which groups did not answer.
func (c *Client) Resources(ctx context.Context, holds func(apiVersion, kind string) bool) (found []Resource, notes []string, err error) {
	var core apiResources
	if err := c.get(ctx, "/api/v1", nil, &core); err != nil {
		return nil, nil, fmt.Errorf("ask the cluster for its kinds: %w", err)
	}
	found = take(found, "/api/v1", &core, holds)
	var groups struct {
		Groups []struct {
			Name             string `json:"name"`
			PreferredVersion struct {
				GroupVersion string `json:"groupVersion"`
			} `json:"preferredVersion"`
		} `json:"groups"`
	}
	if err := c.get(ctx, "/apis", nil, &groups); err != nil {
		return nil, nil, fmt.Errorf("ask the cluster for its kinds: %w", err)
	}
	for _, g := range groups.Groups {
		path := "/apis/" + g.PreferredVersion.GroupVersion
		var of apiResources
		if err := c.get(ctx, path, nil, &of); err != nil {
			if ctx.Err() != nil {
				return nil, nil, ctx.Err()
			}
			notes = append(notes, fmt.Sprintf("kinds of %s are not read: %v", g.Name, err)) // its own server may be down
			continue
		}
		found = take(found, path, &of, holds)
	}
	return found, notes, nil
}

func take(found []Resource, path string, of *apiResources, holds func(apiVersion, kind string) bool) []Resource {
	group, _, named := strings.Cut(of.GroupVersion, "/")
	if !named {
		group = ""
	}
	for _, r := range of.Resources {
		if strings.Contains(r.Name, "/") || !slices.Contains(r.Verbs, "list") || !holds(of.GroupVersion, r.Kind) && !Concerns(group, r.Kind) {
			continue
		}
		found = append(found, Resource{APIVersion: of.GroupVersion, Kind: r.Kind, Namespaced: r.Namespaced, path: path, plural: r.Name})
	}
	return found
}

// String is how people name the resource: deployments.apps.
func (r *Resource) String() string {
	group, _, named := strings.Cut(r.APIVersion, "/")
	if !named {
		return r.plural
	}
	return r.plural + "." + group
}

// in is the path of the objects in a namespace; empty: in all.
func (r *Resource) in(namespace string) string {
	if namespace == "" {
		return r.path + "/" + r.plural
	}
	return r.path + "/namespaces/" + namespace + "/" + r.plural
}
