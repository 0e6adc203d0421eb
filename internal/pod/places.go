package pod

import (
	"path"
	"regexp"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// mostPlaces is how many paths are listed of one container: no command line names more.
const mostPlaces = 256

// settlePlaces lists the paths on volumes that arguments, variables and mounted keys name, where nothing else says what becomes of them.
func (d *draft) settlePlaces() {
	for _, c := range d.containers {
		if c.spec == nil || len(c.out.Mounts) == 0 {
			continue
		}
		c.placesInArguments()
		for i := range c.out.Env {
			if v := &c.out.Env[i]; v.Known {
				c.addPlace(v.Value, Place{Dir: forDirectory(v.Name), Origin: "env", Certainty: c.variableRung(), Text: v.Name + "=" + shorten(v.Value), Path: v.Path})
			}
		}
		c.placesInSettings()
	}
}

// placesInSettings lists the paths that are all that a mounted key holds: a directory of settings with a file for each.
func (c *draftContainer) placesInSettings() {
	for _, f := range c.mountedFiles() {
		if text := strings.TrimSpace(f.entry.text); strings.HasPrefix(text, "/") && !strings.Contains(text, "\n") {
			name := path.Base(f.path)
			c.addPlace(text, Place{Dir: forDirectory(name), Origin: "config", Certainty: Guessed, Text: name + ": " + shorten(text), Path: f.entry.path})
		}
	}
}

func (c *draftContainer) placesInArguments() {
	c.placesOfScripts()
	written := len(c.spec.Command) + len(c.spec.Args)
	for i, w := range c.argv {
		if i >= len(c.argv)-written { // what the image itself begins with is not the manifest's
			c.addArgument(w.text, before(c.out.Argv, i), w.path, i == 0 && len(c.spec.Command) > 0)
		}
	}
	for i := range c.out.Commands {
		cmd := &c.out.Commands[i]
		if cmd.Condition || cmd.Ignorable || len(cmd.Argv) == 0 || c.program == nil || c.program.Shell == "" || c.common(cmd.Argv[0]) {
			continue
		}
		for j, w := range cmd.Argv {
			c.addArgument(w, before(cmd.Argv, j), cmd.Path, j == 0)
		}
	}
}

// placesOfScripts lists the scripts that are started as programs.
func (c *draftContainer) placesOfScripts() {
	for i := range c.facts {
		if f := &c.facts[i]; f.Kind == fact.Run && f.phase != "hook" {
			c.addPlace(f.File, Place{Runs: true, Origin: "flag", Certainty: Stated, Text: f.Text, Path: f.path})
		}
	}
}

// before is the word before one of a command line, empty for the first.
func before(argv []string, i int) string {
	if i == 0 {
		return ""
	}
	return argv[i-1]
}

func (c *draftContainer) addArgument(word, option string, at Path, runs bool) {
	value := word
	if name, after, found := strings.Cut(word, "="); found {
		option, value = name, after
	}
	p := Place{Runs: runs, Dir: forDirectory(option), Origin: "flag", Certainty: Guessed, Text: shorten(word), Path: at}
	switch {
	case runs:
		p.Certainty = Stated
	case len(path.Ext(value)) > 1:
		p.Certainty = Shown
	}
	c.addPlace(value, p)
}

// addPlace notes a path that lies on a volume, once, unless a use of the file is known.
func (c *draftContainer) addPlace(value string, p Place) {
	if len(c.out.Places) == mostPlaces || !plainPath(value) || isPlaceholder(value) {
		return
	}
	p.File, p.Dir = cleanPath(value), p.Dir || strings.HasSuffix(value, "/")
	s, ok := c.resolve(p.File)
	if !ok || s.mount.Device {
		return
	}
	p.Volume, p.In = s.mount.Volume, s.path
	for i := range c.out.Files {
		if c.out.Files[i].File == p.File {
			return
		}
	}
	for i := range c.out.Places {
		if c.out.Places[i].File == p.File {
			return
		}
	}
	c.out.Places = append(c.out.Places, p)
}

// forDirectory tells whether the name of an option, or of a variable, says that it takes a directory.
func forDirectory(option string) bool {
	name := strings.ToLower(option)
	for _, end := range []string{"dir", "dirs", "directory", "folder", "root", "home"} {
		if strings.HasSuffix(name, end) && (option[0] == '-' || option[0] >= 'A' && option[0] <= 'Z') {
			return true
		}
	}
	return false
}

// plainPath tells whether a text is an absolute path and nothing else: no list, URL, pattern or expression.
func plainPath(s string) bool {
	return len(s) <= 1024 && plainPaths.MatchString(s)
}

var plainPaths = regexp.MustCompile(`^/[A-Za-z0-9._+@-][A-Za-z0-9/._+@-]*$`)
