package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
)

// Injection holds what injectors add, or are expected to add.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Injection struct {
	Assumed []Assumed      `json:"assumed,omitempty" jsonschema:"uses of what only an injector provides, while it is not switched on for the pod"`
	Twice   []Twice        `json:"twice,omitempty"   jsonschema:"containers of the manifest that an injector adds once more"`
	Vault   []VaultSetting `json:"vault,omitempty"   jsonschema:"settings of the Vault agent injector that the pod does not meet"`
	Consul  []ConsulFault  `json:"consul,omitempty"  jsonschema:"what Consul's injection needs and the set does not show"`
}

// Assumed is a use of what only an injector provides.
type Assumed struct {
	Container string   `json:"container"        jsonschema:"who uses it"`
	Injector  string   `json:"injector"         jsonschema:"id of the injector"`
	Uses      string   `json:"uses"             jsonschema:"in a few words: localhost:3500, /vault/secrets/db, volume data"`
	Switch    string   `json:"switch"           jsonschema:"what would switch it on, as key: value"`
	Namespace bool     `json:"namespace"        jsonschema:"a label of the namespace, which may be outside the set, switches it on as well"`
	Off       bool     `json:"off"              jsonschema:"the pod switches it off in so many words"`
	Opaque    []string `json:"opaque,omitempty" jsonschema:"neighbours that may provide it, as nothing is known of them"`
	Path      Path     `json:"path"             jsonschema:"of the use"`
}

// Twice is a container of the manifest that an injector adds once more.
type Twice struct {
	Container  string `json:"container"   jsonschema:"the container of the manifest"`
	Injector   string `json:"injector"    jsonschema:"id of the injector"`
	Adds       string `json:"adds"        jsonschema:"the container that the injector adds"`
	Switch     string `json:"switch"      jsonschema:"what switches it on, as key=value"`
	SwitchPath Path   `json:"switch_path" jsonschema:"of the switch"`
	Path       Path   `json:"path"        jsonschema:"of the container's image"`
}

func (d *draft) joinInjection() {
	d.joinBuckets()
	for _, c := range d.declared() {
		if c.out.Class != "init" {
			c.joinMeshDials()
		}
		c.joinVaultFiles()
	}
	for i := range d.pod.Injectors {
		d.joinTwice(&d.pod.Injectors[i])
	}
	d.joinVaultSettings()
	d.joinConsul()
}

func (d *draft) injector(id string) *knowledge.Injector {
	for i := range d.b.opt.Knowledge.Injectors {
		if inj := &d.b.opt.Knowledge.Injectors[i]; inj.ID == id {
			return inj
		}
	}
	return nil
}

// provided tells whether the injector is on, or the manifest carries its container itself.
func (d *draft) provided(inj *knowledge.Injector) bool {
	if slices.ContainsFunc(d.pod.Injectors, func(i Injector) bool { return i.ID == inj.ID }) {
		return true
	}
	return slices.ContainsFunc(d.containers, func(c *draftContainer) bool { return c.isOf(inj) || inj.Adds(c.out.Name) })
}

// isOf tells whether the container's image is one of the injector's own.
func (c *draftContainer) isOf(inj *knowledge.Injector) bool {
	return slices.ContainsFunc(inj.Images, func(glob string) bool { return matchesRepository(glob, c.out.Image.Repository) })
}

// matchesRepository: "**/name" is any repository that ends so, a last "*" stands for more of the name.
func matchesRepository(glob, repository string) bool {
	return globMatch(strings.TrimPrefix(glob, "**/"), repository) || strings.HasPrefix(glob, "**/") && strings.Contains(repository, "/") &&
		matchesRepository(glob, repository[strings.IndexByte(repository, '/')+1:])
}

