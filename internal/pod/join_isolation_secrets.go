package pod

import (
	"regexp"
	"slices"
	"strings"
)

// SharedSecret is a secret of an app that a helper is given and has no use for.
type SharedSecret struct {
	Container string `json:"container"     jsonschema:"the helper"`
	App       string `json:"app"           jsonschema:"the app whose secret it is"`
	Secret    string `json:"secret"        jsonschema:"the Secret"`
	Key       string `json:"key,omitempty" jsonschema:"the key; absent for all of them"`
	As        string `json:"as"            jsonschema:"envFrom, env or volume"`
	Does      string `json:"does"          jsonschema:"what the helper does, in a few words"`
	AppPath   Path   `json:"app_path"      jsonschema:"where the app gets it"`
	Path      Path   `json:"path"          jsonschema:"where the helper gets it"`
}

// grant of a secret: one key, or all of them.
type secretUse struct {
	secret, key, as string
	path            Path
	at              string // directory of a mounted Secret, else empty
}

// joinSecrets finds the secrets of apps in helpers that certainly do not use them.
func (d *draft) joinSecrets(all, apps []*draftContainer) {
	for _, c := range all {
		uses := c.secretUses()
		if c.out.Part != "helper" || len(uses) == 0 {
			continue
		}
		does := c.worksWithoutSecrets()
		if does == "" {
			continue
		}
		for _, use := range uses {
			if use.as != "envFrom" && !c.closed() && !c.ignores(&use) {
				continue // a single key or a mounted Secret is given on purpose
			}
			d.joinSecret(c, &use, does, apps)
		}
	}
}

func (d *draft) joinSecret(c *draftContainer, use *secretUse, does string, apps []*draftContainer) {
	for _, a := range apps {
		for _, theirs := range a.secretUses() {
			if a != c && theirs.secret == use.secret && (theirs.key == use.key || theirs.key == "" || use.key == "") {
				d.pod.Isolation.SharedSecrets = append(d.pod.Isolation.SharedSecrets, SharedSecret{
					Container: c.out.Name, App: a.out.Name, Secret: use.secret, Key: use.key,
					As: use.as, Does: does, AppPath: theirs.path, Path: use.path,
				})
				return
			}
		}
	}
}

// worksWithoutSecrets says what a helper does that needs no credentials, empty when that is not certain: a command line that is understood to
// the last word, talks to nobody and names no variable that a Secret could hold; a web server, a log agent.
func (c *draftContainer) worksWithoutSecrets() string {
	switch {
	case c.closed() && !c.talks() && !c.namesUnknown():
		return "only runs " + c.program.Commands[len(c.program.Commands)-1].Name
	case !c.own || c.image.Custom && !c.out.Verified:
		return ""
	}
	return c.roleWithoutSecrets()
}

// roleWithoutSecrets says what a known image does in a role that needs no credentials, empty for the other roles.
func (c *draftContainer) roleWithoutSecrets() string {
	switch c.out.Role {
	case "web-front":
		if !c.mountsAt("/etc/nginx/templates") && !c.namesUnknown() {
			return "serves files"
		}
	case "health-bridge":
		if c.out.Verified {
			return "asks for a neighbour's health"
		}
	case "log-stream", "log-rotate":
		return "handles logs"
	}
	return ""
}

// ignores tells whether a health bridge, which only calls its neighbour's socket, is given a mounted Secret that its command line and
// environment do not speak of.
func (c *draftContainer) ignores(use *secretUse) bool {
	if c.out.Role != "health-bridge" || use.as != "volume" {
		return false
	}
	words := append(slices.Clone(c.spec.Command), c.spec.Args...)
	for i := range c.spec.Env {
		words = append(words, c.spec.Env[i].Value)
	}
	return !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, use.at) })
}

func (c *draftContainer) talks() bool {
	for i := range c.program.Commands {
		if c.d.b.opt.Knowledge.Programs[c.program.Commands[i].Name].Network {
			return true
		}
	}
	return false
}

func (c *draftContainer) mountsAt(dir string) bool {
	return slices.ContainsFunc(c.out.Mounts, func(m Mount) bool { return under(m.MountPath, dir) })
}

var (
	variable    = regexp.MustCompile(`\$[({]?([A-Za-z_][A-Za-z0-9_]*)`)
	environment = regexp.MustCompile(`envsubst|printenv|(^|[\s;|&])env([\s;|&]|$)`)
)

// namesUnknown tells whether the command line names a variable of which the manifest does not show the value, or reads all of them.
func (c *draftContainer) namesUnknown() bool {
	text := strings.Join(append(slices.Clone(c.spec.Command), c.spec.Args...), "\n")
	for _, m := range variable.FindAllStringSubmatch(text, -1) {
		if _, known := c.lookup(m[1]); !known && !strings.Contains(text, m[1]+"=") {
			return true
		}
	}
	return strings.Contains(text, "env") && environment.MatchString(text)
}

// secretUses lists what the container gets from Secrets.
func (c *draftContainer) secretUses() []secretUse {
	out := c.secretVariables()
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		if v := c.d.volumes[m.Volume]; v != nil && v.Kind == "secret" && v.Source != "" && !c.usesUnder(m.MountPath) {
			out = append(out, secretUse{v.Source, m.SubPath, "volume", m.Path, m.MountPath})
		}
	}
	return out
}

func (c *draftContainer) secretVariables() []secretUse {
	var out []secretUse
	for i := range c.spec.EnvFrom {
		if ref := c.spec.EnvFrom[i].SecretRef; ref != nil && !placeholder(ref.Name) {
			out = append(out, secretUse{ref.Name, "", "envFrom", c.path("envFrom", i), ""})
		}
	}
	for i := range c.spec.Env {
		from := c.spec.Env[i].ValueFrom
		if from == nil || from.SecretKeyRef == nil || placeholder(from.SecretKeyRef.Name) {
			continue
		}
		out = append(out, secretUse{from.SecretKeyRef.Name, from.SecretKeyRef.Key, "env", c.path("env", i), ""})
	}
	return out
}

// usesUnder tells whether the container is known to read something below a directory.
func (c *draftContainer) usesUnder(dir string) bool {
	return c.out.Part == "helper" && slices.ContainsFunc(c.out.Files, func(f FileUse) bool { return overlaps(f.File, dir) })
}
