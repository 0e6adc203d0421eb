package appconf

import (
	"sort"
	"strings"
)

// appender is one target of a logging framework.
type appender struct {
	console bool
	file    string // as written; "" when the configuration does not tell
	isFile  bool
	rotated bool
	line    int
	refs    []string // appenders that this one hands its lines to (async, failover)
}

// logger is the root or a named logger with the appenders that it feeds.
type logger struct {
	root bool
	refs []string
}

// logging is a configuration of a logging framework.
type logging struct {
	appenders map[string]*appender
	loggers   []logger
	steps     int // references followed so far
}

// maxReferences bounds the references that are followed, which many loggers with many appenders would multiply.
const maxReferences = 20000

func newLogging() *logging { return &logging{appenders: map[string]*appender{}} }

// reach marks every appender that the names lead to.
func (l *logging) reach(names []string, seen map[string]bool) {
	for _, name := range names {
		l.steps++
		if seen[name] || l.steps > maxReferences {
			continue
		}
		seen[name] = true
		if a := l.appenders[name]; a != nil {
			l.reach(a.refs, seen)
		}
	}
}

// hasConsole tells whether one of the appenders writes to standard output.
func (l *logging) hasConsole(names map[string]bool) bool {
	for name := range names {
		if a := l.appenders[name]; a != nil && a.console {
			return true
		}
	}
	return false
}

// note states the appenders that a logger reaches, in the order of the file. A file is partial when the root logger writes to
// standard output as well, or every logger that feeds the file does.
func (l *logging) note(n *notes) {
	used, alone, rootConsole := map[string]bool{}, map[string]bool{}, false
	for _, one := range l.loggers {
		seen := map[string]bool{}
		l.reach(one.refs, seen)
		console := l.hasConsole(seen)
		rootConsole = rootConsole || one.root && console
		for name := range seen {
			used[name] = true
			alone[name] = alone[name] || !console
		}
	}
	for _, name := range l.order(used) {
		a := l.appenders[name]
		switch {
		case a.console:
			n.stdoutLog(a.line)
		case a.isFile:
			l.noteFile(n, a, rootConsole || !alone[name])
		}
	}
}

func (l *logging) noteFile(n *notes, a *appender, partial bool) {
	i := n.logTo(a.line, a.file, logPurpose(a.file))
	if i < 0 {
		i = n.unnamedLog(a.line, "")
	}
	if a.rotated {
		n.setRotated(i)
	}
	if partial {
		n.setPartial(i)
	}
}

// order are the used appenders by line.
func (l *logging) order(used map[string]bool) []string {
	var names []string
	for name := range used {
		if l.appenders[name] != nil {
			names = append(names, name)
		}
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := l.appenders[names[i]], l.appenders[names[j]]
		return a.line < b.line || a.line == b.line && names[i] < names[j]
	})
	return names
}

// appenderKind reads the class or plug-in name of an appender.
func appenderKind(class string) (console, file, rotated bool) {
	short := strings.ToLower(class[strings.LastIndexByte(class, '.')+1:])
	switch {
	case strings.Contains(short, "console") || short == "stdout" || short == "stderr":
		return true, false, false
	case strings.Contains(short, "rolling") || strings.Contains(short, "rotating"):
		return false, true, true
	case strings.HasSuffix(short, "fileappender"), strings.HasSuffix(short, "file"), short == "filehandler":
		return false, true, false
	}
	return false, false, false
}

// properties are the variables that a file defines for itself.
type properties map[string]string

// expand replaces ${name}, ${name:-default} and ${sys:name:-default}; what has no value stays.
func (p properties) expand(v string) string {
	for range 5 {
		start := strings.LastIndex(v, "${")
		if start < 0 {
			return v
		}
		end := strings.IndexByte(v[start:], '}')
		if end < 0 {
			return v
		}
		value, ok := p.lookup(v[start+2 : start+end])
		if !ok || len(value) > 4096 {
			return v
		}
		v = v[:start] + value + v[start+end+1:]
	}
	return v
}

func (p properties) lookup(name string) (string, bool) {
	name, def, hasDef := strings.Cut(name, ":-")
	if v, ok := p[name]; ok {
		return v, true
	}
	if _, after, found := strings.Cut(name, ":"); found && p[after] != "" {
		return p[after], true
	}
	return def, hasDef
}
