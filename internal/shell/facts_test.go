package shell

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/fact"
)

// brief writes a fact as its kind, what the kind is about, and the flags that are set.
func brief(f fact.Fact) string {
	words := []string{string(f.Kind)}
	add := func(on bool, w string) {
		if on {
			words = append(words, w)
		}
	}
	switch f.Kind {
	case fact.Run:
		words = append(words, f.File)
	case fact.File:
		words = append(words, string(f.Op), f.File)
	case fact.Log:
		words = append(words, f.Sink, f.File, fmt.Sprint(f.Rung))
	case fact.Dial, fact.Listen:
		add(f.Socket != "", f.Socket)
		add(f.Socket == "", fmt.Sprintf("%s:%d", f.Host, f.Port))
		add(f.URL != "", f.URL)
		add(f.Protocol == "UDP", f.Protocol)
	case fact.Signal:
		words = append(words, f.Tool, f.Signal, "->"+f.Target)
	case fact.Sleep:
		words = append(words, fmt.Sprint(f.Seconds))
		add(f.Times > 0, fmt.Sprintf("times %d", f.Times))
	}
	add(f.Purpose != "", "for="+f.Purpose)
	add(f.Dir, "dir")
	add(f.Glob, "glob")
	add(f.Fresh, "fresh")
	add(f.Private, "private")
	add(f.Endless, "endless")
	add(f.Background, "background")
	add(f.Wait, "wait")
	add(f.GivesUp, "gives-up")
	add(f.Awaited, "awaited")
	add(f.Kept && (f.Op == fact.Read || f.Op == fact.Tail), "kept")
	add(f.Ignorable, "ignorable")
	add(f.Partial, "partial")
	return strings.Join(words, " ")
}

type factCase struct {
	name, script string
	want         []string
}

