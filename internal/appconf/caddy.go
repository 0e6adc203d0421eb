package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

func isCaddy(s *source) bool {
	return (strings.HasPrefix(s.name, "caddyfile") || s.ends(".caddyfile", ".caddy") || s.by("caddy")) && !s.isJSON()
}

func readCaddy(s *source, n *notes) {
	var stack []string
	for i, line := range s.lines {
		w := words(line)
		if len(w) == 0 {
			continue
		}
		if len(stack) < maxDepth {
			n.caddy(i, stack, w)
		}
		last := w[len(w)-1]
		if w[0] == "}" && len(stack) > 0 {
			stack = stack[:len(stack)-1]
		}
		if last == "{" && len(stack) < maxDepth {
			stack = append(stack, w[0])
		}
	}
}

func (n *notes) caddy(line int, stack, w []string) {
	if len(stack) == 0 {
		if len(w) > 1 && w[len(w)-1] == "{" {
			n.caddySite(line, w[:len(w)-1])
		}
		return
	}
	n.caddyDirective(line, stack, w)
}

func (n *notes) caddyDirective(line int, stack, w []string) {
	switch {
	case w[0] == "reverse_proxy" || w[0] == "php_fastcgi" || w[0] == "to" && stack[len(stack)-1] == "reverse_proxy":
		n.caddyUpstreams(line, w[1:])
	case w[0] == "root" && strings.HasPrefix(arg(w, len(w)-1), "/"):
		n.file(line, fact.Serve, w[len(w)-1], true)
	case w[0] == "admin" && len(stack) == 1:
		n.listen(line, caddyNetwork(arg(w, 1)), fact.PurposeAdmin, 0)
	case w[0] == "output":
		n.caddyOutput(line, w)
	}
}

func (n *notes) caddyUpstreams(line int, args []string) {
	for _, a := range args {
		if strings.Contains(a, ":") || strings.HasPrefix(a, "unix/") {
			n.dial(line, caddyNetwork(a), fact.PurposeUpstream, 80)
		}
	}
}

// caddySite reads the addresses of a site block: ":8080", "http://localhost:8080", "shop.example".
func (n *notes) caddySite(line int, sites []string) {
	for _, site := range sites {
		a, ok := parseAddress(strings.TrimSuffix(site, ","))
		if !ok || strings.HasPrefix(site, "(") || a.socket != "" {
			continue
		}
		a.host = "" // a name of a site picks requests; it binds nothing
		n.listenOn(line, a, "", 443)
	}
}

// caddyOutput reads "output file /logs/a.log", which Caddy rolls by default, and "output stdout".
func (n *notes) caddyOutput(line int, w []string) {
	switch arg(w, 1) {
	case "file":
		n.rotatedLog(line, arg(w, 2), "")
	case "stdout", "stderr", "discard":
		n.logTo(line, strings.ReplaceAll(w[1], "discard", "off"), "")
	}
}

// caddyNetwork turns "unix//run/a.sock" and "tcp/host:80" into the common forms.
func caddyNetwork(a string) string {
	if rest, found := strings.CutPrefix(a, "unix/"); found {
		return "unix:" + rest
	}
	return strings.TrimPrefix(a, "tcp/")
}
