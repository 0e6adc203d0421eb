package shell

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// effects are what programs do, by base name.
var effects = map[string]func(*call){
	"cat": (*call).cat, "echo": (*call).print, "printf": (*call).printFormat, "tee": (*call).tee, "tail": (*call).tail, "sleep": (*call).sleep, "pause": (*call).pause,
	"cp": (*call).copyFiles, "mv": (*call).copyFiles, "install": (*call).install, "ln": (*call).link, "rsync": (*call).rsync, "dd": (*call).dd,
	"touch": makes(false), "mkfifo": makes(false), "mkdir": makes(true),
	"rm": (*call).remove, "rmdir": (*call).remove, "unlink": (*call).remove, "truncate": (*call).truncate,
	"ssh-keygen": (*call).sshKeygen, "openssl": (*call).openssl, "kinit": (*call).kinit,
	"chmod": (*call).chmod, "chown": (*call).chmod, "chgrp": (*call).chmod,
	"sed": (*call).sed, "yq": (*call).yq, "envsubst": (*call).envsubst,
	"tar": (*call).tar, "unzip": (*call).unzip, "gunzip": (*call).gzip, "gzip": (*call).gzip,
	"test": (*call).test, "[": (*call).test, "find": (*call).find,
	"grep": readsAfter(1, " -e -f -m -A -B -C "), "egrep": readsAfter(1, " -e -f -m -A -B -C "), "zgrep": readsAfter(1, ""),
	"awk": readsAfter(1, " -F -v -f "), "gawk": readsAfter(1, " -F -v -f "), "jq": (*call).jq,
	"head": (*call).head, "less": readsAfter(0, ""), "more": readsAfter(0, ""), "wc": readsAfter(0, ""), "sort": readsAfter(0, " -k -t "),
	"cut": readsAfter(0, " -d -f -c "), "diff": readsAfter(0, ""), "cmp": readsAfter(0, ""), "sha256sum": readsAfter(0, ""),
	"md5sum": readsAfter(0, ""), "sha1sum": readsAfter(0, ""), "sha512sum": readsAfter(0, ""), "ls": lists, "stat": readsAfter(0, " -c "),
	"base64": readsAfter(0, " -w "), "logrotate": readsAfter(0, " -s --state "), "inotifywait": (*call).inotify, "inotifyd": (*call).inotify,
	"wget": (*call).wget, "curl": (*call).curl, "git": (*call).git, "aws": (*call).aws, "gsutil": (*call).gsutil,
	"kubectl": (*call).kubectl, "oc": (*call).kubectl,
	"nc": (*call).netcat, "ncat": (*call).netcat, "netcat": (*call).netcat, "socat": (*call).socat, "telnet": (*call).telnet,
	"ping": takesHosts(" -c -i -I -W -w -s -t -q -M ", 1), "nslookup": takesHosts("", 2),
	"pg_isready": postgres, "psql": postgres, "pg_dump": postgres, "pg_dumpall": postgres, "pg_restore": postgres, "createdb": postgres, "pg_basebackup": postgres,
	"mysql": mysql, "mysqladmin": mysql, "mysqldump": mysql, "mariadb": mysql, "mariadb-admin": mysql, "mysqlcheck": mysql,
	"mongo": (*call).mongo, "mongosh": (*call).mongo, "mongodump": (*call).mongo, "redis-cli": (*call).redis, "valkey-cli": (*call).redis,
	"cqlsh": (*call).cqlsh, "clickhouse-client": clickhouse, "grpc_health_probe": (*call).grpcProbe, "grpc-health-probe": (*call).grpcProbe,
	"kill": (*call).kill, "pkill": (*call).pkill, "killall": (*call).pkill, "nsenter": (*call).enter, "strace": (*call).enter,
	"gdb": (*call).enter, "jcmd": (*call).attach, "jmap": (*call).attach, "jstack": (*call).attach, "py-spy": (*call).enter,
	"nginx": (*call).nginx, "httpd": (*call).httpd, "python": (*call).python, "python2": (*call).python, "python3": (*call).python,
	"php": (*call).php, "perl": inlineCode, "node": inlineCode, "ruby": inlineCode,
	"uwsgi": (*call).uwsgi, "crond": (*call).crond, "ssh": (*call).ssh, "autossh": (*call).ssh,
	"gunicorn": bind("gunicorn"), "uvicorn": bind("uvicorn"), "memcached": bind("memcached"), "next": (*call).nextJS,
	"npx": (*call).runsNode, "bunx": (*call).runsNode,
}

// inlineCode is an interpreter that is given its program on the command line.
func inlineCode(c *call) {
	for _, a := range c.args() {
		if a == "-e" || a == "--eval" || a == "-p" {
			c.e.out.Opaque = true
		}
		if a == "-pi" || a == "-i" || strings.HasPrefix(a, "-pi") {
			c.editsLast()
			return
		}
	}
}

// editsLast is perl -pi -e 'program' file.
func (c *call) editsLast() {
	if ops := operands(c.args(), " -e "); len(ops) > 0 {
		c.life = fact.Finite
		c.file(fact.Write, ops[len(ops)-1])
	}
}

// readsAfter reads the operands but the first n; a flag that gives a pattern (-e, -f) saves that one.
func readsAfter(n int, valued string) func(*call) {
	return func(c *call) {
		opts, ops := options(c.args(), valued)
		skip := n
		if n > 0 && has(opts, "-e", "-f") && strings.Contains(valued, " -e ") {
			skip = 0
		}
		c.quits = c.quits || has(opts, "-q", "-m")
		for _, f := range ops[min(skip, len(ops)):] {
			c.file(fact.Read, f)
		}
	}
}

