package pod

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/appconf"
	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/shell"
)

// readTexts states what a program is made to do by a configuration file that a script writes by its own words: the container's own
// (cat > /etc/nginx/conf.d/default.conf <<EOF), or that of an init container on a volume of both.
func (d *draft) readTexts() {
	for _, writer := range d.containers {
		if writer.program == nil {
			continue
		}
		for i := range writer.program.Texts {
			t := &writer.program.Texts[i]
			for _, c := range d.containers {
				if file, ok := c.seesText(writer, t); ok && !t.Several {
					c.readText(writer, t, file)
				}
			}
		}
	}
}

// seesText is the path under which a container has a file that a script writes, where it takes that for its configuration.
func (c *draftContainer) seesText(writer *draftContainer, t *shell.Text) (file string, ok bool) {
	if c == writer {
		return t.File, c.ownConfig(t.File) || c.tells(t.File)
	}
	s, ok := writer.resolve(t.File)
	if !ok {
		return "", false
	}
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		if m.Volume != s.mount.Volume || m.SubPath != "" {
			continue
		}
		if file = path.Join(m.MountPath, s.path); c.ownConfig(file) || c.tells(file) || c.told(path.Dir(file)) {
			return file, true
		}
	}
	return "", false
}

// ownConfig tells whether the image's program is configured by a file.
func (c *draftContainer) ownConfig(file string) bool {
	return c.image != nil && slices.ContainsFunc(c.image.Config, func(known string) bool { return under(file, known) })
}

func (c *draftContainer) readText(writer *draftContainer, t *shell.Text, file string) {
	hint := appconf.Hint{Path: file, Image: c.out.Known, Role: c.out.Role, Host: c.defaultHost}
	for _, got := range appconf.Read(path.Base(file), t.Text, hint) {
		if !c.runs(got.Format) {
			continue
		}
		at := t.At
		at.Line += got.At.Line
		c.facts = append(c.facts, placed{Fact: got, origin: "config", path: writer.argPath(at), phase: c.phase()})
	}
}

// configWritten tells whether a command of the container writes where the image keeps its configuration.
func (c *draftContainer) configWritten() bool {
	return c.writesConfig(func(string) bool { return true })
}

// configChanged tells whether one writes there what nobody can read here: with sed -i, cp, envsubst.
func (c *draftContainer) configChanged() bool {
	return c.writesConfig(func(file string) bool {
		return c.program == nil || !slices.ContainsFunc(c.program.Texts, func(t shell.Text) bool { return t.File == file && !t.Several && !strings.Contains(t.Text, "${}") })
	})
}

func (c *draftContainer) writesConfig(is func(file string) bool) bool {
	return slices.ContainsFunc(c.facts, func(f placed) bool {
		return f.Kind == fact.File && f.origin == "script" && (f.Op == fact.Write || f.Op == fact.Append) && c.ownConfig(f.File) && is(f.File)
	})
}

// unwritten is a word of the command line without the lines that it writes into files: what stands in those is for whoever reads them.
func (c *draftContainer) unwritten(index int) string {
	text := c.argv[index].text
	if c.program == nil || len(c.program.Texts) == 0 {
		return text
	}
	lines := strings.Split(text, "\n")
	for i := range c.program.Texts {
		t := &c.program.Texts[i]
		if t.At.Arg != index {
			continue
		}
		n := t.At.Line
		for written := range strings.SplitSeq(t.Text, "\n") {
			if written = strings.TrimSpace(written); n < len(lines) && written != "" {
				lines[n] = strings.ReplaceAll(lines[n], written, "")
			}
			n++
		}
	}
	return strings.Join(lines, "\n")
}
