package shell

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// logFlag is a flag that names where a program logs to.
type logFlag struct {
	purpose string
	dir     bool
}

// logFlags are the log flags that mean the same with every program that knows them, without leading dashes.
var logFlags = map[string]logFlag{
	"log-file": {}, "logfile": {}, "log_file": {}, "log-path": {}, "log.file": {}, "logto": {}, "log-output-file": {},
	"access-logfile": {purpose: fact.PurposeAccess}, "access-log-file": {purpose: fact.PurposeAccess},
	"error-logfile": {purpose: fact.PurposeError}, "error-log-file": {purpose: fact.PurposeError},
	"audit-log-path": {purpose: fact.PurposeAudit}, "log-dir": {dir: true}, "log_dir": {dir: true},
}

// logPrefixes are flags with their value joined to them.
var logPrefixes = []struct {
	prefix, purpose string
	dir             bool
}{
	{"-Xloggc:", fact.PurposeAudit, false},
	{"-Dlogging.file.name=", "", false},
	{"-Dlogging.file.path=", "", true},
	{"-Dlogging.path=", "", true},
	{"-Dlogging.file=", "", false},
}

// logFlags states the logs that a program's flags ask for.
func (c *call) logFlags() {
	for i := 1; i < len(c.argv); i++ {
		a := c.argv[i]
		if len(a) < 4 || a[0] != '-' {
			continue
		}
		c.logPrefix(i, a)
		name, value, joined := strings.Cut(strings.TrimLeft(a, "-"), "=")
		flag, ok := logFlags[name]
		if !ok || !strings.HasPrefix(a, "--") && !joined && !strings.Contains(name, "log") {
			continue
		}
		if !joined {
			if i+1 >= len(c.argv) || strings.HasPrefix(c.argv[i+1], "-") && c.argv[i+1] != "-" {
				continue
			}
			value = c.argv[i+1]
		}
		c.flagged(i, flag, value)
	}
}

// flagged is a log flag: klog's does nothing unless --logtostderr=false, and a directory only with that.
func (c *call) flagged(i int, flag logFlag, value string) {
	toStderr, klog := c.klog()
	if klog && toStderr || flag.dir && !klog {
		return
	}
	c.logFile(i, value, flag.dir, flag.purpose)
}

// klog tells whether the program is given klog's flags, and whether these send the log to stderr.
func (c *call) klog() (toStderr, given bool) {
	for _, a := range c.argv[1:] {
		name, value, joined := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if name == "logtostderr" {
			return !joined || value != "false", true
		}
	}
	return false, false
}

func (c *call) logPrefix(i int, a string) {
	for _, p := range logPrefixes {
		if v, ok := strings.CutPrefix(a, p.prefix); ok {
			c.logFile(i, v, p.dir, p.purpose)
		}
	}
	rest, ok := strings.CutPrefix(a, "-Xlog:")
	if !ok {
		return
	}
	if _, target, has := strings.Cut(rest, "file="); has {
		file, _, _ := strings.Cut(target, ":")
		c.logFile(i, file, false, fact.PurposeAudit)
	}
}

// logFile states a log that word i names.
func (c *call) logFile(i int, name string, dir bool, purpose string) {
	f := c.fact(fact.Log)
	f.Rung, f.Purpose, f.Dir, f.At = 2, purpose, dir, c.place(i)
	file, glob, ok := c.e.path(name)
	switch {
	case streamName(name) || stdStream(file):
		f.Sink = fact.SinkStdout
	case name == "syslog" || strings.HasPrefix(name, "syslog:"):
		f.Sink = fact.SinkSyslog
	case file == "/dev/null":
		f.Sink = fact.SinkOff
	case !ok:
		return
	default:
		f.Sink, f.File, f.Glob = fact.SinkFile, file, glob
	}
	f.Partial = slices.ContainsFunc(c.argv[1:], alsoToStderr)
	c.e.emit(f)
}

// streamName tells whether the name of a log means the program's own stdout or stderr.
func streamName(name string) bool { return name == "-" || name == "stdout" || name == "stderr" }

// alsoToStderr is klog's flag that writes the log twice.
func alsoToStderr(arg string) bool {
	name := strings.TrimLeft(arg, "-")
	return name == "alsologtostderr" || name == "alsologtostderr=true"
}
