// Package fact is the vocabulary in which every source of evidence (shell scripts, flags, configuration files, image knowledge)
// states what a program does. A fact is a predicate with its place, never an opinion.
package fact

// Kind says what a fact is about.
type Kind string

// The kinds of facts, with the fields that each uses.
const (
	Listen Kind = "listen" // Host, Port or Socket, Protocol, Purpose, Speaks, Door
	Dial   Kind = "dial"   // Host, Port or Socket, Protocol, Purpose, URL, Speaks, Carries; Wait, Ignorable
	File   Kind = "file"   // Op, File, Dir, Glob
	Log    Kind = "log"    // Sink, File, Rotated, Partial
	Signal Kind = "signal" // Signal, Target, Tool
	Sleep  Kind = "sleep"  // Seconds (-1: for ever)
	Run    Kind = "run"    // File: a script that is started as a program, by its own first line
)

// Op is what happens to a file.
type Op string

// The operations on files.
const (
	Read   Op = "read"   // contents are read once, or on demand
	Tail   Op = "tail"   // contents are followed as they grow
	Watch  Op = "watch"  // changes are waited for
	Serve  Op = "serve"  // contents are handed out by a server
	Write  Op = "write"  // contents are replaced
	Append Op = "append" // contents grow
	Create Op = "create" // touch, mkfifo, mkdir: existence only
	Remove Op = "remove"
	Chmod  Op = "chmod" // mode or owner changes (chmod, chown, chgrp)
)

// Sinks of a log.
const (
	SinkFile   = "file"
	SinkStdout = "stdout" // also stderr and their /dev and /proc names
	SinkSyslog = "syslog"
	SinkOff    = "off"
)

// Purposes of a port, a dial or a log. Empty means the main one or unknown.
const (
	PurposeMetrics   = "metrics"
	PurposeHealth    = "health"
	PurposeAdmin     = "admin"
	PurposeUpstream  = "upstream"  // a proxy's backend
	PurposeReload    = "reload"    // asks a neighbour to read its configuration again
	PurposeScrape    = "scrape"    // an exporter reading its server
	PurposeDatabase  = "database"  // an app's database address
	PurposeTelemetry = "telemetry" // traces, metrics and logs sent out
	PurposeProxy     = "proxy"     // HTTP_PROXY, SOCKS
	PurposeBuild     = "build"     // DOCKER_HOST and the like
	PurposeQuit      = "quit"      // a shutdown endpoint (quitquitquit, /shutdown)
	PurposeAudit     = "audit"     // of a log: beside the ordinary log (audit, slow query, GC, heap dump)
	PurposeAccess    = "access"    // of a log
	PurposeError     = "error"     // of a log
	PurposePositions = "positions" // of a file that is written: how far the program has read its inputs
)

// Place is where in its source a fact was read.
type Place struct {
	Arg  int    // index in argv; 0 for a configuration file; -1 when the fact comes from no argument (image knowledge)
	Line int    // 0-based line inside that argument or file
	Env  string // name of the environment variable, when the fact comes from one
}

// Fact is one predicate. Fields that its Kind does not use are zero.
type Fact struct {
	Kind Kind
	At   Place
	Text string // the evidence, shortened to one line: the command, the flag, the configuration line

	Host     string // as written: "localhost", "127.0.0.1", "0.0.0.0", "" (all interfaces for a Listen, unknown for a Dial), "db.shop"
	Port     int    // 0 when unknown
	Socket   string // normalised path of a Unix socket ("unix:///csi/csi.sock" and "unix://csi/csi.sock" are "/csi/csi.sock"), "@name" when abstract
	Protocol string // TCP (also when empty) or UDP
	URL      string // path part of the URL that is dialled
	Purpose  string
	Optional bool   // of a Listen: the program goes on without it when it cannot bind
	Firm     bool   // of what an image does by default: its configuration is in sight and leaves it so
	Assumed  bool   // of a Listen: the configuration names no host, and Host is the one that the program takes then; of a Dial: it may as well be a Listen
	Speaks   Speech // above the transport
	Door     *Door  // of a Listen that asks for a login or a permission
	Carries  *Ports // of a Dial: the program's own ports whose input goes out here

	Op      Op
	File    string // absolute path in the container, cleaned; a relative one as written when the working directory is unknown
	Dir     bool   // a directory, with everything below it
	Glob    bool   // File holds wildcards
	Fresh   bool   // the name is another one each time: a date or a counter is part of it
	Private bool   // it is made, or left, for its owner alone to read
	Sink    string // of a Log
	As      string // of a rotation: the user and group that the program acts as, where its configuration names them
	Rotated bool   // rotation or a bound is visible (size limit, copytruncate, RollingFile)
	Partial bool   // the same lines go to stdout as well (tee), or only some of them go here

	Retry  bool // of a Tail: a file that is missing is waited for
	ByName bool // of a Tail: the name is followed, so that a file that is replaced is found again
	Whole  bool // of a Tail: the file is read from its start, or from a place that is given on purpose

	Signal string // HUP, TERM...; empty for tools that signal by themselves
	Target string // a process name, a PID ("1"), or "" when unknown
	Tool   string // kill, pkill, killall, nsenter, jcmd...

	Seconds float64
	Times   int // of a Sleep in a loop: how often it comes; 0 when that is not known, or it is in none

	Endless    bool // happens again and again: in an endless loop, or the program itself goes on
	Background bool
	Wait       bool   // retried until it succeeds: the program goes no further before that
	GivesUp    bool   // of what is waited for: only so often, and then the program goes on without it
	Kept       bool   // of a Read or Tail by a command: its output goes to a file or nowhere
	Awaited    bool   // of a Read: the program waits for as long as the file is missing, and nothing ends that
	Ahead      int    // of what is awaited: of the script's commands the first so many alone run before it is there; 0 when others may
	Ignorable  bool   // failure is tolerated (|| true, set +e does not count)
	Unless     string // a path that was asked for before, so that this happens only where it is missing; empty when none was
	Rung       int    // evidence ladder of a Log: 1 redirect, 2 flag, 3 env, 4 configuration, 5 image default
	Format     string // of a configuration file: nginx, logback...; of an image fact: the knowledge entry's id
	Verified   bool   // of an image fact: checked against public documentation
}

// Lifetime says whether a program ends by itself.
type Lifetime string

// The lifetimes.
const (
	Finite  Lifetime = "finite"
	Endless Lifetime = "endless"
	Unknown Lifetime = "unknown"
)
