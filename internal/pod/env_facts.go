package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

// readEnvFacts states what variables of well-understood shapes make a program do, whatever the program.
func (c *draftContainer) readEnvFacts() {
	for i := range c.out.Env {
		if v := &c.out.Env[i]; v.Known && v.Value != "" && len(v.Value) < 4096 && !c.passesOver(v) {
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

// passesOver tells whether a variable that came with a whole ConfigMap is another's: what is known of the program does not name it, and it calls nobody
// else.
func (c *draftContainer) passesOver(v *EnvVar) bool {
	return v.whole && c.out.Verified && c.d.b.opt.Knowledge.Role(c.out.Role).Answers && !c.reads(v.Name)
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
		return logFacts(value, envRung)
	case upper == "LOG_CHANNEL" && (value == "single" || value == "daily"): // Laravel: storage/logs below a directory that is not known
		return []fact.Fact{{Kind: fact.Log, Sink: fact.SinkFile, Rung: envRung, Rotated: value == "daily"}}
	case listenVariables[upper]:
		return c.besideHost(upper, listenFacts(value))
	}
	return c.addressFacts(upper, value)
}

// addressFacts reads a variable whose value has the shape of an address.
func (c *draftContainer) addressFacts(upper, value string) []fact.Fact {
	if file := databaseFile(value); file != "" {
		return []fact.Fact{{Kind: fact.File, Op: fact.Write, File: file}}
	}
	switch {
	case namesOthersWay(upper):
		return nil
	case strings.HasSuffix(upper, "_LISTEN") && strings.Contains(value, ":"):
		return listenFacts(strings.ReplaceAll(value, ",", ";"))
	case namesOTLPEndpoint(upper):
		return c.otlpFacts(upper, value)
	case knowledge.IsDSN(value):
		return knowledge.DSN(value)
	case namesSocket(upper) && isSocketPath(value):
		return []fact.Fact{{Kind: socketKind(upper), Socket: cleanPath(value), Purpose: purposeOfName(upper)}}
	case hasScheme(value):
		return endpointFacts(value, purposeOfName(upper))
	case upper == "DATA_SOURCE_URI": // of postgres_exporter: a URL without its scheme
		return endpointFacts("postgresql://"+value, fact.PurposeScrape)
	}
	if f := instanceFacts(value); len(f) > 0 {
		return f
	}
	return c.hostPortFacts(upper, value)
}

// namesOTLPEndpoint holds for the variables by which OpenTelemetry is told where to export.
func namesOTLPEndpoint(upper string) bool {
	return strings.HasPrefix(upper, "OTEL_EXPORTER_OTLP_") && strings.HasSuffix(upper, "ENDPOINT")
}

// isSocketPath holds for the path of one file that is written out.
func isSocketPath(value string) bool {
	return strings.HasPrefix(value, "/") && !isPlaceholder(value) && !strings.ContainsAny(value, " ,\n")
}

// hasScheme holds for URLs and for unix:/path.
func hasScheme(value string) bool {
	return strings.Contains(value, "://") || strings.HasPrefix(value, "unix:")
}

// namesOthersWay holds for addresses by which others come: allowed origins, where a browser is sent back to, what is advertised, a site's own URL. The program
// connects to none of them.
func namesOthersWay(upper string) bool {
	return othersWay.in(strings.ReplaceAll(upper, "-", "_"))
}

var othersWay = words{"cors", "origins", "redirect_ur", "callback", "advertise", "site_ur", "public_ur", "external_ur", "root_ur", "frontend_ur"}

// socketKind: LISTEN_SOCKET and BIND_SOCKET are where the program serves.
func socketKind(upper string) fact.Kind {
	if strings.Contains(upper, "LISTEN") || strings.Contains(upper, "BIND") {
		return fact.Listen
	}
	return fact.Dial
}

// namesSocket holds for DB_SOCKET, INSTANCE_UNIX_SOCKET, MYSQL_UNIX_PORT and the like.
func namesSocket(upper string) bool {
	for _, suffix := range []string{"_SOCKET", "_SOCK", "_SOCKET_PATH", "_SOCKET_FILE", "_UNIX_PORT"} {
		if strings.HasSuffix(upper, suffix) {
			return true
		}
	}
	return false
}

// listenVariables make nearly every program that reads them listen; other *_PORT variables may as well name a remote port.
var listenVariables = map[string]bool{
	"PORT": true, "HTTP_PORT": true, "SERVER_PORT": true, "LISTEN_PORT": true, "LISTEN_ADDR": true,
	"LISTEN_ADDRESS": true, "BIND_ADDR": true, "BIND_ADDRESS": true, "SERVER_ADDRESS": true, "HTTP_ADDR": true, "HTTP_LISTEN": true, "ASPNETCORE_URLS": true,
	"METRICS_PORT": true, "PROMETHEUS_METRICS_PORT": true, "METRICS_ADDR": true, "METRICS_BIND_ADDRESS": true, "METRICS_LISTEN_ADDRESS": true,
	"HEALTH_PORT": true, "HEALTH_PROBE_BIND_ADDRESS": true, "MANAGEMENT_SERVER_PORT": true, "MANAGEMENT_PORT": true,
	"GRPC_PORT": true, "HTTPS_PORT": true, "GRPC_LISTEN_PORT": true, "HTTP_LISTEN_PORT": true, "GRPC_SERVER_PORT": true, "HTTP_SERVER_PORT": true,
	"GRPC_LISTEN_ADDR": true, "HTTP_LISTEN_ADDR": true, "GRPC_LISTEN_ADDRESS": true, "HTTP_LISTEN_ADDRESS": true, "GRPC_BIND_ADDRESS": true,
}

// isLogVariable holds for LOG_FILE, APP_LOG_PATH, LOGGING_FILE_NAME, ACCESS_LOG and the like.
func isLogVariable(upper string) bool {
	if !strings.Contains(upper, "LOG") {
		return false
	}
	for _, suffix := range []string{"LOG_FILE", "LOGFILE", "LOG_PATH", "LOGGING_FILE_NAME", "LOGGING_FILE", "ACCESS_LOG", "ERROR_LOG", "LOG_FILE_PATH", "LOG_FILENAME"} {
		if rest, ok := strings.CutSuffix(upper, suffix); ok && (rest == "" || strings.HasSuffix(rest, "_")) {
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

// hostBeside are variables that give the address to a bare port of the same program.
var hostBeside = map[string][]string{
	"PORT": {"HOST", "BIND", "BIND_HOST", "LISTEN_HOST", "HOSTNAME"}, "SERVER_PORT": {"SERVER_ADDRESS", "SERVER_HOST"},
	"HTTP_PORT": {"HTTP_HOST", "HTTP_ADDRESS"}, "GRPC_PORT": {"GRPC_HOST", "GRPC_ADDRESS"}, "LISTEN_PORT": {"LISTEN_HOST", "LISTEN_ADDR", "LISTEN_ADDRESS"},
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
		{"DD_AGENT", fact.PurposeTelemetry},
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

// shorten keeps evidence on one line.
func shorten(s string) string {
	return clip(strings.Join(strings.Fields(s), " "), 100)
}

// clip cuts a text to at most so many characters, after a word where one ends in the second half of them.
func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	kept := string(r[:most-1])
	if word := strings.LastIndexByte(kept, ' '); word > len(kept)/2 && r[most-1] != ' ' {
		kept = kept[:word+1]
	}
	return kept + "…"
}
