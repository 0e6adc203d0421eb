package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// listenHosts adds one listener for each host of a list; without any host it has the default one.
func (n *notes) listenHosts(line int, hosts, def string, port int, purpose string) {
	if strings.TrimSpace(hosts) == "" {
		hosts = def
	}
	all := strings.FieldsFunc(hosts, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
	if len(all) == 0 {
		all = []string{""}
	}
	for _, h := range all {
		h = strings.Trim(strings.TrimPrefix(h, "-"), `[]"'`)
		n.listenOn(line, address{host: h}, purpose, port)
	}
}

func isRedis(s *source) bool {
	if !s.ends(".conf", ".cfg", ".template", ".tpl") && !s.about("redis", "valkey", "sentinel") || s.isJSON() {
		return false
	}
	known := 0
	for _, w := range redisWords {
		if strings.Contains(s.text, "\n"+w+" ") || strings.HasPrefix(s.text, w+" ") {
			known++
		}
	}
	return known > 1 || s.about("redis", "valkey", "sentinel") && (known == 1 || s.mentionsAny("logfile ", "bind ", "port ", "save "))
}

// redisWords are directives that hardly any other format has at the start of a line.
var redisWords = []string{
	"maxmemory", "maxmemory-policy", "appendonly", "appendfsync", "protected-mode", "tcp-backlog", "replicaof", "slaveof", "dbfilename",
	"requirepass", "cluster-enabled", "rdbcompression", "sentinel monitor", "sentinel down-after-milliseconds", "masterauth",
	"replica-announce-ip", "rename-command",
}

func readRedis(s *source, n *notes) {
	set := parseLines(s.lines, wordDialect)
	def := 6379
	if set.has("sentinel") {
		def = 26379
	}
	port, hasPort := set.get("port")
	bind, hasBind := set.get("bind")
	number, line := def, port.line
	if hasPort {
		number = atoi(port.value)
	} else {
		line = bind.line
	}
	if (hasPort || hasBind) && number != 0 {
		n.speaking(fact.Speech{Protocol: fact.Redis, TLS: fact.Plain}, func() { n.listenHosts(line, bind.value, "", number, "") })
	}
	if tls, ok := set.get("tls-port"); ok && atoi(tls.value) != 0 {
		n.speaking(fact.Speech{Protocol: fact.Redis, TLS: fact.Encrypted}, func() { n.listenHosts(tls.line, bind.value, "", atoi(tls.value), "") })
	}
	if one, ok := set.get("cluster-enabled"); ok && on(one.value) {
		n.listenHosts(one.line, bind.value, "", portOr(set.value("cluster-port"), number+redisBus), "")
	}
	for _, one := range set.list {
		n.redis(one)
	}
}

// redisBus is how far the port of a cluster's bus lies above that of its clients: https://redis.io/docs/latest/operate/oss_and_stack/management/scaling/
const redisBus = 10000

func (n *notes) redis(one setting) {
	w := strings.Fields(one.value)
	switch one.key() {
	case "unixsocket":
		n.listen(one.line, one.value, "", 0)
	case "logfile":
		if i := n.logTo(one.line, one.value, ""); i < 0 && !unresolved(one.value) {
			n.stdoutLog(one.line)
		}
	case "replicaof", "slaveof":
		if len(w) == 2 && w[0] != "no" {
			n.dial(one.line, w[0]+":"+w[1], fact.PurposeUpstream, 0)
		}
	case "sentinel":
		if len(w) > 3 && w[0] == "monitor" {
			n.dial(one.line, w[2]+":"+w[3], fact.PurposeUpstream, 0)
		}
	}
}

func isLitestream(s *source) bool {
	return s.mentions("dbs") && s.yaml().hasAny("dbs.*.path", "dbs.*.dir") && s.yaml().hasAny("dbs.*.replicas", "dbs.*.replica")
}

// readLitestream reads which databases are copied and where the metrics are served (https://litestream.io/reference/config/).
func readLitestream(s *source, n *notes) {
	set := s.yaml()
	if addr, ok := set.get("addr"); ok {
		n.listen(addr.line, addr.value, fact.PurposeMetrics, 0)
	}
	for _, one := range set.all("dbs.*.path") {
		n.file(one.line, fact.Read, one.value, false)
	}
	for _, one := range set.all("dbs.*.dir") {
		n.file(one.line, fact.Read, one.value, true)
	}
	for _, one := range set.below("dbs") {
		if file, ok := strings.CutPrefix(one.value, "file://"); ok && one.key() == "url" {
			n.file(one.line, fact.Write, file, true)
		}
	}
}

func isPostgres(s *source) bool {
	if !s.ends(".conf", ".auto", ".sample", ".template") && !s.about("postgres") || s.isJSON() {
		return false
	}
	return s.mentionsAny("listen_addresses", "logging_collector", "shared_buffers", "max_wal_senders", "wal_level", "hot_standby") &&
		s.mentions("=") && !s.mentions("[pgbouncer]") && !s.mentions("{")
}

// postgresTLS: a server with TLS takes plain connections too, unless pg_hba.conf refuses them.
func postgresTLS(ssl string) string {
	switch {
	case on(ssl):
		return fact.Either
	case ssl == "" || off(ssl):
		return fact.Plain
	}
	return ""
}

func readPostgres(s *source, n *notes) {
	set := parseLines(s.lines, postgresDialect)
	hosts, hasHosts := set.get("listen_addresses")
	port, hasPort := set.get("port")
	number, line := 5432, hosts.line
	if hasPort {
		number, line = atoi(port.value), port.line
	}
	if ssl, ok := set.get("ssl"); ok && !hasPort && !hasHosts {
		line, hasPort = ssl.line, true
	}
	if (hasPort || hasHosts && hosts.value != "") && number != 0 {
		n.speaking(fact.Speech{Protocol: fact.Postgres, TLS: postgresTLS(set.value("ssl"))}, func() { n.listenHosts(line, hosts.value, "", number, "") })
	}
	if dir, ok := set.first("unix_socket_directories", "unix_socket_directory"); ok && strings.HasPrefix(dir.value, "/") {
		first, _, _ := strings.Cut(dir.value, ",")
		n.listen(dir.line, strings.TrimSpace(first)+"/.s.PGSQL."+itoa(number), "", 0)
	}
	n.postgresLog(set)
}

// postgresLog reads the collector's files; they rotate daily unless both limits are zero.
func (n *notes) postgresLog(set *settings) {
	collector, ok := set.get("logging_collector")
	if !ok {
		return
	}
	if !on(collector.value) {
		n.stdoutLog(collector.line)
		return
	}
	line, dir, file := collector.line, "log", "postgresql-%Y-%m-%d_%H%M%S.log"
	if d, found := set.get("log_directory"); found {
		dir, line = d.value, d.line
	}
	if f, found := set.get("log_filename"); found {
		file = f.value
	}
	i := n.logTo(line, strings.TrimSuffix(dir, "/")+"/"+file, "")
	age, size := set.value("log_rotation_age"), set.value("log_rotation_size")
	if age != "0" || size != "0" && size != "" {
		n.setRotated(i)
	}
}

func isMySQL(s *source) bool {
	return s.mentionsAny("[mysqld]", "[mariadb]", "[client]", "[mysql]", "[server]", "[mysqld_safe]") &&
		(s.ends(".cnf", ".ini") || s.about("mysql", "mariadb", "my.cnf"))
}

func readMySQL(s *source, n *notes) {
	lines := make([]string, len(s.lines))
	for i, l := range s.lines { // a name may be written with dashes or underscores
		key, value, found := strings.Cut(l, "=")
		if found {
			l = strings.ReplaceAll(key, "-", "_") + "=" + value
		}
		lines[i] = l
	}
	set := parseLines(lines, mysqlDialect)
	for _, section := range []string{"mysqld", "mariadb", "server", "mariadbd"} {
		n.mysqlServer(set, section+".")
	}
	if host, ok := set.get("client.host"); ok {
		n.dial(host.line, host.value, fact.PurposeDatabase, portOr(set.value("client.port"), 3306))
	}
	if sock, ok := set.get("client.socket"); ok {
		n.dial(sock.line, sock.value, fact.PurposeDatabase, 0)
	}
}

// mysqlCluster reads what members of a group speak to each other on: of MySQL's own as it is told, of Galera's by default.
// https://raw.githubusercontent.com/percona/pxc-docs/8.0/docs/secure-network.md
func (n *notes) mysqlCluster(set *settings, section string) {
	for _, key := range []string{"group_replication_local_address", "loose_group_replication_local_address"} {
		if one, ok := set.get(section + key); ok {
			n.listen(one.line, one.value, "", 0)
		}
	}
	for _, in := range []string{section, "galera."} {
		if one, ok := set.get(in + "wsrep_on"); ok && on(one.value) {
			for _, port := range []int{4567, 4568, 4444} {
				n.listenHosts(one.line, "", "", port, "")
			}
		}
	}
}

func portOr(value string, def int) int {
	if p := atoi(value); p != 0 {
		return p
	}
	return def
}

func (n *notes) mysqlServer(set *settings, section string) {
	port, hasPort := set.get(section + "port")
	bind, hasBind := set.get(section + "bind_address")
	line := port.line
	if !hasPort {
		line = bind.line
	}
	if hasPort || hasBind {
		n.listenHosts(line, bind.value, "", portOr(port.value, 3306), "")
	}
	n.mysqlCluster(set, section)
	for _, key := range []string{"mysqlx_port", "loose_mysqlx_port", "admin_port", "extra_port"} {
		if one, ok := set.get(section + key); ok && atoi(one.value) != 0 {
			n.listenHosts(one.line, "", "", atoi(one.value), fact.PurposeAdmin)
		}
	}
	if sock, ok := set.get(section + "socket"); ok {
		n.listen(sock.line, sock.value, "", 0)
	}
	if log, ok := set.first(section+"log_error", section+"log_err"); ok {
		n.logTo(log.line, log.value, fact.PurposeError)
	}
	for _, kind := range []struct{ file, toggle, purpose string }{
		{"general_log_file", "general_log", ""}, {"slow_query_log_file", "slow_query_log", fact.PurposeAudit},
	} {
		if log, ok := set.get(section + kind.file); ok && on(set.value(section+kind.toggle)) {
			n.logTo(log.line, log.value, kind.purpose)
		}
	}
}

func isMongo(s *source) bool {
	if s.isJSON() || !s.mentionsAny("systemLog", "bindIp", "storage:", "replication:", "sharding:") {
		return false
	}
	return (s.about("mongo") || s.mentionsAny("dbPath", "bindIp", "systemLog")) && s.yaml().hasAny("systemLog", "net.bindIp", "net.port", "storage.dbPath")
}

// mongoRoles are the default ports of the members of a sharded cluster: https://www.mongodb.com/docs/v4.2/reference/default-mongodb-port/
var mongoRoles = map[string]int{"shardsvr": 27018, "configsvr": 27019}

func readMongo(s *source, n *notes) {
	set := s.yaml()
	port, hasPort := set.get("net.port")
	hosts, hasHosts := set.first("net.bindIp", "net.bindIpAll")
	line, names := hosts.line, hosts.value
	if hasPort {
		line = port.line
	}
	if on(set.value("net.bindIpAll")) {
		names = "0.0.0.0"
	}
	def := 27017
	if role, ok := set.get("sharding.clusterRole"); ok && mongoRoles[role.value] != 0 {
		def = mongoRoles[role.value]
		if !hasPort && !hasHosts {
			line, hasPort = role.line, true
		}
	}
	if hasPort || hasHosts {
		n.listenHosts(line, names, "localhost", portOr(port.value, def), "")
	}
	log, hasLog := set.get("systemLog.path")
	if hasLog && set.value("systemLog.destination") == "file" {
		n.logTo(log.line, log.value, "")
	}
	if audit, ok := set.get("auditLog.path"); ok {
		n.logTo(audit.line, audit.value, fact.PurposeAudit)
	}
}

func isElastic(s *source) bool {
	return s.named("elasticsearch.yml", "elasticsearch.yaml", "opensearch.yml", "opensearch.yaml") && s.yaml() != nil
}

func readElastic(s *source, n *notes) {
	set := s.yaml()
	host, hasHost := set.first("http.host", "http.bind_host", "network.bind_host", "network.host")
	port, hasPort := set.first("http.port")
	name := host.value
	if strings.HasPrefix(name, "_") && name != "_local_" || unresolved(name) {
		name = ""
	}
	name = strings.ReplaceAll(name, "_local_", "localhost")
	line := host.line
	if hasPort {
		line = port.line
	}
	if hasHost || hasPort {
		n.listenHosts(line, name, "", portOr(port.value, 9200), "")
	}
	if transport, ok := set.first("transport.port", "transport.tcp.port"); ok {
		n.listenHosts(transport.line, name, "", portOr(transport.value, 9300), "")
	}
	if logs, ok := set.get("path.logs"); ok { // what is written there log4j2.properties says
		n.file(logs.line, fact.Append, logs.value, true)
	}
}

func isPgBouncer(s *source) bool { return s.mentions("[pgbouncer]") }

func readPgBouncer(s *source, n *notes) {
	set := parseLines(s.lines, dialect{comments: ";#", separate: "="})
	port, hasPort := set.get("pgbouncer.listen_port")
	addr, hasAddr := set.get("pgbouncer.listen_addr")
	line := port.line
	if !hasPort {
		line = addr.line
	}
	if hasAddr && addr.value != "" { // without an address it serves its Unix socket alone
		speaks := fact.Speech{Protocol: fact.Postgres, TLS: pgBouncerTLS(set.value("pgbouncer.client_tls_sslmode"))}
		n.speaking(speaks, func() { n.listenHosts(line, addr.value, "", portOr(port.value, 6432), "") })
	}
	if dir, ok := set.get("pgbouncer.unix_socket_dir"); ok && strings.HasPrefix(dir.value, "/") {
		n.listen(dir.line, dir.value+"/.s.PGSQL."+itoa(portOr(port.value, 6432)), "", 0)
	}
	if log, ok := set.get("pgbouncer.logfile"); ok {
		n.logTo(log.line, log.value, "")
	}
	for _, db := range set.below("databases") {
		n.conninfo(db.line, db.value)
	}
}

// pgBouncerTLS: without the setting clients that ask for TLS are refused it. https://www.pgbouncer.org/config.html#client_tls_sslmode
func pgBouncerTLS(mode string) string {
	switch mode {
	case "", "disable":
		return fact.Plain
	case "allow", "prefer":
		return fact.Either
	case "require", "verify-ca", "verify-full":
		return fact.Encrypted
	}
	return ""
}

// conninfo reads libpq's "host=db port=5432 dbname=shop"; a host that is a folder holds the socket.
func (n *notes) conninfo(line int, text string) {
	host, port := "", 5432
	for w := range strings.FieldsSeq(text) {
		key, value, _ := strings.Cut(w, "=")
		value = strings.Trim(value, `'"`)
		switch key {
		case "host":
			host = value
		case "port":
			port = portOr(value, 5432)
		}
	}
	if strings.HasPrefix(host, "/") {
		host += "/.s.PGSQL." + itoa(port)
	}
	if host != "" {
		n.dial(line, host, fact.PurposeDatabase, port)
	}
}
