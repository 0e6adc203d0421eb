package knowledge

import (
	"reflect"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/fact"
)

func run(args ...string) Invocation { return Invocation{Args: args} }

func runEnv(env map[string]string, args ...string) Invocation {
	return Invocation{Args: args, Env: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}
}

// short is what the tests below compare: enough to tell facts apart.
type short struct {
	Host   string
	Port   int
	Socket string
	Arg    int
	Text   string
}

func shorten(facts []fact.Fact) []short {
	var out []short
	for _, f := range facts {
		out = append(out, short{f.Host, f.Port, f.Socket, f.At.Arg, f.Text})
	}
	return out
}

func TestFlagSpellings(t *testing.T) {
	listen := Setting{Does: "listen", Flags: []string{"--port", "-p"}, Env: []string{"PORT"}, Default: "80", Form: "port", HostFlags: []string{"--address", "env:ADDR"}}
	tests := []struct {
		name string
		inv  Invocation
		want []short
	}{
		{"default", run(), []short{{"", 80, "", -1, "image default"}}},
		{"equals", run("--port=81"), []short{{"", 81, "", 0, "--port=81"}}},
		{"space", run("serve", "--port", "81"), []short{{"", 81, "", 1, "--port 81"}}},
		{"one dash", run("-port=81"), []short{{"", 81, "", 0, "-port=81"}}},
		{"one dash, space", run("-port", "81"), []short{{"", 81, "", 0, "-port 81"}}},
		{"short", run("-p", "81"), []short{{"", 81, "", 0, "-p 81"}}},
		{"short, attached", run("-p81"), []short{{"", 81, "", 0, "-p81"}}},
		{"short, equals", run("-p=81"), []short{{"", 81, "", 0, "-p=81"}}},
		{"repeated", run("--port=81", "--port=82"), []short{{"", 81, "", 0, "--port=81"}, {"", 82, "", 1, "--port=82"}}},
		{"longer flag", run("--portal=81", "--port-range", "9"), []short{{"", 80, "", -1, "image default"}}},
		{"after --", run("--", "--port=81"), []short{{"", 80, "", -1, "image default"}}},
		{"no value", run("--port", "--verbose"), nil},
		{"empty value", run("--port="), nil},
		{"zero", run("--port=0"), nil},
		{"garbage", run("--port=high port"), nil},
		{"too large", run("--port=70000"), nil},
		{"env", runEnv(map[string]string{"PORT": "83"}), []short{{"", 83, "", -1, "PORT=83"}}},
		{"flag before env", runEnv(map[string]string{"PORT": "83"}, "--port=81"), []short{{"", 81, "", 0, "--port=81"}}},
		{"env unknown", runEnv(map[string]string{"PORT": ""}), nil},
		{"host flag", run("--port=81", "--address", "127.0.0.1"), []short{{"127.0.0.1", 81, "", 0, "--port=81"}}},
		{"host env", runEnv(map[string]string{"ADDR": "[::1]"}), []short{{"::1", 80, "", -1, "image default"}}},
		{"placeholder", run("--port=$(PORT)"), []short{{"$(PORT)", 0, "", 0, "--port=$(PORT)"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			i := Image{ID: "x", Settings: []Setting{listen}}
			if diff := gocmp.Diff(tt.want, shorten(i.Facts(tt.inv))); diff != "" {
				t.Errorf("facts differ (-want +got):\n%s", diff)
			}
		})
	}
}

type formCase struct {
	form, value string
	want        []endpoint
}

func formCases() []formCase {
	return []formCase{
		{"address", ":8080", []endpoint{{port: 8080}}},
		{"address", "8080", []endpoint{{port: 8080}}},
		{"address", "8125/udp", []endpoint{{port: 8125, protocol: "UDP"}}},
		{"address", "0.0.0.0:8080", []endpoint{{host: "0.0.0.0", port: 8080}}},
		{"address", "*:8080", []endpoint{{port: 8080}}},
		{"address", "127.0.0.1:9090", []endpoint{{host: "127.0.0.1", port: 9090}}},
		{"address", "localhost:80", []endpoint{{host: "localhost", port: 80}}},
		{"address", "[::]:80", []endpoint{{host: "::", port: 80}}},
		{"address", ":::80", []endpoint{{host: "::", port: 80}}},
		{"address", "::1", []endpoint{{host: "::1"}}},
		{"address", "tcp://0.0.0.0:2375", []endpoint{{host: "0.0.0.0", port: 2375}}},
		{"address", "unix:///x/y.sock", []endpoint{{socket: "/x/y.sock"}}},
		{"address", "[$(IP)]:9100", []endpoint{{host: "$(IP)", port: 9100}}},
		{"address", "$(POD_IP):9100", []endpoint{{host: "$(POD_IP)", port: 9100}}},
		{"address", "0.0.0.0:{{ .Values.port }}", []endpoint{{host: "0.0.0.0"}}},
		{"address", "<ADDRESS>", []endpoint{{host: "<ADDRESS>"}}},
		{"address", "off with spaces", nil},
		{"address", ":0", nil},
		{"url", "http://127.0.0.1:8080/", []endpoint{{host: "127.0.0.1", port: 8080, path: "/", speaks: fact.Speech{Protocol: "http", TLS: "no", Said: true}}}},
		{"url", "http://localhost/status?auto", []endpoint{{host: "localhost", port: 80, path: "/status", speaks: fact.Speech{Protocol: "http", TLS: "no", Said: true}}}},
		{"url", "https://user:p@db.shop/x", []endpoint{{host: "db.shop", port: 443, path: "/x", speaks: fact.Speech{Protocol: "https", TLS: "yes", Said: true}}}},
		{"url", "http://[::1]:8080", []endpoint{{host: "::1", port: 8080, speaks: fact.Speech{Protocol: "http", TLS: "no", Said: true}}}},
		{"url", "http://$(HOST):8080/x", []endpoint{{host: "$(HOST)", port: 8080, path: "/x", speaks: fact.Speech{Protocol: "http", TLS: "no", Said: true}}}},
		{"url", "unix:/run/nginx.sock:/stub_status", []endpoint{{socket: "/run/nginx.sock"}}},
		{"url", "file:///srv/www", nil},
		{"socket", "/csi/csi.sock", []endpoint{{socket: "/csi/csi.sock"}}},
		{"socket", "unix://csi/csi.sock", []endpoint{{socket: "/csi/csi.sock"}}},
		{"socket", "unix:///csi//csi.sock", []endpoint{{socket: "/csi/csi.sock"}}},
		{"socket", "unix:@bus", []endpoint{{socket: "@bus"}}},
		{"socket", "$(ADDRESS)", nil},
		{"socket", `unix://C:\\csi\\csi.sock`, []endpoint{{socket: "C:/csi/csi.sock"}}},
		{"socket", `C:\csi\csi.sock`, []endpoint{{socket: "C:/csi/csi.sock"}}},
		{"dsn", "postgresql://u:p%40@localhost:5433/db?sslmode=disable", []endpoint{{host: "localhost", port: 5433, speaks: fact.Speech{Protocol: "postgres", TLS: "no", Said: true}}}},
		{"dsn", "postgres://u:p@localhost/db", []endpoint{{host: "localhost", port: 5432, speaks: fact.Speech{Protocol: "postgres"}}}},
		{"dsn", "postgres:///db?host=/var/run/postgresql", []endpoint{{socket: "/var/run/postgresql/.s.PGSQL.5432", speaks: fact.Speech{Protocol: "postgres"}}}},
		{"dsn", "mongodb://a:27017,b:27018/db", []endpoint{{host: "a", port: 27017, speaks: fact.Speech{Protocol: "mongodb"}}, {host: "b", port: 27018, speaks: fact.Speech{Protocol: "mongodb"}}}},
		{"dsn", "jdbc:mysql://db:3307/x", []endpoint{{host: "db", port: 3307, speaks: fact.Speech{Protocol: "mysql"}}}},
		{"dsn", "jdbc:sqlserver://db:1434;database=x", []endpoint{{host: "db", port: 1434}}},
		{"dsn", "user:p@ss@tcp(127.0.0.1:3306)/db", []endpoint{{host: "127.0.0.1", port: 3306}}},
		{"dsn", "user:pass@(db)/", []endpoint{{host: "db", port: 3306}}},
		{"dsn", "user:pass@unix(/run/mysqld/mysqld.sock)/db", []endpoint{{socket: "/run/mysqld/mysqld.sock"}}},
		{"dsn", "user@/db", []endpoint{{host: "127.0.0.1", port: 3306}}},
		{"dsn", "user=postgres host=localhost port=6432", []endpoint{{host: "localhost", port: 6432, speaks: fact.Speech{Protocol: "postgres"}}}},
		{"dsn", "user=postgres host=/var/run/postgresql dbname=x", []endpoint{{socket: "/var/run/postgresql/.s.PGSQL.5432", speaks: fact.Speech{Protocol: "postgres"}}}},
		{"dsn", "user=postgres dbname=x", nil},
		{"dsn", "nonsense", nil},
		{"list", "tcp://127.0.0.1:9000/status,tcp://127.0.0.1:9001/status", []endpoint{{host: "127.0.0.1", port: 9000, path: "/status"}, {host: "127.0.0.1", port: 9001, path: "/status"}}},
		{"list", "unix:///tmp/php.sock;/status", []endpoint{{socket: "/tmp/php.sock"}}},
	}
}

func TestForms(t *testing.T) {
	for _, tt := range formCases() {
		t.Run(tt.form+" "+tt.value, func(t *testing.T) {
			got := parseEndpoints(tt.form, tt.value)
			if diff := gocmp.Diff(tt.want, got, gocmp.AllowUnexported(endpoint{})); diff != "" {
				t.Errorf("endpoints differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInstances(t *testing.T) {
	i := shipped.base().Match("gcr.io", "cloud-sql-connectors/cloud-sql-proxy", "2.14.0").Image
	v1 := shipped.base().Match("gcr.io", "cloudsql-docker/gce-proxy", "1.33").Image
	tests := []struct {
		name  string
		image *Image
		inv   Invocation
		want  []short
	}{
		{"port flag counts up", i, run("--port", "5000", "p:r:a", "p:r:b"), []short{{"127.0.0.1", 5000, "", 2, "p:r:a"}, {"127.0.0.1", 5001, "", 3, "p:r:b"}}},
		{"query", i, run("p:r:a?port=6000&address=0.0.0.0"), []short{{"0.0.0.0", 6000, "", 0, "p:r:a?port=6000&address=0.0.0.0"}}},
		{"address", i, run("--address=0.0.0.0", "--port=3306", "p:r:a"), []short{{"0.0.0.0", 3306, "", 2, "p:r:a"}}},
		{"no port", i, run("p:r:a"), []short{{"127.0.0.1", 0, "", 0, "p:r:a"}}},
		{"sockets", i, run("--unix-socket=/cloudsql", "p:r:a"), []short{{"", 0, "/cloudsql/p:r:a", 1, "p:r:a"}}},
		{"health check", i, run("--health-check", "--http-address=0.0.0.0", "p:r:a?port=1"), []short{{"127.0.0.1", 1, "", 2, "p:r:a?port=1"}, {"0.0.0.0", 9090, "", -1, "image default"}}},
		{"wait", i, run("wait"), nil},
		{"version 1", v1, run("-instances=p:r:a=tcp:3306,p:r:b=tcp:0.0.0.0:3307"), []short{{"127.0.0.1", 3306, "", 0, "-instances=p:r:a=tcp:3306,p:r:b=tcp:0.0.0.0:3307"}, {"0.0.0.0", 3307, "", 0, "-instances=p:r:a=tcp:3306,p:r:b=tcp:0.0.0.0:3307"}}},
		{"version 1, directory", v1, run("-dir=/cloudsql", "-instances=p:r:a"), []short{{"", 0, "/cloudsql/p:r:a", 1, "-instances=p:r:a"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var listens []fact.Fact
			for _, f := range tt.image.Facts(tt.inv) {
				if f.Kind == fact.Listen {
					listens = append(listens, f)
				}
			}
			if diff := gocmp.Diff(tt.want, shorten(listens)); diff != "" {
				t.Errorf("listeners differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFactFields(t *testing.T) {
	i := Image{ID: "x", Verified: true, LogsStdout: true, Settings: []Setting{
		{Does: "dial", Default: "http://localhost:80", Form: "url", Purpose: "scrape", URL: "/status"},
		{Does: "dial", Flags: []string{"--db"}, Form: "address", Startup: true},
		{Does: "write", Flags: []string{"--dir"}, Default: "/data/", Form: "path", Dir: true, Grows: true},
		{Does: "tail", Flags: []string{"#1"}, Form: "path"},
		{Does: "log", Flags: []string{"--log"}, Default: "/var/log/x.log", Form: "path", Purpose: "access"},
		{Does: "quit", Default: "127.0.0.1:9", Form: "address", URL: "/quit"},
	}}
	file := func(op fact.Op, f fact.Fact) fact.Fact { f.Kind, f.Op = fact.File, op; return f }
	got := i.Facts(run("--db=db:5432", "/var/log/*.log"))
	want := []fact.Fact{
		{Kind: fact.Dial, Host: "localhost", Port: 80, URL: "/status", Speaks: fact.Speech{Protocol: "http", TLS: "no", Said: true}, Purpose: "scrape", Endless: true, At: fact.Place{Arg: -1}, Text: "image default", Rung: 5},
		{Kind: fact.Dial, Host: "db", Port: 5432, At: fact.Place{Arg: 0}, Text: "--db=db:5432", Rung: 2},
		file(fact.Write, fact.Fact{File: "/data", Dir: true, Endless: true, At: fact.Place{Arg: -1}, Text: "image default", Rung: 5}),
		file(fact.Tail, fact.Fact{File: "/var/log/*.log", Glob: true, Endless: true, At: fact.Place{Arg: 1}, Text: "/var/log/*.log", Rung: 2}),
		{Kind: fact.Log, Sink: fact.SinkFile, File: "/var/log/x.log", Purpose: "access", Endless: true, Partial: true, At: fact.Place{Arg: -1}, Text: "image default", Rung: 5},
		{Kind: fact.Listen, Host: "127.0.0.1", Port: 9, URL: "/quit", Purpose: fact.PurposeQuit, At: fact.Place{Arg: -1}, Text: "image default", Rung: 5},
		{Kind: fact.Log, Sink: fact.SinkStdout, At: fact.Place{Arg: -1}, Text: "image default", Rung: 5},
	}
	for k := range want {
		want[k].Format, want[k].Verified = "x", true
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("facts differ (-want +got):\n%s", diff)
	}
}

func TestLogSinks(t *testing.T) {
	s := Setting{Does: "log", Flags: []string{"--log"}, Form: "path"}
	tests := map[string]string{
		"-": "stdout", "stdout": "stdout", "/dev/stderr": "stdout", "/proc/self/fd/1": "stdout", "syslog:server=a": "syslog",
		"off": "off", "/dev/null": "off", "/var/log/a.log": "file", "logs/a.log": "file",
	}
	for value, want := range tests {
		facts := s.facts(value)
		if len(facts) != 1 || facts[0].Sink != want {
			t.Errorf("%q: got %+v, want one fact with sink %s", value, facts, want)
		}
	}
	if facts := s.facts("${LOG}"); facts != nil {
		t.Errorf("a placeholder gave %+v, want nothing", facts)
	}
}

func TestConditions(t *testing.T) {
	tests := []struct {
		condition Condition
		inv       Invocation
		want      bool
	}{
		{"--one-time", run("--one-time"), true},
		{"--one-time", run("-one-time"), true},
		{"--one-time", run("--one-time", "false"), true},
		{"--one-time", run("--one-time=true"), true},
		{"--one-time", run("--one-time=false"), false},
		{"--one-time", run("--one-times"), false},
		{"--one-time", run(), false},
		{"--watch-interval=0", run("--watch-interval=0"), true},
		{"--watch-interval=0", run("--watch-interval", "0"), true},
		{"--watch-interval=0", run("--watch-interval=10"), false},
		{"env:METHOD=LIST", runEnv(map[string]string{"METHOD": "list"}), true},
		{"env:METHOD=LIST", runEnv(map[string]string{"METHOD": "SLEEP"}), false},
		{"env:METHOD=LIST", run(), false},
		{"env:TLS=", runEnv(map[string]string{"TLS": ""}), true},
		{"env:ONCE", runEnv(map[string]string{"ONCE": "true"}), true},
		{"env:ONCE", runEnv(map[string]string{"ONCE": "False"}), false},
		{"arg:wait", run("wait"), true},
		{"arg:wait", run("--x", "wait"), true},
		{"arg:wait", run("waiting"), false},
		{"arg:redis-sentinel", Invocation{Program: "redis-sentinel"}, true},
		{"arg:redis-sentinel", Invocation{Program: "redis-server"}, false},
	}
	for _, tt := range tests {
		if got := tt.condition.Holds(tt.inv); got != tt.want {
			t.Errorf("%q for %q: got %v, want %v", tt.condition, tt.inv.Args, got, tt.want)
		}
	}
}

func TestLifetimes(t *testing.T) {
	b := shipped.base()
	tests := []struct {
		repository, tag string
		inv             Invocation
		want            fact.Lifetime
	}{
		{"git-sync/git-sync", "v4.2.3", run("--repo=x"), fact.Endless},
		{"git-sync/git-sync", "v4.2.3", run("--one-time"), fact.Finite},
		{"git-sync/git-sync", "v3.6.2", runEnv(map[string]string{"GIT_SYNC_ONE_TIME": "true"}), fact.Finite},
		{"kiwigrid/k8s-sidecar", "1.28.0", run(), fact.Endless},
		{"kiwigrid/k8s-sidecar", "1.28.0", runEnv(map[string]string{"METHOD": "LIST"}), fact.Finite},
		{"prometheus-operator/prometheus-config-reloader", "v0.80.0", run("--watch-interval=0"), fact.Finite},
		{"istio/proxyv2", "1.27.0", run("proxy", "sidecar"), fact.Endless},
		{"istio/proxyv2", "1.27.0", run("istio-iptables", "-p", "15001"), fact.Finite},
		{"hashicorp/vault", "1.17", run("agent", "-config=x"), fact.Endless},
		{"hashicorp/vault", "1.17", run("agent", "-exit-after-auth"), fact.Finite},
		{"openpolicyagent/opa", "1.0.0", run("run", "--server"), fact.Endless},
		{"openpolicyagent/opa", "1.0.0", run("test", "."), fact.Finite},
		{"library/busybox", "1", run(), fact.Unknown},
		{"library/nginx", "1", run("-g", "daemon off;"), fact.Endless},
		{"library/nginx", "1", run("-t"), fact.Finite},
	}
	for _, tt := range tests {
		if got := b.Match("docker.io", tt.repository, tt.tag).Image.LifetimeOf(tt.inv); got != tt.want {
			t.Errorf("%s %q: got %s, want %s", tt.repository, tt.inv.Args, got, tt.want)
		}
	}
}

func TestStarts(t *testing.T) {
	b := shipped.base()
	tests := []struct {
		repository, program string
		want                bool
	}{
		{"library/mariadb", "mariadbd", true},
		{"library/mariadb", "mysqld", true},
		{"library/mariadb", "docker-entrypoint.sh", true},
		{"library/mariadb", "mariadb", false},
		{"library/mysql", "mysql", false},
		{"linkerd/proxy", "linkerd2-proxy-init", false},
		{"sig-storage/livenessprobe", "livenessprobe.exe", true},
		{"provider-os/cinder-csi-plugin", "cinder-csi-plugin", true},
		{"library/nginx", "", false},
	}
	for _, tt := range tests {
		if got := b.Match("docker.io", tt.repository, "").Image.Starts(tt.program, tt.repository); got != tt.want {
			t.Errorf("%s starts %q: got %v, want %v", tt.repository, tt.program, got, tt.want)
		}
	}
}

func TestTransparent(t *testing.T) {
	b := shipped.base()
	for repository, want := range map[string]bool{"library/nginx": true, "library/python": false, "library/busybox": false, "alpine/git": true} {
		if got := b.Match("docker.io", repository, "").Image.Transparent(); got != want {
			t.Errorf("%s: got %v, want %v", repository, got, want)
		}
	}
}

func TestOldFlags(t *testing.T) {
	b := shipped.base()
	v2 := b.Match("gcr.io", "cloud-sql-connectors/cloud-sql-proxy", "2.14.0").Image
	got := v2.OldFlagsIn(run("/ignored", "-instances=p:r:a=tcp:3306"))
	if len(got) != 1 || got[0].Arg != 1 || !got[0].Breaks {
		t.Errorf("got %+v, want one breaking use at argument 1", got)
	}
	sync := b.Match("registry.k8s.io", "git-sync/git-sync", "v4.2.3").Image
	got = sync.OldFlagsIn(runEnv(map[string]string{"GIT_SYNC_REPO": "x"}, "--repo=x", "--dest=y"))
	if len(got) != 2 || got[0].Text != "--dest=y" || got[1].Env != "GIT_SYNC_REPO" || got[0].Breaks {
		t.Errorf("got %+v, want --dest and GIT_SYNC_REPO, both accepted", got)
	}
}

func FuzzEndpoints(f *testing.F) {
	for _, seed := range []string{":80", "[::]:80", "unix://@x", "user:p@tcp(h:1)/d", "host=/a port=", "http://a,b@c:/x?", "p:r:i?port=70000", "a=tcp:", "[", "]:1", "@", "(@/)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for _, form := range wordsOf(reflect.TypeFor[Setting](), "Form") {
			for _, e := range parseEndpoints(form, value) {
				if e.port < 0 || e.port > 65535 {
					t.Errorf("%s %q: port %d", form, value, e.port)
				}
			}
		}
		s := Setting{Does: "listen", Flags: []string{"#*"}, Form: "instance", PortFlags: []string{"--port"}, DirFlags: []string{"-d"}}
		for _, e := range s.factsOf(run(value, "--port", value), nil) {
			if e.Port < 0 || e.Port > 65535 {
				t.Errorf("instance %q: port %d", value, e.Port)
			}
		}
	})
}

func FuzzFlags(f *testing.F) {
	f.Add("--port=1", "-p", "x")
	f.Add("-", "--", "=")
	f.Add("-p=", "---port", "--=1")
	base := shipped.base()
	f.Fuzz(func(t *testing.T, a, b, c string) {
		inv := run(a, b, c)
		for i := range base.Images {
			for _, fact := range base.Images[i].Facts(inv) {
				if fact.At.Arg >= len(inv.Args) {
					t.Errorf("%s: argument %d of %d", base.Images[i].ID, fact.At.Arg, len(inv.Args))
				}
			}
			base.Images[i].LifetimeOf(inv)
			base.Images[i].OldFlagsIn(inv)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(entry))
	f.Add([]byte("- &a {id: *a}\n"))
	f.Add([]byte("a: b\n<<: c"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		images, err := ParseImages("user.yaml", data)
		if err == nil {
			(&Base{}).With(images).Match("docker.io", "library/a", "1")
		}
	})
}
