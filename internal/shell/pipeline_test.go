package shell

import (
	"strings"
	"testing"
)

func TestPipeline(t *testing.T) {
	for script, want := range map[string]string{
		"curl -s a | awk '{print}'":                   "curl awk",
		"echo start; curl -s a | grep x | head -1":    "curl grep head",
		"test -f /a && curl -s a | jq .":              "curl jq",
		"curl -s a | jq . || exit 1":                  "curl jq",
		"( curl -s a | cat )":                         "curl cat",
		"{ curl -s a |& cat; }":                       "curl cat",
		"set -e; curl -s a | cat":                     "curl cat",
		"set -o pipefail; curl -s a | cat":            "",
		"set -euo pipefail; curl -s a | cat":          "",
		"curl -s a | cat; test ${PIPESTATUS[0]} = 0":  "",
		"curl -s a | cat; exit 0":                     "",
		"! curl -s a | cat":                           "",
		"curl -s a | cat &":                           "",
		"curl -s a | while read l; do echo $l; done":  "",
		"if curl -s a | cat; then exit 0; fi; exit 1": "",
		"[ \"$(curl -s a | cat)\" = ok ]":             "",
		"curl -s a":                                   "",
		"":                                            "",
		"f() { curl -s a | cat; }; f":                 "",
		strings.Repeat("a | ", 40) + "b":              "",
	} {
		var got []string
		for _, c := range sh(t, script).Pipeline {
			got = append(got, c.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", script, got, want)
		}
	}
	p := Analyze([]string{"bash", "-o", "pipefail", "-c", "curl -s a | cat"}, Options{})
	if len(p.Pipeline) != 0 {
		t.Errorf("a shell that is started with pipefail: got %v, want none", p.Pipeline)
	}
	p = Analyze([]string{"timeout", "5", "sh", "-c", "curl -s a | cat"}, Options{})
	if len(p.Pipeline) != 2 {
		t.Errorf("behind timeout: got %v, want both commands", p.Pipeline)
	}
}
