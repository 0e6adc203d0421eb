package shell

import (
	"slices"
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

// TestLifetimesSpelledOtherwise: one thing said in several ways ends in one way.
func TestLifetimesSpelledOtherwise(t *testing.T) {
	for _, tt := range []struct {
		want    fact.Lifetime
		scripts []string
	}{
		{fact.Endless, []string{
			"redis-server & wait", "redis-server & PID=$!; wait $PID", "redis-server &\nP=$!\ntrap 'kill $P' TERM\nwait \"$P\"", "{ redis-server; } & wait",
			"(redis-server) & wait", "nginx -g 'daemon off;' & redis-server & wait -n", "redis-server & wait %1", "f() { redis-server; }; f & wait",
			"while ! tail -f /log; do sleep 5; done", "until tail -F /log; do sleep 5; done",
			"while :; do date; sleep 5; done & wait", "redis-server & while kill -0 $!; do sleep 1; done", "redis-server & exec tail --pid=$! -f /dev/null & wait",
		}},
		{fact.Unknown, []string{
			"COMMAND=\"${@:-start}\"; start() { exec /app/run; }; $COMMAND", "set -e; $START", "$(cat /app/command)",
			"while /app/renew; do sleep 10; done; exit 1", "renew() { /app/renew || /app/renew; }; while renew; do sleep 10; done; exit 1",
			"until ! /app/renew; do sleep 10; done; exit 1", "while curl -sf http://a/; do sleep 10; done; echo gone; exit 1",
			"for ((;;)); do /app/renew || exit 1; exec /app/run; done",
			"/whoami/whoami", "/app/date --serve",
			"while read line </vol/fifo; do echo $line; done",
			"redis-server & P=$!; (sleep 60; kill $P) & wait $P", "redis-server & P=$!; { inotifywait /x; kill -TERM $P; } & wait",
		}},
		{fact.Finite, []string{
			"yes | cp -i /a /b", "yes n | cp -i /a /b", "yes '' | make config; rm /x", "yes y | apt-get install x", "redis-server > /dev/null & sleep 1", "date & wait",
			"while read line; do echo $line; done < /vol/list",
			"/usr/bin/whoami", "/busybox/date", "whoami",
			"(sleep 5) & wait", "cp /a /b & cp /c /d & wait",
		}},
	} {
		for _, script := range tt.scripts {
			if got := sh(t, script).Lifetime; got != tt.want {
				t.Errorf("%s\ngot %s, want %s", script, got, tt.want)
			}
		}
	}
}

// TestStreamsSpelledOtherwise tells a log that reaches the container's stdout from one that is only looked at.
func TestStreamsSpelledOtherwise(t *testing.T) {
	for script, streams := range map[string]bool{
		"cat /l":                                  true,
		"tail -n 100 /l":                          true,
		"cat < /l":                                true,
		"cat /l | grep -v debug":                  true,
		"grep error /l":                           true,
		"awk '{print $1}' /l":                     true,
		"sed -n p /l":                             true,
		"echo \"$(cat /l)\"":                      true,
		"printf '%s' \"$(tail -1 /l)\"":           true,
		"while read -r x; do echo $x; done < /l":  true,
		"cat /l | while read x; do echo $x; done": true,
		"cat /l | tee /copy":                      true,
		"cat /l > /dev/stdout":                    true,
		"cat /l 1>&2":                             true,
		"x=$(cat /l)":                             false,
		"x=`cat /l`; echo done":                   false,
		"[ -n \"$(cat /l)\" ]":                    false,
		"if grep -q crit /l; then echo alert; fi": false,
		"grep --quiet crit /l":                    false,
		"grep -c crit /l":                         false,
		"grep -rl crit /l":                        false,
		"wc -l /l":                                false,
		"wc -l < /l":                              false,
		"cat /l | wc -l":                          false,
		"md5sum /l":                               false,
		"cmp /l /m":                               false,
		"read x < /l":                             false,
		"cat /l > /copy":                          false,
		"cat /l >> /copy 2>&1":                    false,
		"cat /l > /dev/null":                      false,
		"cat /l | curl --data-binary @- http://h": false,
		"cat /l | nc logs 514":                    false,
		"while read x; do n=$((n+1)); done < /l":  false,
		"cat /l | while read x; do n=1; done":     false,
		"mapfile -t lines < /l":                   false,
		"stat -c %s /l":                           false,
		"curl -F f=@/l http://h":                  false,
		"case $(cat /l) in *crit*) echo a;; esac": false,
		"for x in $(cat /l); do :; done":          false,
		"export X=$(cat /l)":                      false,
		"local_x() { cat /l; }; y=$(local_x)":     false,
	} {
		got := slices.ContainsFunc(sh(t, script).Facts, func(f fact.Fact) bool {
			return f.Kind == fact.File && f.File == "/l" && (f.Op == fact.Read || f.Op == fact.Tail) && !f.Kept
		})
		if got != streams {
			t.Errorf("%s\ngot streams %t, want %t", script, got, streams)
		}
	}
}
