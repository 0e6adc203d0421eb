package appconf

import (
	"path"
	"strings"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/fact"
)

// maxText is the length of the evidence that a fact carries, in bytes.
const maxText = 120

// rungConfiguration is the step of a configuration file on the evidence ladder of a log.
const rungConfiguration = 4

// notes collects the facts of one file.
type notes struct {
	src    *source
	format string
	facts  []fact.Fact
}

// put adds a fact with its place and evidence and returns its index.
func (n *notes) put(line int, f fact.Fact) int {
	f.At.Line = line
	f.Text = evidence(n.src.lines, line)
	f.Format = n.format
	n.facts = append(n.facts, f)
	return len(n.facts) - 1
}

func evidence(lines []string, line int) string {
	if line < 0 || line >= len(lines) {
		return ""
	}
	text := lines[line]
	if len(text) > 8*maxText {
		text = text[:8*maxText]
	}
	text = strings.TrimSpace(strings.ToValidUTF8(text, "?"))
	if len(text) <= maxText {
		return text
	}
	cut := maxText - len("…")
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// logTo adds a log whose target is a path or one of the names of standard output. It returns the index of the fact, or -1 when
// target names nothing.
func (n *notes) logTo(line int, target, purpose string) int {
	sink, file := sinkOf(target)
	if sink == "" {
		return -1
	}
	f := fact.Fact{Kind: fact.Log, Sink: sink, Purpose: purpose, Rung: rungConfiguration}
	if sink == fact.SinkFile {
		f.File, f.Glob = logPath(file)
	}
	return n.put(line, f)
}

// rotatedLog is logTo for a log whose rotation or bound is visible.
func (n *notes) rotatedLog(line int, target, purpose string) int {
	i := n.logTo(line, target, purpose)
	n.setRotated(i)
	return i
}

// stdoutLog adds a log that goes to standard output.
func (n *notes) stdoutLog(line int) { n.logTo(line, "stdout", "") }

// unnamedLog adds a log that goes to a file whose path the configuration does not tell.
func (n *notes) unnamedLog(line int, purpose string) int {
	return n.put(line, fact.Fact{Kind: fact.Log, Sink: fact.SinkFile, Purpose: purpose, Rung: rungConfiguration})
}

func (n *notes) setRotated(i int) {
	if i >= 0 && n.facts[i].Sink == fact.SinkFile {
		n.facts[i].Rotated = true
	}
}

func (n *notes) setPartial(i int) {
	if i >= 0 && n.facts[i].Sink == fact.SinkFile {
		n.facts[i].Partial = true
	}
}

// listen adds a listener on an address such as ":80", "127.0.0.1:80", "80" or "unix:/run/a.sock"; a port that is missing is def.
func (n *notes) listen(line int, address, purpose string, def int) {
	a, ok := parseAddress(address)
	if !ok {
		return
	}
	n.listenOn(line, a, purpose, def)
}

func (n *notes) listenOn(line int, a address, purpose string, def int) {
	if a.port == 0 && a.socket == "" {
		a.port = def
	}
	if a.port == 0 && a.socket == "" {
		return
	}
	n.put(line, fact.Fact{
		Kind: fact.Listen, Host: bindHost(a.host), Port: a.port, Socket: a.socket, Protocol: a.protocol, Purpose: purpose, Speaks: a.speaks,
	})
}

// speaking adds what is spoken to the listeners and dials that add adds.
func (n *notes) speaking(speaks fact.Speech, add func()) {
	from := len(n.facts)
	add()
	for i := range n.facts[from:] {
		f := &n.facts[from+i]
		f.Speaks = f.Speaks.Or(speaks)
	}
}

// dial adds an address that is dialled; a port that is missing is def.
func (n *notes) dial(line int, address, purpose string, def int) {
	a, ok := parseAddress(address)
	if !ok {
		return
	}
	n.dialTo(line, a, purpose, def)
}

func (n *notes) dialTo(line int, a address, purpose string, def int) {
	if a.port == 0 && a.socket == "" {
		a.port = def
	}
	if a.socket == "" && (a.host == "" || a.host == "*") {
		return
	}
	n.put(line, fact.Fact{
		Kind: fact.Dial, Host: a.host, Port: a.port, Socket: a.socket, Protocol: a.protocol, URL: a.url, Purpose: purpose, Speaks: a.speaks,
	})
}

// file adds an operation on a path; wildcards and date patterns make it a glob.
func (n *notes) file(line int, op fact.Op, name string, dir bool) int {
	name = strings.TrimSpace(name)
	if name == "" || unresolved(name) {
		return -1
	}
	file, glob := patternPath(name)
	return n.put(line, fact.Fact{Kind: fact.File, Op: op, File: file, Dir: dir, Glob: glob})
}

// tail adds the inputs of a log agent: one path, or several separated by commas; whole when it begins at their start.
func (n *notes) tail(line int, names string, whole bool) {
	for name := range strings.SplitSeq(names, ",") {
		if i := n.file(line, fact.Tail, name, false); i >= 0 {
			n.facts[i].Whole = whole
		}
	}
}

// positions adds the file or directory in which a log agent notes how far it has read.
func (n *notes) positions(line int, name string, dir bool) {
	if i := n.file(line, fact.Write, name, dir); i >= 0 {
		n.facts[i].Purpose = fact.PurposePositions
	}
}

// sinkOf tells where a log target leads and, for a file, its path. Empty targets lead nowhere.
func sinkOf(target string) (sink, file string) {
	target = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(target), "file:"))
	lower := strings.ToLower(target)
	switch {
	case target == "":
		return "", ""
	case standardStream(lower):
		return fact.SinkStdout, ""
	case lower == "off" || lower == "/dev/null" || lower == "none" || lower == "false":
		return fact.SinkOff, ""
	case strings.HasPrefix(lower, "syslog") || lower == "/dev/log":
		return fact.SinkSyslog, ""
	case unresolved(target):
		return fact.SinkFile, ""
	}
	if strings.HasPrefix(target, "//") { // file:///var/log/a.log
		target = "/" + strings.TrimLeft(target, "/")
	}
	return fact.SinkFile, target
}

