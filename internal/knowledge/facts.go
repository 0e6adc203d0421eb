package knowledge

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// Rungs of the evidence ladder on which settings stand, see fact.Fact.
const (
	rungFlag    = 2
	rungEnv     = 3
	rungDefault = 5
)

// defaultText is the evidence of a fact that neither a flag nor a variable gives.
const defaultText = "image default"

type located struct {
	endpoint
	occurrence
}

// Facts states what the image's settings give for this invocation. At.Arg is the index in inv.Args, At.Env the variable, At.Arg -1 for a default.
func (i *Image) Facts(inv Invocation) []fact.Fact {
	all := make([]fact.Fact, 0, len(i.Settings)+1)
	file, valued := false, i.valuedFlags()
	ends := i.Lifetime == string(fact.Endless) && anyHolds(i.FiniteWhen, inv) // a server that is only to check something, or to print it
	for k := range i.Settings {
		for _, f := range i.Settings[k].factsOf(inv, valued) {
			if i.idle(f, ends) {
				continue
			}
			f.Format, f.Verified = i.ID, i.Verified
			if i.Settings[k].Guarded {
				f.Door = i.Door.of(inv)
			}
			if f.Kind == fact.Log && f.Rung == rungDefault && i.LogsStdout {
				f.Partial = true
			}
			file = file || f.Kind == fact.Log && f.Rung != rungDefault
			all = append(all, f)
		}
	}
	if i.LogsOut(inv) {
		return append(slices.DeleteFunc(all, isFileLog), i.stdout(rungFlag))
	}
	return i.toStdout(all, file)
}

func isFileLog(f fact.Fact) bool {
	return f.Kind == fact.Log && f.Sink == fact.SinkFile && f.Purpose != fact.PurposeAudit
}

// stdout says that the log goes to stdout.
func (i *Image) stdout(rung int) fact.Fact {
	return fact.Fact{
		Kind: fact.Log, At: fact.Place{Arg: -1}, Text: defaultText, Sink: fact.SinkStdout, Rung: rung, Format: i.ID, Verified: i.Verified,
	}
}

// LogsOut tells whether the command line, or a variable, sends the ordinary log to stdout or stderr, whatever the configuration says.
func (i *Image) LogsOut(inv Invocation) bool { return anyHolds(i.StdoutWhen, inv) }

// idle tells of a default port of a server that ends at once.
func (i *Image) idle(f fact.Fact, ends bool) bool {
	return ends && f.Kind == fact.Listen && f.Rung == rungDefault
}

// toStdout adds that the log goes to stdout, where nothing puts it into a file.
func (i *Image) toStdout(all []fact.Fact, file bool) []fact.Fact {
	if i.LogsStdout && !file {
		all = append(all, i.stdout(rungDefault))
	}
	return all
}

// Starts tells whether a program, by its base name, is the image's own. When the name of its process is not known, the image's own
// name (the last element of its repository) or its id has to do: with it they do not, because a client is often called like its
// server's image (mysql).
func (i *Image) Starts(program, repository string) bool {
	program = strings.TrimSuffix(program, ".exe")
	if program == "" {
		return false
	}
	if slices.ContainsFunc(i.Entrypoint, func(e string) bool { return lastElement(e) == program }) || slices.Contains(i.Runs, program) {
		return true
	}
	if i.Process != "" {
		return program == i.Process
	}
	return program == i.ID || program == lastElement(repository)
}

// HostByDefault is the address on which the program listens where its configuration file names none; empty when nothing tells.
func (i *Image) HostByDefault(inv Invocation) string {
	if anyHolds(i.DefaultHostOpen, inv) {
		return ""
	}
	return i.DefaultHost
}

// Transparent tells whether the entry says what the image's own program does. It does not for a tool or a language, whose command
// decides, nor for an image of which not even the lifetime is known.
func (i *Image) Transparent() bool {
	return i.Lifetime == string(fact.Endless) || i.Lifetime == string(fact.Finite)
}

// ListsPorts tells whether the settings name every port that the program serves as it is called: only then does it follow that it serves no other.
func (i *Image) ListsPorts(inv Invocation) bool {
	return i.AllPorts && !i.OpensPorts && !anyHolds(i.MorePorts, inv)
}

// LifetimeOf decides how long the image's own program lives under inv.
func (i *Image) LifetimeOf(inv Invocation) fact.Lifetime {
	return lifetimeOf(i.Lifetime, i.FiniteWhen, i.EndlessWhen, i.Serves, inv)
}

// LifetimeOf decides how long the program lives under inv.
func (p Program) LifetimeOf(inv Invocation) fact.Lifetime {
	return lifetimeOf(p.Lifetime, p.FiniteWhen, p.EndlessWhen, p.Serves, inv)
}

