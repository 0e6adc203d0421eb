package appconf

import "testing"

func TestGunicorn(t *testing.T) {
	checkSamples(t, "gunicorn", []sample{
		{name: "file", file: "gunicorn.conf.py", text: `
import os
bind = "0.0.0.0:8000"
workers = 2
accesslog = '/var/log/gunicorn/access.log'
errorlog = "-"
`, want: []string{
			"2 listen 0.0.0.0:8000",
			"4 log file /var/log/gunicorn/access.log access",
			"5 log stdout error",
		}},
		{name: "socket", file: "gunicorn.conf.py", text: `
bind = ["unix:/run/app.sock", "127.0.0.1:8001"]
accesslog = "-"
errorlog = os.environ.get("ERR", "/x.log")
`, want: []string{
			"1 listen /run/app.sock",
			"1 listen 127.0.0.1:8001",
			"2 log stdout access",
		}},
	})
}

func TestUWSGI(t *testing.T) {
	checkSamples(t, "uwsgi", []sample{
		{name: "file", file: "uwsgi.ini", text: `
[uwsgi]
http = :8080
socket = /run/uwsgi/app.sock
stats = 127.0.0.1:9191
daemonize = /var/log/uwsgi/app.log
logger = file:logfile=/var/log/uwsgi/req.log,maxsize=1000000
`, want: []string{
			"2 listen :8080",
			"3 listen /run/uwsgi/app.sock",
			"4 listen 127.0.0.1:9191 metrics",
			"5 log file /var/log/uwsgi/app.log",
			"6 log file /var/log/uwsgi/req.log rotated",
		}},
		{name: "stdout", file: "uwsgi.ini", text: `
[uwsgi]
http-socket = 0.0.0.0:3031
logger = stdio
`, want: []string{
			"2 listen 0.0.0.0:3031",
			"3 log stdout",
		}},
	})
}

func TestSupervisord(t *testing.T) {
	checkSamples(t, "supervisord", []sample{
		{name: "files", file: "supervisord.conf", text: `
[supervisord]
nodaemon=true
logfile=/dev/null
[inet_http_server]
port=127.0.0.1:9001
[unix_http_server]
file=/run/supervisor.sock
[program:web]
command=/usr/bin/web --port 80
stdout_logfile=/var/log/web.log
stdout_logfile_maxbytes=0
stderr_logfile=/var/log/%(program_name)s.err ; errors
[program:auto]
command=/usr/bin/auto
`, want: []string{
			"3 log off",
			"5 listen 127.0.0.1:9001 admin",
			"7 listen /run/supervisor.sock admin",
			"10 log file /var/log/web.log",
			"12 log file /var/log/*.err error glob rotated",
			"13 log file rotated",
		}},
		{name: "standard output", file: "supervisord.conf", text: `
[program:web]
command=/usr/bin/web
stdout_logfile=/dev/fd/1
stdout_logfile_maxbytes=0
redirect_stderr=true
stderr_logfile=/never.log
`, want: []string{
			"3 log stdout",
		}},
		{name: "files of its own choice", file: "supervisord.conf", text: `
[supervisord]
nodaemon=true # in the foreground
logfile=/var/log/supervisord.log
childlogdir=/var/log/children
[program:web]
command=/usr/bin/web
`, want: []string{
			"3 log file /var/log/supervisord.log rotated partial",
			"5 log file /var/log/children/web-stdout*.log glob rotated",
		}},
	})
}

func TestPHPFPM(t *testing.T) {
	checkSamples(t, "php-fpm", []sample{
		{name: "files", file: "www.conf", text: `
[www]
listen = 127.0.0.1:9000
pm = dynamic
pm.max_children = 5
access.log = /var/log/fpm/$pool.access.log
slowlog = /var/log/fpm/slow.log
php_admin_value[error_log] = /var/log/fpm/error.log
`, want: []string{
			"2 listen 127.0.0.1:9000",
			"5 log file /var/log/fpm/www.access.log access",
			"6 log file /var/log/fpm/slow.log audit",
			"7 log file /var/log/fpm/error.log error",
		}},
		{name: "stdout and a socket", file: "zz-docker.conf", text: `
[global]
error_log = /proc/self/fd/2
[www]
listen = /run/php/fpm.sock
pm = static
access.log = /proc/self/fd/2
`, want: []string{
			"2 log stdout error",
			"4 listen /run/php/fpm.sock",
			"6 log stdout access",
		}},
		{name: "a bare port", file: "fpm.conf", text: `
[www]
listen=9000
pm.max_children = 2
`, want: []string{
			"2 listen :9000",
		}},
	})
}

func TestPHP(t *testing.T) {
	checkSamples(t, "php", []sample{
		{name: "file", file: "php.ini", text: `
[PHP]
memory_limit = 256M
error_log = /var/log/php/error.log
`, want: []string{
			"3 log file /var/log/php/error.log error",
		}},
		{name: "stderr", file: "custom.ini", hint: Hint{Path: "/usr/local/etc/php/conf.d/custom.ini"}, text: `
display_errors = Off
error_log = php://stderr
`, want: []string{
			"2 log stdout error",
		}},
	})
}
