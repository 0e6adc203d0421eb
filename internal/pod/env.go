package pod

import (
	"net"
	"net/url"
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/fact"
)

// podIP stands for the pod's own address, which only the cluster knows.
const podIP = "pod-ip"

// readEnv resolves every container's environment: literals with $(VAR) expanded, keys of ConfigMaps of the set, fields as symbols.
func (d *draft) readEnv() {
	for _, c := range d.containers {
		c.env = map[string]string{}
		if c.spec == nil {
			continue
		}
		for i := range c.spec.EnvFrom {
			c.readEnvFrom(&c.spec.EnvFrom[i], c.out.Path.With("envFrom", i))
		}
		for i := range c.spec.Env {
			c.readEnvVar(&c.spec.Env[i], c.out.Path.With("env", i))
		}
		c.readEnvFacts()
	}
}

func (c *draftContainer) readEnvFrom(src *corev1.EnvFromSource, at Path) {
	if ref := src.SecretRef; ref != nil {
		c.refer("Secret", ref.Name, optional(ref.Optional), at.With("secretRef", "name"))
		c.out.Env = append(c.out.Env, EnvVar{Name: "*", Secret: ref.Name, Path: at})
		c.out.EnvUnresolved = true
		return
	}
	ref := src.ConfigMapRef
	if ref == nil {
		return
	}
	data, found := c.refer("ConfigMap", ref.Name, optional(ref.Optional), at.With("configMapRef", "name"))
	if !found {
		c.out.EnvUnresolved = true
		c.out.Env = append(c.out.Env, EnvVar{Name: "*", ConfigMap: ref.Name, Path: at})
		return
	}
	for _, kv := range data {
		name := src.Prefix + kv.key
		c.env[name] = kv.text
		c.out.Env = append(c.out.Env, EnvVar{Name: name, Value: kv.text, Known: true, ConfigMap: ref.Name, Path: kv.path})
	}
}

func optional(b *bool) bool { return b != nil && *b }

func (c *draftContainer) readEnvVar(e *corev1.EnvVar, at Path) {
	v := EnvVar{Name: e.Name, Path: at}
	if src := e.ValueFrom; src != nil {
		c.readEnvSource(&v, src, at.With("valueFrom"))
	} else {
		v.Value, v.Known = c.expand(e.Value), true
		if _, unset := c.env[e.Name]; e.Value == "" && !unset {
			v.Known = true
		}
		v.Path = at.With("value")
		if e.Value == "" {
			v.Path = at
		}
	}
	if v.Known {
		c.env[v.Name] = v.Value
	} else {
		delete(c.env, v.Name)
	}
	c.out.Env = append(c.out.Env, v)
}

func (c *draftContainer) readEnvSource(v *EnvVar, src *corev1.EnvVarSource, at Path) {
	switch {
	case src.FieldRef != nil:
		if f := src.FieldRef.FieldPath; f == "status.podIP" || f == "status.podIPs" {
			v.Value, v.Known = podIP, true
		}
	case src.ConfigMapKeyRef != nil:
		ref := src.ConfigMapKeyRef
		v.ConfigMap = ref.Name
		data, found := c.refer("ConfigMap", ref.Name, optional(ref.Optional), at.With("configMapKeyRef", "name"))
		for _, kv := range data {
			if kv.key == ref.Key {
				v.Value, v.Known, v.Path = kv.text, true, kv.path
			}
		}
		c.out.EnvUnresolved = c.out.EnvUnresolved || !found
	case src.SecretKeyRef != nil:
		ref := src.SecretKeyRef
		v.Secret, v.SecretKey = ref.Name, ref.Key
		data, _ := c.refer("Secret", ref.Name, optional(ref.Optional), at.With("secretKeyRef", "name"))
		for _, kv := range data {
			if kv.key == ref.Key {
				v.Value, v.Known = kv.text, true
			}
		}
	}
}

// expand replaces $(VAR) as the kubelet does: a variable that is not defined stays as it is, $$ is a dollar.
func (c *draftContainer) expand(s string) string {
	if !strings.Contains(s, "$") {
		return s
	}
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '$' || i+1 == len(s) {
			sb.WriteByte(s[i])
			continue
		}
		switch s[i+1] {
		case '$':
			sb.WriteByte('$')
			i++
		case '(':
			end := strings.IndexByte(s[i:], ')')
			if end < 0 {
				sb.WriteString(s[i:])
				return sb.String()
			}
			name := s[i+2 : i+end]
			if v, ok := c.env[name]; ok {
				sb.WriteString(v)
			} else {
				sb.WriteString(s[i : i+end+1])
			}
			i += end
		default:
			sb.WriteByte('$')
		}
	}
	return sb.String()
}

