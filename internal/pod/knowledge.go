package pod

import (
	"path"
	"slices"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

// readKnowledge states what the known image does when its own program runs: its settings, defaults included.
func (d *draft) readKnowledge() {
	for _, c := range d.containers {
		if c.image == nil || c.spec == nil || c.image.Opaque {
			continue
		}
		program, args, ok := c.ownArguments()
		if !ok {
			c.matchCommand()
			continue
		}
		c.own = true
		c.out.Opaque = c.out.Opaque && !c.image.Transparent()
		inv := knowledge.Invocation{Program: program, Args: texts(args), Env: c.lookup}
		if said := c.said(inv.Args); said != nil {
			inv.Config = said
		}
		c.alone, c.listsPorts = c.image.Alone(inv), c.image.ListsPorts(inv)
		configured := c.configMounted() || c.configWritten()
		for _, f := range c.image.Facts(inv) {
			c.listsPorts = c.listsPorts && !portless(f)
			c.facts = append(c.facts, c.placeKnown(f, args, configured))
		}
		if c.out.Image.Certainty == Known {
			c.defaultHost = c.image.HostByDefault(inv)
		}
		c.ownLifetime(inv)
		c.readCalls(inv)
		c.out.Image.UsesAPI = c.image.AsksAPI(inv)
	}
}

// placeKnown puts a fact of the image where the manifest brings it about: at a variable, at an argument, else at the image.
func (c *draftContainer) placeKnown(f fact.Fact, args []word, configured bool) placed {
	p := placed{Fact: f, origin: "image", path: c.out.Image.Path, phase: c.phase()}
	switch {
	case f.At.Env != "":
		p.origin, p.path = "env", c.envPath(f.At.Env)
	case f.At.Arg >= 0 && f.At.Arg < len(args):
		p.origin, p.path = "flag", args[f.At.Arg].path
	default:
		p.Verified = p.Verified && (!configured || f.Firm)
		if !c.sure && f.Kind == fact.Listen && isLoopback(f.Host) {
			p.Host = elsewhere
		}
	}
	return p
}

// elsewhere is the host of a listener of which nobody knows on which address it is: somebody's own build need not keep to loopback because
// the program of that name does so by default.
const elsewhere = "unknown"

// configMounted tells whether a volume lies on one of the places from which the image's program is configured: its defaults are then
// likely, but no longer sure.
func (c *draftContainer) configMounted() bool {
	for i := range c.out.Mounts {
		if slices.Contains(c.image.Config, c.out.Mounts[i].MountPath) {
			return true
		}
	}
	return false
}

func texts(args []word) []string {
	out := make([]string, len(args))
	for i, w := range args {
		out[i] = w.text
	}
	return out
}

// ownLifetime applies the image's lifetime where its own program is process 1. A script around that program decides for itself, and a
// command that names another program of the image (its migrations, its set-up) says nothing of how long that one lives.
func (c *draftContainer) ownLifetime(inv knowledge.Invocation) {
	if !c.runsAlone() {
		return
	}
	if c.out.Class == "init" && len(inv.Args) > 0 && !serving[inv.Args[0]] && len(c.image.FiniteWhen)+len(c.image.EndlessWhen) == 0 {
		return // an init container that is told something of which nothing is known is given a chore rather than the service
	}
	if life := c.image.LifetimeOf(inv); life != fact.Unknown {
		c.out.Lifetime = string(life)
		c.out.LifetimeEvidence = &Evidence{Origin: "image", Text: c.image.ID + " by default", Path: c.out.Image.Path}
	}
}

// runsAlone tells whether the image's own program is process 1, or what a script comes down to in the end.
func (c *draftContainer) runsAlone() bool {
	if c.program == nil {
		return true
	}
	if c.program.Lifetime != fact.Unknown || len(c.spec.Command) > 0 && !c.names(c.program.Main.Name) {
		return false
	}
	switch c.program.Main.Last {
	case "", "simple", "exec":
		return true
	}
	return false
}

// serving are subcommands by which a server serves.
var serving = map[string]bool{
	"server": true, "serve": true, "start": true, "start-dev": true, "run": true, "agent": true, "proxy": true, "web": true, "daemon": true,
	"sidecar": true, "standalone": true, "watch": true, "listen": true, "worker": true, "sync": true,
}

// envPath is where a variable gets its value: the last of the same name counts.
func (c *draftContainer) envPath(name string) Path {
	for _, v := range slices.Backward(c.out.Env) {
		if v.Name == name {
			return v.Path
		}
	}
	return c.out.Path
}

// matchCommand: the command comes before the image's role. An image that runs nothing but a script of common tools is one, whatever it
// was made for.
func (c *draftContainer) matchCommand() {
	if c.program != nil && c.program.Shell != "" && c.closed() {
		c.out.Role = "tool"
	}
}

// ownArguments finds the arguments of the image's own program, and its name where the command line has it: those of the entrypoint when the manifest gives no command, else those
// of the command that names the program. ok is false when another program runs.
func (c *draftContainer) ownArguments() (program string, args []word, ok bool) {
	if len(c.spec.Command) == 0 && !c.argsReplace() {
		return "", c.argv[min(len(c.image.Entrypoint), len(c.argv)):], true
	}
	if c.program == nil {
		return "", nil, false
	}
	if c.program.Shell == "" && len(c.argv) > 0 && (c.names(base(c.argv[0].text)) || c.foreign(base(c.argv[0].text))) {
		return base(c.argv[0].text), c.argv[1:], true
	}
	for i := range c.program.Commands {
		cmd := &c.program.Commands[i]
		if !c.names(cmd.Name) {
			continue
		}
		for _, a := range cmd.Argv[1:] {
			args = append(args, word{a, c.argPath(cmd.At)})
		}
		return cmd.Name, args, true
	}
	return "", nil, false
}

func (c *draftContainer) shellArgs() bool {
	return len(c.spec.Args) > 0 && looksLikeCommand([]word{{text: c.spec.Args[0]}, {}})
}

// names tells whether program is what the image is about.
func (c *draftContainer) names(program string) bool {
	return c.image.Starts(program, c.out.Image.Repository)
}

// foreign tells whether a program that is no common tool is taken for the image's own binary, whose name is not known.
func (c *draftContainer) foreign(program string) bool {
	if c.image.Process != "" {
		return false
	}
	_, common := c.d.b.opt.Knowledge.Programs[program]
	return !common && !c.scripted(program)
}

func (c *draftContainer) scripted(program string) bool {
	ext := path.Ext(program)
	return ext == ".sh" || ext == ".py" || ext == ".js" || ext == ".rb" || ext == ".pl" || ext == ".jar"
}

// portless tells whether a program listens on a port that nothing in sight gives: a proxy of databases takes that of the instance's kind.
func portless(f fact.Fact) bool { return f.Kind == fact.Listen && f.Port == 0 && f.Socket == "" }
