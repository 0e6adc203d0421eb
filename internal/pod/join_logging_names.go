package pod

import (
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/podlint/podlint/internal/knowledge"
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

// joinNames finds the names in annotations that nothing in the pod bears. A pod whose containers are not all there (a patch) is left out.
func (d *draft) joinNames() {
	if len(d.meta.Annotations) == 0 {
		return
	}
	if _, complete := d.regulars(); !complete {
		return
	}
	for _, key := range sortedKeys(d.meta.Annotations) {
		for i := range d.b.opt.Knowledge.Naming {
			d.joinNaming(&d.b.opt.Knowledge.Naming[i], key)
		}
	}
}

func (d *draft) joinNaming(n *knowledge.Naming, key string) {
	for _, name := range n.Names(key, d.meta.Annotations[key]) {
		if name == "" || isPlaceholder(name) || strings.ContainsAny(name, " *{}") || d.bears(n, name) {
			continue
		}
		u := Unmatched{Key: key, Name: name, Kind: "container", Kubectl: key == defaultKey, Path: d.at.metadata.With("annotations", key)}
		if n.Of == "volume" {
			u.Kind = "volume"
		}
		u.Nearest = d.nearestName(n, name)
		d.pod.Logging.Unmatched = append(d.pod.Logging.Unmatched, u)
	}
}

// bears tells whether something in the pod, or something that an injector may add, has that name.
func (d *draft) bears(n *knowledge.Naming, name string) bool {
	if n.Of == "volume" {
		return d.volumes[name] != nil || n.Form == "json" && strings.Contains(d.meta.Annotations["sidecar.istio.io/userVolume"], `"`+name+`"`)
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
func (d *draft) nearestName(n *knowledge.Naming, name string) string {
	candidates := d.names()
	if n.Of == "volume" {
		candidates = sortedKeys(d.volumes)
	}
	best, distance := "", max(2, len(name)/3)+1
	for _, c := range candidates {
		if g := levenshtein.ComputeDistance(name, c); g < distance {
			best, distance = c, g
		}
	}
	if best != "" || n.Of == "volume" {
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
