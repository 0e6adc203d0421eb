package lsp_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/cli"
)

// TestLifecycle: what comes before initialize, what comes after shutdown, and what is not known.
func TestLifecycle(t *testing.T) {
	c := start(t)
	if m := c.request("textDocument/hover", object{}); m.Error == nil || m.Error.Code != -32002 {
		t.Errorf("a request before initialize: got %+v, want the error -32002", m.Error)
	}
	c.notify("textDocument/didOpen", object{"textDocument": object{"uri": "file:///a.yaml", "text": "a: b"}}) // passed over
	c.initialize(write(t, nil))
	for name, step := range map[string]struct {
		method string
		params any
		code   int
	}{
		"initialize again":    {"initialize", object{}, -32600},
		"an unknown method":   {"textDocument/nothing", object{}, -32601},
		"wrong parameters":    {"textDocument/hover", []int{1}, -32602},
		"an unknown command":  {"workspace/executeCommand", object{"command": "rm", "arguments": []any{object{}}}, -32602},
		"too many arguments":  {"workspace/executeCommand", object{"command": "podlint.suppress", "arguments": []any{}}, -32602},
		"a day that is none":  {"workspace/executeCommand", object{"command": "podlint.suppress", "arguments": []any{object{"until": "soon"}}}, -32602},
		"a reason with lines": {"workspace/executeCommand", object{"command": "podlint.suppress", "arguments": []any{object{"reason": "a\nb"}}}, -32602},
	} {
		if m := c.request(step.method, step.params); m.Error == nil || m.Error.Code != step.code {
			t.Errorf("%s: got %+v, want the error %d", name, m.Error, step.code)
		}
	}
	c.notify("$/nothing", object{}) // passed over
	if m := c.request("shutdown", nil); m.Error != nil || string(m.Result) != "null" {
		t.Errorf("shutdown: got %s %+v, want null", m.Result, m.Error)
	}
	if m := c.request("textDocument/hover", object{}); m.Error == nil || m.Error.Code != -32600 {
		t.Errorf("a request after shutdown: got %+v, want the error -32600", m.Error)
	}
	c.notify("exit", nil)
	if status := c.wait(); status != cli.StatusOK {
		t.Errorf("got status %d, want 0", status)
	}
}

// TestClientLeaves: a client that does not say goodbye ends the server, with the status that the protocol wants.
func TestClientLeaves(t *testing.T) {
	c := start(t)
	c.initialize(write(t, nil))
	c.notify("exit", nil)
	if status := c.wait(); status != 1 {
		t.Errorf("exit without shutdown: got status %d, want 1", status)
	}
	c = start(t)
	c.initialize(write(t, nil))
	_ = c.to.Close()
	if status := c.wait(); status != 1 {
		t.Errorf("the end of the stream: got status %d, want 1", status)
	}
}

// TestMessagesThatAreNone are answered with an error, and the next one is understood.
func TestMessagesThatAreNone(t *testing.T) {
	for name, step := range map[string]struct {
		body string
		code int
	}{
		"no JSON":           {"{", -32700},
		"a list":            {`[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]`, -32600},
		"a text":            {`"hello"`, -32600},
		"another version":   {`{"jsonrpc":"1.0","id":1,"method":"shutdown"}`, -32600},
		"a method as a map": {`{"jsonrpc":"2.0","id":1,"method":{}}`, -32600},
		"a map as an id":    {`{"jsonrpc":"2.0","id":{},"result":1}`, -32600},
		"no bytes":          {"", -32700},
		"bytes":             {"\x00\xff\xfe", -32700},
		"deep":              {strings.Repeat("[", 20_000), -32600},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			c.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(step.body), step.body))
			m := c.hear()
			if m == nil || m.Error == nil || m.Error.Code != step.code || string(m.ID) != "null" {
				t.Fatalf("got %+v, want the error %d", m, step.code)
			}
			c.initialize(write(t, nil))
			c.exit()
		})
	}
}

