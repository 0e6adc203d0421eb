package knowledge_test

import (
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

// TestLogsOut: a flag that sends the log to stdout leaves no file of it, nor does a log's file that is given as empty; an audit log stays.
func TestLogsOut(t *testing.T) {
	image := knowledge.Image{
		ID: "agent", StdoutWhen: []knowledge.Condition{"-e"},
		Settings: []knowledge.Setting{
			{Does: "log", Flags: []string{"--log-file"}, Default: "/var/log/agent.log", Form: "path"},
			{Does: "log", Flags: []string{"--audit"}, Form: "path", Purpose: fact.PurposeAudit},
		},
	}
	for args, want := range map[string]string{
		"":                                 "file /var/log/agent.log 5",
		"--log-file=/a.log":                "file /a.log 2",
		"-e --log-file=/a.log":             "stdout  2",
		"-e --audit=/b.log":                "file /b.log 2|stdout  2",
		"-e=false --log-file=/a.log":       "file /a.log 2",
		"--log-file=":                      "stdout  2",
		"--log-file= --audit=/b.log":       "stdout  2|file /b.log 2",
		"--log-file=/dev/stderr --audit=-": "stdout  2|stdout  2",
	} {
		var got []string
		for _, f := range image.Facts(knowledge.Invocation{Args: strings.Fields(args)}) {
			got = append(got, f.Sink+" "+f.File+" "+string(rune('0'+f.Rung)))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: got %q, want %q", args, strings.Join(got, "|"), want)
		}
	}
}
