package pod

import (
	"strings"
)

// VaultSetting is a setting of the Vault agent injector that the pod does not meet.
type VaultSetting struct {
	Kind      string `json:"kind"      jsonschema:"user: the agent shall run as the first container's user, which has none of its own; mounts: the container whose mounts it shall copy does not exist"`
	Container string `json:"container" jsonschema:"the first container, or the one that does not exist"`
	PodUser   bool   `json:"pod_user"  jsonschema:"the pod sets runAsUser, which the injector does not look at"`
	Path      Path   `json:"path"      jsonschema:"of the annotation"`
}

// ConsulFault is something that Consul's injection needs and the set does not show.
type ConsulFault struct {
	Kind  string `json:"kind"     jsonschema:"service: no Service of the set selects the pod; lists: the lists of names and of ports differ in length"`
	Names int    `json:"names"    jsonschema:"how many services are named"`
	Ports int    `json:"ports"    jsonschema:"how many ports are named"`
	Path  Path   `json:"path"     jsonschema:"of the annotation"`
}

const vaultPrefix = "vault.hashicorp.com/"

func (d *draft) switchedOn(id string) bool {
	for i := range d.pod.Injectors {
		if d.pod.Injectors[i].ID == id {
			return true
		}
	}
	return false
}

func (d *draft) joinVaultSettings() {
	if !d.switchedOn("vault-agent") || len(d.spec.Containers) == 0 {
		return
	}
	at := d.at.metadata.With("annotations")
	if d.meta.Annotations[vaultPrefix+"agent-run-as-same-user"] == "true" {
		sc := d.spec.Containers[0].SecurityContext
		if sc == nil || sc.RunAsUser == nil {
			podUser := d.spec.SecurityContext != nil && d.spec.SecurityContext.RunAsUser != nil
			d.pod.Injection.Vault = append(d.pod.Injection.Vault, VaultSetting{
				Kind: "user", Container: d.spec.Containers[0].Name, PodUser: podUser,
				Path: at.With(vaultPrefix + "agent-run-as-same-user"),
			})
		}
	}
	if name := d.meta.Annotations[vaultPrefix+"agent-copy-volume-mounts"]; name != "" && !placeholder(name) && d.byName[name] == nil {
		d.pod.Injection.Vault = append(d.pod.Injection.Vault, VaultSetting{Kind: "mounts", Container: name, Path: at.With(vaultPrefix + "agent-copy-volume-mounts")})
	}
}

const consulPrefix = "consul.hashicorp.com/"

func (d *draft) joinConsul() {
	if !d.switchedOn("consul") {
		return
	}
	at := d.at.metadata.With("annotations")
	if d.pod.Runs == "always" && len(d.related.Services) == 0 && len(d.b.index.byKind["Service"]) > 0 && len(d.pod.Labels) > 0 {
		d.pod.Injection.Consul = append(d.pod.Injection.Consul, ConsulFault{Kind: "service", Path: at.With(consulPrefix + "connect-inject")})
	}
	names, named := d.meta.Annotations[consulPrefix+"connect-service"]
	ports, ported := d.meta.Annotations[consulPrefix+"connect-service-port"]
	n, p := len(strings.Split(names, ",")), len(strings.Split(ports, ","))
	if named && ported && n != p && !placeholder(names) && !placeholder(ports) {
		d.pod.Injection.Consul = append(d.pod.Injection.Consul, ConsulFault{Kind: "lists", Names: n, Ports: p, Path: at.With(consulPrefix + "connect-service-port")})
	}
}
