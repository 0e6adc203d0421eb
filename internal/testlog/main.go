// Command testlog reads what go test -json prints and writes what go test would, and at the end which tests were skipped, and why.
// The exit status is 1 when a test or a package failed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

func main() {
	failed, err := follow(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testlog:", err)
	}
	if failed || err != nil {
		os.Exit(1)
	}
}

// event is a line of go test -json.
type event struct {
	Action, Package, Test, Output string
}

// follow writes the log and tells whether something failed.
func follow(in io.Reader, out io.Writer) (failed bool, err error) {
	l := &log{out: bufio.NewWriter(out), said: map[string][]string{}}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			l.line(line)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return true, fmt.Errorf("read log: %w", err)
		}
	}
	l.finish()
	return l.failed, l.out.Flush()
}

// log is the state of one run.
type log struct {
	out     *bufio.Writer
	said    map[string][]string // by package and test
	skipped []string
	failed  bool
}

func (l *log) print(text string) { _, _ = l.out.WriteString(text) } // Flush returns the error

func (l *log) line(text string) {
	var e event
	if json.Unmarshal([]byte(text), &e) != nil || e.Action == "" { // what a build says, for example
		l.print(text)
		return
	}
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output", "build-output":
		l.output(e, key)
		return
	case "run", "pause", "cont":
		return
	case "build-fail":
		l.failed = true
	case "fail":
		l.failed = true
		l.print(strings.Join(l.said[key], ""))
	case "skip":
		if e.Test != "" {
			l.skipped = append(l.skipped, fmt.Sprintf("%s %s: %s", e.Package, e.Test, reason(l.said[key])))
		}
	}
	delete(l.said, key)
	if e.Test == "" {
		_ = l.out.Flush() // a package is done; whoever waits wants to see it
	}
}

// output keeps what a test says until it is known how it ended, and writes what a package says.
func (l *log) output(e event, key string) {
	if e.Test == "" {
		l.print(packageLine(e.Output))
		return
	}
	l.said[key] = append(l.said[key], e.Output)
}

// packageLine drops the bare words with which a package ends in a verbose log; the line after them says the same.
func packageLine(text string) string {
	if text == "PASS\n" || text == "FAIL\n" {
		return ""
	}
	return text
}

// reason is what a skipped test said last, without its place.
func reason(said []string) string {
	for _, text := range slices.Backward(said) {
		line := strings.TrimSpace(text)
		if line == "" || strings.HasPrefix(line, "---") || strings.HasPrefix(line, "===") {
			continue
		}
		if _, rest, ok := strings.Cut(line, ": "); ok && strings.Contains(line[:len(line)-len(rest)], ".go:") {
			return rest
		}
		return line
	}
	return "no reason given"
}

func (l *log) finish() {
	if len(l.skipped) == 0 {
		return
	}
	l.print(fmt.Sprintf("\nskipped, %d:\n", len(l.skipped)))
	for _, s := range l.skipped {
		l.print("  " + s + "\n")
	}
}
