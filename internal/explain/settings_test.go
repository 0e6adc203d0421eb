package explain

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSettingsOf(t *testing.T) {
	tests := map[string]struct {
		text  string
		want  Settings
		fails string
	}{
		"none":             {text: "kind: Pod\n# podlint-test: kube-version=1.28\n"},
		"version":          {text: "# a comment\n\n# podlint-test: kube-version=1.28\nkind: Pod\n", want: Settings{Kubernetes: "1.28", Line: 3}},
		"parameters":       {text: "#podlint-test: parameters={\"max\": 3, \"of\": [\"a b\"]}\r\n", want: Settings{Parameters: map[string]any{"max": 3.0, "of": []any{"a b"}}, Line: 1}},
		"both":             {text: "# podlint-test: kube-version=1.28 parameters={\"max\": 3}", want: Settings{Kubernetes: "1.28", Parameters: map[string]any{"max": 3.0}, Line: 1}},
		"misspelt":         {text: "# podlint-test: kubernetes=1.28\n", fails: `line 1: read settings: want kube-version=1.28`},
		"patch version":    {text: "# podlint-test: kube-version=1.28.1\n", fails: "want kube-version=1.28"},
		"no JSON":          {text: "\n# podlint-test: parameters={max: 3}\n", fails: "line 2: read settings: want a JSON object"},
		"no object":        {text: "# podlint-test: parameters=null\n", fails: "want a JSON object"},
		"something behind": {text: "# podlint-test: kube-version=1.28 max=3\n", fails: `got "max=3"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := SettingsOf([]byte(tt.text))
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Errorf("got %v, want %q", err, tt.fails)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}
