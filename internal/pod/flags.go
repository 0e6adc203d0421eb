package pod

import (
	"net"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/shell"
)

// readFlags states what flags in their common spellings make any program do: --port=8080, --listen :8080, --upstream=http://127.0.0.1:8080/.
// Flags that the image's knowledge explains are left to it.
func (d *draft) readFlags() {
	for _, c := range d.containers {
		if c.spec == nil {
			continue
		}
		for _, line := range slices.Concat(c.flagLines(), c.variableLines()) {
			c.readFlagLine(line)
		}
		c.leaveLogs()
		c.boundLogs()
	}
}

// flagLines are the command lines whose flags are to be read: those of programs that are no common tool.
func (c *draftContainer) flagLines() [][]word {
	if c.program == nil || c.program.Shell == "" && (c.program.Main.Kind == "program") {
		if len(c.argv) > 0 && !c.common(c.argv[0].text) {
			return [][]word{c.argv}
		}
		return nil
	}
	var out [][]word
	for i := range c.program.Commands {
		cmd := &c.program.Commands[i]
		if cmd.Condition || len(cmd.Argv) == 0 || c.common(cmd.Argv[0]) || c.isClient(cmd) {
			continue
		}
		line := make([]word, len(cmd.Argv))
		for j, a := range cmd.Argv {
			line[j] = word{a, c.argPath(cmd.At)}
		}
		out = append(out, line)
	}
	return out
}

// isClient tells whether a well-known program talks to others and ends by itself, as it is called here.
func (c *draftContainer) isClient(cmd *shell.Command) bool {
	return cmd.Lifetime == fact.Finite && c.d.b.opt.Knowledge.Programs[cmd.Name].Network
}

// common tools are read command by command by the shell analysis. A program that lies elsewhere than in a directory of tools is not
// the tool of that name: an image of its own may start /sync or /app/watch.
func (c *draftContainer) common(program string) bool {
	if dir := path.Dir(program); strings.Contains(program, "/") && path.Base(dir) != "bin" && path.Base(dir) != "sbin" {
		return false
	}
	p, ok := c.d.b.opt.Knowledge.Programs[base(program)]
	return ok && p.Lifetime == string(fact.Finite)
}

// flag is one option of a command line.
type flag struct {
	name  string // without dashes, lower case, "_" as "-"
	words string // the same, with a dash before each word that begins with a capital: metricsPort is metrics-port
	raw   string
	value string
	path  Path // of the value
}

// flags reads --name=value, --name value, -name=value and -Dname=value; a flag without a value has the value "".
func flags(line []word) []flag {
	var out []flag
	for i, w := range line {
		name, dashed := strings.CutPrefix(w.text, "-")
		if !dashed || name == "" || name == "-" {
			continue
		}
		name = strings.TrimPrefix(name, "-")
		f := flag{raw: w.text, path: w.path}
		if n, v, found := strings.Cut(name, "="); found {
			name, f.value = n, v
		} else if i+1 < len(line) && !strings.HasPrefix(line[i+1].text, "-") {
			f.value, f.path = line[i+1].text, line[i+1].path
			f.raw += " " + f.value
		}
		name = strings.ReplaceAll(strings.TrimPrefix(name, "D"), "_", "-")
		f.name = strings.ToLower(name)
		if f.words = f.name; f.name != name {
			f.words = strings.ToLower(capitals.ReplaceAllString(name, "$1-$2"))
		}
		f.value = strings.Trim(f.value, `"'`)
		out = append(out, f)
	}
	return out
}

var capitals = pattern.New(`([a-z0-9])([A-Z])`)

func (c *draftContainer) readFlagLine(line []word) {
	all := flags(line)
	for i := range all {
		f := &all[i]
		if f.value == "" || isPlaceholder(f.value) && !strings.Contains(f.value, "://") || c.explained(f) {
			continue
		}
		for _, got := range c.flagFacts(f, all) {
			if got.Kind == fact.Listen {
				got.Speaks = got.Speaks.Or(c.d.b.opt.Knowledge.SpeechOf(f.name, texts(line)))
			}
			got.Text = shorten(f.raw)
			c.facts = append(c.facts, placed{Fact: got, origin: "flag", path: f.path, phase: c.phase()})
		}
	}
}

