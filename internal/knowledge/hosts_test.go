package knowledge

import (
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

func TestHosts(t *testing.T) {
	listen := Setting{Does: "listen", Flags: []string{"--port"}, Default: "6379", Form: "port", HostFlags: []string{"--bind", "env:ADDR"}}
	for line, want := range map[string]string{
		"--bind|127.0.0.1":                       "127.0.0.1",
		"--bind|127.0.0.1|-::1":                  "127.0.0.1",
		"--bind|127.0.0.1|-::1|pod-ip":           "pod-ip",
		"--bind|127.0.0.1 -::1 pod-ip":           "pod-ip",
		"--bind|127.0.0.1|0.0.0.0|--port|6379":   "0.0.0.0",
		"--bind|127.0.0.1|*":                     "",
		"--bind=127.0.0.1|10.0.0.1":              "10.0.0.1",
		"--bind|127.0.0.1,10.0.0.1":              "10.0.0.1",
		"--bind|localhost|--maxmemory|100mb":     "localhost",
		"--bind|127.0.0.1|--save|900 1|10.0.0.1": "127.0.0.1",
		"--port|6379":                            "",
	} {
		image := Image{ID: "redis", Lifetime: "endless", Settings: []Setting{listen}}
		facts := image.Facts(Invocation{Args: strings.Split(line, "|")})
		if len(facts) != 1 || facts[0].Kind != fact.Listen || facts[0].Host != want {
			t.Errorf("%s: got %+v, want host %q", line, facts, want)
		}
	}
	env := Invocation{Env: func(name string) (string, bool) { return "127.0.0.1,10.0.0.1", name == "ADDR" }}
	if got := widest(env.hosts(listen.HostFlags)); got != "10.0.0.1" {
		t.Errorf("of a variable: got %q", got)
	}
}

func TestServerThatOnlyChecksServesNothing(t *testing.T) {
	nginx := Image{ID: "nginx", Lifetime: "endless", FiniteWhen: []Condition{"-t"}, Settings: []Setting{{Does: "listen", Flags: []string{"--port"}, Default: "80", Form: "port"}}}
	for line, want := range map[string]int{"": 1, "-t": 0, "-t --port=81": 1, "-g daemon": 1} {
		if got := len(nginx.Facts(Invocation{Args: strings.Fields(line)})); got != want {
			t.Errorf("%q: got %d facts, want %d", line, got, want)
		}
	}
}