// TestStreamsThatAreNone end the server with a reason: no later byte can be understood.
func TestStreamsThatAreNone(t *testing.T) {
	for name, text := range map[string]string{
		"no length":            "Content-Type: a\r\n\r\n{}",
		"a length of letters":  "Content-Length: many\r\n\r\n{}",
		"a length below zero":  "Content-Length: -1\r\n\r\n{}",
		"a huge length":        "Content-Length: 9223372036854775807\r\n\r\n{}",
		"a length beyond that": "Content-Length: 99999999999999999999\r\n\r\n{}",
		"no header":            "{\"jsonrpc\":\"2.0\"}\r\n\r\n",
		"a long header":        "X: " + strings.Repeat("a", 10_000) + "\r\n\r\n",
		"many headers":         strings.Repeat("X: a\r\n", 10_000) + "\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			var stderr strings.Builder
			status := cli.Main([]string{"lsp"}, strings.NewReader(text), &strings.Builder{}, &stderr)
			if status != cli.StatusUsage || !strings.Contains(stderr.String(), "Content-Length") {
				t.Errorf("got status %d and %q, want %d and a line about Content-Length", status, stderr.String(), cli.StatusUsage)
			}
		})
	}
	for name, text := range map[string]string{"a header that breaks off": "Content-Le", "a message that breaks off": "Content-Length: 60000000\r\n\r\n{"} {
		if status := cli.Main([]string{"lsp"}, strings.NewReader(text), &strings.Builder{}, &strings.Builder{}); status != 1 {
			t.Errorf("%s: got status %d, want 1", name, status)
		}
	}
}

// TestHostileURIs: what is no file of this machine is passed over, and names with any character are told as they are.
func TestHostileURIs(t *testing.T) {
	name := "a b%#?ü😀'\"<x>.yaml"
	dir := write(t, map[string]string{name: tailPod})
	c := start(t)
	c.initialize(dir)
	for _, u := range []string{
		"untitled:Untitled-1", "http://example.com/a.yaml", "file://host/a.yaml", "file:a.yaml", "file:///a%00.yaml", "file:///%zz.yaml", "", "\x00", "file:",
		"file:///" + strings.Repeat("a/", 5000) + "a.yaml", "vscode-notebook-cell:/a.yaml",
	} {
		c.notify("textDocument/didOpen", object{"textDocument": object{"uri": u, "version": 1, "text": tailPod}})
		c.notify("textDocument/didChange", object{"textDocument": object{"uri": u, "version": 2}, "contentChanges": []object{{"text": "a"}}})
		for _, method := range []string{"hover", "definition", "completion", "codeAction", "codeLens"} {
			if m := c.request("textDocument/"+method, object{"textDocument": object{"uri": u}, "position": object{"line": -1, "character": 1 << 40}}); m.Error != nil && m.Error.Code != -32803 {
				t.Errorf("%s of %q: %+v", method, u, m.Error)
			}
		}
		c.notify("textDocument/didClose", object{"textDocument": object{"uri": u}})
	}
	got := c.until(dir+"/"+name, func(p published) bool { return len(p.Diagnostics) > 0 })
	if want := []string{"sidecar-ignores-sigterm", "tail-missing-file-crash"}; strings.Join(codes(got), " ") != strings.Join(want, " ") {
		t.Errorf("got %q, want %q", codes(got), want)
	}
	c.exit()
}

// TestCalledOff: a request that is called off is answered as such, or with what it asked for.
func TestCalledOff(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": tailPod})
	c := start(t)
	c.initialize(dir)
	for range 20 {
		id := c.ask("textDocument/codeAction", object{
			"textDocument": object{"uri": uri(dir + "/a.yaml")}, "range": object{"end": object{"line": 100}}, "context": object{},
		})
		c.notify("$/cancelRequest", object{"id": id})
		if m := c.answer(id); m.Error != nil && m.Error.Code != -32800 {
			t.Fatalf("got %+v, want a result or the error -32800", m.Error)
		}
	}
	c.exit()
}