// explained tells whether the image's knowledge has a setting for the flag.
func (c *draftContainer) explained(f *flag) bool {
	if !c.own {
		return false
	}
	for i := range c.image.Settings {
		set := &c.image.Settings[i]
		for _, list := range [][]string{set.Flags, set.HostFlags, set.PortFlags, set.DirFlags} {
			for _, name := range list {
				if strings.ReplaceAll(strings.ToLower(strings.TrimLeft(name, "-")), "_", "-") == f.name {
					return true
				}
			}
		}
	}
	return false
}

func (c *draftContainer) flagFacts(f *flag, all []flag) []fact.Fact {
	if logFlags[f.name] {
		return c.logFlag(f, all)
	}
	if strings.HasPrefix(f.name, "agentlib:") || strings.HasPrefix(f.name, "agentpath:") {
		return nil // options of an agent of the JVM, none of which is an address alone
	}
	if strings.Contains(f.name, "registration") {
		return nil // what the kubelet is told, not what this program connects to
	}
	if s, ok := socketPath(f.value); ok {
		return []fact.Fact{c.socketFlag(f, s)}
	}
	if host, port, ok := c.clientAddress(f); ok {
		return []fact.Fact{{Kind: fact.Dial, Host: host, Port: port}}
	}
	return addressFlag(f, all)
}

// addressFlag reads a flag that gives an address to listen on or to connect to.
func addressFlag(f *flag, all []flag) []fact.Fact {
	if purpose, ok := listenFlag(f.words); ok && !elsewhereURL(f.value) {
		return listenOn(f, purpose, all)
	}
	if facts := besideHostFlag(f, all); len(facts) > 0 {
		return facts
	}
	if strings.Contains(f.name, "listen") && !strings.Contains(f.name, "advertise") {
		return listenNamed(f)
	}
	if facts := instanceFacts(f.value); len(facts) > 0 {
		return facts
	}
	if f.name == "reload-method" && f.value == "signal" {
		return []fact.Fact{reloadSignal(all)}
	}
	if facts := boundAddress(f); len(facts) > 0 {
		return facts
	}
	return placeFlag(f)
}

// clientAddress reads --address where it is what a program connects to: it is told to be the client, or its container says that it is one.
func (c *draftContainer) clientAddress(f *flag) (host string, port int, ok bool) {
	if f.name != "address" && f.name != "addr" || c.own {
		return "", 0, false
	}
	host, port = splitHostPort(f.value)
	client := slices.ContainsFunc(c.argv, func(w word) bool { return w.text == "client" }) || slices.Contains(strings.Split(c.out.Name, "-"), "client")
	return host, port, client && port > 0 && host != "" && !wildcard(host)
}

// placeFlag reads a URL under any name, a directory, and host:port under a name of something to connect to.
func placeFlag(f *flag) []fact.Fact {
	if namesOthersWay(f.name) {
		return nil
	}
	if knowledge.IsDSN(f.value) {
		return knowledge.DSN(f.value)
	}
	if facts := endpointFacts(f.value, purposeOfName(f.name)); len(facts) > 0 {
		return facts
	}
	if op, ok := directoryFlag(f.name, f.value); ok {
		return []fact.Fact{{Kind: fact.File, Op: op, File: cleanPath(f.value), Dir: op != fact.Watch || path.Ext(f.value) == ""}}
	}
	if !dialFlag(f.name) {
		return nil
	}
	host, port := splitHostPort(f.value)
	if port == 0 || host == "" {
		return listedHosts(f.value, purposeOfName(f.name))
	}
	return []fact.Fact{{Kind: fact.Dial, Host: host, Port: port, Purpose: purposeOfName(f.name)}}
}

// socketFlag: a server names its own socket an endpoint or something to listen on; everything else connects.
func (c *draftContainer) socketFlag(f *flag, socket string) fact.Fact {
	out := fact.Fact{Kind: fact.Dial, Socket: socket, Assumed: socketNames[f.name]}
	if c.out.Role != "csi" && c.out.Role != "health-bridge" && (ownSocket.in(f.name) || slices.ContainsFunc(strings.FieldsFunc(f.words, betweenWords), ownWord)) {
		out.Kind, out.Assumed = fact.Listen, false
	}
	return out
}

