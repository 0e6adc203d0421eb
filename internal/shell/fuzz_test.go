package shell

import (
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

// FuzzAnalyze: any text is analysed without a panic, and the answer is whole.
func FuzzAnalyze(f *testing.F) {
	for _, seed := range []string{
		"", "echo a > b", "while true; do date >> /log/a.log; sleep 1; done", "f() { f; f; }; f", "a() { b; b; }; b() { c; c; }; c() { a; a; }; a",
		"until nc -z db 5432; do sleep 1; done", "exec \"$@\"", "sh -c \"sh -c 'sh -c sleep'\"", "{{ .Values.x }}", "<DB_NAME>",
		"a=aaaaaaaaaaaaaaaa; a=$a$a; a=$a$a; a=$a$a; echo $a", "cat > /x <<EOF\na $(date)\nEOF", "trap 'kill $P' TERM; x & P=$!; wait $P",
		"kill -HUP $(pidof nginx)", "tail -n+1 -F /a", "echo {a,b}{c,d}{e,f}", "for f in a b; do touch /x/$f; done", "case $x in *) exec y;; esac",
		"find . -exec rm {} \\;", "exec 3<>/dev/tcp/localhost/80", "timeout", "env", "exec", "su -c", "watch", "flock -c", "xargs", "nc -l -p", "kill -s",
		"eval eval eval", "coproc cat", "[[ -f /x && ! -d /y ]]", "((i++))", "n=1; while :; do n=$((n+1)); cp a /x/$n; curl http://h/$n -o $n; kill $n; done", "while :; do nc h$n $(date +%s); done", "x | tee /a/b.log >/dev/null", "tar xzf a.tgz -C /x", "!", "uwsgi ''",
		strings.Repeat("(", 50), strings.Repeat("for i in a b c d; do ", 6) + "x" + strings.Repeat("; done", 6),
	} {
		f.Add(seed)
	}
	known := programs(f)
	f.Fuzz(func(t *testing.T, script string) {
		opt := Options{Programs: known, Dir: "/", Env: func(string) (string, bool) { return "v w", true }}
		opt.File = func(string) (string, bool) { return script, true }
		p := Analyze([]string{"sh", "-c", script, script}, opt)
		Analyze(strings.Fields(script), opt)
		switch p.Lifetime {
		case fact.Finite, fact.Endless, fact.Unknown:
		default:
			t.Errorf("lifetime is %q", p.Lifetime)
		}
		for _, c := range p.Commands {
			if strings.ContainsAny(strings.Join(c.Argv, " "), symOpen+freshMark) && !strings.ContainsAny(script, symOpen+freshMark) {
				t.Errorf("an inner mark got out in %q", c.Argv)
			}
		}
		for _, f := range p.Facts {
			if strings.Contains(f.File+f.Host+f.Socket+f.URL+f.Target, freshMark) && !strings.Contains(script, freshMark) {
				t.Errorf("an inner mark got out in %+v", f)
			}
		}
	})
}

func BenchmarkAnalyze(b *testing.B) {
	known := programs(b)
	for name, script := range map[string]string{
		"one line": "until nc -z db 5432; do sleep 1; done",
		"five lines": "set -e\nmkdir -p /data/conf\ncp /config/app.yaml /data/conf/app.yaml\n" +
			"while [ ! -f /ready ]; do echo waiting; sleep 2; done\nexec /app/server --config=/data/conf/app.yaml >> /var/log/app.log 2>&1",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Analyze([]string{"sh", "-c", script}, Options{Programs: known})
			}
		})
	}
}
