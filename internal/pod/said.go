package pod

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

// said is what the configuration of a container's own program says: the files that the manifest mounts, and the command line.
type said struct {
	texts []string
	main  string // of the main file, where it is mounted
	given bool   // it is
}

// included finds the files that a configuration takes in.
var included = pattern.New(`(?m)(?:^|[\s;{}])[Ii]nclude(?:Optional)?[ \t]+["']?(/[^\s"';]+)`)

// said is nil when something whose text is not in the set configures the program.
func (c *draftContainer) said(args []string) *said {
	if c.configHidden() || c.configWritten() {
		return nil
	}
	out := &said{texts: args}
	for _, f := range c.mountedFiles() {
		if c.takesUnseen(f.entry.text) {
			return nil
		}
		text := uncommented(f.entry.text)
		out.texts = append(out.texts, text)
		if len(c.image.Config) > 0 && f.path == c.image.Config[0] {
			out.main, out.given = text, true
		}
	}
	return out
}

// takesUnseen tells whether a configuration includes what lies on a volume that cannot be read here.
func (c *draftContainer) takesUnseen(text string) bool {
	for _, m := range included.FindAllStringSubmatch(text, -1) {
		dir := path.Dir(m[1])
		if slices.ContainsFunc(c.out.Mounts, func(mount Mount) bool { return under(dir, mount.MountPath) && !c.readable(&mount) }) {
			return true
		}
	}
	return false
}

// uncommented leaves out the lines that are comments.
func uncommented(text string) string {
	lines := strings.Split(text, "\n")
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(strings.TrimSpace(l), "#") }), "\n")
}

// Says tells whether a text has one of the directives, as a word of its own.
func (s *said) Says(directives []string) bool {
	return slices.ContainsFunc(s.texts, func(text string) bool { return hasDirective(text, directives) })
}

// Replaces tells whether the main file is mounted and has none of the directives.
func (s *said) Replaces(directives []string) bool {
	return s.given && !hasDirective(s.main, directives)
}

// hasDirective tells whether one of the words begins a statement of the text.
func hasDirective(text string, directives []string) bool {
	return slices.ContainsFunc(directives, func(d string) bool {
		for rest := text; ; {
			i := strings.Index(rest, d)
			if i < 0 {
				return false
			}
			before, after := rest[:i], rest[i+len(d):]
			rest = after
			if begins(before) && (after == "" || strings.ContainsRune(" \t\r\n={", rune(after[0]))) {
				return true
			}
		}
	})
}

// begins tells whether a statement may begin behind the text.
func begins(before string) bool {
	before = strings.TrimRight(before, " \t")
	return before == "" || strings.ContainsRune("\n;{}", rune(before[len(before)-1]))
}
