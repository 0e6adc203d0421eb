package appconf

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

// Spoken is a port of which a text speaks as of one that its program serves.
type Spoken struct {
	Port int
	Line int // 0-based
}

// maxSpoken is the length of a text, in bytes, that is looked through for ports: dashboards and schemas are longer than settings.
const maxSpoken = 64 << 10

// noSettings are endings of files that hold no settings.
var noSettings = []string{".sh", ".js", ".css", ".html", ".htm", ".svg", ".sql", ".pem", ".crt", ".cer", ".key", ".csr", ".md", ".py", ".lua", ".vcl", ".tmpl", ".rules"}

var (
	// openAddress is a port on every address: "0.0.0.0:80", "[::]:80", "*:80", ":80".
	openAddress = pattern.New(`(?:^|[\s=\[(,/]|(?:^|[\s:=\[(,])["'])(?:0\.0\.0\.0|\[::\]|\*|\.)?:(\d{2,5})(?:/\w+)?(?:$|[\s"',;\])}{])`)
	// namedPort is a number after a name that ends with port, or is one of a listener: "http_port = 80", "listen 80", <tcp_port>80<.
	namedPort = pattern.New(`(?i)((?:[a-z][\w.\-]*?)?port|(?:[\w.\-]*[_.\-])?(?:listen|listener|bind|rpclisten)(?:[_.\-]?(?:addr|address|on))?)["']?\]?\s*(?:=>|:|=|>|\s)\s*["']?(\d{2,5})(?:$|[\s"',;<})\]])`)
	// listenAddress is the same with a loopback address, of which a name says that it is listened on.
	listenAddress = pattern.New(`(?i)(?:listen|bind)\w*["']?\s*(?::|=|\s)\s*["']?(?:127\.0\.0\.1|localhost|\[::1\]):(\d{2,5})`)
)

// others are words of settings about somebody else's port.
var others = []string{
	"remote", "target", "upstream", "backend", "database", "redis", "mysql", "postgres", "pgsql", "smtp", "mail", "kafka", "rabbit", "amqp", "mongo", "ldap",
	"proxy", "peer", "source", "client", "elastic", "nodeport", "node_port", "external", "advertise", "kubelet", "apiserver", "statsd", "jaeger", "zipkin",
	"db_port", "dbport", "db.port", "db-port", "export", "support", "import", "report", "transport_type",
}

// Ports finds the ports of which a text of settings, whatever its format, speaks as of its program's own. It is a guess: a port that is another's
// may be among them. A text that is too long for settings, or of another kind by its name, gives none.
func Ports(name, text string) []Spoken {
	if len(text) > maxSpoken || slices.Contains(noSettings, strings.ToLower(path.Ext(name))) {
		return nil
	}
	var out []Spoken
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if comment(line) {
			continue
		}
		for _, port := range portsIn(lines, i) {
			if !slices.ContainsFunc(out, func(s Spoken) bool { return s.Port == port }) {
				out = append(out, Spoken{Port: port, Line: i})
			}
		}
	}
	return out
}

func comment(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || line[0] == '#' || line[0] == ';' || strings.HasPrefix(line, "//") || strings.HasPrefix(line, "<!--")
}

func portsIn(lines []string, i int) []int {
	line := lines[i]
	if !strings.ContainsAny(line, "0123456789") {
		return nil
	}
	var out []int
	add := func(digits string) {
		if n, err := strconv.Atoi(digits); err == nil && n <= 65535 {
			out = append(out, n)
		}
	}
	for _, m := range openAddress.FindAllStringSubmatch(line, -1) {
		add(m[1])
	}
	for _, m := range listenAddress.FindAllStringSubmatch(line, -1) {
		add(m[1])
	}
	for _, m := range namedPort.FindAllStringSubmatch(line, -1) {
		if !ofAnother(m[1]) && (!strings.EqualFold(m[1], "port") || !besideHost(lines, i)) {
			add(m[2])
		}
	}
	return out
}

func ofAnother(key string) bool {
	key = strings.ToLower(key)
	return slices.ContainsFunc(others, func(w string) bool { return strings.Contains(key, w) })
}

// hostOf finds the host that stands beside a port.
var hostOf = pattern.New(`(?i)(?:^|[\s"'{,<])(?:host|hostname|server|addr|address|url)["']?\s*(?::|=|>)\s*["']?([^\s"',{}<]*)`)

// near is how many lines before and after a port its host stands.
const near = 2

// besideHost tells whether a host beside a port is somebody else's: the two are where the program connects to.
func besideHost(lines []string, i int) bool {
	for _, line := range lines[max(0, i-near):min(len(lines), i+near+1)] {
		for _, m := range hostOf.FindAllStringSubmatch(line, -1) {
			if somebodyElse(m[1]) && sameBlock(lines[i], line) {
				return true
			}
		}
	}
	return false
}

// somebodyElse tells whether a host is no wildcard.
func somebodyElse(host string) bool {
	return host != "" && host != "0.0.0.0" && host != "::" && host != "*" && !strings.HasPrefix(host, "[::]") && !strings.HasPrefix(host, ":")
}

// sameBlock tells whether two lines stand equally deep.
func sameBlock(a, b string) bool { return depth(a) == depth(b) }

func depth(line string) int {
	return len(line) - len(strings.TrimLeft(strings.Replace(line, "- ", "  ", 1), " \t"))
}