// lookup is the environment as a program sees it.
func (c *draftContainer) lookup(name string) (string, bool) {
	v, ok := c.env[name]
	return v, ok
}

// readEnvFacts states what variables of well-understood shapes make a program do, whatever the program.
func (c *draftContainer) readEnvFacts() {
	for i := range c.out.Env {
		if v := &c.out.Env[i]; v.Known && v.Value != "" && len(v.Value) < 4096 {
			for _, f := range c.envFacts(v.Name, v.Value) {
				f.At = fact.Place{Arg: -1, Env: v.Name}
				if f.Text == "" {
					f.Text = v.Name + "=" + shorten(v.Value)
				}
				c.facts = append(c.facts, placed{Fact: f, origin: "env", path: v.Path, phase: c.phase()})
			}
		}
	}
}

// envFacts reads a variable: first those whose name says it all, then those whose value does.
func (c *draftContainer) envFacts(name, value string) []fact.Fact {
	upper := strings.ToUpper(name)
	switch {
	case upper == "DOCKER_HOST" || upper == "BUILDKIT_HOST":
		return endpointFacts(value, fact.PurposeBuild)
	case strings.HasSuffix(upper, "_PROXY"):
		return endpointFacts(value, fact.PurposeProxy)
	case isLogVariable(upper):
		return logFacts(value, 3)
	case upper == "LOG_CHANNEL" && (value == "single" || value == "daily"): // Laravel: storage/logs below a directory that is not known
		return []fact.Fact{{Kind: fact.Log, Sink: fact.SinkFile, Rung: 3, Rotated: value == "daily"}}
	case listenVariables[upper]:
		return c.besideHost(upper, listenFacts(value))
	}
	return c.addressFacts(upper, value)
}

// addressFacts reads a variable whose value has the shape of an address.
func (c *draftContainer) addressFacts(upper, value string) []fact.Fact {
	switch {
	case strings.HasSuffix(upper, "_LISTEN") && strings.Contains(value, ":"):
		return listenFacts(strings.ReplaceAll(value, ",", ";"))
	case strings.Contains(value, "://") || strings.HasPrefix(value, "unix:"):
		return endpointFacts(value, purposeOfName(upper))
	case upper == "DATA_SOURCE_URI": // of postgres_exporter: a URL without its scheme
		return endpointFacts("postgresql://"+value, fact.PurposeScrape)
	}
	if f := instanceFacts(value); len(f) > 0 {
		return f
	}
	return append(c.hostPortFacts(upper, value), jdbcFacts(value)...)
}

// listenVariables make nearly every program that reads them listen; other *_PORT variables may as well name a remote port.
var listenVariables = map[string]bool{
	"PORT": true, "HTTP_PORT": true, "SERVER_PORT": true, "LISTEN_PORT": true, "LISTEN_ADDR": true,
	"LISTEN_ADDRESS": true, "BIND_ADDR": true, "BIND_ADDRESS": true, "SERVER_ADDRESS": true, "HTTP_ADDR": true, "HTTP_LISTEN": true, "ASPNETCORE_URLS": true,
}

// isLogVariable holds for LOG_FILE, APP_LOG_PATH, LOGGING_FILE_NAME, ACCESS_LOG and the like.
func isLogVariable(upper string) bool {
	for _, suffix := range []string{"LOG_FILE", "LOGFILE", "LOG_PATH", "LOGGING_FILE_NAME", "LOGGING_FILE", "ACCESS_LOG", "ERROR_LOG", "LOG_FILE_PATH", "LOG_FILENAME"} {
		if upper == suffix || strings.HasSuffix(upper, "_"+suffix) {
			return true
		}
	}
	return false
}

// logFacts reads the value of a log setting: a file, or one of the names of stdout.
func logFacts(value string, rung int) []fact.Fact {
	switch {
	case value == "-" || value == "stdout" || value == "stderr" || strings.HasPrefix(value, "/dev/") || strings.HasPrefix(value, "/proc/"):
		return []fact.Fact{{Kind: fact.Log, Sink: fact.SinkStdout, Rung: rung}}
	case strings.HasPrefix(value, "/") && !isPlaceholder(value) && !strings.ContainsAny(value, " \n"):
		return []fact.Fact{{Kind: fact.Log, Sink: fact.SinkFile, File: cleanPath(value), Rung: rung}}
	}
	return nil
}

// listenFacts reads ":8080", "127.0.0.1:8080", "8080", "http://+:80;https://+:443".
func listenFacts(value string) []fact.Fact {
	var out []fact.Fact
	for v := range strings.SplitSeq(value, ";") {
		v, _, _ = strings.Cut(strings.TrimSpace(v), " ") // options of the listener follow
		if _, rest, found := strings.Cut(v, "://"); found {
			v = rest
		}
		host, port := splitHostPort(strings.TrimRight(v, "/"))
		if port > 0 {
			out = append(out, fact.Fact{Kind: fact.Listen, Host: strings.Trim(host, "+*"), Port: port})
		}
	}
	return out
}

