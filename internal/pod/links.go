package pod

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// settleLinks lists the variables that containers read and that Kubernetes sets because of a Service (pkg/kubelet/envvars/envvars.go).
func (d *draft) settleLinks() {
	if d.spec.EnableServiceLinks != nil && !*d.spec.EnableServiceLinks {
		return
	}
	for _, c := range d.containers {
		if c.spec != nil {
			c.linksInArguments()
			c.linksOfImage()
		}
	}
}

// linkMarks are what follows the name of the Service in the names of its variables.
var linkMarks = []string{"_SERVICE_HOST", "_SERVICE_PORT", "_PORT"}

// link finds the Service of the namespace that brings a variable about.
func (d *draft) link(variable string) (Link, bool) {
	for _, mark := range linkMarks {
		for _, i := range []int{strings.Index(variable, mark), strings.LastIndex(variable, mark)} {
			if i < 1 {
				continue
			}
			o, near := d.findNear("Service", strings.ToLower(strings.ReplaceAll(variable[:i], "_", "-")))
			if o == nil || !addressed(o) {
				continue
			}
			if l, ok := linkVariables(o)[variable]; ok {
				l.Near = near.String()
				return l, true
			}
		}
	}
	return Link{}, false
}

// linkVariables are the variables that a Service brings about, by their names.
func linkVariables(o *manifest.Object) map[string]Link {
	out := map[string]Link{}
	add := func(suffix, form string, port int) {
		name := strings.ToUpper(strings.ReplaceAll(o.Name, "-", "_")) + suffix
		out[name] = Link{Variable: name, Service: o.Name, Form: form, Port: port}
	}
	add("_SERVICE_HOST", "host", 0)
	for i, p := range items(o.Root, "spec", "ports") {
		port, protocol := validPort(atoi(text(p, "port"))), strings.ToUpper(cmp.Or(text(p, "protocol"), "TCP"))
		if i == 0 {
			add("_SERVICE_PORT", "port", port)
			add("_PORT", "url", port)
		}
		if name := text(p, "name"); name != "" {
			add("_SERVICE_PORT_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_")), "port", port)
		}
		one := fmt.Sprintf("_PORT_%d_%s", port, protocol)
		add(one, "url", port)
		add(one+"_PROTO", "protocol", port)
		add(one+"_PORT", "port", port)
		add(one+"_ADDR", "host", port)
	}
	return out
}

// addressed tells whether a Service has an address of its own: others set no variables.
func addressed(o *manifest.Object) bool {
	return text(o.Root, "spec", "type") != "ExternalName" && text(o.Root, "spec", "clusterIP") != "None" && !isPlaceholder(o.Name)
}

// variableUse finds $NAME, ${NAME...} and $(NAME), with what follows the name in braces.
var variableUse = regexp.MustCompile(`\$(?:\{([A-Z][A-Z0-9_]*)([^}]?)|\(([A-Z][A-Z0-9_]*)\)|([A-Z][A-Z0-9_]*))`)

// linksInArguments reads command and args, line by line. One that the script sets itself, or of which it takes a part, is no reading.
func (c *draftContainer) linksInArguments() {
	for i, word := range c.spec.Command {
		c.linksInText(word, c.commandPath(i))
	}
	for i, word := range c.spec.Args {
		c.linksInText(word, c.path("args", i))
	}
}

func (c *draftContainer) linksInText(word string, at Path) {
	if !strings.Contains(word, "$") {
		return
	}
	many := strings.Contains(strings.TrimRight(word, "\n"), "\n")
	n := -1
	for line := range strings.Lines(word) {
		n++
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, m := range variableUse.FindAllStringSubmatch(line, -1) {
			name := cmp.Or(m[1], m[3], m[4])
			if m[2] != "" && strings.ContainsAny(m[2], "#%/") || strings.Contains(word, name+"=") {
				continue
			}
			l := Link{Origin: "script", Certainty: Shown, Text: shorten(line), Path: at}
			if m[3] != "" {
				l.Origin, l.Certainty = "flag", Stated
			}
			if many {
				l.Path = at.With(n)
			}
			c.addLink(name, &l)
		}
	}
}

// linksOfImage adds the settings that the image's program reads from such a variable.
func (c *draftContainer) linksOfImage() {
	if !c.own {
		return
	}
	for i := range c.image.Settings {
		for _, name := range c.image.Settings[i].Env {
			c.addLink(name, &Link{Origin: "image", Certainty: c.rung("image", c.out.Verified), Text: c.image.ID, Path: c.out.Image.Path})
		}
	}
}

// addLink notes a variable once, when a Service brings it about and the manifest does not set it.
func (c *draftContainer) addLink(variable string, use *Link) {
	if slices.ContainsFunc(c.out.Env, func(v EnvVar) bool { return v.Name == variable }) ||
		slices.ContainsFunc(c.out.Links, func(l Link) bool { return l.Variable == variable }) {
		return
	}
	l, ok := c.d.link(variable)
	if !ok {
		return
	}
	l.Origin, l.Certainty, l.Text, l.Path = use.Origin, use.Certainty, use.Text, use.Path
	if c.out.EnvUnresolved {
		l.Certainty = Guessed // what is not in sight may set it
	}
	c.out.Links = append(c.out.Links, l)
}
