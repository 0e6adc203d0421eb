package appconf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/podlint/podlint/internal/fact"
)

// sample is one configuration file and what it states, one line for each fact as brief writes it.
type sample struct {
	name string
	file string
	hint Hint
	text string
	want []string
}

// brief writes a fact as "line kind rest", with the line 1-based as an editor shows it.
func brief(f fact.Fact) string {
	parts := []string{fmt.Sprint(f.At.Line + 1), string(f.Kind)}
	switch f.Kind {
	case fact.Listen, fact.Dial:
		where := f.Socket
		if where == "" {
			where = fmt.Sprintf("%s:%d", f.Host, f.Port)
		}
		parts = append(parts, where+f.URL, strings.ToLower(f.Protocol), f.Purpose)
	case fact.File:
		parts = append(parts, string(f.Op), f.File, f.Purpose)
	case fact.Log:
		parts = append(parts, f.Sink, f.File, f.Purpose)
	case fact.Signal:
		parts = append(parts, f.Tool, f.Signal, f.Target)
	}
	for _, flag := range []struct {
		set  bool
		name string
	}{{f.Dir, "dir"}, {f.Glob, "glob"}, {f.Rotated, "rotated"}, {f.Partial, "partial"}, {f.Whole, "whole"}} {
		if flag.set {
			parts = append(parts, flag.name)
		}
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// checkSamples reads every sample, which must be of that format, and compares the facts.
func checkSamples(t *testing.T, format string, samples []sample) {
	t.Helper()
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			text := strings.TrimPrefix(s.text, "\n")
			lines := splitLines(text)
			var got []string
			for _, f := range Read(s.file, text, s.hint) {
				got = append(got, brief(f))
				if f.Format != format {
					t.Errorf("format of %q: got %q, want %q", f.Text, f.Format, format)
				}
				if f.Text != evidence(lines, f.At.Line) {
					t.Errorf("text: got %q, want line %d", f.Text, f.At.Line+1)
				}
			}
			if diff := cmp.Diff(s.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnknownFilesGiveNothing(t *testing.T) {
	for name, text := range map[string]string{
		"notes.txt":      "listen to the server {and} log everything\n",
		"init.sh":        "#!/bin/sh\naccess_log=/var/log/a.log\n",
		"dashboard.json": `{"panels": [{"title": "access_log /var/log/x"}], "port": 80}`,
		"schema.sql":     "CREATE TABLE server (listen int);",
		"config.yaml":    "replicas: 3\nname: shop\nport: 8080\n",
		"broken.yaml":    "a: [b\n c: }",
		"empty.conf":     "",
		"daemon.conf":    "loglevel 3\nlogfile /var/log/d.log\nport 99\n",
		"build.yaml":     "outputPaths:\n  - /dist\n",
		"api.json":       `{"outputPaths": {"description": "paths of a build", "type": "array"}, "level": 1}`,
		"agent.conf":     "server {\n  bind_address = \"127.0.0.1\"\n  trust_domain = \"shop\"\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			if got := Read(name, text, Hint{}); got != nil {
				t.Errorf("got %v, want nothing", got)
			}
		})
	}
}
