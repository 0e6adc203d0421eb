package pod

import (
	"slices"
	"strings"
)

// Datastore is a database that is copied with every replica of an app.
type Datastore struct {
	Container  string `json:"container"        jsonschema:"the database"`
	Known      string `json:"known"            jsonschema:"which one: the id of its knowledge entry"`
	App        string `json:"app"              jsonschema:"an app beside it"`
	Replicas   int    `json:"replicas"         jsonschema:"declared replicas; 0 when none are declared"`
	Scaled     bool   `json:"scaled"           jsonschema:"an autoscaler targets the workload"`
	Persistent bool   `json:"persistent"       jsonschema:"a volume that outlives the pod is mounted"`
	Path       Path   `json:"path"             jsonschema:"of the container's image"`
}

// scaledKinds make interchangeable copies of a pod.
var scaledKinds = []string{"Deployment", "ReplicaSet", "ReplicationController", "Rollout", "DeploymentConfig", "CloneSet"}

// keptApart are stores that a pod may well have to itself: etcd beside an API server, caches, queues inside one process group.
var keptApart = []string{"etcd", "redis", "memcached", "consul", "zookeeper", "nats", "minio"}

// joinDatastores finds the databases that run beside an app in workloads whose pods are copies of each other.
func (d *draft) joinDatastores() {
	if !slices.Contains(scaledKinds, d.obj.Kind) || d.pod.Test || d.pod.Managed != "" {
		return
	}
	app := d.firstApp()
	if app == nil {
		return
	}
	for _, c := range d.companions() {
		if c.out.Role != "datastore" || !c.own || !c.out.Verified || slices.Contains(keptApart, c.out.Known) {
			continue
		}
		d.pod.Coupling.Datastores = append(d.pod.Coupling.Datastores, Datastore{
			Container: c.out.Name, Known: c.out.Known, App: app.out.Name, Replicas: d.pod.Replicas,
			Scaled: len(d.related.Autoscalers) > 0, Persistent: d.persistent(c), Path: c.out.Image.Path,
		})
	}
}

// firstApp is the first app that is no database itself; nothing but what is known to be an app counts.
func (d *draft) firstApp() *draftContainer {
	for _, c := range d.apps() {
		if c.out.Role != "datastore" && c.out.Role != "cache" {
			return c
		}
	}
	return nil
}

func (d *draft) persistent(c *draftContainer) bool {
	for i := range c.out.Mounts {
		switch v := d.volumes[c.out.Mounts[i].Volume]; {
		case v == nil:
			return true
		case !v.Config && v.Kind != "emptyDir" && v.Kind != "image" && v.Kind != "ephemeral":
			return true
		}
	}
	return false
}

// BuildDaemon is a build daemon whose client cannot use it as it is set up.
type BuildDaemon struct {
	Daemon string `json:"daemon"           jsonschema:"the container with the daemon"`
	Client string `json:"client,omitempty" jsonschema:"the container that builds; absent when the daemon itself is at fault"`
	Kind   string `json:"kind"             jsonschema:"port: the client dials 2375, the daemon serves TLS on 2376; certificates: the client does not see the daemon's certificates; privileged: the daemon is not privileged"`
	Path   Path   `json:"path"             jsonschema:"of the client's address, or of the daemon's missing privilege"`
}

// joinBuilders compares docker-in-docker daemons with their clients.
func (d *draft) joinBuilders() {
	for _, c := range d.companions() {
		if !strings.HasPrefix(c.out.Known, "dind") || !c.own || c.out.EnvUnresolved {
			continue
		}
		if !isTrue(c.out.Security.Privileged) && !strings.Contains(c.out.Image.Tag, "rootless") {
			d.addBuilder(c, nil, "privileged", c.path("securityContext", "privileged"))
		}
		for _, o := range d.companions() {
			if o != c {
				d.joinBuilder(c, o)
			}
		}
	}
}

func (d *draft) joinBuilder(daemon, client *draftContainer) {
	for i := range client.out.Dials {
		dial := &client.out.Dials[i]
		switch {
		case dial.HostClass != "loopback":
		case dial.Port == 2375 && daemon.servesTLS() && dial.Meets == "":
			d.addBuilder(daemon, client, "port", dial.Path)
			return
		case dial.Port == 2376 && daemon.servesTLS() && !d.sharesCertificates(daemon, client):
			d.addBuilder(daemon, client, "certificates", dial.Path)
			return
		}
	}
}

func (d *draft) addBuilder(daemon, client *draftContainer, kind string, at Path) {
	b := BuildDaemon{Daemon: daemon.out.Name, Kind: kind, Path: at}
	if client != nil {
		b.Client = client.out.Name
	}
	d.pod.Coupling.Builders = append(d.pod.Coupling.Builders, b)
}

// servesTLS tells whether the daemon is left to its defaults, under which it serves TLS alone.
func (c *draftContainer) servesTLS() bool {
	return slices.ContainsFunc(c.out.Listens, func(l Listen) bool { return l.Port == 2376 && l.Effective }) &&
		!slices.ContainsFunc(c.out.Listens, func(l Listen) bool { return l.Port == 2375 && l.Effective })
}

// sharesCertificates tells whether the client mounts the volume on which the daemon leaves its certificates.
func (d *draft) sharesCertificates(daemon, client *draftContainer) bool {
	dir, ok := daemon.lookup("DOCKER_TLS_CERTDIR")
	if !ok {
		dir = "/certs"
	}
	volume, _ := daemon.volumeOf(dir + "/client")
	return volume != "" && client.mounts(volume) != nil
}
