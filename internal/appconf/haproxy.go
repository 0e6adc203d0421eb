package appconf

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

var haproxySection = pattern.New(`(?m)^(?:global|defaults|(?:frontend|backend|listen)\s+\S+)[ \t]*$`)

var haproxyDirective = pattern.New(`(?m)^\s+(?:bind\s|server\s+\S+\s+\S|default_backend\s|mode\s+(?:http|tcp))`)

func isHAProxy(s *source) bool {
	return s.mentionsAny("frontend ", "backend ", "listen ", "defaults", "global") && s.mentionsAny("bind ", "server ", "mode ", "default_backend ") && haproxySection.MatchString(s.text) && haproxyDirective.MatchString(s.text)
}

func readHAProxy(s *source, n *notes) {
	section := ""
	for i, line := range s.lines {
		w := words(line)
		if len(w) == 0 {
			continue
		}
		if line[0] != ' ' && line[0] != '\t' {
			section = w[0]
		}
		n.haproxy(i, section, w)
	}
}

func (n *notes) haproxy(line int, section string, w []string) {
	switch {
	case w[0] == "bind" && len(w) > 1:
		for a := range strings.SplitSeq(w[1], ",") {
			n.bind(line, haproxyAddress(a), slices.Contains(w, "ssl"))
		}
	case w[0] == "server" && len(w) > 2 && section != "peers":
		n.dial(line, haproxyAddress(w[2]), fact.PurposeUpstream, 0)
	case w[0] == "stats" && arg(w, 1) == "socket":
		n.listen(line, haproxyAddress(arg(w, 2)), fact.PurposeAdmin, 0)
	case w[0] == "log" && len(w) > 1 && w[1] != "global":
		n.haproxyLog(line, w[1])
	}
}

// bind adds a listener. Whether it speaks HTTP is the proxy's mode, which may stand elsewhere; without ssl, mode tcp may hand TLS through.
func (n *notes) bind(line int, address string, ssl bool) {
	a, ok := parseAddress(address)
	if !ok {
		return
	}
	if ssl {
		a.speaks.TLS = fact.Encrypted
	}
	n.listenOn(line, a, "", 0)
}

// haproxyAddress drops the family prefixes ("ipv4@", "unix@") that mean what the address says anyway.
func haproxyAddress(a string) string {
	for _, p := range []string{"ipv4@", "ipv6@", "quic4@", "unix@"} {
		a = strings.TrimPrefix(a, p)
	}
	return a
}

// haproxyLog reads "log stdout format raw daemon" and "log 127.0.0.1:514 local0", which is syslog over UDP.
func (n *notes) haproxyLog(line int, target string) {
	switch {
	case target == "stdout" || target == "stderr" || strings.HasPrefix(target, "fd@"):
		n.stdoutLog(line)
	default:
		n.put(line, fact.Fact{Kind: fact.Log, Sink: fact.SinkSyslog, Rung: rungConfiguration})
	}
}