func standardStream(t string) bool {
	switch t {
	case "-", "stdout", "stderr", "/dev/stdout", "/dev/stderr", "/dev/console", "/dev/tty", "php://stdout", "php://stderr",
		"/dev/fd/1", "/dev/fd/2", "/dev/pts/0", "system_out", "system_err", "system.out", "system.err", "ext://sys.stdout",
		"ext://sys.stderr":
		return true
	}
	rest, found := strings.CutPrefix(t, "/proc/")
	return found && (strings.HasSuffix(rest, "/fd/1") || strings.HasSuffix(rest, "/fd/2"))
}

// unresolved tells whether a value rests on a variable or a template whose value the file does not tell.
func unresolved(v string) bool {
	return strings.Contains(v, "${") || strings.Contains(v, "{{") || strings.HasPrefix(v, "$")
}

// logPath is patternPath for a log, whose unresolved path is unknown.
func logPath(p string) (file string, glob bool) {
	if unresolved(p) {
		return "", false
	}
	return patternPath(p)
}

// patternPath cleans a path and replaces date and counter patterns (%d{yyyy-MM-dd}, %Y, {date}, ${shortdate}) by a star.
func patternPath(p string) (file string, glob bool) {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		if p[i] != '%' || i+1 >= len(p) {
			b.WriteByte(p[i])
			continue
		}
		i++
		if i+1 < len(p) && p[i+1] == '{' {
			if end := strings.IndexByte(p[i:], '}'); end > 0 {
				i += end
			}
		}
		if !strings.HasSuffix(b.String(), "*") { // two stars would cross folders
			b.WriteByte('*')
		}
	}
	out := b.String()
	return cleanPath(out), strings.ContainsAny(out, "*?[")
}

func cleanPath(p string) string {
	if !strings.HasPrefix(p, "/") {
		return p
	}
	return path.Clean(p)
}

// logPurpose reads what a log is for from its name: audit, access and error logs are called that nearly everywhere.
func logPurpose(name string) string {
	base := strings.ToLower(path.Base(name))
	switch {
	case containsAny(base, "audit", "slow", "gc.", "gclog"):
		return fact.PurposeAudit
	case strings.Contains(base, "access"):
		return fact.PurposeAccess
	case containsAny(base, "error", "stderr"):
		return fact.PurposeError
	}
	return ""
}

// on tells whether a value switches something on.
func on(v string) bool {
	switch strings.ToLower(strings.TrimSpace(v)) {
	case "on", "true", "1", "yes", "enabled":
		return true
	}
	return false
}

// off tells whether a value switches something off.
func off(v string) bool {
	switch strings.ToLower(strings.TrimSpace(v)) {
	case "off", "false", "0", "no", "disabled":
		return true
	}
	return false
}
