package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

var fluentdBlock = pattern.New(`(?m)^\s*<(?:source|match(?:\s[^>]*)?|filter(?:\s[^>]*)?|label\s[^>]*)>\s*$`)

func isFluentd(s *source) bool {
	return s.mentionsAny("@type", "  type ", "\ttype ") && s.mentionsAny("<source", "<match", "<filter", "<label") && fluentdBlock.MatchString(s.text)
}

// section is one <source>, <match> or <store> with its own options.
type section struct {
	kind    string
	line    int
	options map[string]setting
	servers []section
}

func (s section) value(key string) string { return s.options[key].value }

func readFluentd(s *source, n *notes) {
	var stack []*section
	for i, line := range s.lines {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "</"):
			if len(stack) > 0 {
				n.closeSection(stack)
				stack = stack[:len(stack)-1]
			}
		case line[0] == '<':
			kind, _, _ := strings.Cut(strings.Trim(line, "<>"), " ")
			if len(stack) < maxDepth {
				stack = append(stack, &section{kind: kind, line: i, options: map[string]setting{}})
			}
		case len(stack) > 0:
			key, value, _ := strings.Cut(line, " ")
			if key == "type" {
				key = "@type"
			}
			stack[len(stack)-1].options[key] = setting{value: unquote(withoutComment(strings.TrimSpace(value))), line: i}
		}
	}
}

// withoutComment cuts what fluentd takes for a comment: a # after a blank, outside of quotes.
func withoutComment(value string) string {
	if value == "" || value[0] == '"' || value[0] == '\'' {
		return value
	}
	value, _, _ = strings.Cut(value, " #")
	return strings.TrimSpace(value)
}

// closeSection notes the innermost section; a <server> belongs to the output around it.
func (n *notes) closeSection(stack []*section) {
	top := stack[len(stack)-1]
	switch top.kind {
	case "system":
		if rpc, ok := top.options["rpc_endpoint"]; ok { // https://docs.fluentd.org/deployment/rpc
			n.listen(rpc.line, rpc.value, fact.PurposeReload, 0)
		}
	case "source":
		n.fluentdSource(*top)
	case "match", "store":
		n.fluentdOutput(*top)
	case "server":
		if len(stack) > 1 {
			up := stack[len(stack)-2]
			up.servers = append(up.servers, *top)
		}
	case "buffer", "storage":
		if path, ok := top.options["path"]; ok {
			n.file(path.line, fact.Write, path.value, !strings.HasSuffix(path.value, ".json"))
		}
	}
}

// fluentdPorts are the ports of inputs that listen, from the plug-ins' manual pages.
var fluentdPorts = map[string]int{
	"forward": 24224, "http": 9880, "tcp": 5170, "udp": 5160, "syslog": 5140, "prometheus": 24231, "monitor_agent": 24220,
	"secure_forward": 24284, "in_forward": 24224, "in_http": 9880, "debug_agent": 24230,
}

func (n *notes) fluentdSource(s section) {
	kind := s.value("@type")
	if path := s.options["path"]; kind == "tail" && path.value != "" {
		n.tail(path.line, path.value, on(s.value("read_from_head")))
	}
	if pos := s.options["pos_file"]; pos.value != "" {
		n.positions(pos.line, pos.value, false)
	}
	if path, ok := s.options["path"]; ok && kind == "unix" {
		n.listen(path.line, path.value, "", 0)
	}
	def, listens := fluentdPorts[kind]
	if !listens {
		return
	}
	n.fluentdListen(s, kind, def)
}

func (n *notes) fluentdListen(s section, kind string, def int) {
	a := address{host: firstOf(s.value("bind"), "0.0.0.0"), port: portOr(s.value("port"), def)}
	if unresolved(a.host) || strings.HasPrefix(a.host, "#{") {
		a.host = ""
	}
	if kind == "udp" || kind == "syslog" && s.value("protocol_type") != "tcp" {
		a.protocol = "UDP"
	}
	line := s.line
	if port, ok := s.options["port"]; ok {
		line = port.line
		if atoi(port.value) == 0 {
			return
		}
	}
	purpose := ""
	if kind == "prometheus" || kind == "monitor_agent" {
		purpose = fact.PurposeMetrics
	}
	n.listenOn(line, a, purpose, 0)
}

func (n *notes) fluentdOutput(s section) {
	kind := s.options["@type"]
	switch kind.value {
	case "stdout":
		n.stdoutLog(kind.line)
	case "file":
		if path := s.options["path"]; path.value != "" {
			n.file(path.line, fact.Append, strings.TrimSuffix(path.value, "/")+"*", false)
		}
	}
	if hosts, ok := s.options["hosts"]; ok {
		n.sendsTo(hosts.line, hosts.value, agentTargets[kind.value])
	} else if host, ok := s.options["host"]; ok {
		n.dialTo(host.line, plainAddress(host.value, portOr(s.value("port"), agentTargets[kind.value])), fact.PurposeTelemetry, 0)
	}
	for _, key := range []string{"url", "endpoint"} {
		if url, ok := s.options[key]; ok && strings.Contains(url.value, "://") {
			n.dial(url.line, url.value, fact.PurposeTelemetry, 0)
		}
	}
	if brokers, ok := s.options["brokers"]; ok {
		n.sendsTo(brokers.line, brokers.value, 9092)
	}
	for _, server := range s.servers {
		if host, ok := server.options["host"]; ok {
			n.dialTo(host.line, plainAddress(host.value, portOr(server.value("port"), 24224)), fact.PurposeTelemetry, 0)
		}
	}
}