// hostBeside are variables that give the address to a bare port of the same program.
var hostBeside = map[string][]string{
	"PORT": {"HOST", "BIND", "BIND_HOST", "LISTEN_HOST", "HOSTNAME"}, "SERVER_PORT": {"SERVER_ADDRESS", "SERVER_HOST"},
	"HTTP_PORT": {"HTTP_HOST", "HTTP_ADDRESS"}, "LISTEN_PORT": {"LISTEN_HOST", "LISTEN_ADDR", "LISTEN_ADDRESS"},
}

// besideHost gives a bare port the host of its sibling variable, when that is an address.
func (c *draftContainer) besideHost(upper string, facts []fact.Fact) []fact.Fact {
	for _, name := range hostBeside[upper] {
		host := c.env[name]
		if !isLoopback(host) && !wildcard(host) && host != podIP {
			continue
		}
		for i := range facts {
			if facts[i].Host == "" {
				facts[i].Host, facts[i].Text = host, upper+"="+itoa(facts[i].Port)+", "+name+"="+host
			}
		}
	}
	return facts
}

// splitHostPort reads "host:port", ":port", "[::1]:port" and a bare port; port is 0 when there is none.
func splitHostPort(s string) (host string, port int) {
	if p := atoi(s); p > 0 {
		return "", validPort(p)
	}
	h, p, err := net.SplitHostPort(s)
	if err != nil {
		return s, 0
	}
	return h, validPort(atoi(p))
}

func validPort(p int) int {
	if p > 65535 {
		return 0
	}
	return p
}

// endpointFacts reads URLs and socket addresses, comma-separated ones too.
func endpointFacts(value, purpose string) []fact.Fact {
	var out []fact.Fact
	for v := range strings.SplitSeq(value, ",") {
		if f, ok := endpoint(strings.TrimSpace(v)); ok {
			f.Purpose = purpose
			out = append(out, f)
		}
	}
	return out
}

// endpoint reads one URL, host:port or Unix socket.
func endpoint(v string) (fact.Fact, bool) {
	if s, ok := socketPath(v); ok {
		return fact.Fact{Kind: fact.Dial, Socket: s}, true
	}
	v = strings.TrimPrefix(v, "jdbc:")
	scheme, _, found := strings.Cut(v, "://")
	if !found {
		return fact.Fact{}, false
	}
	u, err := url.Parse(v)
	if err != nil || u.Hostname() == "" || isPlaceholder(u.Host) || scheme == "file" {
		return fact.Fact{}, false
	}
	port := validPort(atoi(u.Port()))
	if u.Port() == "" {
		port = schemePorts[u.Scheme]
	}
	return fact.Fact{Kind: fact.Dial, Host: u.Hostname(), Port: port, URL: u.Path}, true
}

// schemePorts are the ports that a URL of the scheme means when it names none.
var schemePorts = map[string]int{
	"http": 80, "https": 443, "ws": 80, "wss": 443, "redis": 6379, "rediss": 6379, "postgres": 5432, "postgresql": 5432,
	"mysql": 3306, "mongodb": 27017, "amqp": 5672, "amqps": 5671, "nats": 4222, "ldap": 389, "ldaps": 636,
}

