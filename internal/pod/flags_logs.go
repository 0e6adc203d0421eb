package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

// The rungs of a log that a flag or a variable asks for.
const (
	flagRung = 2
	envRung  = 3
)

// logFlags name a file or directory for the log.
var logFlags = map[string]bool{
	"log-file": true, "logfile": true, "log-path": true, "access-logfile": true, "error-logfile": true, "logto": true, "log-dir": true,
	"logging.file": true, "logging.file.name": true, "logging.file.path": true, "log.file": true, "log-output": true, "access-log": true, "error-log": true, "log.path": true,
	"log-file-path": true, "log-filename": true, auditFlag: true,
}

// logFlag reads a log flag. klog (recognised by its other flags) writes files only under --logtostderr=false; glog's directories need the same here.
func (c *draftContainer) logFlag(f *flag, all []flag) []fact.Fact {
	if f.name == auditFlag {
		return auditFacts(f.value)
	}
	value := strings.TrimPrefix(f.value, "file=")
	value = strings.TrimPrefix(value, "file://")
	out := logFacts(value, flagRung)
	if len(out) == 0 || out[0].Sink != fact.SinkFile {
		return out
	}
	toStderr, klog := true, f.name == "log-dir"
	for _, o := range all {
		switch o.name {
		case "logtostderr":
			klog, toStderr = true, o.value != "false"
		case "alsologtostderr":
			klog = true
			out[0].Partial = o.value != "false"
		case "v", "vmodule", "stderrthreshold", "log-file-max-size":
			klog = true
		}
	}
	if klog && toStderr && f.name != "logfile" {
		return nil
	}
	out[0].Dir = strings.HasSuffix(f.name, "dir") || f.name == "logging.file.path"
	return out
}

// auditFlag names the audit log of every server that is built on the library of the Kubernetes API server.
const auditFlag = "audit-log-path"

// auditFacts reads the path of an audit log, which klog's flags do not switch off.
func auditFacts(value string) []fact.Fact {
	out := logFacts(value, flagRung)
	for i := range out {
		out[i].Purpose = fact.PurposeAudit
	}
	return out
}

// rotationFlags bound the log that the same command line asks for: --audit-log-maxsize, --log-file-max-size, --log-rotate-size, --max-log-size.
var rotationFlags = pattern.New(`log.*(max-?(size|backups?|age|files?)|rotat)|(max|rotat).*log`)

// boundLogs marks the logs of a command line or an environment that also says how they are rotated: flags of the audit log speak of that one
// only, and variables of the logs that variables name.
func (c *draftContainer) boundLogs() {
	audit, other := c.rotationFlagged()
	named := c.rotationNamed()
	for i := range c.facts {
		f := &c.facts[i]
		if f.Kind == fact.Log && f.origin == "env" {
			f.Rotated = f.Rotated || named
		}
		if f.Kind != fact.Log || f.origin != "flag" && f.origin != "script" {
			continue
		}
		if f.Purpose == fact.PurposeAudit {
			f.Rotated = f.Rotated || audit
		} else {
			f.Rotated = f.Rotated || other
		}
	}
}

// leaveLogs takes away the logs that variables name for a script of common tools alone: what these do with the file stands in the script.
func (c *draftContainer) leaveLogs() {
	if c.tools() {
		c.facts = slices.DeleteFunc(c.facts, func(f placed) bool { return f.Kind == fact.Log && f.origin == "env" && f.Sink == fact.SinkFile })
	}
}

// rotationFlagged tells whether flags bound the audit log, and the other logs.
func (c *draftContainer) rotationFlagged() (audit, other bool) {
	for _, f := range flags(c.argv) {
		if !strings.Contains(f.name, "log") || !rotationFlags.MatchString(f.name) || f.value == "0" || f.value == "false" {
			continue
		}
		if strings.HasPrefix(f.name, "audit") {
			audit = true
		} else {
			other = true
		}
	}
	return audit, other
}

// rotationNamed tells whether variables bound the log: LOG_MAX_SIZE, APP_LOG_MAX_BACKUPS, LOG_ROTATION.
func (c *draftContainer) rotationNamed() bool {
	for name, value := range c.env {
		lower := strings.ReplaceAll(strings.ToLower(name), "_", "-")
		if strings.Contains(lower, "log") && rotationFlags.MatchString(lower) && !slices.Contains([]string{"", "0", "false", "never", "none", "off"}, strings.ToLower(value)) {
			return true
		}
	}
	return false
}
