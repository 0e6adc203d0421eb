package pod

import (
	"cmp"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/shell"
)

// readCommands works out what every container's command line does.
func (d *draft) readCommands() {
	for _, c := range d.containers {
		if c.spec != nil {
			c.readCommand()
		}
	}
}

func (c *draftContainer) readCommand() {
	c.argv = c.commandLine()
	if len(c.argv) == 0 {
		c.out.Opaque = c.image == nil || c.image.Opaque
		return
	}
	for _, w := range c.argv {
		c.out.Argv = append(c.out.Argv, w.text)
	}
	if c.startsUnseen() {
		c.out.Opaque = c.image == nil || c.image.Opaque
		if len(c.spec.Args) == 0 || c.entrypointKnown() {
			c.out.Program = base(c.argv[0].text)
		}
		if !looksLikeCommand(c.argv) && (c.image == nil || !c.argsReplace()) {
			return
		}
	}
	c.analyze()
}

// startsUnseen tells whether neither the manifest nor what is known of the image says with which word the command line begins.
func (c *draftContainer) startsUnseen() bool {
	return !c.out.Declared || len(c.spec.Command) == 0 && !c.entrypointKnown()
}

func (c *draftContainer) entrypointKnown() bool { return c.image != nil && len(c.image.Entrypoint) > 0 }

// looksLikeCommand holds when args alone begin with a shell: images whose entrypoint execs its arguments run them.
func looksLikeCommand(argv []word) bool {
	return isShell(argv[0].text) && len(argv) > 1
}

// commandLine is command and args as the kubelet expands them; without a command the known image's entrypoint stands in front.
func (c *draftContainer) commandLine() []word {
	var out []word
	for i, s := range c.spec.Command {
		text, _ := c.expand(s)
		out = append(out, word{text, c.commandPath(i)})
	}
	if len(c.spec.Command) == 0 && c.image != nil && !c.argsReplace() {
		for _, s := range c.image.Entrypoint {
			out = append(out, word{s, c.out.Image.Path})
		}
	}
	for i, s := range c.spec.Args {
		text, _ := c.expand(s)
		out = append(out, word{text, c.path("args", i)})
	}
	return out
}

// commandPath is the place of a word of the command.
func (c *draftContainer) commandPath(i int) Path {
	if c.scriptPath != nil {
		return c.scriptPath
	}
	return c.path("command", i)
}

// argsReplace tells whether args stand for the image's whole command line: they begin with a shell, or the image has no entrypoint
// but a shell or an interpreter as its default command (busybox, debian, python), which any args replace.
func (c *draftContainer) argsReplace() bool {
	if len(c.spec.Args) == 0 || len(c.spec.Command) > 0 {
		return false
	}
	if c.shellArgs() {
		return true
	}
	entry := c.image.Entrypoint
	plain := len(entry) == 0 && c.image.Role == "tool" && c.image.Lifetime == "command"
	return (plain || len(entry) == 1 && isShell(entry[0])) && !strings.HasPrefix(c.spec.Args[0], "-")
}

func isShell(program string) bool { return shell.IsShell(base(program)) }

func (c *draftContainer) analyze() {
	argv := make([]string, len(c.argv))
	for i, w := range c.argv {
		argv[i] = w.text
	}
	p := c.commands(argv)
	c.program = p
	c.add(p.Facts, "script", c.phase(), c.argPath)
	c.out.Program = p.Main.Name
	c.out.Opaque = p.Opaque
	for i := range p.Commands {
		c.out.Commands = append(c.out.Commands, c.command(&p.Commands[i], c.phase(), c.argPath))
	}
	c.out.Script = c.script(p)
}

// commands analyses a command line as it runs in the container.
func (c *draftContainer) commands(argv []string) *shell.Program {
	return shell.Analyze(argv, shell.Options{
		Env: c.lookup, Symbol: thisPod, Programs: c.d.b.opt.Knowledge.Programs, Dir: c.spec.WorkingDir, File: c.scriptFile, Scripts: &c.d.b.scripts,
	})
}

// argPath is the place of a word of the command line, and of a line in it.
func (c *draftContainer) argPath(at fact.Place) Path {
	if at.Arg < 0 || at.Arg >= len(c.argv) {
		return c.out.Path
	}
	p := c.argv[at.Arg].path
	if at.Line > 0 || strings.Contains(c.argv[at.Arg].text, "\n") && isArgument(p) {
		return c.d.paths.With(p, at.Line)
	}
	return p
}

func isArgument(p Path) bool {
	_, ok := p[len(p)-1].(int)
	return ok
}

func (c *draftContainer) command(cmd *shell.Command, phase string, place func(fact.Place) Path) Command {
	known := c.d.b.opt.Knowledge.Programs[cmd.Name]
	return Command{
		Name: cmd.Name, Argv: cmd.Argv, Endless: cmd.Endless, Background: cmd.Background, Condition: cmd.Condition, Ignorable: cmd.Ignorable,
		Network: known.Network, Processes: known.Processes, Workers: known.Workers(cmd.Argv), Phase: phase, Hosts: cmd.Hosts, Fallback: cmd.Fallback, Passed: cmd.Passed,
		Lifetime: cmp.Or(string(cmd.Lifetime), string(fact.Unknown)), Path: place(cmd.At),
	}
}

func (c *draftContainer) script(p *shell.Program) *Script {
	s := &Script{
		Shell: p.Shell, Main: p.Main.Name, MainKind: p.Main.Kind, Last: p.Main.Last, Statements: p.Main.Statements, Init: p.Main.Init,
		Trap: p.Trap, Idle: p.Idle, Path: c.argPath(p.Main.At),
	}
	if p.Idle {
		s.Path = c.argPath(p.IdleAt)
	}
	for i := range p.Work {
		s.Work = append(s.Work, c.command(&p.Work[i], c.phase(), c.argPath))
	}
	return s
}

// scriptFile returns the text of a file of the container that a ConfigMap or Secret of the set provides.
func (c *draftContainer) scriptFile(file string) (string, bool) {
	for _, f := range c.mountedFiles() {
		if f.path == cleanPath(file) {
			return f.entry.text, true
		}
	}
	return "", false
}
