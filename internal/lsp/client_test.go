package lsp_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/cli"
)

// patience is how long an answer may take on a machine that does much else.
const patience = 2 * time.Minute

// message is what the server says.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

type (
	position struct {
		Line      int `json:"line"`
		Character int `json:"character"`
	}
	span struct {
		Start position `json:"start"`
		End   position `json:"end"`
	}
	diagnostic struct {
		Range    span   `json:"range"`
		Severity int    `json:"severity"`
		Code     string `json:"code"`
		Message  string `json:"message"`

		Data json.RawMessage `json:"data"`

		RelatedInformation []struct {
			Location struct {
				URI   string `json:"uri"`
				Range span   `json:"range"`
			} `json:"location"`
			Message string `json:"message"`
		} `json:"relatedInformation"`
	}
	published struct {
		URI         string       `json:"uri"`
		Version     *int         `json:"version"`
		Diagnostics []diagnostic `json:"diagnostics"`
	}
	edit struct {
		Range   span   `json:"range"`
		NewText string `json:"newText"`
	}
	action struct {
		Title string `json:"title"`
		Kind  string `json:"kind"`
		Edit  struct {
			Changes map[string][]edit `json:"changes"`
		} `json:"edit"`
	}
	object = map[string]any
)

// client talks to podlint lsp in this process.
type client struct {
	t      testing.TB
	to     io.WriteCloser
	heard  chan *message
	status chan int
	next   int
	said   map[string]published // the last of each file
	asked  []*message           // requests of the server
}

// start runs the server.
func start(t testing.TB) *client {
	t.Helper()
	return startWith(t)
}

// startWith runs it with further arguments.
func startWith(t testing.TB, args ...string) *client {
	t.Helper()
	in, to := io.Pipe()
	from, out := io.Pipe()
	c := &client{t: t, to: to, heard: make(chan *message, 10_000), status: make(chan int, 1), said: map[string]published{}}
	go func() {
		var stderr bytes.Buffer
		status := cli.Main(append([]string{"lsp"}, args...), in, out, &stderr)
		_ = out.Close()
		if stderr.Len() > 0 {
			t.Errorf("on standard error: %s", stderr.String())
		}
		c.status <- status
	}()
	go c.listen(bufio.NewReader(from))
	t.Cleanup(func() { _ = to.Close() })
	return c
}

func (c *client) listen(from *bufio.Reader) {
	defer close(c.heard)
	for {
		length := 0
		for {
			line, err := from.ReadString('\n')
			if err != nil {
				return
			}
			line = strings.TrimSpace(line)
			if line == "" {
				break
			}
			if value, ok := strings.CutPrefix(line, "Content-Length: "); ok {
				length, _ = strconv.Atoi(value)
			}
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(from, body); err != nil {
			return
		}
		m := &message{}
		if err := json.Unmarshal(body, m); err != nil {
			c.t.Errorf("the server said %q: %v", body, err)
		}
		c.heard <- m
	}
}

func (c *client) raw(text string) {
	_, _ = io.WriteString(c.to, text)
}

func (c *client) send(m object) {
	c.t.Helper()
	m["jsonrpc"] = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		c.t.Fatal(err)
	}
	c.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}

func (c *client) notify(method string, params any) {
	c.t.Helper()
	c.send(object{"method": method, "params": params})
}

// hear is the next message; nil when the server has left.
func (c *client) hear() *message {
	c.t.Helper()
	select {
	case m := <-c.heard:
		if m != nil {
			c.note(m)
		}
		return m
	case <-time.After(patience):
		c.t.Fatal("the server says nothing")
		return nil
	}
}

func (c *client) note(m *message) {
	c.t.Helper()
	switch {
	case m.Method == "textDocument/publishDiagnostics":
		var p published
		if err := json.Unmarshal(m.Params, &p); err != nil {
			c.t.Fatal(err)
		}
		c.said[p.URI] = p
	case m.Method != "" && len(m.ID) > 0:
		c.asked = append(c.asked, m)
	}
}

