package shell

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

// client is how a database's command-line client names its server.
type client struct {
	valued, host, port string // flags that take a value; the flags for host and port, between blanks
	def                int    // default port
	env                string // variable with the default host
}

var (
	postgresClient = client{
		" -h --host -p --port -U --username -d --dbname -c --command -f --file -t --timeout -v -o -F -j -D -n -T -W ",
		" -h --host ", " -p --port ", 5432, "PGHOST",
	}
	mysqlClient = client{
		" -h --host -P --port -u --user -D --database -e --execute -S --socket --protocol --defaults-file --defaults-extra-file --connect-timeout --wait ",
		" -h --host ", " -P --port ", 3306, "MYSQL_HOST",
	}
	clickhouseClient = client{" -h --host --port -u --user --password -q --query -d --database ", " -h --host ", " --port ", 9000, ""}
)

func postgres(c *call)   { c.client(postgresClient) }
func mysql(c *call)      { c.client(mysqlClient) }
func clickhouse(c *call) { c.client(clickhouseClient) }

// client states the connection of a client with host and port flags.
func (c *call) client(db client) {
	opts, ops := options(c.args(), db.valued)
	if s, ok := find(opts, "-S", "--socket"); ok && db.def == 3306 {
		c.dialSocket(s, "", fact.PurposeDatabase)
		return
	}
	c.hostsOf(opts, db.host)
	for _, o := range append(ops, values(opts)...) {
		if c.connectionString(o, db) {
			return
		}
	}
	host, p := "", db.def
	for _, o := range opts {
		if takes(db.host, o.name) {
			host = o.value
		}
		if takes(db.port, o.name) {
			p = port(o.value)
		}
	}
	if host == "" && db.env != "" {
		host, _ = c.e.lookup(db.env)
	}
	switch {
	case strings.HasPrefix(host, "/"):
		c.dialSocket(host, "", fact.PurposeDatabase)
	case host != "":
		c.dialAs(host, p, fact.PurposeDatabase)
	}
}

// connectionString states the connection of a URL, or of libpq's pairs for its own clients; false when the word is neither.
func (c *call) connectionString(s string, db client) bool {
	switch {
	case strings.Contains(s, "://"):
		a := parseAddress(s)
		c.dialAs(a.host, a.port, fact.PurposeDatabase)
	case db.env == postgresClient.env && knowledge.IsConninfo(s):
		for _, f := range knowledge.Conninfo(s) {
			if f.Socket != "" {
				c.dialSocket(f.Socket, "", fact.PurposeDatabase)
			} else {
				c.dialAs(f.Host, f.Port, fact.PurposeDatabase)
			}
		}
	default:
		return false
	}
	return true
}

// hostsOf notes the values of the flags that name a host.
func (c *call) hostsOf(opts []option, flags string) {
	for _, o := range opts {
		if takes(flags, o.name) {
			c.host(o.value)
		}
	}
}

func values(opts []option) []string {
	var out []string
	for _, o := range opts {
		out = append(out, o.value)
	}
	return out
}

func (c *call) mongo() {
	opts, ops := options(c.args(), " --host --port -u --username -p --password --eval --authenticationDatabase --uri --db -d --out -o ")
	if u, ok := find(opts, "--uri"); ok {
		ops = []string{u}
	}
	for _, o := range ops {
		if strings.Contains(o, "://") {
			a := parseAddress(o)
			c.dialAs(a.host, a.port, fact.PurposeDatabase)
			return
		}
	}
	host, ok := find(opts, "--host")
	if !ok {
		host = "127.0.0.1"
		if len(ops) > 0 && strings.ContainsAny(ops[0], ":/") {
			host, _, _ = strings.Cut(ops[0], "/")
		}
	}
	h, p := hostPort(host)
	if v, given := find(opts, "--port"); given {
		p = port(v)
	}
	if p == 0 {
		p = 27017
	}
	c.dialAs(h, p, fact.PurposeDatabase)
}

func (c *call) redis() {
	opts, _ := options(c.args(), " -h -p -s -a -n -u --user --pass --cacert --cert --key -i -r ")
	if s, ok := find(opts, "-s"); ok {
		c.dialSocket(s, "", fact.PurposeDatabase)
		return
	}
	if u, ok := find(opts, "-u"); ok {
		a := parseAddress(u)
		c.dialAs(a.host, a.port, fact.PurposeDatabase)
		return
	}
	host, ok := find(opts, "-h")
	c.host(host)
	if !ok {
		host = "127.0.0.1"
	}
	p := 6379
	if v, given := find(opts, "-p"); given {
		p = port(v)
	}
	c.dialAs(host, p, fact.PurposeDatabase)
}

func (c *call) cqlsh() {
	ops := operands(c.args(), " -u -p -e -f -k ")
	host, p := "127.0.0.1", 9042
	if len(ops) > 0 {
		host = ops[0]
	}
	if len(ops) > 1 {
		p = port(ops[1])
	}
	c.dialAs(host, p, fact.PurposeDatabase)
}
