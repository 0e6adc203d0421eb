package appconf

import "testing"

func TestRedis(t *testing.T) {
	checkSamples(t, "redis", []sample{
		{name: "file", file: "redis.conf", text: `
bind 127.0.0.1 -::1
port 6380
protected-mode yes
unixsocket /run/redis/redis.sock
logfile "/var/log/redis/redis.log"
maxmemory 100mb
replicaof redis-0.redis 6379
`, want: []string{
			"2 listen 127.0.0.1:6380",
			"2 listen ::1:6380",
			"4 listen /run/redis/redis.sock",
			"5 log file /var/log/redis/redis.log",
			"7 dial redis-0.redis:6379 upstream",
		}},
		{name: "bus of a cluster", file: "redis.conf", text: `
port 6390
cluster-enabled yes
`, want: []string{"1 listen :6390", "2 listen :16390"}},
		{name: "bus on a port of its own", file: "redis.conf", text: `
cluster-enabled yes
cluster-port 7000
bind *
`, want: []string{"1 listen :7000", "3 listen :6379"}},
		{name: "stdout", file: "redis.conf", text: `
appendonly yes
maxmemory-policy allkeys-lru
port 6379
logfile ""
`, want: []string{
			"3 listen :6379",
			"4 log stdout",
		}},
		{name: "no TCP port", file: "redis.conf", text: `
port 0
unixsocket /data/redis.sock
appendonly no
`, want: []string{
			"2 listen /data/redis.sock",
		}},
		{name: "sentinel", file: "sentinel.conf", text: `
port 26379
sentinel monitor mymaster redis-0.redis 6379 2
sentinel down-after-milliseconds mymaster 5000
`, want: []string{
			"1 listen :26379",
			"2 dial redis-0.redis:6379 upstream",
		}},
	})
}

func TestPostgres(t *testing.T) {
	checkSamples(t, "postgresql", []sample{
		{name: "collector", file: "postgresql.conf", text: `
listen_addresses = 'localhost, 10.0.0.1'   # both
port = 5433
shared_buffers = 128MB
logging_collector = on
log_directory = '/var/log/postgresql'
log_filename = 'postgresql-%a.log'
unix_socket_directories = '/run/postgresql, /tmp'
`, want: []string{
			"2 listen localhost:5433",
			"2 listen 10.0.0.1:5433",
			"5 log file /var/log/postgresql/postgresql-*.log glob rotated",
			"7 listen /run/postgresql/.s.PGSQL.5433",
		}},
		{name: "unbounded collector", file: "postgresql.conf", text: `
logging_collector on
log_rotation_age = 0
log_rotation_size = 0
`, want: []string{
			"1 log file log/postgresql-*-*-*_*.log glob",
		}},
		{name: "stderr", file: "primary.conf", text: `
listen_addresses = '*'
wal_level = replica
logging_collector = off
`, want: []string{
			"1 listen :5432",
			"3 log stdout",
		}},
	})
}

func TestMySQL(t *testing.T) {
	checkSamples(t, "mysql", []sample{
		{name: "files", file: "my.cnf", text: `
[client]
socket = /run/mysqld/mysqld.sock
[mysqld]
port=3307
bind-address=127.0.0.1
socket=/run/mysqld/mysqld.sock
skip-name-resolve
log-error=/var/log/mysql/error.log
general_log=1
general_log_file=/var/log/mysql/general.log
slow_query_log = ON
slow-query-log-file = /var/log/mysql/slow.log
`, want: []string{
			"2 dial /run/mysqld/mysqld.sock database",
			"4 listen 127.0.0.1:3307",
			"6 listen /run/mysqld/mysqld.sock",
			"8 log file /var/log/mysql/error.log error",
			"10 log file /var/log/mysql/general.log",
			"12 log file /var/log/mysql/slow.log audit",
		}},
		{name: "ports beside that of the clients", file: "my.cnf", text: `
[mysqld]
mysqlx_port=33070
admin_port=33071
group_replication_local_address=127.0.0.1:33061
wsrep_on=ON
`, want: []string{
			"2 listen :33070 admin",
			"3 listen :33071 admin",
			"4 listen 127.0.0.1:33061",
			"5 listen :4567",
			"5 listen :4568",
			"5 listen :4444",
		}},
		{name: "stderr and logs that are off", file: "my.cnf", text: `
[mysqld]
bind-address = *
log_error = /dev/stderr
general_log = 0
general_log_file = /var/log/mysql/general.log
slow_query_log_file = /var/log/mysql/slow.log
`, want: []string{
			"2 listen :3306",
			"3 log stdout error",
		}},
	})
}

func TestMongo(t *testing.T) {
	checkSamples(t, "mongodb", []sample{
		{name: "member of a sharded cluster", file: "mongod.conf", text: `
storage:
  dbPath: /data
sharding:
  clusterRole: configsvr
`, want: []string{"4 listen localhost:27019"}},
		{name: "file", file: "mongod.conf", text: `
systemLog:
  destination: file
  path: /var/log/mongodb/mongod.log
  logAppend: true
net:
  port: 27018
  bindIp: 127.0.0.1,mongo-0
storage:
  dbPath: /data/db
`, want: []string{
			"3 log file /var/log/mongodb/mongod.log",
			"6 listen 127.0.0.1:27018",
			"6 listen mongo-0:27018",
		}},
		{name: "stdout and every address", file: "mongod.conf", text: `
storage:
  dbPath: /data/db
net:
  bindIpAll: true
`, want: []string{
			"4 listen 0.0.0.0:27017",
		}},
	})
}

func TestElastic(t *testing.T) {
	checkSamples(t, "elasticsearch", []sample{
		{name: "addresses", file: "elasticsearch.yml", text: `
cluster.name: shop
network.host: _site_
http.port: 9201
transport:
  port: 9301
path.logs: /usr/share/elasticsearch/logs
`, want: []string{
			"3 listen :9201",
			"5 listen :9301",
			"6 file append /usr/share/elasticsearch/logs dir",
		}},
		{name: "loopback", file: "elasticsearch.yml", text: `
network.host: _local_
`, want: []string{
			"1 listen localhost:9200",
		}},
	})
}

func TestPgBouncer(t *testing.T) {
	checkSamples(t, "pgbouncer", []sample{
		{name: "pool", file: "pgbouncer.ini", text: `
[databases]
shop = host=db.shop port=5432 dbname=shop
local = host=/run/postgresql dbname=x
* = host=127.0.0.1
[pgbouncer]
listen_addr = 0.0.0.0
listen_port = 6432
logfile = /var/log/pgbouncer/pgbouncer.log
auth_type = md5
`, want: []string{
			"2 dial db.shop:5432 database",
			"3 dial /run/postgresql/.s.PGSQL.5432 database",
			"4 dial 127.0.0.1:5432 database",
			"7 listen 0.0.0.0:6432",
			"8 log file /var/log/pgbouncer/pgbouncer.log",
		}},
		{name: "no address", file: "pgbouncer.ini", text: `
[pgbouncer]
listen_port = 6432
unix_socket_dir = /run/pgbouncer
`, want: []string{
			"3 listen /run/pgbouncer/.s.PGSQL.6432",
		}},
	})
}
