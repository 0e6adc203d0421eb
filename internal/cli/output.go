package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/report"
)

// output is one report to write: FORMAT to standard output, FORMAT=FILE to a file.
type output struct {
	format report.Format
	file   string // empty for standard output
	stream bool   // see report.Streams

	draws    bool // the report has pictures
	edits    bool // the report has those of fixes
	commands bool // the report is made of commands of a CI system
}

func parseOutputs(flags []string) ([]output, error) {
	var outs []output
	var files []string
	onStdout := ""
	for _, flag := range flags {
		name, file, hasFile := strings.Cut(flag, "=")
		format, ok := report.Formats()[name]
		switch {
		case !ok:
			return nil, fmt.Errorf("unknown output format %q: want %s", name, oneOf(name, report.Names()))
		case hasFile && file == "":
			return nil, fmt.Errorf("output %q names no file: want FORMAT or FORMAT=FILE", flag)
		case !hasFile && onStdout != "":
			return nil, fmt.Errorf("outputs %s and %s both go to standard output: give one of them a file, as in %s=FILE", onStdout, name, name)
		case !hasFile:
			onStdout = name
		}
		outs = append(outs, output{format: format, file: file, stream: report.Streams(name), draws: report.Draws(name), commands: report.Commands(name), edits: report.Edits(name)})
		files = append(files, file)
	}
	return outs, checkTargets(files, aReport)
}

// write writes every report, also after one that failed. A closed pipe on standard output is no failure: the reader has seen enough.
func (a *app) write(outs []output, res *lint.Result, opt report.Options) error {
	var failed error
	for _, out := range outs {
		if err := a.writeOne(out, res, opt); err != nil {
			a.warn("podlint: write report: %v", err)
			failed = errReported
		}
	}
	return failed
}

func (a *app) writeOne(out output, res *lint.Result, opt report.Options) error {
	if out.file == "" {
		opt.Width = terminalWidth(a.stdout)
		if err := out.format(a.stream(out), res, opt); err != nil && !errors.Is(err, syscall.EPIPE) {
			return err
		}
		return nil
	}
	opt.Color, opt.Width = false, 0
	fill := func(w io.Writer) error {
		if !isDevice(out.file) || !readsCommands(os.Getenv) || out.commands {
			return out.format(w, res, opt)
		}
		s := &shield{to: w} // as the log is, which is where this goes
		return errors.Join(out.format(s, res, opt), s.flush())
	}
	if to := a.sameStream(out.file); to != nil {
		return fill(to)
	}
	return writeFile(out.file, aReport, fill)
}

// sameStream is the stream of this process that a report is told to go to by the name of a device, without its shield, nil when it is none.
// Opened by that name, a file that a shell sends the stream to would be written from two ends.
func (a *app) sameStream(file string) io.Writer {
	switch filepath.ToSlash(filepath.Clean(file)) {
	case "/dev/stderr", "/dev/fd/2":
		if s, ok := a.stderr.(*shield); ok {
			return s.to
		}
		return a.stderr
	case "/dev/stdout", "/dev/fd/1":
		return a.commands
	}
	return nil
}

// stream is standard output as a report takes it.
func (a *app) stream(out output) io.Writer {
	if out.commands {
		return a.commands
	}
	return a.stdout
}

// writeFile writes beside name and renames, so that a failure leaves the old file or none. A device or pipe is written to directly.
// What is there must be of the kind that is written.
func writeFile(name string, kind kindOfFile, fill func(io.Writer) error) (err error) {
	if isDevice(name) {
		return writeDevice(name, fill)
	}
	if err := checkTarget(name, kind); err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if info, err := os.Lstat(name); err == nil {
		if !info.Mode().IsRegular() {
			return writeDevice(name, fill)
		}
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return fmt.Errorf("%s: %w", name, cause(err))
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
			err = fmt.Errorf("%s: %w", name, cause(err))
		}
	}()
	if err := errors.Join(fill(f), f.Chmod(mode), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

func writeDevice(name string, fill func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return fmt.Errorf("%s: %w", name, cause(err))
	}
	return errors.Join(fill(f), f.Close())
}

// cause removes the name of the temporary file from an error, which the user has never seen.
func cause(err error) error {
	if path, ok := errors.AsType[*os.PathError](err); ok {
		return path.Err
	}
	if link, ok := errors.AsType[*os.LinkError](err); ok {
		return link.Err
	}
	return err
}