// lists is ls: it takes in what lies in a folder.
func lists(c *call) {
	at := len(c.e.out.Facts)
	readsAfter(0, "")(c)
	for i := range c.e.out.Facts[at:] {
		c.e.out.Facts[at+i].Dir = true
	}
}

func (c *call) head() {
	c.quits = true
	readsAfter(0, " -n -c ")(c)
}

func (c *call) cat() {
	ops := operands(c.args(), "")
	for _, f := range ops {
		c.file(fact.Read, f)
	}
	if len(ops) == 0 || len(ops) == 1 && ops[0] == "-" {
		c.passOn(c.ctx.out)
	}
	if len(ops) == 0 && !c.ctx.input {
		c.idle, c.life = true, fact.Unknown
	}
	for _, f := range ops {
		if life := deviceLife(f); life != "" {
			c.life = life
		}
	}
	c.follows()
}

// deviceLife is how long a program reads that reads a file to its end; empty for an ordinary file. The kernel's log waits for the next record
// (https://docs.kernel.org/admin-guide/abi-testing.html, /dev/kmsg); when others under /dev end, who writes to them decides.
func deviceLife(file string) fact.Lifetime {
	switch {
	case file == "/dev/kmsg" || file == "/proc/kmsg":
		return fact.Endless
	case file == "/dev/null" || file == "/dev/termination-log" || strings.HasPrefix(file, "/dev/shm/"):
		return ""
	case strings.HasPrefix(file, "/dev/"):
		return fact.Unknown
	}
	return ""
}

// follows makes a filter live as long as what feeds it.
func (c *call) follows() {
	if c.ctx.piped && c.ctx.up != "" && c.life == "" {
		c.life = c.ctx.up
	}
}

// forEver are the seconds from which on a sleep is meant to have no end, as sleep 9999999d and sleep 365d are: three months, by rule of thumb
// longer than a node runs between two upgrades of a Kubernetes that is supported.
const forEver = 90 * 24 * 3600

func (c *call) sleep() {
	total, ok := 0.0, false
	for _, a := range c.args() {
		n, good := seconds(a)
		if !good {
			return
		}
		if n < 0 {
			total, ok = -1, true
			break
		}
		total, ok = total+n, true
	}
	if total >= forEver {
		total = -1
	}
	c.idle = ok
	c.life = fact.Finite
	if !ok {
		return
	}
	if total < 0 {
		c.life = fact.Endless
	}
	f := c.fact(fact.Sleep)
	if !c.ctx.limited {
		f.Times = c.ctx.times
	}
	if f.Seconds = total; c.ctx.limit > 0 && (total < 0 || total > c.ctx.limit) {
		f.Seconds = c.ctx.limit
	}
	c.e.emit(f)
}

// pause does nothing for ever; it is the sandbox's own program.
func (c *call) pause() {
	c.idle, c.life = true, fact.Endless
	f := c.fact(fact.Sleep)
	f.Seconds = -1
	c.e.emit(f)
}

// tail follows or prints the end of files.
func (c *call) tail() {
	opts, ops := tailOptions(c.args())
	follow := has(opts, "-f", "-F", "--follow")
	idle := follow
	for _, f := range ops {
		idle = idle && f == "/dev/null"
		if !follow {
			c.file(fact.Read, f)
			continue
		}
		at := len(c.e.out.Facts)
		c.file(fact.Tail, f)
		for i := range c.e.out.Facts[at:] {
			c.e.out.Facts[at+i].Endless = true
			following(&c.e.out.Facts[at+i], opts)
		}
	}
	if !follow {
		c.life = fact.Finite
		return
	}
	c.life = fact.Endless
	if has(opts, "--pid") { // it ends with that process
		c.life, idle = fact.Unknown, false
	}
	if c.ctx.piped && len(ops) == 0 {
		c.life, idle = c.ctx.up, false
	}
	if idle {
		c.pause()
	}
}

// following states how tail copes with a file that is missing or replaced, and where it begins.
func following(f *fact.Fact, opts []option) {
	how, _ := find(opts, "--follow")
	f.Retry = has(opts, "-F", "--retry")
	f.ByName = has(opts, "-F") || how == "name"
	f.Whole = has(opts, "-n", "-c", "--lines", "--bytes")
}

// tailOptions knows the old forms +1, -5f and -100.
func tailOptions(args []string) ([]option, []string) {
	var extra []option
	var rest []string
	for _, a := range args {
		digits := strings.TrimLeft(a, "-+0123456789")
		if len(a) > 1 && len(digits) < len(a)-1 && (digits == "" || digits == "f" || digits == "F") && (a[0] == '-' || a[0] == '+') && !lastTakes(rest) {
			extra = append(extra, option{"-n", strings.TrimRight(a, "fF")})
			if digits != "" {
				extra = append(extra, option{"-" + digits, ""})
			}
			continue
		}
		rest = append(rest, a)
	}
	opts, ops := options(rest, " -n -c --lines --bytes --pid -s --sleep-interval --max-unchanged-stats ")
	return append(opts, extra...), ops
}

func lastTakes(words []string) bool {
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	return strings.HasPrefix(last, "-") && (strings.HasSuffix(last, "n") || strings.HasSuffix(last, "c") || strings.HasSuffix(last, "s"))
}

func (c *call) inotify() {
	opts, ops := options(c.args(), " -e --event -t --timeout --format --timefmt --exclude -o --outfile --fromfile --include --excludei --includei ")
	if c.name() == "inotifyd" && len(ops) > 0 {
		ops = ops[1:]
	}
	c.life = fact.Finite
	if has(opts, "-m", "--monitor") || c.name() == "inotifyd" {
		c.life = fact.Endless
	}
	for _, f := range ops {
		f, _, _ = strings.Cut(f, ":")
		c.fileAs(fact.Watch, f, has(opts, "-r", "--recursive"))
	}
}
