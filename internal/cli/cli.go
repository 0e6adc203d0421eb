// Package cli is podlint's command line: flags in, exit status out.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/report"
)

// Exit statuses. When several apply, usage wins over input, and input over violations: a check that did not see everything must
// not look complete.
const (
	StatusOK          = 0
	StatusViolations  = 1
	StatusUsage       = 2   // wrong usage, configuration or policy, or a report that could not be written
	StatusInput       = 3   // an input could not be read, or there was nothing to check
	StatusInterrupted = 130 // as a shell reports a program that ctrl-c ended; 128 and the number of any other signal
)

// grace is how long an interrupted run may take to end its children and to remove its temporary files.
const grace = time.Second

// Main runs podlint and returns its exit status.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	// Without this a closed pipe (podlint lint | head) would kill the program; now writing fails and the status still tells the result.
	signal.Ignore(syscall.SIGPIPE)
	ctx, end := context.WithCancel(context.Background())
	defer end()
	signals := make(chan os.Signal, 1)
	if ends := ending(); len(ends) > 0 { // none would mean all
		signal.Notify(signals, ends...)
	}
	defer signal.Stop(signals)
	done := make(chan int, 1)
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr}
	go func() { done <- a.run(ctx, args) }()
	select {
	case status := <-done:
		return status
	case s := <-signals:
		signal.Reset(ending()...) // a second one ends the program at once
		end()
		if a.graceful.Load() {
			return <-done
		}
		select {
		case <-done:
		case <-time.After(grace):
		}
		return interrupted(s)
	}
}

// ending are the signals that end a run: nohup, and a shell for what it runs in the background, have some ignored, which is left so.
func ending() []os.Signal {
	return slices.DeleteFunc([]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}, signal.Ignored)
}

// interrupted is the status of a run that a signal ended.
func interrupted(s os.Signal) int {
	if number, ok := s.(syscall.Signal); ok && number != syscall.SIGINT {
		return StatusInterrupted - int(syscall.SIGINT) + int(number)
	}
	return StatusInterrupted
}

// app carries the streams to the commands and their verdict back.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	commands       io.Writer // standard output for what is meant to be commands of a CI system
	status         int
	problems       *[]policy.Problem // where faults of the policies and the configuration go; nil: to standard error
	// graceful tells that a signal is how this command is meant to end: it takes the time that it needs.
	graceful atomic.Bool
}

// errReported ends a command whose faults are on standard error already.
var errReported = errors.New("reported")

func (a *app) run(ctx context.Context, args []string) int {
	flush := a.shield(os.Getenv)
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	err = cmp.Or(err, flush())
	switch {
	case ctx.Err() != nil && !a.graceful.Load():
		return StatusInterrupted
	case err == nil || errors.Is(err, syscall.EPIPE):
		return a.status
	case !errors.Is(err, errReported):
		a.warn("podlint: %v", err)
	}
	return StatusUsage
}

// shield puts a shield before both streams where one is needed. What it returns writes the rest of standard output.
func (a *app) shield(env func(string) string) (flush func() error) {
	a.commands = a.stdout
	if !readsCommands(env) {
		return func() error { return nil }
	}
	out := &shield{to: a.stdout}
	a.stdout, a.stderr = out, &shield{to: a.stderr, eager: true}
	return out.flush
}

// warn writes one line to standard error. What it tells may hold any text of a stranger's, so nothing in it is for a terminal to act on.
// When it fails there is nobody left to tell.
func (a *app) warn(format string, args ...any) {
	_, _ = io.WriteString(a.stderr, report.Printable(fmt.Sprintf(format, args...))+"\n")
}