// socketPath normalises unix:///a/b, unix://a/b, unix:/a/b and npipe forms; ok is false when v is no socket address.
func socketPath(v string) (string, bool) {
	for _, prefix := range []string{"unix:", "unix-abstract:"} {
		if rest, found := strings.CutPrefix(v, prefix); found {
			rest = strings.ReplaceAll(rest, `\`, "/")
			if strings.HasPrefix(rest, "@") {
				return rest, true
			}
			rest = strings.TrimLeft(rest, "/")
			if rest == "" || isPlaceholder(rest) {
				return "", false
			}
			if len(rest) > 1 && rest[1] == ':' {
				return cleanPath(rest), true
			}
			return cleanPath("/" + rest), true
		}
	}
	if strings.HasSuffix(v, ".sock") && strings.HasPrefix(v, "/") && !isPlaceholder(v) {
		return cleanPath(v), true
	}
	return "", false
}

// instanceListen is the setting by which the first Cloud SQL proxy and its wrappers open a port: project:region:instance=tcp:[host:]port.
var instanceListen = regexp.MustCompile(`^[\w.-]+(?::[\w.-]+)+=tcp:(?:([\w.]+):)?(\d+)$`)

// instanceFacts reads a list of such settings; without a host the proxy binds 127.0.0.1.
func instanceFacts(value string) []fact.Fact {
	var out []fact.Fact
	for v := range strings.SplitSeq(value, ",") {
		m := instanceListen.FindStringSubmatch(strings.TrimSpace(v))
		if m == nil {
			continue
		}
		f := fact.Fact{Kind: fact.Listen, Host: m[1], Port: validPort(atoi(m[2]))}
		if f.Host == "" {
			f.Host = "127.0.0.1"
		}
		out = append(out, f)
	}
	return out
}

var hostSuffixes = []string{"HOST", "HOSTNAME", "ADDR", "ADDRESS", "ENDPOINT", "SERVER", "HOSTS", "SERVERS"}

// hostStem cuts DB_HOST to DB_; names that speak of the program's own address are none.
func hostStem(upper string) (string, bool) {
	for _, s := range hostSuffixes {
		if stem, ok := strings.CutSuffix(upper, "_"+s); ok {
			for _, own := range []string{"LISTEN", "BIND", "SERVER", "ADVERTISE", "POD", "NODE", "HOST", "HTTP", "GRPC", "WEB"} {
				if stem == own || strings.HasSuffix(stem, "_LISTEN") || strings.HasSuffix(stem, "_BIND") {
					return "", false
				}
			}
			return stem + "_", true
		}
	}
	return "", false
}

func (c *draftContainer) siblingPort(stem, upper string) int {
	for _, name := range []string{stem + "PORT", upper + "_PORT", stem + "SERVICE_PORT"} {
		for k, v := range c.env {
			if strings.EqualFold(k, name) {
				return validPort(atoi(v))
			}
		}
		for i := range c.spec.Env {
			if strings.EqualFold(c.spec.Env[i].Name, name) {
				return validPort(atoi(c.spec.Env[i].Value))
			}
		}
	}
	return databasePort(upper)
}

// databasePort is the well-known port of the database that a variable's name speaks of.
func databasePort(upper string) int {
	for _, w := range []struct {
		word string
		port int
	}{{"MYSQL", 3306}, {"MARIADB", 3306}, {"WORDPRESS_DB", 3306}, {"POSTGRES", 5432}, {"PG", 5432}, {"REDIS", 6379}, {"MONGO", 27017}, {"MEMCACHE", 11211}, {"RABBIT", 5672}} {
		if strings.HasPrefix(upper, w.word) || strings.Contains(upper, "_"+w.word) {
			return w.port
		}
	}
	return 0
}

// purposeOfName reads the purpose of an address off the variable's or flag's name.
func purposeOfName(name string) string {
	upper := strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	for _, w := range []struct{ word, purpose string }{
		{"OTEL_", fact.PurposeTelemetry},
		{"OTLP", fact.PurposeTelemetry},
		{"JAEGER", fact.PurposeTelemetry},
		{"STATSD", fact.PurposeTelemetry},
		{"ZIPKIN", fact.PurposeTelemetry},
		{"TRACE", fact.PurposeTelemetry},
		{"TRACING", fact.PurposeTelemetry},
		{"METRICS", fact.PurposeTelemetry},
		{"SENTRY", fact.PurposeTelemetry},
		{"UPSTREAM", fact.PurposeUpstream},
		{"BACKEND", fact.PurposeUpstream},
		{"RELOAD", fact.PurposeReload},
		{"SCRAPE", fact.PurposeScrape},
		{"DATABASE", fact.PurposeDatabase},
		{"DB_", fact.PurposeDatabase},
		{"_DB", fact.PurposeDatabase},
		{"DATASOURCE", fact.PurposeDatabase},
		{"DATA_SOURCE", fact.PurposeScrape},
		{"POSTGRES", fact.PurposeDatabase},
		{"MYSQL", fact.PurposeDatabase},
		{"MONGO", fact.PurposeDatabase},
		{"PGHOST", fact.PurposeDatabase},
		{"REDIS", fact.PurposeDatabase},
		{"DSN", fact.PurposeDatabase},
	} {
		if strings.Contains(upper, w.word) {
			return w.purpose
		}
	}
	return ""
}

// jdbcFacts reads database addresses that are no URL: user:password@tcp(host:port)/db.
func jdbcFacts(value string) []fact.Fact {
	_, rest, found := strings.Cut(value, "@tcp(")
	if !found {
		_, rest, found = strings.Cut(value, "@(")
	}
	if !found {
		return nil
	}
	addr, _, _ := strings.Cut(rest, ")")
	host, port := splitHostPort(addr)
	if port == 0 {
		port = 3306
	}
	if host == "" || isPlaceholder(host) {
		return nil
	}
	return []fact.Fact{{Kind: fact.Dial, Host: host, Port: port, Purpose: fact.PurposeDatabase}}
}

// shorten keeps evidence on one line.
func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 100 {
		return string(r[:99]) + "…"
	}
	return s
}
