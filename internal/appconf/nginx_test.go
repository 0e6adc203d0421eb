package appconf

import (
	"strings"
	"testing"
)

func TestNginx(t *testing.T) {
	checkSamples(t, "nginx", []sample{
		{name: "reverse proxy with log files", file: "nginx.conf", text: `
user nginx;
error_log /var/log/nginx/error.log warn;
events { worker_connections 1024; }
http {
  log_format main '$remote_addr; {$request}';
  access_log /var/log/nginx/access.log main;
  upstream app { server 127.0.0.1:9000 weight=2; server unix:/run/app.sock; keepalive 8; }
  server {
    listen 80 default_server;
    listen [::]:443 ssl;
    root /usr/share/nginx/html;
    location / { proxy_pass http://app/; }
    location /api/ { proxy_pass http://127.0.0.1:8080/v1/; }
    location /app/ { proxy_pass http://unix:/run/own.sock:/v1/; }
    location /var { proxy_pass http://$backend:80; }
    location ~ \.php$ { fastcgi_pass unix:/run/php/fpm.sock; }
    location /g { grpc_pass grpc://localhost:50051; }
  }
}
`, want: []string{
			"2 log file /var/log/nginx/error.log error",
			"6 log file /var/log/nginx/access.log access",
			"7 dial 127.0.0.1:9000 upstream",
			"7 dial /run/app.sock upstream",
			"9 listen :80",
			"10 listen :::443",
			"11 file serve /usr/share/nginx/html dir",
			"13 dial 127.0.0.1:8080/v1/ upstream",
			"14 dial /run/own.sock upstream",
			"16 dial /run/php/fpm.sock upstream",
			"17 dial localhost:50051 upstream",
		}},
		{name: "stdout", file: "default.conf", text: `
server {
  listen unix:/run/web.sock;
  listen 127.0.0.1;
  access_log /dev/stdout combined;
  error_log stderr;
  location /off { access_log off; alias /srv/files/; }
}
`, want: []string{
			"2 listen /run/web.sock",
			"3 listen 127.0.0.1:80",
			"4 log stdout access",
			"5 log stdout error",
			"6 log off access",
			"6 file serve /srv/files dir",
		}},
		{name: "both sinks in one block", file: "logs.conf", text: `
server {
  access_log /dev/stdout;
  access_log /var/log/shop/access.log;
  error_log syslog:server=127.0.0.1:514;
}
`, want: []string{
			"2 log stdout access",
			"3 log file /var/log/shop/access.log access partial",
			"4 log syslog error",
		}},
		{name: "status server, stream and lua", file: "web.conf", hint: Hint{Path: "/etc/nginx/web.conf"}, text: `
server {
  listen 8081;
  location = /status {
    stub_status;
  }
}
server {
  listen 53 udp;
  content_by_lua_block {
    local t = { listen = 1 }
    if t then ngx.say("}") end }
  }
  proxy_pass "127.0.0.1:5353";
}
`, want: []string{
			"2 listen :8081 metrics",
			"8 listen :53 udp",
			"13 dial 127.0.0.1:5353 upstream",
		}},
		{name: "all on one line", file: "nginx.conf", text: `
events {} http { server { listen 8080; location / { proxy_pass http://127.0.0.1:9000; } } }
`, want: []string{"1 listen :8080", "1 dial 127.0.0.1:9000 upstream"}},
		{name: "fragment of an include folder", file: "logging", hint: Hint{Path: "/etc/nginx/conf.d/logging"}, text: `
# where requests go
access_log /logs/a.log;
`, want: []string{"2 log file /logs/a.log access"}},
		{name: "template with variables", file: "default.conf.template", text: `
server {
  listen ${PORT};
  access_log ${LOG_DIR}/a.log;
  location / { proxy_pass http://${HOST}:80; }
}
`, want: []string{"3 log file access"}},
	})
}

func BenchmarkRead(b *testing.B) {
	one := "server {\n  listen 80;\n  access_log /var/log/nginx/a.log main;\n  location / { proxy_pass http://127.0.0.1:8080; }\n}\n"
	text := strings.Repeat(one, 200)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Read("nginx.conf", text, Hint{})
	}
}
