package shell

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestArgvForms(t *testing.T) {
	known := programs(t)
	files := map[string]string{"/s/run.sh": "#!/bin/bash\nset -e\nexec redis-server \"$@\"\n", "/s/one.sh": "redis-server\n", "/s/run.py": "#!/usr/bin/env python3\n", "/s/env": "D=/data\n"}
	type form struct {
		Shell, File, Main, Kind, Last, Life, Commands string
		Arg                                           int
		Opaque, Init                                  bool
	}
	tests := []struct {
		name string
		argv string // words apart by |
		want form
	}{
		{"sh -c", "/bin/sh|-c|exec tail -F /a", form{"sh", "", "tail", "program", "tail", "endless", "tail", 2, false, false}},
		{"combined flags", "bash|-euxo|pipefail|-c|redis-server", form{"bash", "", "redis-server", "program", "simple", "endless", "redis-server", 4, false, false}},
		{"-lc", "bash|-lc|redis-server", form{"bash", "", "redis-server", "program", "simple", "endless", "redis-server", 2, false, false}},
		{"sh may stay", "sh|-c|redis-server", form{"sh", "", "sh", "shell", "simple", "endless", "redis-server", 2, false, false}},
		{"bash stays for a list", "bash|-c|date; redis-server", form{"bash", "", "bash", "shell", "simple", "endless", "date redis-server", 2, false, false}},
		{"bash stays for a builtin", "bash|-c|read x", form{"bash", "", "bash", "shell", "simple", "finite", "read", 2, false, false}},
		{"bash stays for a trap", "bash|-c|trap 'exit 0' TERM", form{"bash", "", "bash", "shell", "simple", "finite", "trap exit", 2, false, false}},
		{"bash stays around a file", "bash|/s/one.sh", form{"bash", "/s/one.sh", "bash", "shell", "simple", "endless", "redis-server", -1, false, false}},
		{"exec of the arguments", "sh|-c|exec \"$@\"|--|redis-server|--port|1", form{"sh", "", "redis-server", "program", "exec", "endless", "redis-server", 2, false, false}},
		{"script file", "sh|/s/run.sh|--port|1", form{"sh", "/s/run.sh", "redis-server", "program", "exec", "endless", "set redis-server", -1, false, false}},
		{"script as the program", "/s/run.sh", form{"bash", "/s/run.sh", "redis-server", "program", "exec", "endless", "set redis-server", -1, false, false}},
		{"script not at hand", "sh|/s/other.sh", form{"sh", "/s/other.sh", "sh", "shell", "simple", "unknown", "", -1, true, false}},
		{"script of another language", "/s/run.py", form{"", "/s/run.py", "run.py", "program", "simple", "unknown", "run.py", -1, true, false}},
		{"bare", "tail|-F|/x", form{"", "", "tail", "program", "tail", "endless", "tail", -1, false, false}},
		{"bare server", "nginx|-g|daemon off;", form{"", "", "nginx", "program", "simple", "endless", "nginx", -1, false, false}},
		{"tini", "tini|--|redis-server", form{"", "", "redis-server", "program", "simple", "endless", "redis-server", -1, false, true}},
		{"tini and sh", "/sbin/tini|-g|--|sh|-c|while true; do date; done", form{"sh", "", "sh", "shell", "loop", "endless", "true date", 5, false, true}},
		{"env", "env|A=b|redis-server", form{"", "", "redis-server", "program", "simple", "endless", "redis-server", -1, false, false}},
		{"env feeds the script", "env|P=redis-server|sh|-c|exec $P", form{"sh", "", "redis-server", "program", "exec", "endless", "redis-server", 4, false, false}},
		{"su-exec", "su-exec|redis|redis-server", form{"", "", "redis-server", "program", "simple", "endless", "redis-server", -1, false, false}},
		{"sudo", "sudo|-u|x|redis-server", form{"", "", "redis-server", "program", "simple", "endless", "redis-server", -1, false, false}},
		{"busybox", "busybox|sh|-c|sleep 5", form{"sh", "", "sh", "shell", "sleep", "finite", "sleep", 3, false, false}},
		{"entrypoint", "docker-entrypoint.sh|redis-server", form{"", "", "redis-server", "program", "simple", "endless", "redis-server", -1, false, false}},
		{"timeout", "timeout|5|redis-server", form{"", "", "redis-server", "program", "simple", "finite", "redis-server", -1, false, false}},
		{"fish", "fish|-c|exec redis-server", form{"fish", "", "redis-server", "program", "exec", "endless", "redis-server", 2, false, false}},
		{"a grammar of its own", "fish|-c|while true; date; sleep 5; end", form{"fish", "", "fish", "shell", "simple", "unknown", "", 2, true, false}},
		{"windows", "powershell.exe|-Command|Get-Item", form{"powershell", "", "powershell", "shell", "simple", "unknown", "powershell", -1, true, false}},
		{"template", "sh|-c|exec {{ .Values.cmd }}", form{"sh", "", "", "program", "exec", "unknown", "\uFFFD", 2, true, false}},
		{"go template of a program", "sh|-c|kubectl get x -o go-template='{{.a}}'", form{"sh", "", "sh", "shell", "simple", "finite", "kubectl", 2, false, false}},
		{"source", "sh|-c|. /s/env; touch $D/x", form{"sh", "", "sh", "shell", "simple", "finite", ". touch", 2, false, false}},
		{"source not at hand", "sh|-c|. /vault/x; redis-server", form{"sh", "", "sh", "shell", "simple", "endless", ". redis-server", 2, true, false}},
		{"inline python", "python3|-c|print(1)", form{"", "", "python3", "program", "simple", "unknown", "python3", -1, true, false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Analyze(strings.Split(tt.argv, "|"), Options{Programs: known, File: func(f string) (string, bool) { s, ok := files[f]; return s, ok }})
			var names []string
			for _, c := range p.Commands {
				names = append(names, c.Name)
			}
			got := form{p.Shell, p.ScriptFile, p.Main.Name, p.Main.Kind, p.Main.Last, string(p.Lifetime), strings.Join(names, " "), p.ScriptArg, p.Opaque, p.Main.Init}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestWhoStays asks what a script comes to where a shell may put its last command in its own place, and where it does not.
func TestWhoStays(t *testing.T) {
	tests := []struct{ name, shell, script, last, kind string }{
		{"list", "bash", "cd /app && redis-server", "list", "shell"},
		{"list with exec", "sh", "cd /app && exec redis-server", "exec", "program"},
		{"list that waits", "sh", "date && sleep infinity", "sleep", "shell"},
		{"either", "sh", "/app/a || redis-server", "list", "shell"},
		{"either with exec", "sh", "/app/a || exec redis-server", "exec", "program"},
		{"left side for ever", "sh", "redis-server || nginx", "compound", "shell"},
		{"right side of no weight", "sh", "/app/a || true", "compound", "shell"},
		{"loop, or else", "sh", "while :; do date; sleep 5; done || exit 1", "loop", "shell"},
		{"round that execs", "sh", "while :; do exec redis-server; done", "exec", "program"},
		{"round of a for that execs", "sh", "for i in 1 2; do exec redis-server; done", "exec", "program"},
		{"round that may exec", "sh", "while :; do if [ -f /x ]; then exec nginx; fi; sleep 1; done", "simple", "shell"},
		{"exec in a subshell of the round", "sh", "while :; do (exec date); sleep 5; done", "loop", "shell"},
		{"exec in the background of the round", "sh", "while :; do exec date & sleep 5; done", "loop", "shell"},
		{"exec in a pipe of the round", "sh", "while :; do date | exec cat; sleep 5; done", "loop", "shell"},
		{"exec of a redirect", "sh", "while :; do exec > /x; date; sleep 5; done", "loop", "shell"},
		{"subshell", "sh", "date; (cd /a; redis-server)", "simple", "shell"},
		{"subshell with a loop", "sh", "(while :; do date; sleep 5; done)", "compound", "shell"},
		{"one branch execs", "sh", "if [ -f /x ]; then exec nginx; fi", "exec", "program"},
		{"one branch execs, another waits", "sh", "if [ -f /x ]; then exec nginx; else sleep infinity; fi", "simple", "shell"},
		{"one branch waits", "sh", "if [ -f /x ]; then sleep infinity; else date; fi", "sleep", "shell"},
		{"branch of bash", "bash", "if [ -f /x ]; then redis-server; fi", "compound", "shell"},
		{"branch of a case", "sh", "case $MODE in a) exec nginx;; b) exit 1;; esac", "exec", "program"},
		{"branches that end", "sh", "if [ -f /x ]; then date; fi", "compound", "shell"},
		{"time", "bash", "time redis-server", "compound", "shell"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Analyze([]string{tt.shell, "-c", tt.script}, Options{Programs: programs(t)})
			if p.Main.Last != tt.last || p.Main.Kind != tt.kind {
				t.Errorf("%s\ngot  %s %s\nwant %s %s", tt.script, p.Main.Last, p.Main.Kind, tt.last, tt.kind)
			}
		})
	}
}

// TestFileKeepsItsShell: no shell puts the last command of a file in its own place.
func TestFileKeepsItsShell(t *testing.T) {
	opt := Options{Programs: programs(t), File: func(string) (string, bool) { return "cd /app && redis-server\n", true }}
	if p := Analyze([]string{"sh", "/s/run.sh"}, opt); p.Main.Last != "compound" {
		t.Errorf("got %q, want compound", p.Main.Last)
	}
}

func TestWorkAndIdle(t *testing.T) {
	tests := []struct {
		name, script string
		work         string // names of the commands
		idle         bool
		line         int // of the wait, when idle
	}{
		{"sleep", "sleep 3600", "", true, 0},
		{"echo and sleep", "echo hi\nsleep infinity", "", true, 1},
		{"loop of sleeps", "while true; do sleep 30; done", "", true, 0},
		{"trap and loop", "trap 'exit 0' TERM\nwhile :; do sleep 1 & wait; done", "", true, 1},
		{"tail of nothing", "exec tail -f /dev/null", "", true, 0},
		{"seed page", "echo hello > /html/index.html && sleep 3600", "echo", false, 0},
		{"fetch and wait", "git clone https://g/r /src; wget -O /x http://h/; tail -f /dev/null", "git wget", false, 0},
		{"copy and loop", "cp -r /a /b; while true; do sleep 60; done", "cp", false, 0},
		{"call a neighbour and wait", "curl -X POST localhost:80/x; sleep infinity", "curl", false, 0},
		{"pause, call a neighbour, wait", "sleep 5; az storage container create --blob-endpoint http://localhost:10000/b; while true; do sleep 3600; done", "az", false, 0},
		{"ask a database once", "psql -h 127.0.0.1 -c 'create database x'; sleep infinity", "psql", false, 0},
		{"unknown client", "/app/seed --to http://localhost:8080; sleep infinity", "seed", false, 0},
		{"unknown client in the background", "/app/seed --to http://localhost:8080 & sleep infinity", "", false, 0},
		{"syncer", "while true; do git pull; sleep 60; done", "", false, 0},
		{"reader", "while true; do cat /x; sleep 5; done", "", false, 0},
		{"server in the background", "cp /a /b; redis-server & sleep infinity", "", false, 0},
		{"server that stays behind", "service nginx start; tail -f /dev/null", "", false, 0},
		{"unknown program", "/app/start; sleep infinity", "", false, 0},
		{"short pause at the end", "cp /a /b; sleep 5", "", false, 0},
		{"work after the sleep", "sleep 60; cp /a /b", "", false, 0},
		{"a line written after the sleep", "sleep 3; echo \"logging $(date +%s)\" >> /opt/logs.txt", "", false, 0},
		{"wait loop", "until nc -z db 1; do sleep 1; done", "", false, 0},
		{"wait, then sleep", "until nc -z db 1; do sleep 1; done; mkdir /x; sleep infinity", "mkdir", false, 0},
		{"work only", "cp /a /b", "", false, 0},
		{"tail of a log", "touch /a.log; tail -F /a.log", "", false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := sh(t, tt.script)
			var names []string
			for _, c := range p.Work {
				names = append(names, c.Name)
			}
			if got := strings.Join(names, " "); got != tt.work || p.Idle != tt.idle || p.IdleAt.Line != tt.line {
				t.Errorf("%s\ngot  work %q idle %v line %d\nwant work %q idle %v line %d", tt.script, got, p.Idle, p.IdleAt.Line, tt.work, tt.idle, tt.line)
			}
		})
	}
}

func TestTrap(t *testing.T) {
	for script, want := range map[string]bool{
		"trap 'exit 0' TERM; sleep 1":    true,
		"trap 'kill $P' SIGTERM SIGINT":  true,
		"trap cleanup EXIT":              true,
		"trap 'exit 0' 15":               true,
		"trap 'exit 0' INT":              false,
		"trap '' TERM":                   false,
		"trap - TERM":                    false,
		"sleep 1":                        false,
		"f() { trap 'exit' TERM; }; f":   true,
		"f() { trap 'exit' TERM; }; : f": false,
	} {
		if got := sh(t, script).Trap; got != want {
			t.Errorf("%s: got %v, want %v", script, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	p := sh(t, "set -e\nmkdir /a\n\nif true; then\n  cp /x \\\n    /a/x\nfi\nsh -c '\ntouch /b'\nexec redis-server")
	want := map[string]int{"mkdir": 1, "cp": 4, "touch": 8, "redis-server": 9}
	for _, c := range p.Commands {
		if line, ok := want[c.Name]; ok && (c.At.Line != line || c.At.Arg != 2) {
			t.Errorf("%s stands at %+v, want line %d of argument 2", c.Name, c.At, line)
		}
	}
	if p.Main.At.Line != 9 || p.LifetimeAt.Line != 9 || p.Main.Statements != 5 {
		t.Errorf("main at %+v, lifetime at %+v, %d statements; want line 9 and 5 statements", p.Main.At, p.LifetimeAt, p.Main.Statements)
	}
}

func TestCommands(t *testing.T) {
	p := sh(t, "while true; do a; done & if b; then c || true; fi; exec d 1 \"$X\"")
	want := []Command{
		{Name: "true", Argv: []string{"true"}, Endless: true, Background: true, Condition: true, Passed: true},
		{Name: "a", Argv: []string{"a"}, Endless: true, Background: true, Passed: true},
		{Name: "b", Argv: []string{"b"}, Condition: true, Passed: true},
		{Name: "c", Argv: []string{"c"}, Ignorable: true, Passed: true},
		{Name: "true", Argv: []string{"true"}, Passed: true},
		{Name: "d", Argv: []string{"d", "1", "\uFFFD"}, Exec: true},
	}
	for i := range want {
		want[i].At.Arg = 2
	}
	for i := range p.Commands {
		p.Commands[i].Lifetime, p.Commands[i].Hosts, p.Commands[i].Fallback = "", nil, false
	}
	if diff := cmp.Diff(want, p.Commands); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A script goes on after a command that fails, unless the shell is told not to, or nothing follows.
func TestPassed(t *testing.T) {
	for _, tt := range []struct {
		flags, script string
		want          []bool
	}{
		{"-c", "a; b", []bool{true, false}},
		{"-ec", "a; b", []bool{false, false}},
		{"-c", "set -eu; a; b", []bool{false, false, false}},
		{"-c", "a && b", []bool{false, false}},
		{"-c", "while :; do a; done", []bool{true, true}},
	} {
		var got []bool
		for _, c := range Analyze([]string{"sh", tt.flags, tt.script}, Options{}).Commands {
			got = append(got, c.Passed)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("sh %s %q: (-want +got)\n%s", tt.flags, tt.script, diff)
		}
	}
}

func TestHosts(t *testing.T) {
	for script, want := range map[string]string{
		"nc -z -w 1 db 5432":                    "db",
		"nc -vz http://db 5432":                 "http://db",
		"nc -z db:5432":                         "db:5432",
		"nc -l -p 80":                           "",
		"nc -U /run/a.sock":                     "",
		"telnet db:23":                          "db:23",
		"ping -c 1 db":                          "db",
		"nslookup http://db":                    "http://db",
		"pg_isready -h db -p 5432":              "db",
		"psql --host=http://db -c x":            "http://db",
		"psql postgres://db:5432/x":             "",
		"mysqladmin -h db:3306 ping":            "db:3306",
		"redis-cli -h redis://db ping":          "redis://db",
		"redis-cli -u redis://db ping":          "",
		"until nc -z $HOST 1; do sleep 1; done": "\uFFFD",
		"curl http://db":                        "",
	} {
		var got []string
		for _, c := range sh(t, script).Commands {
			got = append(got, c.Hosts...)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", script, got, want)
		}
	}
}

func TestCommandLifetimes(t *testing.T) {
	p := sh(t, "echo a; redis-server; unheard-of; mc alias list; vault status; vault server")
	var got []string
	for _, c := range p.Commands {
		got = append(got, c.Name+" "+string(c.Lifetime))
	}
	want := []string{"echo finite", "redis-server endless", "unheard-of unknown", "mc finite", "vault finite", "vault endless"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestLongScript: length alone, and the words of a language, do not make a script opaque.
func TestLongScript(t *testing.T) {
	line := "if [ ! -f /x ]; then echo 'waiting for a while, if this is the time (or not'; fi\n"
	if p := sh(t, strings.Repeat(line, 1000)+"exec redis-server"); p.Opaque || p.Main.Name != "redis-server" {
		t.Errorf("got opaque %v, main %q; want the script read to its end", p.Opaque, p.Main.Name)
	}
}

// TestBounds: scripts that would grow or nest without end are given up in time.
func TestBounds(t *testing.T) {
	double := "a=aaaaaaaaaaaaaaaa\n" + strings.Repeat("a=$a$a\n", 60) + "echo $a"
	for name, script := range map[string]string{
		"doubling variable": double,
		"doubling calls":    "f0() { :; }\n" + strings.Repeat("f0() { f0; f0; }\n", 3) + "f0",
		"deep brackets":     strings.Repeat("(", 100000),
		"nearly too deep":   strings.Repeat("(", maxNesting-1) + "a" + strings.Repeat(")", maxNesting-1),
		"deep ifs":          strings.Repeat("if ", 100000),
		"many negations":    strings.Repeat("! ", 100000),
		"long list":         strings.Repeat("a && ", 50000) + "a",
		"long pipe":         strings.Repeat("a | ", 50000) + "a",
		"many statements":   strings.Repeat("echo a > /b\n", 20000),
		"loops in loops":    strings.Repeat("for i in a b c d e f g h; do ", 8) + "x" + strings.Repeat("; done", 8),
		"chain of calls":    chain(40),
	} {
		t.Run(name, func(t *testing.T) {
			if p := sh(t, script); len(p.Commands) > len(script)+spareSteps {
				t.Errorf("got %d commands out of %d bytes", len(p.Commands), len(script))
			}
		})
	}
	self := Options{Programs: programs(t), File: func(string) (string, bool) { return ". /x.sh; . /x.sh; sh /x.sh", true }}
	if p := Analyze([]string{"sh", "/x.sh"}, self); !p.Opaque {
		t.Error("a script that runs itself is not opaque, want it to be given up")
	}
}

// chain gives functions of which each calls the next twice.
func chain(n int) string {
	var b strings.Builder
	for i := range n {
		name := func(i int) string { return "f" + strings.Repeat("x", i) }
		b.WriteString(name(i) + "() { " + name(i+1) + "; " + name(i+1) + "; }\n")
	}
	return b.String() + "f"
}
