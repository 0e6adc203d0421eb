package appconf

import (
	"regexp"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

var (
	spireBlock = regexp.MustCompile(`(?m)^(server|agent)\s*\{\s*$`)
	hclLine    = regexp.MustCompile(`^\s*([a-z_]+)\s*=\s*"?([^"#]*)"?`)
)

func isSpire(s *source) bool {
	return s.mentions("trust_domain", "plugins") && spireBlock.MatchString(s.text)
}

// readSpire reads the server or agent block of a SPIRE configuration: its address, its socket and the server that an agent dials.
func readSpire(s *source, n *notes) {
	block, depth := "", 0
	values := map[string]setting{}
	for i, line := range s.lines {
		if m := spireBlock.FindStringSubmatch(line); m != nil && depth == 0 {
			block = m[1]
		}
		if m := hclLine.FindStringSubmatch(line); m != nil && depth == 1 && block != "" {
			values[m[1]] = setting{value: strings.TrimSpace(m[2]), line: i}
		}
		depth = max(0, depth+strings.Count(line, "{")-strings.Count(line, "}"))
		if depth == 0 && block != "" {
			n.spire(block, values)
			block, values = "", map[string]setting{}
		}
	}
}

func (n *notes) spire(block string, values map[string]setting) {
	if port := values["bind_port"]; block == "server" && atoi(port.value) != 0 {
		n.listenHosts(port.line, values["bind_address"].value, "0.0.0.0", atoi(port.value), "")
	}
	for _, key := range []string{"socket_path", "admin_socket_path"} {
		if sock := values[key]; sock.value != "" {
			n.listen(sock.line, sock.value, "", 0)
		}
	}
	if host := values["server_address"]; host.value != "" {
		n.dialTo(host.line, plainAddress(host.value, atoi(values["server_port"].value)), fact.PurposeUpstream, 0)
	}
	if log := values["log_file"]; log.value != "" {
		n.logTo(log.line, log.value, "")
	}
	if dir := values["data_dir"]; dir.value != "" {
		n.file(dir.line, fact.Write, dir.value, true)
	}
}