func lifetimeOf(usual string, finite, endless []Condition, serves []string, inv Invocation) fact.Lifetime {
	switch {
	case usual != string(fact.Finite) && anyHolds(finite, inv):
		return fact.Finite
	case usual != string(fact.Endless) && anyHolds(endless, inv):
		return fact.Endless
	case usual == string(fact.Endless) && (inv.administers() || inv.asksElse(serves)):
		return fact.Unknown
	case usual == string(fact.Endless) || usual == string(fact.Finite):
		return fact.Lifetime(usual)
	default:
		return fact.Unknown
	}
}

// chores are subcommands by which servers set themselves up, check or print something, and end.
var chores = []string{
	"migrate", "migration", "migrations", "init", "initialize", "initialise", "install", "setup", "bootstrap", "version", "help", "check", "validate", "verify",
	"config", "configure", "print-config", "build-config", "dump", "backup", "restore", "export", "import", "copy", "create", "generate", "seed", "upgrade", "wait",
	"status", "healthcheck", "health", "test", "admin", "user", "users", "token", "cert", "certs", "db", "database",
}

// administers tells whether the first word is a chore rather than the service itself.
func (inv Invocation) administers() bool {
	return len(inv.Args) > 0 && slices.Contains(chores, inv.Args[0])
}

// asksElse tells whether the first word is a subcommand, and none of those by which the program serves; it is the client of itself then,
// or does a chore.
func (inv Invocation) asksElse(serves []string) bool {
	return len(serves) > 0 && len(inv.Args) > 0 && isWord(inv.Args[0]) && !slices.Contains(serves, inv.Args[0])
}