// request asks and waits for the answer.
func (c *client) request(method string, params any) *message {
	c.t.Helper()
	id := c.ask(method, params)
	return c.answer(id)
}

// ask sends a request and returns its id.
func (c *client) ask(method string, params any) int {
	c.t.Helper()
	c.next++
	c.send(object{"id": c.next, "method": method, "params": params})
	return c.next
}

func (c *client) answer(id int) *message {
	c.t.Helper()
	for {
		m := c.hear()
		if m == nil {
			c.t.Fatal("the server has left")
		}
		if m.Method == "" && string(m.ID) == strconv.Itoa(id) {
			return m
		}
	}
}

// ask for a result of a type.
func result[T any](c *client, method string, params any) T {
	c.t.Helper()
	m := c.request(method, params)
	if m.Error != nil {
		c.t.Fatalf("%s: %s", method, m.Error.Message)
	}
	var out T
	if err := json.Unmarshal(m.Result, &out); err != nil {
		c.t.Fatal(err)
	}
	return out
}

// initialize opens folders.
func (c *client) initialize(dirs ...string) {
	c.t.Helper()
	var folders []object
	for _, dir := range dirs {
		folders = append(folders, object{"uri": uri(dir), "name": filepath.Base(dir)})
	}
	c.request("initialize", object{
		"processId": nil, "workspaceFolders": folders,
		"capabilities": object{"textDocument": object{"publishDiagnostics": object{"relatedInformation": true}}},
	})
	c.notify("initialized", object{})
}

func (c *client) open(name, text string) {
	c.t.Helper()
	c.notify("textDocument/didOpen", object{"textDocument": object{"uri": uri(name), "languageId": "yaml", "version": 1, "text": text}})
}

// change gives a document another text as a whole.
func (c *client) change(name string, version int, text string) {
	c.t.Helper()
	c.notify("textDocument/didChange", object{
		"textDocument": object{"uri": uri(name), "version": version}, "contentChanges": []object{{"text": text}},
	})
}

// until waits for diagnostics of a file that are as wanted.
func (c *client) until(name string, wanted func(p published) bool) published {
	c.t.Helper()
	for {
		if p, ok := c.said[uri(name)]; ok && wanted(p) {
			return p
		}
		if m := c.hear(); m == nil {
			c.t.Fatalf("the server has left; the last about %s: %+v", name, c.said[uri(name)])
		}
	}
}

// version waits for the diagnostics of a version of a document.
func (c *client) version(name string, n int) published {
	c.t.Helper()
	return c.until(name, func(p published) bool { return p.Version != nil && *p.Version == n })
}

// exit ends the server in order.
func (c *client) exit() {
	c.t.Helper()
	c.request("shutdown", nil)
	c.notify("exit", nil)
	if status := c.wait(); status != cli.StatusOK {
		c.t.Errorf("got status %d, want 0", status)
	}
}

func (c *client) wait() int {
	c.t.Helper()
	for {
		select {
		case status := <-c.status:
			return status
		case <-c.heard:
		case <-time.After(patience):
			c.t.Fatal("the server does not end")
		}
	}
}

func uri(name string) string {
	var b strings.Builder
	for _, r := range []byte(filepath.ToSlash(name)) {
		if strings.IndexByte("/-._~", r) >= 0 || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			b.WriteByte(r)
		} else {
			fmt.Fprintf(&b, "%%%02X", r)
		}
	}
	return "file://" + b.String()
}

// codes are the rules of diagnostics, in their order.
func codes(p published) []string {
	out := []string{}
	for _, d := range p.Diagnostics {
		out = append(out, d.Code)
	}
	return out
}

// write fills a folder with files and returns its name.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if full, err := filepath.EvalSymlinks(dir); err == nil {
		dir = full
	}
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
