package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

var (
	spireBlock = pattern.New(`(?m)^(server|agent)\s*\{\s*$`)
	hclBlock   = pattern.New(`^\s*([A-Za-z_]+)(?:\s+"[^"]*")?\s*\{\s*$`)
	hclLine    = pattern.New(`^\s*([a-z_]+)\s*=\s*"?([^"#]*)"?`)
)

func isSpire(s *source) bool {
	return s.mentions("trust_domain", "plugins") && spireBlock.MatchString(s.text)
}

// readSpire reads the blocks of a SPIRE configuration: the address and the socket of a server or agent, the server that an agent dials, and
// the listeners of nested blocks.
func readSpire(s *source, n *notes) {
	var blocks []hclNested
	for i, line := range s.lines {
		if m := hclBlock.FindStringSubmatch(line); m != nil {
			blocks = append(blocks, hclNested{name: m[1], values: map[string]setting{}})
		} else if m := hclLine.FindStringSubmatch(line); m != nil && len(blocks) > 0 {
			blocks[len(blocks)-1].values[m[1]] = setting{value: strings.TrimSpace(m[2]), line: i}
		}
		for range closed(line) {
			if len(blocks) == 0 {
				break
			}
			last := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			n.spireBlock(last, len(blocks))
		}
	}
}

// hclNested is a block with the settings that stand directly in it.
type hclNested struct {
	name   string
	values map[string]setting
}

// closed is how many blocks a line closes beyond those that it opens.
func closed(line string) int {
	opened := strings.Count(line, "{")
	if hclBlock.MatchString(line) {
		opened = 0
	}
	return max(0, strings.Count(line, "}")-opened)
}

func (n *notes) spireBlock(b hclNested, depth int) {
	switch {
	case depth == 0 && (b.name == "server" || b.name == "agent"):
		n.spire(b.name, b.values)
	case b.name == "bundle_endpoint":
		n.nestedListener(b, "port", "address", "0.0.0.0", 443, "")
	case b.name == "health_checks" && b.values["listener_enabled"].value == "true":
		n.nestedListener(b, "bind_port", "bind_address", "localhost", 80, fact.PurposeHealth)
	}
}

// nestedListener notes the listener of a block, on its default port when it names none; the defaults are those of SPIRE's configuration
// references (https://spiffe.io/docs/latest/deploying/spire_server/).
func (n *notes) nestedListener(b hclNested, portKey, hostKey, host string, port int, purpose string) {
	at := b.values[portKey]
	if given := atoi(at.value); given != 0 {
		port = given
	}
	n.listenHosts(at.line, b.values[hostKey].value, host, port, purpose)
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