func betweenWords(r rune) bool { return r == '-' || r == '.' }

// ownWord: --listen-socket, --serve and --bind-unix are of one's own; --server and --binding name others.
func ownWord(word string) bool { return word == "serve" || word == "bind" || word == "endpoints" }

var ownSocket = words{"endpoint", "listen", "socket-path", "unix-socket"}

// socketNames are flags that tell servers and clients alike where the socket is.
var socketNames = map[string]bool{"socket": true, "sock": true, "socket-file": true, "uds": true, "uds-path": true}

// listenFlags are names of flags that make programs of all kinds listen, with the purpose of the port.
var listenFlags = map[string]string{
	"port": "", "listen": "", "listen-address": "", "listen-addr": "", "bind": "", "bind-addr": "", "http-address": "", "http-addr": "", "http-port": "",
	"address": "", "addr": "", "server-port": "", "server.port": "", "server-address": "", "web.listen-address": "", "secure-listen-address": "",
	"secure-port": "", "https-port": "", "grpc-port": "", "grpc-address": "", "grpc-addr": "", "listen-port": "", "http-listen": "", "http-bind": "",
	"http-listen-address": "", "grpc-listen-address": "", "webhook-port": "", "webhook-bind-address": "", "http.port": "", "http.addr": "",
	"metrics-addr": fact.PurposeMetrics, "metrics-address": fact.PurposeMetrics, "metrics-bind-address": fact.PurposeMetrics, "metrics-port": fact.PurposeMetrics,
	"metrics-listen-address": fact.PurposeMetrics, "prometheus-port": fact.PurposeMetrics, "telemetry-port": fact.PurposeMetrics,
	"metrics-listen-addr": fact.PurposeMetrics, "http-endpoint": fact.PurposeHealth,
	"health-probe-bind-address": fact.PurposeHealth, "health-addr": fact.PurposeHealth, "health-port": fact.PurposeHealth, "healthz-port": fact.PurposeHealth,
	"healthz-bind-address": fact.PurposeHealth, "health-probe-addr": fact.PurposeHealth, "liveness-port": fact.PurposeHealth, "health-check-port": fact.PurposeHealth,
	"admin-port": fact.PurposeAdmin, "admin-address": fact.PurposeAdmin, "pprof-address": fact.PurposeAdmin, "management.server.port": fact.PurposeAdmin,
}

func listenFlag(name string) (purpose string, ok bool) {
	purpose, ok = listenFlags[name]
	return purpose, ok
}

// reloadSignal is what prometheus-config-reloader does with --reload-method=signal: HUP to --process-executable-name, by default
// prometheus (cmd/prometheus-config-reloader/main.go).
func reloadSignal(all []flag) fact.Fact {
	out := fact.Fact{Kind: fact.Signal, Signal: "HUP", Tool: "kill", Target: "prometheus"}
	for i := range all {
		if all[i].name == "process-executable-name" {
			out.Target = base(all[i].value)
		}
	}
	return out
}

// listenNamed reads a flag whose name speaks of listening in a spelling of its own (--listen-client-urls, --proxy.listen-address,
// --server.http-listen-port). A bare number is a port only when the name says so: it may be a backlog or a timeout.
func listenNamed(f *flag) []fact.Fact {
	purpose := ""
	for _, p := range listenPurposes {
		if strings.Contains(f.name, p.word) {
			purpose = p.purpose
		}
	}
	var out []fact.Fact
	for v := range strings.SplitSeq(f.value, ",") {
		if !strings.Contains(v, ":") && !strings.HasSuffix(f.name, "port") {
			continue
		}
		for _, l := range listenFacts(v) {
			l.Purpose = purpose
			if strings.Contains(f.name, "udp") {
				l.Protocol = "UDP"
			}
			out = append(out, l)
		}
	}
	return out
}

// elsewhereURL tells whether a value is the URL of another host: nobody listens there, the program calls it.
func elsewhereURL(value string) bool {
	_, rest, found := strings.Cut(value, "://")
	host, _ := splitHostPort(strings.TrimRight(rest, "/"))
	return found && strings.ContainsAny(host, "abcdefghijklmnopqrstuvwxyz") && !isLoopback(host) && !isPlaceholder(host) && net.ParseIP(strings.Trim(host, "[]")) == nil
}