// isWord tells whether an argument is spelled like a subcommand: no flag, no path, no address.
func isWord(arg string) bool {
	return arg != "" && arg[0] >= 'a' && arg[0] <= 'z' && strings.Trim(arg, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// valuedFlags are the flags that are known to take a value.
func (i *Image) valuedFlags() []string {
	var flags []string
	for k := range i.Settings {
		s := &i.Settings[k]
		for _, list := range [...][]string{s.Flags, s.HostFlags, s.PortFlags, s.DirFlags} {
			flags = append(flags, list...)
		}
	}
	return flags
}

// factsOf evaluates one setting.
func (s *Setting) factsOf(inv Invocation, valued []string) []fact.Fact {
	if len(s.When) > 0 && !anyHolds(s.When, inv) || anyHolds(s.Unless, inv) {
		return nil
	}
	found := s.find(inv, valued)
	if s.Form == "instance" {
		return s.fill(s.instances(found, inv), inv)
	}
	var all []fact.Fact
	firm, void := s.said(inv)
	for _, o := range found {
		if o.text == defaultText && void {
			continue
		}
		for _, f := range s.told(o) {
			f.Firm = o.text == defaultText && firm
			f.Speaks = s.speech(f.Speaks, inv)
			all = append(all, s.place(f, o, inv))
		}
	}
	return all
}

// told reads what is given. A log's file that is given as empty is none: the log goes to stdout or stderr.
func (s *Setting) told(o occurrence) []fact.Fact {
	if s.Does == "log" && o.given && o.value == "" {
		return s.log("stdout")
	}
	return s.facts(o.value)
}

// said tells what the configuration makes of the default: whether it surely stands, or surely does not.
func (s *Setting) said(inv Invocation) (firm, void bool) {
	if len(s.UnlessSaid) == 0 || inv.Config == nil {
		return false, false
	}
	void = inv.Config.Says(s.UnlessSaid) || len(s.IfSaid) > 0 && inv.Config.Replaces(s.IfSaid)
	return !void, void
}

// find gives the values of the first flag or variable that is present, else the default.
func (s *Setting) find(inv Invocation, valued []string) []occurrence {
	for _, name := range s.Flags {
		if found := inv.named(name, valued); len(found) > 0 {
			return found
		}
	}
	for _, name := range s.Env {
		if value, ok := inv.env(name); ok {
			return []occurrence{{value: value, given: true, arg: -1, env: name, text: name + "=" + value}}
		}
	}
	if s.Default == "" {
		return nil
	}
	return []occurrence{{value: s.Default, given: true, arg: -1, text: defaultText}}
}

// named finds a flag, or the arguments that are no flags by "#1" or "#*".
func (inv Invocation) named(name string, valued []string) []occurrence {
	number, positional := strings.CutPrefix(name, "#")
	if !positional {
		return inv.flag(name)
	}
	bare := inv.bare(valued)
	if number == "*" {
		return bare
	}
	if n, err := strconv.Atoi(number); err == nil && n > 0 && n <= len(bare) {
		return bare[n-1 : n]
	}
	return nil
}

// firstOf is the value of the first flag or "env:NAME" that is present.
func (inv Invocation) firstOf(names []string) string {
	for _, name := range names {
		if env, ok := strings.CutPrefix(name, "env:"); ok {
			if value, set := inv.env(env); set {
				return value
			}
			continue
		}
		if found := inv.flag(name); len(found) > 0 {
			return found[len(found)-1].value
		}
	}
	return ""
}

// place adds where the value came from, and the host when the value names none.
func (s *Setting) place(f fact.Fact, o occurrence, inv Invocation) fact.Fact {
	f.At, f.Text, f.Rung = fact.Place{Arg: o.arg, Env: o.env}, o.text, rungFlag
	if o.arg < 0 {
		f.Rung = rungEnv
		if o.env == "" {
			f.Rung = rungDefault
		}
	}
	if f.Host == "" && f.Socket == "" && (f.Kind == fact.Listen || f.Kind == fact.Dial) && s.bareHost(o) {
		f.Host = s.Host
		if host := widest(inv.hosts(s.HostFlags)); host != "" {
			f.Host = plainHost(host)
		}
	}
	return f
}

// bareHost tells whether the value leaves the host open: a port alone does, ":80" says all interfaces.
func (s *Setting) bareHost(o occurrence) bool {
	return s.Form == "instance" || !strings.HasPrefix(o.value, ":")
}

// fill turns endpoints that are found already into facts.
func (s *Setting) fill(found []located, inv Invocation) []fact.Fact {
	var all []fact.Fact
	for _, l := range found {
		all = append(all, s.place(s.network(l.endpoint), l.occurrence, inv))
	}
	return all
}

// facts reads one value; it knows no place yet.
func (s *Setting) facts(value string) []fact.Fact {
	switch s.Does {
	case "listen", "dial", "quit":
		var all []fact.Fact
		if s.Scheme != "" && !strings.Contains(value, "://") {
			value = s.Scheme + "://" + value
		}
		for _, e := range parseEndpoints(s.Form, value) {
			all = append(all, s.network(e))
		}
		return all
	case "log":
		return s.log(value)
	default:
		return s.files(value)
	}
}

func (s *Setting) network(e endpoint) fact.Fact {
	f := fact.Fact{
		Kind: fact.Listen, Host: e.host, Port: e.port, Socket: e.socket, Protocol: s.Protocol, Purpose: s.Purpose, URL: e.path, Optional: s.Optional, Speaks: e.speaks,
	}
	if e.protocol != "" {
		f.Protocol = e.protocol
	}
	if strings.Trim(f.URL, "/") == "" && s.URL != "" {
		f.URL = s.URL
	}
	switch s.Does {
	case "dial":
		f.Kind, f.Endless = fact.Dial, !s.Startup
	case "quit":
		f.Purpose = fact.PurposeQuit
	}
	return f
}

// files reads a path, or several when the form is a list.
func (s *Setting) files(value string) []fact.Fact {
	values := []string{value}
	if s.Form == "list" {
		values = strings.Split(value, ",")
	}
	var all []fact.Fact
	for _, v := range values {
		v = strings.Trim(strings.TrimSpace(v), `"'`)
		v = strings.TrimPrefix(v, "file://")
		if v == "" || v == "-" || placeholder(v) {
			continue
		}
		all = append(all, fact.Fact{
			Kind: fact.File, Op: fact.Op(s.Does), File: cleanPath(v), Dir: s.Dir, Glob: strings.ContainsAny(v, "*?["),
			Rotated: s.Rotated, Purpose: s.Purpose, Endless: s.Grows || s.Does == "tail" || s.Does == "watch" || s.Does == "serve",
		})
	}
	return all
}

// cleanPath cleans an absolute path and leaves a relative one as written.
func cleanPath(p string) string {
	if path.IsAbs(p) {
		return path.Clean(p)
	}
	return p
}

// isStream tells whether a log's place, in lower case, is the program's own stdout or stderr.
func isStream(v string) bool {
	switch v {
	case "-", "stdout", "stderr", "console":
		return true
	}
	return strings.HasPrefix(v, "/dev/std") || strings.HasPrefix(v, "/proc/self/fd/")
}

// log reads where a log goes.
func (s *Setting) log(value string) []fact.Fact {
	f := fact.Fact{Kind: fact.Log, Purpose: s.Purpose, Rotated: s.Rotated, Dir: s.Dir, Endless: true}
	switch v := strings.ToLower(strings.TrimSpace(value)); {
	case v == "" || placeholder(v):
		return nil
	case isStream(v):
		f.Sink = fact.SinkStdout
	case strings.HasPrefix(v, "syslog"):
		f.Sink = fact.SinkSyslog
	case v == "off" || v == "none" || v == "/dev/null":
		f.Sink = fact.SinkOff
	default:
		f.Sink, f.File = fact.SinkFile, cleanPath(strings.TrimSpace(value))
		f.Glob = strings.ContainsAny(f.File, "*?[")
	}
	return []fact.Fact{f}
}
