package relate

import (
	"testing"

	"github.com/podlint/podlint/internal/pod"
)

// TestStops: by what one container is seen to end another, and how sure that is.
func TestStops(t *testing.T) {
	at := pod.Path{"command"}
	call := func(argv ...string) []pod.Command { return []pod.Command{{Name: argv[0], Argv: argv, Path: at}} }
	curl := call("curl", "http://127.0.0.1:15020/quitquitquit")
	dial := func(purpose, class, meets string) []pod.Dial {
		return []pod.Dial{{Purpose: purpose, HostClass: class, Meets: meets, URL: "/quitquitquit", Path: at}}
	}
	elsewhere := dial("", "loopback", "other")
	elsewhere[0].Path = pod.Path{"probe"}
	noCall := dial("", "loopback", "other")
	noCall[0].URL = "/healthz"
	for name, tc := range map[string]struct {
		c     pod.Container
		share bool
		want  string // how and how sure; empty when it is not seen to
	}{
		"nothing":                             {},
		"a call that meets it":                {c: pod.Container{Dials: dial("quit", "loopback", "proxy")}, want: "call shown"},
		"a call on loopback":                  {c: pod.Container{Dials: dial("quit", "loopback", "")}, want: "call guessed"},
		"a call to elsewhere":                 {c: pod.Container{Dials: dial("quit", "service", "")}},
		"a call that meets another":           {c: pod.Container{Dials: dial("quit", "loopback", "other")}},
		"a call for another purpose":          {c: pod.Container{Dials: dial("metrics", "loopback", "proxy")}},
		"a command that calls":                {c: pod.Container{Commands: curl}, want: "call shown"},
		"a command that calls another":        {c: pod.Container{Commands: curl, Dials: dial("", "loopback", "other")}},
		"a command that calls it and another": {c: pod.Container{Commands: curl, Dials: append(dial("", "loopback", "other"), dial("", "loopback", "proxy")...)}, want: "call shown"},
		"a call of another place":             {c: pod.Container{Commands: curl, Dials: elsewhere}, want: "call shown"},
		"a dial that ends nobody":             {c: pod.Container{Commands: curl, Dials: noCall}, want: "call shown"},
		"a command that asks for its health":  {c: pod.Container{Commands: call("curl", "http://127.0.0.1:15020/healthz")}},
		"a command that only says so":         {c: pod.Container{Commands: call("echo", "/quitquitquit")}},
		"a wrapper that ends the proxy":       {c: pod.Container{Commands: call("linkerd-await", "--shutdown", "--", "app")}, want: "call shown"},
		"by its short flag":                   {c: pod.Container{Commands: call("linkerd-await", "-S", "--", "app")}, want: "call shown"},
		"a wrapper that only waits":           {c: pod.Container{Commands: call("linkerd-await", "--", "app")}},
		"another wrapper":                     {c: pod.Container{Commands: call("scuttle", "app")}, want: "call shown"},
		"a third":                             {c: pod.Container{Commands: call("envoy-preflight", "app")}, want: "call shown"},
		"a signal that reaches it":            {c: pod.Container{Signals: []pod.Signal{{Reaches: "proxy"}}}, want: "signal shown"},
		"a signal that reaches another":       {c: pod.Container{Signals: []pod.Signal{{Reaches: "other"}}}, share: true},
		"a signal to somebody":                {c: pod.Container{Signals: []pod.Signal{{}}}, share: true, want: "signal guessed"},
		"a signal without shared processes":   {c: pod.Container{Signals: []pod.Signal{{}}}},
		"a signal to its own process":         {c: pod.Container{Signals: []pod.Signal{{Own: true}}}, share: true},
	} {
		got := ""
		if s := stops(&pod.Pod{ShareProcessNamespace: tc.share}, &tc.c, &pod.Container{Name: "proxy"}); s != nil {
			got = s.How + " " + s.Certainty
		}
		if got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

// TestQuitTools: each program by which scripts call.
func TestQuitTools(t *testing.T) {
	for _, name := range []string{"curl", "wget", "http", "https", "pilot-agent", "fetch", "python", "python3", "nc"} {
		cmd := pod.Command{Name: name, Argv: []string{name, "/quitquitquit"}}
		if !callsQuit(&pod.Container{}, &cmd, &pod.Container{Name: "proxy"}) {
			t.Errorf("%s calls nothing", name)
		}
	}
}
