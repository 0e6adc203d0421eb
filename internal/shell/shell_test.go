package shell

import (
	"os"
	"slices"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

// programs reads the shipped data, since the tests are about what both give together.
func programs(tb testing.TB) knowledge.Programs {
	tb.Helper()
	data, err := os.ReadFile("../../policies/knowledge/programs.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	var p knowledge.Programs
	if err := yaml.UnmarshalStrict(data, &p); err != nil {
		tb.Fatal(err)
	}
	return p
}

// sh analyses an inline script.
func sh(tb testing.TB, script string) *Program {
	tb.Helper()
	return Analyze([]string{"sh", "-c", script}, Options{Programs: programs(tb)})
}

func TestLifetime(t *testing.T) {
	known := programs(t)
	tests := []struct {
		name, script string
		want         fact.Lifetime
		last, kind   string
	}{
		{"echo", "echo a", fact.Finite, "simple", "shell"},
		{"sleep", "sleep 3600", fact.Finite, "sleep", "shell"},
		{"sleep infinity", "sleep infinity", fact.Endless, "sleep", "shell"},
		{"sleep of 27,000 years", "sleep 9999999d", fact.Endless, "sleep", "shell"},
		{"sleep of a year", "sleep 31536000", fact.Endless, "sleep", "shell"},
		{"sleep of a day", "sleep 1d", fact.Finite, "sleep", "shell"},
		{"sleep infinite", "sleep infinite", fact.Endless, "sleep", "shell"},
		{"exec tail", "exec tail -F /x", fact.Endless, "tail", "program"},
		{"exec server", "cp a /b; exec nginx -g 'daemon off;'", fact.Endless, "exec", "program"},
		{"and exec", "cd /app && exec myserver", fact.Unknown, "exec", "program"},
		{"and server", "cd /app && redis-server", fact.Endless, "list", "shell"},
		{"unknown program", "/app/server --port 8080", fact.Unknown, "simple", "shell"},
		{"while true", "while true; do date; sleep 1; done", fact.Endless, "loop", "shell"},
		{"while colon", "while :; do date; sleep 1; done", fact.Endless, "loop", "shell"},
		{"while test literal", "while [ 1 ]; do date; done", fact.Endless, "loop", "shell"},
		{"while double bracket", "while [[ true ]]; do date; done", fact.Endless, "loop", "shell"},
		{"while arithmetic", "while ((1)); do date; done", fact.Endless, "loop", "shell"},
		{"while constant variable", "RUN=true\nwhile $RUN; do date; done", fact.Endless, "loop", "shell"},
		{"while variable the loop sets", "RUN=true\nwhile $RUN; do RUN=false; done", fact.Finite, "loop", "shell"},
		{"until false", "until false; do date; done", fact.Endless, "loop", "shell"},
		{"while sleep", "while sleep 5; do date; done", fact.Endless, "loop", "shell"},
		{"for ever", "for ((;;)); do date; done", fact.Endless, "loop", "shell"},
		{"break", "while true; do if [ -f /x ]; then break; fi; sleep 1; done", fact.Finite, "loop", "shell"},
		{"break of the inner loop only", "while true; do while true; do break; done; sleep 1; done", fact.Endless, "loop", "shell"},
		{"exit with a code that a neighbour wrote", "while true; do [ -f /pod/exit ] && exit $(cat /pod/exit); sleep 1; done", fact.Finite, "loop", "shell"},
		{"exit with a variable", "while true; do [ -f /pod/exit ] && { code=$(cat /pod/exit); [ -n \"$code\" ] && exit $code || exit 1; }; sleep 1; done", fact.Finite, "loop", "shell"},
		{"exit with the failure before it", "while true; do run || exit $?; sleep 1; done", fact.Endless, "loop", "shell"},
		{"exit with success", "while true; do nc -z db 5432 && exit 0; sleep 1; done", fact.Finite, "loop", "shell"},
		{"exit with failure", "while true; do fetch || exit 1; sleep 1; done", fact.Endless, "loop", "shell"},
		{"wait for a file", "while [ ! -f /done ]; do sleep 1; done", fact.Finite, "loop", "shell"},
		{"until", "until nc -z db 5432; do sleep 1; done", fact.Finite, "loop", "shell"},
		{"bounded", "for i in $(seq 1 10); do nc -z db 5432 && break; sleep 1; done", fact.Finite, "loop", "shell"},
		{"until then server", "until nc -z db 5432; do sleep 1; done; exec redis-server", fact.Endless, "exec", "program"},
		{"pipe of an endless", "tail -F /a | grep x", fact.Endless, "pipeline", "shell"},
		{"pipe that head ends", "tail -F /a | head -1", fact.Finite, "pipeline", "shell"},
		{"pipe that grep ends", "tail -f /a | grep -q started", fact.Finite, "pipeline", "shell"},
		{"inotify loop", "inotifywait -m /etc | while read f; do cp /etc/x /y; done", fact.Endless, "pipeline", "shell"},
		{"while inotify", "while inotifywait -e modify /etc; do nginx -s reload; done", fact.Endless, "loop", "shell"},
		{"background and wait", "redis-server & wait", fact.Endless, "wait", "shell"},
		{"background, wait for one", "redis-server & P=$!; wait $P", fact.Endless, "wait", "shell"},
		{"background alone", "redis-server &", fact.Finite, "background", "shell"},
		{"while kill -0", "redis-server & P=$!; while kill -0 $P; do sleep 1; done", fact.Endless, "loop", "shell"},
		{"exit before", "echo a; exit 0; sleep infinity", fact.Finite, "simple", "shell"},
		{"exit on error before", "[ -n \"$A\" ] || exit 1; redis-server", fact.Endless, "simple", "shell"},
		{"may exit before", "if [ -f /x ]; then exit 0; fi; redis-server", fact.Unknown, "simple", "shell"},
		{"both branches exec", "if [ -f /x ]; then exec redis-server; else exec nginx -g 'daemon off;'; fi", fact.Endless, "exec", "program"},
		{"one branch", "if [ -f /x ]; then redis-server; fi", fact.Unknown, "simple", "shell"},
		{"case", "case $1 in a) exec redis-server;; *) exec memcached;; esac", fact.Endless, "exec", "program"},
		{"or true", "rm /x || true", fact.Finite, "compound", "shell"},
		{"function", "run() { exec redis-server; }; run", fact.Endless, "exec", "program"},
		{"function that calls itself", "f() { f; }; f", fact.Finite, "compound", "shell"},
		{"tail until a process ends", "tail --pid=$(cat /run/p) -f /dev/null; upload", fact.Unknown, "simple", "shell"},
		{"log of the kernel", "exec cat /dev/kmsg >> /x", fact.Endless, "cat", "program"},
		{"device", "cat /dev/ttyS0", fact.Unknown, "cat", "shell"},
		{"nothing", "cat /dev/null > /x", fact.Finite, "simple", "shell"},
		{"timeout", "timeout 10 tail -f /x", fact.Finite, "tail", "shell"},
		{"watch", "watch -n 5 'date > /x'", fact.Endless, "simple", "shell"},
		{"subshell exit", "(exit 0); redis-server", fact.Endless, "simple", "shell"},
		{"trap and wait", "trap 'exit 0' TERM; sleep infinity & wait", fact.Endless, "wait", "shell"},
		{"nested", "bash -c 'sleep infinity'", fact.Endless, "simple", "shell"},
		{"here-document", "sh <<'EOF'\nsleep infinity\nEOF", fact.Endless, "simple", "shell"},
		{"kubectl get", "kubectl get pods", fact.Finite, "simple", "shell"},
		{"kubectl proxy", "kubectl proxy --port=8001", fact.Endless, "simple", "shell"},
		{"kubectl logs -f", "kubectl logs -f x", fact.Endless, "simple", "shell"},
		{"version", "java -version", fact.Finite, "simple", "shell"},
		{"computed", "$CMD a", fact.Unknown, "simple", "shell"},
		{"does not parse", "if then (", fact.Unknown, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Analyze([]string{"sh", "-c", tt.script}, Options{Programs: known})
			if p.Lifetime != tt.want || p.Main.Last != tt.last && tt.kind != "" || p.Main.Kind != tt.kind && tt.kind != "" {
				t.Errorf("%s\ngot  %s %s %s (by %q)\nwant %s %s %s", tt.script, p.Lifetime, p.Main.Last, p.Main.Kind, p.LifetimeBy, tt.want, tt.last, tt.kind)
			}
		})
	}
}

func TestSourcedParameters(t *testing.T) {
	opt := Options{File: func(string) (string, bool) { return "killall $1", true }}
	p := Analyze([]string{"bash", "-c", ". /scripts/stop.sh proxy; killall $1", "bash", "other"}, opt)
	var got []string
	for i := range p.Facts {
		if p.Facts[i].Kind == fact.Signal {
			got = append(got, p.Facts[i].Target)
		}
	}
	if want := []string{"proxy", "other"}; !slices.Equal(got, want) {
		t.Errorf("signals go to %q, want %q", got, want)
	}
}
