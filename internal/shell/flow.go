package shell

import "github.com/podlint/podlint/internal/fact"

// flow is how a statement ends.
type flow struct {
	life fact.Lifetime
	by   string
	at   fact.Place

	stop   bool // what follows is never reached
	quit   bool // stop, because the shell is left (exit, exec) and not only a loop or a function
	exits  bool // may leave the shell with success
	breaks bool // may leave the loop around it
	fails  bool // stop, and always with failure: an error path
	quits  bool // ends although its input goes on (head, grep -q)
}

// then is a followed by b.
func (a flow) then(b flow) flow {
	if a.stop {
		return a
	}
	out := b
	out.exits = a.exits || b.exits
	out.breaks = a.breaks || b.breaks
	switch {
	case a.life == fact.Endless:
		out.life, out.by, out.at = a.life, a.by, a.at
	case b.life == fact.Endless && a.exits:
		out.life = fact.Unknown
	case b.life == fact.Finite && a.life == fact.Unknown:
		out.life, out.by, out.at = a.life, a.by, a.at
	case b.by == "":
		out.by, out.at = a.by, a.at
	}
	return out
}

// either is one of several branches; branches that are error paths do not count.
func either(list []flow) flow {
	var out flow
	first := true
	exits, breaks := false, false
	for _, f := range list {
		exits, breaks = exits || f.exits, breaks || f.breaks
		if f.fails {
			continue
		}
		if first {
			out, first = f, false
			continue
		}
		out.stop, out.quit = out.stop && f.stop, out.quit && f.quit
		if out.by == "" {
			out.by, out.at = f.by, f.at
		}
		if out.life != f.life {
			out.life = fact.Unknown
		}
	}
	if first {
		return flow{life: fact.Finite, stop: true, quit: true, fails: true}
	}
	out.exits, out.breaks = exits, breaks
	return out
}

// beside is a pipeline: its parts run at the same time and it ends when the last of them does.
func beside(x, y flow) flow {
	out := flow{life: fact.Finite, by: y.by, at: y.at}
	switch {
	case y.life == fact.Endless:
		out.life = fact.Endless
	case x.life == fact.Endless && !y.quits:
		out.life, out.by, out.at = fact.Endless, x.by, x.at
	case y.life == fact.Unknown:
		out.life = fact.Unknown
	case x.life == fact.Unknown && !y.quits:
		out.life, out.by, out.at = fact.Unknown, x.by, x.at
	}
	return out
}

// together is waiting for background jobs.
func together(jobs []flow) flow {
	if len(jobs) == 0 {
		return flow{life: fact.Finite}
	}
	out := jobs[0]
	for _, j := range jobs[1:] {
		if j.life == fact.Endless || out.life == fact.Finite {
			out.life, out.by, out.at = j.life, j.by, j.at
		}
	}
	return flow{life: out.life, by: out.by, at: out.at}
}
