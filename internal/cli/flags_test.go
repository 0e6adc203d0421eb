package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/policy"
)

func TestKubeVersion(t *testing.T) {
	tests := map[string]struct {
		want  string
		fails bool
	}{
		"":                 {},
		"1.31":             {want: "1.31"},
		"v1.31":            {want: "1.31"},
		"1.31.4":           {want: "1.31"},
		"v1.31.4-eks-1234": {want: "1.31"},
		"v1.31.4+k3s1":     {want: "1.31"},
		"1":                {fails: true},
		"2.0":              {fails: true},
		"latest":           {fails: true},
	}
	for in, tt := range tests {
		t.Run(in, func(t *testing.T) {
			got, err := kubeVersion(in)
			if got != tt.want || (err != nil) != tt.fails {
				t.Errorf("got %q, %v; want %q and an error: %t", got, err, tt.want, tt.fails)
			}
		})
	}
}

func TestParseOutputs(t *testing.T) {
	tests := map[string]struct {
		flags []string
		files []string
		fails string // part of the error
	}{
		"stdout":          {flags: []string{"text"}, files: []string{""}},
		"file":            {flags: []string{"json=out.json"}, files: []string{"out.json"}},
		"both":            {flags: []string{"text", "json=a=b.json"}, files: []string{"", "a=b.json"}},
		"unknown":         {flags: []string{"jsn"}, fails: `did you mean "json"?`},
		"no file":         {flags: []string{"json="}, fails: "names no file"},
		"two on stdout":   {flags: []string{"text", "json"}, fails: "json=FILE"},
		"unknown to file": {flags: []string{"xml=x"}, fails: `unknown output format "xml"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			outs, err := parseOutputs(tt.flags)
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Errorf("got error %v, want one with %q", err, tt.fails)
				}
				return
			}
			var files []string
			for _, o := range outs {
				files = append(files, o.file)
			}
			if diff := cmp.Diff(tt.files, files); diff != "" || err != nil {
				t.Errorf("got error %v, files (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestChoose(t *testing.T) {
	all := []policy.Rule{{ID: "a-log", Category: "logging"}, {ID: "b-log", Category: "logging"}, {ID: "port", Category: "network"}}
	tests := map[string]struct {
		only, skip []string
		off        map[string]bool
		want       []string
		fails      string
	}{
		"all":                {want: []string{"a-log", "b-log", "port"}},
		"one":                {only: []string{"port"}, want: []string{"port"}},
		"category":           {only: []string{"logging"}, want: []string{"a-log", "b-log"}},
		"skip":               {skip: []string{"a-log"}, want: []string{"b-log", "port"}},
		"skip in a category": {only: []string{"logging"}, skip: []string{"b-log"}, want: []string{"a-log"}},
		"off":                {off: map[string]bool{"a-log": true}, want: []string{"b-log", "port"}},
		"off but asked for":  {only: []string{"a-log"}, off: map[string]bool{"a-log": true}, want: []string{"a-log"}},
		"off in a category":  {only: []string{"logging"}, off: map[string]bool{"a-log": true}, want: []string{"b-log"}},
		"nothing left":       {only: []string{"port"}, skip: []string{"network"}, fails: "no rule is left"},
		"misspelt":           {only: []string{"prot"}, fails: `did you mean "port"?`},
		"misspelt skip":      {skip: []string{"loging"}, fails: `did you mean "logging"?`},
		"unknown":            {only: []string{"something-else"}, fails: "podlint rules lists them"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			rules, err := choose(all, tt.only, tt.skip, tt.off)
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Errorf("got error %v, want one with %q", err, tt.fails)
				}
				return
			}
			if diff := cmp.Diff(tt.want, ruleIDs(rules)); diff != "" || err != nil {
				t.Errorf("got error %v, rules (-want +got):\n%s", err, diff)
			}
		})
	}
}