// besideHostFlag reads --db-port beside --db-host: together they are one address, to which the program connects.
func besideHostFlag(port *flag, all []flag) []fact.Fact {
	stem, ok := strings.CutSuffix(port.name, "-port")
	if !ok || stem == "" || !dialFlag(stem+"-host") {
		return nil
	}
	n := validPort(atoi(port.value))
	for i := range all {
		if f := &all[i]; n > 0 && (f.name == stem+"-host" || f.name == stem+"-hostname") && f.value != "" && !strings.Contains(f.value, ":") {
			return []fact.Fact{{Kind: fact.Dial, Host: f.value, Port: n, Purpose: purposeOfName(strings.ToUpper(strings.ReplaceAll(stem, "-", "_")) + "_HOST")}}
		}
	}
	return nil
}

// hostFlags give the address to a bare port flag.
var hostFlags = []string{"host", "bind-address", "address", "listen-host", "hostname", "server.address", "bind", "bind-ip", "listen", "addr", "listen-address", "interface"}

// hostOfPort is the address that another flag gives to a port flag: --https-address to --https-port. That --address means --https-port as well is
// assumed: programs with several listeners give the others an address of their own. --bind-address and --secure-port belong together in what is
// built on k8s.io/apiserver (pkg/server/options/serving.go).
func hostOfPort(port string, all []flag) (host string, assumed bool) {
	stem, _ := strings.CutSuffix(strings.ReplaceAll(port, ".", "-"), "port")
	for i := range all {
		f := &all[i]
		if strings.Contains(f.value, ":") || atoi(f.value) > 0 {
			continue
		}
		name := strings.ReplaceAll(f.name, ".", "-")
		if own, ok := strings.CutPrefix(name, stem); ok && slices.Contains(hostFlags, own) {
			return f.value, false
		}
		if slices.Contains(hostFlags, f.name) {
			host, assumed = f.value, stem != "secure-" || f.name != "bind-address"
		}
	}
	return host, assumed
}

func listenOn(f *flag, purpose string, all []flag) []fact.Fact {
	value, speaks := f.value, fact.SpokenBy(f.value)
	if _, rest, found := strings.Cut(value, "://"); found {
		value = strings.TrimRight(rest, "/")
	}
	host, port := splitHostPort(value)
	if port == 0 {
		return nil
	}
	assumed := false
	if host == "" && !strings.HasPrefix(value, ":") {
		host, assumed = hostOfPort(f.name, all)
	}
	return []fact.Fact{{Kind: fact.Listen, Host: host, Port: port, Purpose: purpose, Speaks: speaks, Assumed: assumed}}
}

// watchFlags name what a program watches: --watch=/etc/app, --watch-dir, --watched-dirs, --config-watch-path.
var watchFlags = pattern.New(`^(config-)?watch(ed)?(-?(dirs?|directory|path|folder|file))?$`)

// directoryFlag reads what a directory is for off the name of its flag: --input_model_dir=/a, --output-dir=/b.
func directoryFlag(name, value string) (fact.Op, bool) {
	if watchFlags.MatchString(name) && plainPath(value) {
		return fact.Watch, true
	}
	if !strings.HasPrefix(value, "/") || strings.ContainsAny(value, " ,:\n") || !strings.HasSuffix(name, "dir") && !strings.HasSuffix(name, "directory") {
		return "", false
	}
	switch {
	case strings.HasPrefix(name, "output") || strings.HasPrefix(name, "out-"):
		return fact.Write, true
	case strings.HasPrefix(name, "input"):
		return fact.Read, true
	}
	return "", false
}

// dialFlag holds for names of flags whose host:port value is an address to connect to.
func dialFlag(name string) bool {
	for _, w := range []string{"upstream", "backend", "target", "server", "endpoint", "connect", "remote", "redis", "database", "db-", "host", "etcd", "collector", "push", "agent", "broker"} {
		if strings.Contains(name, w) && !strings.Contains(name, "listen") && !strings.Contains(name, "bind") && !strings.Contains(name, "public") && !strings.Contains(name, "external") && !strings.Contains(name, "advertise") {
			return true
		}
	}
	return false
}
