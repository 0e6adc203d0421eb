package relate

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/pod"
)

// endings lists what ends each container that does not end by itself.
func endings(p *pod.Pod) []pod.Stop {
	var out []pod.Stop
	named := names(p)
	for i, c := range p.Containers {
		if c.Lifetime == "finite" {
			continue
		}
		if slices.ContainsFunc(c.Env, func(e pod.EnvVar) bool { return e.Name == "KUBEXIT_DEATH_DEPS" }) {
			out = append(out, pod.Stop{Container: named[i], By: named[i], How: "wrapper", Text: "kubexit", Certainty: pod.Stated})
		}
		if text := looksForFile(c); text != "" {
			out = append(out, pod.Stop{Container: named[i], By: named[i], How: "file", Text: text, Certainty: pod.Shown})
		}
		for j, o := range p.Containers {
			if j == i || o.Class == "injected" {
				continue
			}
			if s := stops(p, o, c); s != nil {
				s.Container, s.By = named[i], named[j]
				out = append(out, *s)
			}
		}
	}
	return out
}

// looksForFile: the container's own script looks for a file and then kills what it runs.
func looksForFile(c *pod.Container) string {
	found := ""
	for i := range c.Commands {
		cmd := &c.Commands[i]
		switch {
		case cmd.Phase != "run":
		case (cmd.Name == "[" || cmd.Name == "test" || cmd.Name == "[[") && cmd.Condition && asksForFile(cmd.Argv):
			found = strings.Join(cmd.Argv, " ")
		case killing[cmd.Name] && found != "":
			return found
		}
	}
	return ""
}

func asksForFile(argv []string) bool {
	return slices.ContainsFunc(argv, func(a string) bool { return a == "-f" || a == "-e" || a == "-s" })
}

var killing = map[string]bool{"kill": true, "pkill": true, "killall": true}

// stops says by what one container ends another, nil when it is not seen to.
func stops(p *pod.Pod, c, o *pod.Container) *pod.Stop {
	for i := range c.Dials {
		if d := &c.Dials[i]; d.Purpose == "quit" && (d.Meets == o.Name || d.Meets == "" && d.HostClass == "loopback") {
			return &pod.Stop{How: "call", Text: d.Text, Certainty: met(d.Meets == o.Name)}
		}
	}
	for i := range c.Commands {
		if cmd := &c.Commands[i]; callsQuit(c, cmd, o) {
			return &pod.Stop{How: "call", Text: strings.Join(cmd.Argv, " "), Certainty: pod.Shown}
		}
	}
	return signals(p, c, o)
}

// signals says by which signal one container ends another, nil when it sends none.
func signals(p *pod.Pod, c, o *pod.Container) *pod.Stop {
	for i := range c.Signals {
		if s := &c.Signals[i]; s.Reaches == o.Name || !s.Own && s.Reaches == "" && p.ShareProcessNamespace {
			return &pod.Stop{How: "signal", Text: s.Text, Certainty: met(s.Reaches == o.Name)}
		}
	}
	return nil
}

// met: what is seen to be meant for a container is shown; what may be meant for it alone is a guess.
func met(seen bool) string {
	if seen {
		return pod.Shown
	}
	return pod.Guessed
}

var quitPath = pattern.New(`(?i)quitquitquit|/(shutdown|quit|stop|exit|terminate)\b`)

// quitTools are the programs by which scripts call a quit endpoint; what stands in the arguments of another program is no call.
var quitTools = []string{"curl", "wget", "http", "https", "pilot-agent", "linkerd-await", "scuttle", "envoy-preflight", "fetch", "python", "python3", "nc"}

// callsQuit tells whether a command calls an endpoint that ends a program, and not one of another container than o.
func callsQuit(c *pod.Container, cmd *pod.Command, o *pod.Container) bool {
	if !slices.Contains(quitTools, cmd.Name) || meetsOther(c, cmd, o) {
		return false
	}
	return quitPath.MatchString(strings.Join(cmd.Argv, " ")) || waitsAndStops(cmd)
}

// meetsOther tells whether the call is known to reach another container than o.
func meetsOther(c *pod.Container, cmd *pod.Command, o *pod.Container) bool {
	other := false
	for i := range c.Dials {
		d := &c.Dials[i]
		if d.Meets == "" || !quitPath.MatchString(d.URL) || !slices.Equal(d.Path, cmd.Path) {
			continue
		}
		if d.Meets == o.Name {
			return false
		}
		other = true
	}
	return other
}

// waitsAndStops: wrappers that stop the mesh proxy when their program is done.
func waitsAndStops(cmd *pod.Command) bool {
	switch cmd.Name {
	case "linkerd-await":
		return slices.Contains(cmd.Argv, "--shutdown") || slices.Contains(cmd.Argv, "-S")
	case "scuttle", "envoy-preflight":
		return true
	}
	return false
}

// waits lists the files without which containers go no further.
func waits(p *pod.Pod) []pod.Wait {
	var out []pod.Wait
	named := names(p)
	for i, c := range p.Containers {
		for j := range c.Files {
			f := &c.Files[j]
			if !f.Awaited {
				continue
			}
			w := pod.Wait{
				Container: named[i], File: f.File, Volume: f.Volume, Kind: f.VolumeKind, Phase: f.Phase, Glob: f.Glob, Certainty: f.Certainty, Path: f.Path,
			}
			for k, o := range p.Containers {
				if f.Volume == "" || !writable(o, f.Volume) {
					continue
				}
				w.Made = w.Made || makes(o, f)
				w.Mounts = append(w.Mounts, pod.MayWrite{Container: named[k], Seen: writesSeen(o, k == i, f.Held)})
			}
			out = append(out, w)
		}
	}
	return out
}

// writesSeen: a program that waits for a file does not make it itself, when it is known to be there for a neighbour.
func writesSeen(c *pod.Container, self, held bool) string {
	if c.ToolsOnly || self && (held || c.OwnProgram && c.Helps) {
		return "all"
	}
	return c.Seen.Files
}

// makes tells whether the container writes the file, or above or below it.
func makes(c *pod.Container, f *pod.FileUse) bool {
	return slices.ContainsFunc(c.Files, func(w pod.FileUse) bool {
		switch w.Op {
		case "read", "tail", "watch", "serve":
			return false
		}
		return w.Volume == f.Volume && (pod.SameFile(f, &w) || within(w.VolumePath, f.VolumePath) || within(f.VolumePath, w.VolumePath))
	})
}

// within tells whether a path lies in a folder, or is it.
func within(file, dir string) bool {
	file, dir = path.Clean(file), path.Clean(dir)
	return dir == "." || file == dir || strings.HasPrefix(file, dir+"/")
}

func writable(c *pod.Container, volume string) bool {
	return slices.ContainsFunc(c.Mounts, func(m pod.Mount) bool { return m.Volume == volume && !m.ReadOnly })
}