func checkFacts(t *testing.T, tests []factCase) {
	t.Helper()
	known := programs(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Analyze([]string{"sh", "-c", tt.script}, Options{Programs: known})
			var got []string
			for _, f := range p.Facts {
				got = append(got, brief(f))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s\n(-want +got)\n%s", tt.script, diff)
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	checkFacts(t, []factCase{
		{"write", "echo a > /x/y", []string{"file write /x/y"}},
		{"append", "echo a >> /x/y", []string{"file append /x/y"}},
		{"here-document", "cat > /x/y <<EOF\na\nEOF", []string{"file write /x/y"}},
		{"what a here-document substitutes", "cat > /x/y <<EOF\na $(cat /k)\nEOF", []string{"file write /x/y", "file read /k kept"}},
		{"a quoted here-document substitutes nothing", "cat > /x/y <<'EOF'\na $(cat /k)\nEOF", []string{"file write /x/y"}},
		{"what a here-string substitutes", "grep x > /x/y <<< \"$(cat /k)\"", []string{"file write /x/y", "file read /k kept"}},
		{"input", "sed p < /x", []string{"file read /x"}},
		{"input that is counted", "wc -l < /x", []string{"file read /x kept"}},
		{"substituted", "if [ -n \"$(cat /x | grep crit)\" ]; then echo alert; fi", []string{"file read /x kept"}},
		{"substituted and printed", "echo \"$(cat /x)\"", []string{"file read /x"}},
		{"substituted and printed to a file", "echo \"$(cat /x)\" > /y", []string{"file write /y", "file read /x kept"}},
		{"piped into a question", "cat /x | grep -q crit", []string{"file read /x kept"}},
		{"piped into a count", "cat /x | sort | wc -l", []string{"file read /x kept"}},
		{"read into a variable", "read line < /x", []string{"file read /x kept"}},
		{"cd", "cd /a; cd b; echo x > ../c", []string{"file write /a/c"}},
		{"relative", "echo x > c", []string{"file write c"}},
		{"variable", "D=/data; echo x > $D/y", []string{"file write /data/y"}},
		{"default", "echo x > ${D:-/data}/y", []string{"file write /data/y"}},
		{"what follows a mark is cut", "A=/out:80; echo x > ${A%%:*}/y", []string{"file write /out/y"}},
		{"up to the last mark", "A=/a/b/c; echo x > ${A%/*}/y", []string{"file write /a/b/y"}},
		{"what precedes a mark is cut", "A=x:y:/out; echo x > ${A##*:}/z", []string{"file write /out/z"}},
		{"from the first mark", "A=x:/out:1; echo x > ${A#*:}", []string{"file write /out:1"}},
		{"no mark", "A=/out; echo x > ${A%%:*}/y", []string{"file write /out/y"}},
		{"unknown part", "echo x > /data/$(hostname).txt", []string{"file write /data/*.txt glob"}},
		{"unknown start", "echo x > $D/y", nil},
		{"variable of a branch", "D=/a; if [ -n \"$X\" ]; then D=/b; fi; echo x > $D/y", nil},
		{"subshell variable", "D=/a; (D=/b); echo x > $D/y", []string{"file write /a/y"}},
		{"null and streams", "echo a > /dev/null; echo b > /dev/stderr; echo c >&2", nil},
		{"stream of process 1", "echo a > /proc/1/fd/1", []string{"log stdout /proc/1/fd/1 1"}},
		{"tcp", "echo a > /dev/tcp/db/5432", []string{"dial db:5432"}},
		{"server", "redis-server > /data/out 2>&1", []string{"file write /data/out", "log file /data/out 1"}},
		{"unknown server", "/app/run >> /var/log/app.log", []string{"file append /var/log/app.log", "log file /var/log/app.log 1"}},
		{"unknown program, both streams", "/app/run &> /data/out", []string{"file write /data/out", "log file /data/out 1"}},
		{"unknown program makes data", "/app/gen > /data/out.json", []string{"file write /data/out.json"}},
		{"emptied again and again", "while sleep 9; do : > /var/log/app.log; done", []string{"sleep 9 endless", "file write /var/log/app.log endless"}},
		{"emptied without a command", "while sleep 9; do > /var/log/app.log; done", []string{"sleep 9 endless", "file write /var/log/app.log endless"}},
		{"errors only", "redis-server 2> /var/log/err.log", []string{"file write /var/log/err.log", "log file /var/log/err.log 1 for=error partial"}},
		{"short command", "migrate up > /var/log/m.log", []string{"file write /var/log/m.log"}},
		{"loop appends a log", "while true; do date >> /var/log/a.log; sleep 1; done", []string{
			"file append /var/log/a.log endless", "log file /var/log/a.log 1 endless", "sleep 1 endless",
		}},
		{"loop appends a page", "while true; do date >> /html/index.html; done", []string{"file append /html/index.html endless"}},
		{"loop as a whole", "while true; do date; sleep 1; done >> /out", []string{"file append /out", "sleep 1 endless", "log file /out 1"}},
		{"exec", "exec >> /var/log/all.log 2>&1; redis-server", []string{"file append /var/log/all.log", "log file /var/log/all.log 1"}},
		{"tee", "redis-server | tee -a /var/log/r.log", []string{"file append /var/log/r.log", "log file /var/log/r.log 1 partial"}},
		{"tee only", "redis-server | tee /var/log/r.log > /dev/null", []string{"file write /var/log/r.log", "log file /var/log/r.log 1"}},
		{"background", "redis-server > /var/log/r.log & wait", []string{"file write /var/log/r.log background", "log file /var/log/r.log 1 background"}},
		{"angled placeholder", "connect --db <DB_NAME>", nil},
	})
}

func TestFileCommands(t *testing.T) {
	checkFacts(t, []factCase{
		{"cp", "cp /a/x.conf /b/", []string{"file read /a/x.conf", "file write /b/x.conf"}},
		{"cp to a name", "cp /a/x /b/x", []string{"file read /a/x", "file write /b/x"}},
		{"cp to a directory", "cp /sample.war /app", []string{"file read /sample.war", "file write /app dir"}},
		{"cp -r", "cp -r /a/. /b", []string{"file read /a dir", "file write /b dir"}},
		{"cp many", "cp /a/x /a/y /b", []string{"file read /a/x", "file read /a/y", "file write /b/x", "file write /b/y"}},
		{"mv", "mv /a/x /a/y", []string{"file read /a/x", "file remove /a/x", "file write /a/y"}},
		{"mv of what was made beside", "mv /a/x.tmp /a/y", []string{"file read /a/x.tmp", "file remove /a/x.tmp", "file write /a/y"}},
		{"mv to the name without the extension", "mv /a/x.tmp /b/x", []string{"file read /a/x.tmp", "file remove /a/x.tmp", "file write /b/x"}},
		{"mv to a directory", "mv /a/x.tmp /b/c", []string{"file read /a/x.tmp", "file remove /a/x.tmp", "file write /b/c dir"}},
		{"touch, mkdir", "touch /a; mkdir -p -m 755 /b", []string{"file create /a", "file create /b dir"}},
		{"rm", "rm -rf /a /b", []string{"file remove /a dir", "file remove /b dir"}},
		{"chmod", "chmod -R 755 /a; chmod +x /b; chown u:g /c", []string{"file chmod /a dir", "file chmod /b", "file chmod /c"}},
		{"sed -i", "sed -i 's/a/b/' /etc/x", []string{"file read /etc/x", "file write /etc/x"}},
		{"yq in place", "yq -i '.a = 1' /etc/x /etc/y", []string{"file read /etc/x", "file write /etc/x", "file read /etc/y"}},
		{"yq eval-all in place", "yq ea -i '. as $i' /etc/x /etc/y", []string{"file read /etc/x", "file write /etc/x", "file read /etc/y"}},
		{"yq 3 merges into the first", "yq m -ei /etc/x /etc/y", []string{"file read /etc/x", "file write /etc/x", "file read /etc/y"}},
		{"yq 3 writes a path", "yq w -i /etc/x a.b c", []string{"file read /etc/x", "file write /etc/x"}},
		{"yq with a format", "yq -o json '.a' /etc/x", []string{"file read /etc/x"}},
		{"private key of ssh", "ssh-keygen -q -t ed25519 -N '' -f /keys/id", []string{"file write /keys/id private", "file write /keys/id.pub"}},
		{"ssh-keygen that looks", "ssh-keygen -y -f /keys/id", nil},
		{"private key of openssl", "openssl genrsa -out /keys/k 2048", []string{"file write /keys/k private"}},
		{"key and certificate", "openssl req -x509 -newkey rsa:2048 -nodes -keyout /keys/k -out /keys/c", []string{"file write /keys/k private", "file write /keys/c"}},
		{"curve", "openssl ecparam -name prime256v1 -genkey -noout -out /keys/k", []string{"file write /keys/k private"}},
		{"public part", "openssl rsa -in /keys/k -pubout -out /keys/p", []string{"file write /keys/p"}},
		{"random bytes", "openssl rand -out /keys/r 32", []string{"file write /keys/r"}},
		{"tickets", "kinit -kt /etc/keytab -c FILE:/krb/cc app@EXAMPLE.ORG", []string{"file write /krb/cc private", "file read /etc/keytab"}},
		{"tickets by a variable", "export KRB5CCNAME=FILE:/krb/cc; kinit -k app", []string{"file write /krb/cc private"}},
		{"tickets in the keyring", "KRB5CCNAME=KEYRING:x kinit -k app", nil},
		{"umask", "umask 077; date > /x/y; cp /a /x/z", []string{"file write /x/y private", "file read /a", "file write /x/z private"}},
		{"umask of a subshell", "(umask 0077; date > /x/y); date > /x/z", []string{"file write /x/y private", "file write /x/z"}},
		{"ordinary umask", "umask 022; date > /x/y", []string{"file write /x/y"}},
		{"chmod 600", "chmod 0600 /x/y", []string{"file chmod /x/y private"}},
		{"chmod go-rwx", "chmod -R go-rwx /x/y", []string{"file chmod /x/y dir private"}},
		{"chmod 640", "chmod 640 /x/y", []string{"file chmod /x/y"}},
		{"chown", "chown 600 /x/y", []string{"file chmod /x/y"}},
		{"sed -i -e", "sed -i -e 's/a/b/' -e 's/c/d/' /etc/x", []string{"file read /etc/x", "file write /etc/x"}},
		{"sed", "sed 's/a/b/' /etc/x > /y", []string{"file write /y", "file read /etc/x kept"}},
		{"a pipe into a file", "tail -F /a.log | grep x | cut -c1-9 >> /b", []string{"file tail /a.log endless kept", "file append /b", "log file /b 1"}},
		{"a pipe to stdout", "tail -F /a.log | grep x > /dev/stdout", []string{"file tail /a.log endless"}},
		{"a pipe to a host", "cat /a.log | grep x > /dev/tcp/10.0.0.1/514", []string{"file read /a.log", "dial 10.0.0.1:514"}},
		{"envsubst", "envsubst < /t > /o", []string{"file read /t kept", "file write /o"}},
		{"tar x", "tar -xzf /a.tgz -C /b", []string{"file read /a.tgz", "file write /b dir"}},
		{"tar old", "tar xzf /a.tgz -C /b", []string{"file read /a.tgz", "file write /b dir"}},
		{"tar c", "tar czf /a.tgz -C /b .", []string{"file write /a.tgz", "file read /b dir"}},
		{"unzip", "unzip -q /a.zip -d /b", []string{"file read /a.zip", "file write /b dir"}},
		{"grep", "grep -q x /a", []string{"file read /a kept"}},
		{"grep -e", "grep -e x /a", []string{"file read /a"}},
		{"jq", "jq --arg A b '.x=$A' /a", []string{"file read /a"}},
		{"yq", "yq -i '.a = 1' /a", []string{"file read /a", "file write /a"}},
		{"yq eval-all", "yq ea -i 'select(fi == 0) * select(fi == 1)' /a /b", []string{"file read /a", "file write /a", "file read /b"}},
		{"yq merge", "yq m -ei /a /b", []string{"file read /a", "file write /a", "file read /b"}},
		{"yq write", "yq w -i /a b.c d", []string{"file read /a", "file write /a"}},
		{"yq read", "yq r /a b.c", []string{"file read /a"}},
		{"yq without a file", "yq", nil},
		{"test", "[ -f /a ] && test -d /b", []string{"file read /a", "file read /b dir"}},
		{"double bracket", "[[ -f /a && -n $X ]]", []string{"file read /a"}},
		{"find -exec", "find /a -name x -exec rm {} +", []string{"file read /a dir", "file remove /a/* glob"}},
		{"dd", "dd if=/dev/zero of=/a bs=1M", []string{"file write /a"}},
		{"braces", "mkdir -p /a/{b,c}", []string{"file create /a/b dir", "file create /a/c dir"}},
		{"for over words", "for f in a b; do touch /x/$f; done", []string{"file create /x/a", "file create /x/b"}},
		{"function", "mk() { mkdir -p $1; }; mk /a", []string{"file create /a dir"}},
		{"wait for a file", "until [ -f /done ]; do sleep 1; done", []string{"file read /done wait awaited", "sleep 1"}},
		{"while not", "while [ ! -f /done ]; do sleep 1; done", []string{"file read /done wait awaited", "sleep 1"}},
		{"while not, bash", "while [[ ! -e /done ]]; do :; done", []string{"file read /done wait awaited"}},
		{"two tests", "until [ -f /a ] && test -f /b; do :; done", []string{"file read /a wait awaited", "file read /b wait awaited"}},
		{"one of two tests", "until [ -f /a ] || test -f /b; do :; done", []string{"file read /a wait", "file read /b wait"}},
		{"while one of two fails", "while [ ! -f /a ] || [ ! -f /b ]; do :; done", []string{"file read /a wait awaited", "file read /b wait awaited"}},
		{"two questions of one test", "until [ -s /a -a -r /b ]; do :; done", []string{"file read /a wait awaited", "file read /b wait awaited"}},
		{"one of two questions", "until [ -s /a -o -r /b ]; do :; done", []string{"file read /a wait", "file read /b wait"}},
		{"while not, one of two", "while [[ ! -f /a || ! -f /b ]]; do :; done", []string{"file read /a wait awaited", "file read /b wait awaited"}},
		{"until a command finds it", "until ls /done; do :; done", []string{"file read /done dir wait awaited"}},
		{"until a command finds one", "until ls /a /b; do :; done", []string{"file read /a dir wait", "file read /b dir wait"}},
		{"until it holds a word", "until grep -q ok /done; do :; done", []string{"file read /done wait awaited kept"}},
		{"until a command fails", "until ! ls /done; do :; done", []string{"file read /done dir endless"}},
		{"what is said before the question", "while echo wait; [ ! -f /done ]; do :; done", []string{"file read /done wait awaited"}},
		{"endless but for a list with another way", "while :; do [ -f /done ] && break || sleep 1; done", []string{"file read /done wait awaited", "sleep 1"}},
		{"endless while it is missing", "while :; do [ ! -f /done ] || break; done", []string{"file read /done wait awaited"}},
		{"endless but for the other branch", "while :; do if [ ! -f /done ]; then sleep 1; else break; fi; done", []string{"file read /done wait awaited", "sleep 1"}},
		{"while a test fails", "while ! test -f /done; do sleep 1; done", []string{"file read /done wait awaited", "sleep 1"}},
		{"until it is gone", "until [ ! -f /lock ]; do sleep 1; done", []string{"file read /lock wait", "sleep 1"}},
		{"wait with a way out", "until [ -f /done ]; do n=$((n+1)); [ $n -gt 9 ] && exit 1; sleep 1; done", []string{"file read /done wait", "sleep 1"}},
		{"wait for either", "until [ -f /done -o -f /skip ]; do sleep 1; done", []string{"file read /done wait", "file read /skip wait", "sleep 1"}},
		{"wait with a limit", "timeout 60 sh -c 'until [ -f /done ]; do sleep 1; done'", []string{"file read /done wait", "sleep 1"}},
		{"wait in the background", "until [ -f /done ]; do sleep 1; done & migrate up", []string{"file read /done background wait", "sleep 1 background"}},
		{"endless but for a file", "while true; do if [ -f /done ]; then exit 0; fi; sleep 1; done", []string{"file read /done wait awaited", "sleep 1"}},
		{"endless but for a list", "while :; do [ -f /done ] && break; sleep 1; done", []string{"file read /done wait awaited", "sleep 1"}},
		{"two ways out", "while :; do [ -f /done ] && break; [ -f /stop ] && break; sleep 1; done", []string{"file read /done wait", "file read /stop wait", "sleep 1"}},
		{"tries", "for i in 1 2 3; do [ -f /done ] && break; sleep 1; done", []string{"file read /done wait gives-up", "sleep 1"}},
		{"while it is there", "while [ -f /lock ]; do sleep 1; done", []string{"file read /lock", "sleep 1"}},
	})
}

func TestTail(t *testing.T) {
	checkFacts(t, []factCase{
		{"-f", "tail -f /a.log", []string{"file tail /a.log endless"}},
		{"-n+1 -F", "tail -n+1 -F /a.log", []string{"file tail /a.log endless"}},
		{"-n 100 -f", "tail -n 100 -f /a.log /b.log", []string{"file tail /a.log endless", "file tail /b.log endless"}},
		{"-100f", "tail -100f /a.log", []string{"file tail /a.log endless"}},
		{"--follow=name", "tail --follow=name --retry /a.log", []string{"file tail /a.log endless"}},
		{"glob", "tail -F /var/log/*.log", []string{"file tail /var/log/*.log glob endless"}},
		{"once", "tail -n 5 /a.log", []string{"file read /a.log"}},
		{"null", "tail -f /dev/null", []string{"sleep -1"}},
		{"inotify", "inotifywait -m -r -e modify /etc/nginx", []string{"file watch /etc/nginx dir"}},
	})
}

func TestRerun(t *testing.T) {
	checkFacts(t, []factCase{
		{"watchexec", "watchexec -w /etc/app -- kill -HUP 7", []string{"file watch /etc/app dir", "signal kill HUP ->7 endless"}},
		{"here", "cd /etc/app; watchexec nginx -s reload", []string{"file watch /etc/app dir", "signal nginx HUP ->nginx endless"}},
		{"reflex", `cd /conf; reflex -d fancy -svr ..data -- bash -c 'pkill -USR2 haproxy'`, []string{"file watch /conf dir", "signal pkill USR2 ->haproxy endless"}},
		{"nodemon", "nodemon --watch /src --exec 'pkill -HUP app'", []string{"file watch /src dir", "signal pkill HUP ->app endless"}},
		{"nodemon by itself", "nodemon server.js", nil},
		{"entr", "ls /conf/* | entr -n sh -c 'kill -HUP 7'", []string{"file read /conf/* dir glob", "signal kill HUP ->7 endless"}},
	})
}

func TestNetworkCommands(t *testing.T) {
	checkFacts(t, []factCase{
		{"curl", "curl -sf http://localhost:8080/healthz", []string{"dial localhost:8080 /healthz for=health"}},
		{"curl -o", "curl -L -o /x/a https://h/a.tgz", []string{"dial h:443 /a.tgz", "file write /x/a"}},
		{"curl -O", "cd /d; curl -LO https://h/a.tgz", []string{"dial h:443 /a.tgz", "file write /d/a.tgz"}},
		{"curl socket", "curl --unix-socket /run/d.sock http://x/info", []string{"dial /run/d.sock /info"}},
		{"quit", "curl -X POST http://127.0.0.1:15020/quitquitquit", []string{"dial 127.0.0.1:15020 /quitquitquit for=quit"}},
		{"reload", "curl -XPOST localhost:9090/-/reload", []string{"dial localhost:9090 /-/reload for=reload"}},
		{"wget", "wget -q -O /x http://h:81/a", []string{"dial h:81 /a", "file write /x"}},
		{"wget -P", "wget -P /d http://h/a.txt", []string{"dial h:80 /a.txt", "file write /d/a.txt"}},
		{"wget -qO-", "wget -qO- http://h/", []string{"dial h:80 /"}},
		{"wget --spider", "wget --spider -q h:80/x", []string{"dial h:80 /x"}},
		{"tolerated", "curl http://h/ || true", []string{"dial h:80 / ignorable"}},
		{"until nc", "until nc -z db 5432; do sleep 2; done", []string{"dial db:5432 wait", "sleep 2"}},
		{"while not nc", "while ! nc -z -w 1 db 5432; do sleep 2; done", []string{"dial db:5432 wait", "sleep 2"}},
		{"while test of curl", `while [ "$(curl -s -o /dev/null -w '%{http_code}' http://a:1/x)" != 200 ]; do sleep 1; done`, []string{"dial a:1 /x wait", "sleep 1"}},
		{"counted", "for i in $(seq 1 60); do date; sleep 1; done", []string{"sleep 1 times 60"}},
		{"counted in steps", "for i in `seq 0 10 20`; do sleep 1; done", []string{"sleep 1 times 3"}},
		{"counted by its words", "for i in 1 2 3; do sleep 1; done", []string{"sleep 1 times 3"}},
		{"braces are a word of sh", "for i in {1..60}; do sleep 1; done", []string{"sleep 1 times 1"}},
		{"counted, but skipped", "for i in $(seq 60); do grep x /a && continue; sleep 1; done", []string{"file read /a", "sleep 1"}},
		{"counted, but under a condition", "for i in $(seq 60); do if date; then sleep 1; fi; done", []string{"sleep 1"}},
		{"counted, but given up", "for i in $(seq 60); do date || break; sleep 1; done", []string{"sleep 1"}},
		{"counted, but ended", "timeout 5 sh -c 'for i in $(seq 60); do sleep 1; done'", []string{"sleep 1"}},
		{"bounded", "for i in $(seq 1 9); do nc -z db 5432 && break; sleep 1; done", []string{"dial db:5432 wait gives-up", "sleep 1"}},
		{"bounded, then on", "for i in $(seq 1 9); do nc -z db 5432 && break; sleep 1; done; true", []string{"dial db:5432 wait gives-up", "sleep 1"}},
		{"bounded by a number", "for ((i=0; i<9; i++)); do nc -z db 5432 && break; sleep 1; done", []string{"dial db:5432 wait gives-up", "sleep 1"}},
		{"bounded, then failed", "for i in $(seq 1 9); do nc -z db 5432 && exit 0; sleep 1; done; exit 1", []string{"dial db:5432 wait", "sleep 1"}},
		{"bounded, then tested", "for i in 1 2; do nc -z db 5432 && ok=1 && break; sleep 1; done; [ \"$ok\" = 1 ]", []string{"dial db:5432 wait", "sleep 1"}},
		{"bounded, then asked", "for i in 1 2; do nc -z db 5432 && break; sleep 1; done; nc -z db 5432", []string{"dial db:5432 wait", "sleep 1", "dial db:5432"}},
		{"unbounded in a bounded one", "for i in 1 2; do until nc -z db 5432; do sleep 1; done; break; done", []string{"dial db:5432 wait", "sleep 1"}},
		{"loop with break", "while true; do if curl http://a/; then break; fi; sleep 1; done", []string{"dial a:80 / wait", "sleep 1"}},
		{"nested script", "timeout 60 sh -c 'until nc -z db 1; do sleep 1; done'", []string{"dial db:1 wait", "sleep 1"}},
		{"nc -l", "nc -lk -p 8080", []string{"listen :8080"}},
		{"nc -u", "nc -u h 53", []string{"dial h:53 UDP"}},
		{"socat", "socat TCP-LISTEN:80,fork,bind=127.0.0.1 UNIX-CONNECT:/run/a.sock", []string{"listen 127.0.0.1:80", "dial /run/a.sock"}},
		{"git clone", "git clone --depth 1 https://g/o/r.git /src", []string{"dial g:443 /o/r.git", "file write /src dir"}},
		{"git clone ssh", "cd /w; git clone git@g:o/r.git", []string{"dial g:22", "file write /w/r dir"}},
		{"git -C pull", "git -C /src pull", []string{"file write /src dir"}},
		{"aws", "aws s3 sync s3://b/p /data", []string{"file write /data dir", "dial s3.amazonaws.com:443"}},
		{"gsutil", "gsutil -m cp /a.tgz gs://b/", []string{"file read /a.tgz", "dial storage.googleapis.com:443"}},
		{"kubectl", "kubectl apply -f /m.yaml", []string{"dial kubernetes.default.svc:443", "file read /m.yaml"}},
		{"pg_isready", "until pg_isready -h db -p 5433; do sleep 1; done", []string{"dial db:5433 for=database wait", "sleep 1"}},
		{"psql URL", "psql postgres://u:p@db/x -c 'select 1'", []string{"dial db:5432 for=database"}},
		{"psql pairs", "psql 'host=127.0.0.1 port=5433 dbname=x' -f /m.sql", []string{"dial 127.0.0.1:5433 for=database"}},
		{"psql pairs of a flag", "pg_isready -d host=/sql/a:b:c", []string{"dial /sql/a:b:c/.s.PGSQL.5432 for=database"}},
		{"psql hosts", "psql 'host=a,b port=1,2 dbname=x'", []string{"dial a:1 for=database", "dial b:2 for=database"}},
		{"psql without a host among pairs", "psql 'dbname=x user=y'", nil},
		{"mysql", "mysql -hdb -uroot -e 'select 1'", []string{"dial db:3306 for=database"}},
		{"mysql socket", "mysqladmin -S /run/m.sock ping", []string{"dial /run/m.sock for=database"}},
		{"mongo", "mongosh --eval 'x' mongodb://m:1/a", []string{"dial m:1 for=database"}},
		{"redis", "redis-cli -h r ping", []string{"dial r:6379 for=database"}},
		{"redis here", "redis-cli ping", []string{"dial 127.0.0.1:6379 for=database"}},
		{"wait-for-it", "./wait-for-it.sh db:5432 -t 30 -- redis-server", []string{"dial db:5432 wait"}},
		{"dockerize", "dockerize -wait tcp://db:5432 -timeout 60s redis-server", []string{"dial db:5432 wait"}},
		{"name service only", "until nslookup db; do sleep 1; done", []string{"sleep 1"}},
		{"grpc probe", "grpc_health_probe -addr=:9000", []string{"dial :9000 for=health"}},
		{"kubectl proxy", "kubectl proxy --address=0.0.0.0 --port=8002", []string{"dial kubernetes.default.svc:443", "listen 0.0.0.0:8002"}},
		{"kubectl proxy by default", "kubectl proxy", []string{"dial kubernetes.default.svc:443", "listen 127.0.0.1:8001"}},
		{"gunicorn", "exec gunicorn -b 127.0.0.1:9000 -w 4 app:app", []string{"listen 127.0.0.1:9000"}},
		{"next", "npx next start -H 127.0.0.1 -p 3001", []string{"listen 127.0.0.1:3001"}},
		{"next by another runner", "bunx next start -H 127.0.0.1 -p 3001", []string{"listen 127.0.0.1:3001"}},
		{"next by default", "next dev", []string{"listen :3000"}},
		{"next that builds", "next build", nil},
		{"gunicorn by default", "gunicorn app:app", []string{"listen 127.0.0.1:8000"}},
		{"gunicorn with a configuration", "gunicorn -c /conf.py app:app", nil},
		{"uvicorn", "uvicorn main:app --host 0.0.0.0", []string{"listen 0.0.0.0:8000"}},
		{"memcached", "memcached -p 11212 -l 127.0.0.1 -m 64", []string{"listen 127.0.0.1:11212"}},
		{"ssh forward", "ssh -N -L 5432:db:5432 bastion", []string{"listen 127.0.0.1:5432"}},
		{"http.server", "python3 -m http.server 8000 --bind 127.0.0.1 -d /www", []string{"listen 127.0.0.1:8000", "file serve /www dir"}},
		{"busybox httpd", "busybox httpd -f -p 8080 -h /www", []string{"listen :8080", "file serve /www dir"}},
		{"php -S", "php -S 0.0.0.0:80 -t /www", []string{"listen 0.0.0.0:80", "file serve /www dir"}},
	})
}

func TestSignals(t *testing.T) {
	checkFacts(t, []factCase{
		{"kill 1", "kill -HUP 1", []string{"signal kill HUP ->1"}},
		{"kill -s", "kill -s SIGTERM 7", []string{"signal kill TERM ->7"}},
		{"kill number", "kill -9 7", []string{"signal kill KILL ->7"}},
		{"kill unknown", "kill $PID", []string{"signal kill TERM ->"}},
		{"kill child", "x & kill $!", []string{"signal kill TERM ->"}},
		{"kill file", "kill -USR1 $(cat /run/n.pid)", []string{"file read /run/n.pid kept", "signal kill USR1 ->n"}},
		{"pidof", "kill -HUP $(pidof nginx)", []string{"signal kill HUP ->nginx"}},
		{"pgrep in a variable", "P=$(pgrep -x haproxy); kill -USR2 $P", []string{"signal kill USR2 ->haproxy"}},
		{"ps and grep", "kill $(ps aux | grep '[n]ginx' | awk '{print $2}')", []string{"signal kill TERM ->nginx"}},
		{"kill -0", "kill -0 $PID", nil},
		{"pkill", "pkill -HUP -x nginx", []string{"signal pkill HUP ->nginx"}},
		{"killall", "killall -s USR1 app", []string{"signal killall USR1 ->app"}},
		{"nginx", "nginx -s reload", []string{"signal nginx HUP ->nginx"}},
		{"nsenter", "nsenter -t 1 -m -- ls", []string{"signal nsenter  ->1"}},
		{"jmap", "jmap -histo $(pgrep java)", []string{"signal jmap  ->java"}},
		{"trap", "trap 'kill -TERM $P' TERM", []string{"signal kill TERM -> background"}},
	})
}

func TestLogFlags(t *testing.T) {
	checkFacts(t, []factCase{
		{"equals", "/app --log-file=/var/log/a.log", []string{"log file /var/log/a.log 2"}},
		{"word", "celery worker --logfile /var/log/c.log", []string{"log file /var/log/c.log 2"}},
		{"access", "gunicorn --access-logfile /l/a --error-logfile - app", []string{"listen 127.0.0.1:8000", "log file /l/a 2 for=access", "log stdout  2 for=error"}},
		{"klog off", "/app --logtostderr --log-file=/l/a", nil},
		{"klog on", "/app --logtostderr=false --log_dir=/l", []string{"log file /l 2 dir"}},
		{"klog also", "/app --logtostderr=false --alsologtostderr --log_file=/l/a", []string{"log file /l/a 2 partial"}},
		{"java", "java -Xloggc:/l/gc.log -Dlogging.file.name=/l/a.log -jar a.jar", []string{"log file /l/gc.log 2 for=audit", "log file /l/a.log 2"}},
		{"java -Xlog", "java -Xlog:gc*:file=/l/gc.log:time -jar a.jar", []string{"log file /l/gc.log 2 for=audit"}},
		{"uwsgi", "uwsgi --logto /l/u.log", []string{"log file /l/u.log 2"}},
		{"directory flag of another program", "/app --log-dir=/l", nil},
	})
}

func TestSleeps(t *testing.T) {
	checkFacts(t, []factCase{
		{"seconds", "sleep 5", []string{"sleep 5"}},
		{"units", "sleep 1m 5s; sleep 0.5; sleep 2h", []string{"sleep 65", "sleep 0.5", "sleep 7200"}},
		{"for ever", "sleep inf", []string{"sleep -1"}},
		{"variable", "N=7; sleep $N", []string{"sleep 7"}},
		{"unknown", "sleep $N", nil},
	})
}
