package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

var logrotateWord = pattern.New(`(?m)^\s*(?:daily|weekly|monthly|hourly|copytruncate|compress|missingok|notifempty|rotate\s+\d+|size\s+\S+|maxsize\s+\S+)\s*$`)

var logrotateHead = pattern.New(`^\s*["']?/[^{;=]*\{\s*$|^\s*["']?/[^\s{;=]+["']?\s*$`)

func isLogrotate(s *source) bool {
	if !s.mentions("{") || !s.mentionsAny("rotate", "daily", "weekly", "monthly", "size") || !logrotateWord.MatchString(s.text) {
		return false
	}
	return s.about("logrotate") || strings.Count(s.text, ";") == 0 && len(logrotateWord.FindAllString(s.text, 2)) > 1
}

// logrotate is the block that is being read.
type logrotate struct {
	paths  []setting // value is the path
	inside bool
	script string // name of the script that is being read, such as postrotate
	copied bool
	as     string // user and group of a su line
}

// readLogrotate notes each rotated path as a write that is rotated, and the signals that a script sends. Without copytruncate the
// file is renamed away, which a removal beside the write tells.
func readLogrotate(s *source, n *notes) {
	var r logrotate
	everywhere := "" // the su line of all blocks
	for i, line := range s.lines {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || trimmed[0] == '#':
		case r.script != "":
			n.rotateScript(&r, i, trimmed)
		case r.inside && trimmed == "}":
			r.as = firstOf(r.as, everywhere)
			n.rotated(r)
			r = logrotate{}
		case r.inside:
			r.directive(trimmed)
		case trimmed == "{":
			r.inside = len(r.paths) > 0
		case strings.HasPrefix(trimmed, "su "):
			everywhere = strings.TrimSpace(trimmed[3:])
		case logrotateHead.MatchString(line):
			r.head(i, trimmed)
		}
	}
}

func (r *logrotate) head(line int, text string) {
	names, opens := strings.CutSuffix(text, "{")
	for _, w := range words(names) {
		r.paths = append(r.paths, setting{value: w, line: line})
	}
	r.inside = opens
}

func (r *logrotate) directive(text string) {
	switch name, rest, _ := strings.Cut(text, " "); name {
	case "su":
		r.as = strings.TrimSpace(rest)
	case "postrotate", "prerotate", "lastaction", "firstaction":
		r.script = name
	case "copytruncate", "copy":
		r.copied = true
	}
}

func (n *notes) rotated(r logrotate) {
	for _, p := range r.paths {
		if i := n.file(p.line, fact.Write, p.value, false); i >= 0 {
			n.facts[i].Rotated, n.facts[i].As = true, r.as
			if !r.copied {
				renamed := n.facts[i]
				renamed.Op = fact.Remove
				n.put(p.line, renamed)
			}
		}
	}
}

var (
	killWord   = pattern.New(`(?:^|[\s;&|(\x60])(kill|pkill|killall)\s+(-\S+\s+\S+|-\S+)?`)
	killSignal = pattern.New(`-(?:s\s*|-signal[= ])?(?:SIG)?(HUP|USR1|USR2|TERM|QUIT|INT|KILL|WINCH|1|10|12|15)\b`)
	pidFile    = pattern.New(`cat\s+(/[^\s)\x60|;]+)`)
)

// signalNames are the numbers that Linux gives the signals on x86 and Arm.
var signalNames = map[string]string{"1": "HUP", "10": "USR1", "12": "USR2", "15": "TERM"}

func (n *notes) rotateScript(r *logrotate, line int, text string) {
	if text == "endscript" {
		r.script = ""
		return
	}
	if m := killWord.FindStringSubmatch(text); m != nil {
		n.put(line, fact.Fact{Kind: fact.Signal, Tool: m[1], Signal: signalOf(text), Target: killTarget(m[1], text)})
		return
	}
	if strings.Contains(text, "nginx -s reopen") || strings.Contains(text, "nginx -s reload") {
		n.put(line, fact.Fact{Kind: fact.Signal, Tool: "nginx", Signal: "USR1", Target: "nginx"})
	}
}

func signalOf(text string) string {
	m := killSignal.FindStringSubmatch(text)
	if m == nil {
		return "TERM"
	}
	return firstOf(signalNames[m[1]], m[1])
}

// killTarget is the process that a kill names: the last word of pkill and killall, a PID, or the base name of a PID file.
func killTarget(tool, text string) string {
	if m := pidFile.FindStringSubmatch(text); m != nil {
		base := m[1][strings.LastIndexByte(m[1], '/')+1:]
		return strings.TrimSuffix(strings.TrimSuffix(base, ".pid"), ".PID")
	}
	_, after, _ := strings.Cut(text, tool)
	target := ""
	for w := range strings.FieldsSeq(after) {
		if strings.ContainsAny(w[:1], "|&;>2") && w != "2" {
			break
		}
		if !strings.HasPrefix(w, "-") && !strings.ContainsAny(w, "$`(") && !isSignalName(w) {
			target = strings.Trim(w, `"'`)
		}
	}
	return target
}

func isSignalName(w string) bool {
	switch strings.TrimPrefix(w, "SIG") {
	case "HUP", "USR1", "USR2", "TERM", "QUIT", "INT", "KILL":
		return true
	}
	return false
}

var cronLine = pattern.New(`^\s*(?:@(?:reboot|hourly|daily|weekly|monthly|yearly|midnight)|(?:[\d*/,A-Za-z-]+\s+){4}[\d*/,A-Za-z-]+)\s+\S`)

var cronRedirect = pattern.New(`(?:^|[^>0-9&])(?:1|&)?>>?\s*([^\s;&|>]+)`)

func isCrontab(s *source) bool {
	if !s.about("cron") {
		return false
	}
	for _, line := range s.lines {
		t := strings.TrimSpace(line)
		if t != "" && t[0] != '#' && !strings.Contains(t, "=") {
			return cronLine.MatchString(line)
		}
	}
	return false
}

// readCrontab reads where the jobs' output goes.
func readCrontab(s *source, n *notes) {
	for i, line := range s.lines {
		if !cronLine.MatchString(line) || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		if m := cronRedirect.FindStringSubmatch(line); m != nil {
			n.logTo(i, unquote(m[1]), "")
		}
	}
}
