package pod

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/shell"
)

// settlePrograms lists the programs that each container starts by name, and says which of them its image is known not to hold.
func (d *draft) settlePrograms() {
	for _, c := range d.declared() {
		if c.out.Image.Placeholder || c.out.Image.Substituted || d.pod.Windows {
			continue
		}
		brought := c.bringsPrograms() || c.bringsShell()
		c.addCommands(brought)
		for i := range c.out.Hooks {
			c.addHandler(c.out.Hooks[i].Command, "hook", c.out.Hooks[i].Path, brought)
		}
		for i := range c.out.Probes {
			c.addHandler(c.out.Probes[i].Command, "probe", c.out.Probes[i].Path, brought)
		}
		c.addShell(brought)
	}
}

// addCommands takes the programs of the command line and its script, but for what the shell does itself.
func (c *draftContainer) addCommands(brought bool) {
	asked := c.asked()
	for i := range c.out.Commands {
		cmd := &c.out.Commands[i]
		if c.program != nil && c.program.Shell != "" && shell.BuiltIn(cmd.Argv[0]) {
			continue
		}
		c.addProgram(ProgramUse{
			Name: cmd.Name, Phase: cmd.Phase, Condition: cmd.Condition, Ignorable: cmd.Ignorable, Fallback: cmd.Fallback, Waits: c.waitsBy(cmd), Passed: cmd.Passed, Path: cmd.Path,
		}, cmd.Argv[0], brought || asked[cmd.Name])
	}
}

// addHandler takes the program that the kubelet starts for a probe or a hook; what a script in it starts stands among the commands.
func (c *draftContainer) addHandler(argv []string, phase string, at Path, brought bool) {
	if len(argv) > 0 && isShell(argv[0]) {
		c.addProgram(ProgramUse{Name: base(argv[0]), Phase: phase, Path: c.d.paths.With(at, 0)}, argv[0], brought)
	}
}

// addShell takes the shell that runs the container's own script.
func (c *draftContainer) addShell(brought bool) {
	if len(c.spec.Command) > 0 && isShell(c.spec.Command[0]) {
		c.addProgram(ProgramUse{Name: base(c.spec.Command[0]), Phase: c.phase(), Path: c.commandPath(0)}, c.spec.Command[0], brought)
	}
}

// programKey finds a program among many: its name, when it starts, and the last part of its path.
type programKey struct {
	name, phase string
	last        any
}

func (c *draftContainer) addProgram(p ProgramUse, written string, brought bool) {
	if p.Name == "" || strings.ContainsRune(p.Name, '\uFFFD') {
		return
	}
	p.Held, p.Certainty = "unknown", Guessed
	if !brought && inProgramDir(written) {
		p.Held, p.Certainty = c.holds(p.Name)
	}
	key := programKey{name: p.Name, phase: p.Phase}
	if n := len(p.Path); n > 0 {
		key.last = p.Path[n-1]
	}
	if slices.ContainsFunc(c.programs[key], func(i int) bool { return slices.Equal(c.out.Programs[i].Path, p.Path) }) {
		return
	}
	if c.programs == nil {
		c.programs = map[programKey][]int{}
	}
	c.programs[key] = append(c.programs[key], len(c.out.Programs))
	c.out.Programs = append(c.out.Programs, p)
}

// holds: an image without a shell lacks the usual tools; of some images it is verified what they lack.
func (c *draftContainer) holds(name string) (held, certainty string) {
	switch {
	case c.image == nil:
	case c.sure && c.image.Verified && slices.Contains(c.image.Lacks, name):
		return "no", Known
	case c.out.Image.NoShell && shellTools[name]:
		return "no", c.rung("image", c.out.Verified && !c.image.ShellAssumed)
	}
	return "unknown", Guessed
}

// shellTools are what an image without a shell lacks.
var shellTools = map[string]bool{
	"sh": true, "bash": true, "ash": true, "dash": true, "sleep": true, "curl": true, "wget": true, "nc": true, "rm": true, "cat": true, "test": true,
	"kill": true, "pkill": true, "pgrep": true, "grep": true, "echo": true, "true": true, "ls": true, "touch": true,
}

// programDirs are where programs lie that are started by their names.
var programDirs = []string{"/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin", "/usr/local/sbin"}

func inProgramDir(written string) bool {
	return !strings.Contains(written, "/") || slices.Contains(programDirs, path.Dir(written))
}

// bringsPrograms tells whether something in sight may bring programs that the image does not hold: a volume over a directory of programs,
// a PATH of the manifest's own, a package manager, a file that is put there.
func (c *draftContainer) bringsPrograms() bool {
	if _, own := c.env["PATH"]; own {
		return true
	}
	if c.out.Script != nil && slices.ContainsFunc(c.argv, func(w word) bool { return strings.Contains(w.text, "PATH=") }) {
		return true
	}
	for i := range c.out.Mounts {
		if m := &c.out.Mounts[i]; slices.ContainsFunc(programDirs, func(dir string) bool { return overlaps(m.MountPath, dir) }) {
			return true
		}
	}
	for i := range c.out.Files {
		if f := &c.out.Files[i]; writes(f) && slices.ContainsFunc(programDirs, func(dir string) bool { return under(f.File, dir) || f.Dir && under(dir, f.File) }) {
			return true
		}
	}
	return slices.ContainsFunc(c.out.Commands, func(cmd Command) bool { return bringsPrograms(&cmd) })
}

// bringsShell tells whether the script is run by a shell that somebody put on a volume: busybox holds more than that.
func (c *draftContainer) bringsShell() bool {
	if c.program == nil || c.program.Shell == "" || len(c.argv) == 0 || !path.IsAbs(c.argv[0].text) {
		return false
	}
	_, lies := c.resolve(c.argv[0].text)
	return lies
}

func bringsPrograms(cmd *Command) bool {
	switch cmd.Name {
	case "apk", "apt", "apt-get", "yum", "dnf", "microdnf", "pip", "pip3", "npm", "go", "cargo", "gem", "alias", "chroot", ".", "source", "eval":
		return true
	case "export":
		return slices.ContainsFunc(cmd.Argv, func(a string) bool { return strings.HasPrefix(a, "PATH=") })
	case "busybox":
		return slices.Contains(cmd.Argv, "--install")
	}
	return false
}

// asked are the programs of which a script looks whether the image holds them before it starts them.
func (c *draftContainer) asked() map[string]bool {
	out := map[string]bool{}
	for i := range c.out.Commands {
		if cmd := &c.out.Commands[i]; slices.Contains([]string{"command", "which", "type", "hash"}, cmd.Name) {
			for _, arg := range cmd.Argv[1:] {
				out[arg] = true
			}
		}
	}
	return out
}

// waitsBy tells whether the command is tried until what it connects to answers.
func (c *draftContainer) waitsBy(cmd *Command) bool {
	return slices.ContainsFunc(c.out.Dials, func(d Dial) bool { return d.Wait && slices.Equal(d.Path, cmd.Path) })
}