func (d *draft) assume(c *draftContainer, inj *knowledge.Injector, uses string, at Path) {
	if d.provided(inj) {
		return
	}
	a := Assumed{Container: c.out.Name, Injector: inj.ID, Uses: uses, Path: at}
	_, _, _, a.Off = d.switched(inj.Offs, nil)
	for _, s := range inj.Switches {
		a.Namespace = a.Namespace || s.On == "namespace"
		if a.Switch == "" {
			a.Switch = s.Key + `: "` + s.Value + `"`
		}
	}
	for _, o := range d.companions() {
		if o != c && o.out.Opaque {
			a.Opaque = append(a.Opaque, o.out.Name)
		}
	}
	d.pod.Injection.Assumed = append(d.pod.Injection.Assumed, a)
}

// joinBuckets finds inline volumes of the Cloud Storage driver, which a sidecar serves.
func (d *draft) joinBuckets() {
	inj := d.injector("gke-gcsfuse")
	if inj == nil {
		return
	}
	for _, v := range d.pod.Volumes {
		if v.Kind == "csi" && v.Source == "gcsfuse.csi.storage.gke.io" && len(v.MountedBy) > 0 {
			d.assume(d.byName[v.MountedBy[0].Container], inj, "volume "+v.Name, v.Path)
		}
	}
}

// meshPort is a port on localhost by which the container that an injector adds is known.
type meshPort struct {
	injector string
	port     int
	urls     []string // the beginnings of its own URLs; a call of another URL is of something else
}

var meshPorts = []meshPort{
	{"istio", 15020, []string{"/quitquitquit", "/healthz", "/stats"}},
	{"istio", 15021, []string{"/healthz"}},
	{"istio", 15000, []string{"/quitquitquit", "/server_info", "/stats", "/config_dump"}},
	{"linkerd", 4191, []string{"/shutdown", "/ready", "/live", "/metrics"}},
	{"dapr", 3500, []string{"/v1.0"}},
}

// joinMeshDials finds calls of an injected proxy that nobody in the pod answers, and whose failure would tell.
func (c *draftContainer) joinMeshDials() {
	for i := range c.out.Dials {
		dial := &c.out.Dials[i]
		if dial.HostClass != "loopback" || dial.Meets != "" || dial.MeetsOwn || dial.Ignorable {
			continue
		}
		for _, m := range meshPorts {
			if dial.Port == m.port && slices.ContainsFunc(m.urls, func(u string) bool { return strings.HasPrefix(dial.URL, u) }) {
				if inj := c.d.injector(m.injector); inj != nil {
					c.d.assume(c, inj, "localhost:"+itoa(m.port)+dial.URL, dial.Path)
				}
				return
			}
		}
	}
}

// joinVaultFiles finds reads of files that the Vault agent would render, where no volume lies.
func (c *draftContainer) joinVaultFiles() {
	inj := c.d.injector("vault-agent")
	if inj == nil || len(inj.Provides) == 0 {
		return
	}
	dir := inj.Provides[0]
	for i := range c.out.Files {
		if f := &c.out.Files[i]; reads(f) && f.Volume == "" && f.File != dir && under(f.File, dir) {
			c.d.assume(c, inj, f.File, f.Path)
			return
		}
	}
	for i := range c.out.Env {
		if e := &c.out.Env[i]; e.Known && strings.HasPrefix(e.Value, dir+"/") && !c.onVolume(e.Value) {
			c.d.assume(c, inj, e.Value, e.Path)
			return
		}
	}
}

func (c *draftContainer) onVolume(file string) bool {
	volume, _ := c.volumeOf(file)
	return volume != ""
}

// joinTwice finds helpers whose image is the injector's own, under another name than the injector's: one of its own name is overridden
// or kept by design.
func (d *draft) joinTwice(by *Injector) {
	inj := d.injector(by.ID)
	if inj == nil || inj.ID == "vault-agent" || len(d.apps()) == 0 {
		return
	}
	for _, c := range d.companions() {
		add := inj.Running()
		if c.spec == nil || add == "" || inj.Adds(c.out.Name) || c.out.Part != "helper" || !c.isOf(inj) || slices.Contains(c.out.Argv, "router") {
			continue
		}
		d.pod.Injection.Twice = append(d.pod.Injection.Twice, Twice{Container: c.out.Name, Injector: inj.ID, Adds: add, Switch: by.Switch, SwitchPath: by.Path, Path: c.out.Image.Path})
	}
}
