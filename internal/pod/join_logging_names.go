package pod

import (
	"encoding/json"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Unmatched is a container or volume that an annotation of the pod names and the pod does not have.
type Unmatched struct {
	Key     string `json:"key"               jsonschema:"the annotation"`
	Name    string `json:"name"              jsonschema:"the name that nothing in the pod bears"`
	Kind    string `json:"kind"              jsonschema:"container or volume"`
	Kubectl bool   `json:"kubectl"           jsonschema:"the annotation is kubectl's default container"`
	Nearest string `json:"nearest,omitempty" jsonschema:"a name of the pod that is spelt much like it, else the only container that could be meant"`
	Path    Path   `json:"path"              jsonschema:"of the annotation"`
}

// Instrumented is a container that an annotation changes only because it is the first one.
type Instrumented struct {
	Key       string `json:"key"       jsonschema:"the annotation that asks for instrumentation"`
	Container string `json:"container" jsonschema:"the first regular container, a helper, which is instrumented"`
	Wanted    string `json:"wanted"    jsonschema:"the app"`
	Path      Path   `json:"path"      jsonschema:"of the annotation"`
}

// naming says where an annotation holds names of containers or volumes: in its value (a name, a list, a list of name:path, or the
// names in a JSON document), or in its key between prefix and an ending.
type naming struct {
	prefix  string
	endings []string // in the key; nil when the names stand in the value
	form    string   // name, list, mounts, json
	volume  bool
}

// namings are the annotations that name containers or volumes. Sources: the documentation of Velero (backup hooks, file system backup),
// Datadog (autodiscovery annotations), the OpenTelemetry operator, the Vault injector, the cluster autoscaler's FAQ, Dapr and AppArmor.
var namings = []naming{
	{prefix: defaultKey, form: "name"},
	{prefix: "pre.hook.backup.velero.io/container", form: "name"},
	{prefix: "post.hook.backup.velero.io/container", form: "name"},
	{prefix: "post.hook.restore.velero.io/container", form: "name"},
	{prefix: "backup.velero.io/backup-volumes", form: "list", volume: true},
	{prefix: "backup.velero.io/backup-volumes-excludes", form: "list", volume: true},
	{prefix: "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes", form: "list", volume: true},
	{prefix: "vault.hashicorp.com/agent-inject-containers", form: "list"},
	{prefix: "vault.hashicorp.com/agent-copy-volume-mounts", form: "name"},
	{prefix: "instrumentation.opentelemetry.io/container-names", form: "list"},
	{prefix: "instrumentation.opentelemetry.io/java-container-names", form: "list"},
	{prefix: "instrumentation.opentelemetry.io/nodejs-container-names", form: "list"},
	{prefix: "instrumentation.opentelemetry.io/python-container-names", form: "list"},
	{prefix: "instrumentation.opentelemetry.io/dotnet-container-names", form: "list"},
	{prefix: "instrumentation.opentelemetry.io/go-container-names", form: "list"},
	{prefix: "instrumentation.opentelemetry.io/apache-httpd-container-names", form: "list"},
	{prefix: "instrumentation.opentelemetry.io/inject-nginx-container-names", form: "list"},
	{prefix: "instrumentation.opentelemetry.io/sdk-container-names", form: "list"},
	{prefix: "dapr.io/volume-mounts", form: "mounts", volume: true},
	{prefix: "dapr.io/volume-mounts-rw", form: "mounts", volume: true},
	{prefix: "sidecar.istio.io/userVolumeMount", form: "json", volume: true},
	{prefix: "container.apparmor.security.beta.kubernetes.io/", endings: []string{""}},
	{prefix: "ad.datadoghq.com/", endings: []string{".checks", ".check_names", ".init_configs", ".instances", ".logs", ".exclude", ".logs_exclude", ".metrics_exclude", ".tags"}},
}

// joinNames finds the names in annotations that nothing in the pod bears. A pod whose containers are not all there (a patch) is left out.
func (d *draft) joinNames() {
	if len(d.meta.Annotations) == 0 {
		return
	}
	if _, complete := d.regulars(); !complete {
		return
	}
	for _, key := range sortedKeys(d.meta.Annotations) {
		for i := range namings {
			d.joinNaming(&namings[i], key)
		}
	}
}

func (d *draft) joinNaming(n *naming, key string) {
	for _, name := range n.names(key, d.meta.Annotations[key]) {
		if name == "" || isPlaceholder(name) || strings.ContainsAny(name, " *{}") || d.bears(n, name) {
			continue
		}
		u := Unmatched{Key: key, Name: name, Kind: "container", Kubectl: key == defaultKey, Path: d.at.metadata.With("annotations", key)}
		if n.volume {
			u.Kind = "volume"
		}
		u.Nearest = d.nearestName(n, name)
		d.pod.Logging.Unmatched = append(d.pod.Logging.Unmatched, u)
	}
}

// names lists what an annotation names.
func (n *naming) names(key, value string) []string {
	if n.endings != nil {
		rest, ok := strings.CutPrefix(key, n.prefix)
		for _, e := range n.endings {
			if name, cut := strings.CutSuffix(rest, e); ok && cut && !strings.Contains(name, ".") {
				return []string{name}
			}
		}
		return nil
	}
	if key != n.prefix {
		return nil
	}
	switch n.form {
	case "json":
		return jsonNames(value)
	case "name":
		return []string{strings.TrimSpace(value)}
	}
	out := strings.Split(value, ",")
	for i := range out {
		if n.form == "mounts" {
			out[i], _, _ = strings.Cut(out[i], ":")
		}
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// jsonNames reads a list of objects with a name, or a map whose keys are the names; nothing when it is neither.
func jsonNames(value string) []string {
	var list []struct{ Name string }
	if json.Unmarshal([]byte(value), &list) == nil {
		out := make([]string, len(list))
		for i := range list {
			out[i] = list[i].Name
		}
		return out
	}
	var byName map[string]any
	if json.Unmarshal([]byte(value), &byName) == nil {
		return sortedKeys(byName)
	}
	return nil
}

// bears tells whether something in the pod, or something that an injector may add, has that name.
func (d *draft) bears(n *naming, name string) bool {
	if n.volume {
		return d.volumes[name] != nil || n.form == "json" && strings.Contains(d.meta.Annotations["sidecar.istio.io/userVolume"], `"`+name+`"`)
	}
	if d.byName[name] != nil || d.meta.Annotations["ad.datadoghq.com/"+name+".check.id"] != "" || d.checkID(name) {
		return true
	}
	for i := range d.b.opt.Knowledge.Injectors {
		for _, c := range d.b.opt.Knowledge.Injectors[i].Containers {
			if c.Name == name {
				return true
			}
		}
	}
	return false
}

// checkID: Datadog's annotations may name an identifier that the pod gives one of its containers.
func (d *draft) checkID(name string) bool {
	for k, v := range d.meta.Annotations {
		if v == name && strings.HasPrefix(k, "ad.datadoghq.com/") && strings.HasSuffix(k, ".check.id") {
			return true
		}
	}
	return false
}

// nearestName is the name that is most likely meant: spelt much like it, or the app when there is only one.
func (d *draft) nearestName(n *naming, name string) string {
	candidates := d.names()
	if n.volume {
		candidates = sortedKeys(d.volumes)
	}
	best, distance := "", max(2, len(name)/3)+1
	for _, c := range candidates {
		if g := levenshtein.ComputeDistance(name, c); g < distance {
			best, distance = c, g
		}
	}
	if best != "" || n.volume {
		return best
	}
	return d.onlyApp()
}

func (d *draft) onlyApp() string {
	found := ""
	for _, c := range d.containers {
		if c.out.Class != "regular" || c.out.Part == "helper" {
			continue
		}
		if found != "" {
			return ""
		}
		found = c.out.Name
	}
	return found
}

// joinInstrumented: without a list of names the OpenTelemetry operator instruments the first container.
func (d *draft) joinInstrumented() {
	regular, complete := d.regulars()
	if len(regular) < 2 || !complete || regular[0].out.Part != "helper" {
		return
	}
	app := d.likelyApp(regular[1:])
	if app == nil || !d.servesFor(regular[0], app) {
		return
	}
	for _, key := range sortedKeys(d.meta.Annotations) {
		if d.instrumentsFirst(key) {
			d.pod.Logging.Instrumented = append(d.pod.Logging.Instrumented, Instrumented{
				Key: key, Container: regular[0].out.Name,
				Wanted: app.out.Name, Path: d.at.metadata.With("annotations", key),
			})
		}
	}
}

// instrumentsFirst tells whether an annotation asks for the instrumentation of a language and none lists the containers for it.
func (d *draft) instrumentsFirst(key string) bool {
	const domain, names = "instrumentation.opentelemetry.io/", "container-names"
	language, ok := strings.CutPrefix(key, domain+"inject-")
	if !ok || strings.HasSuffix(key, names) {
		return false
	}
	if value := d.meta.Annotations[key]; value == "false" || value == "" || isPlaceholder(value) {
		return false
	}
	return d.meta.Annotations[domain+names] == "" && d.meta.Annotations[domain+language+"-"+names] == ""
}
