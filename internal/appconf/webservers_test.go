package appconf

import "testing"

func TestApache(t *testing.T) {
	checkSamples(t, "apache", []sample{
		{name: "log files and a proxy", file: "httpd.conf", text: `
ServerRoot "/usr/local/apache2"
Listen 8080
LoadModule proxy_module modules/mod_proxy.so
ErrorLog "logs/error_log"
DocumentRoot "/usr/local/apache2/htdocs"
<VirtualHost *:8080>
    CustomLog "|/usr/bin/rotatelogs -l /var/log/httpd/access.%Y%m%d 86400" combined
    TransferLog /var/log/httpd/transfer.log
    ProxyPass /api http://127.0.0.1:9000/
    ProxyPassMatch ^/(.*\.php)$ fcgi://localhost:9001/srv/$1
    SetHandler "proxy:unix:/run/php/fpm.sock|fcgi://localhost"
</VirtualHost>
`, want: []string{
			"2 listen :8080",
			"4 log file logs/error_log error",
			"5 file serve /usr/local/apache2/htdocs dir",
			"7 log file /var/log/httpd/access.* access glob rotated",
			"8 log file /var/log/httpd/transfer.log access",
			"9 dial 127.0.0.1:9000/ upstream",
			"11 dial /run/php/fpm.sock upstream",
		}},
		{name: "a port alone, by the name of the file", file: "httpd.conf", text: "Listen 8081\nServerName x\n", want: []string{"1 listen :8081"}},
		{name: "a port alone, by the image", file: "ports.conf", hint: Hint{Image: "httpd"}, text: "Listen 8082\n", want: []string{"1 listen :8082"}},
		{name: "standard output", file: "site.conf", text: `
<VirtualHost *:80>
  DocumentRoot /srv/www
  CustomLog /proc/self/fd/1 combined
  ErrorLog /proc/self/fd/2
  CustomLog "|/bin/cat" short
</VirtualHost>
Listen [::1]:80
`, want: []string{
			"2 file serve /srv/www dir",
			"3 log stdout access",
			"4 log stdout error",
			"5 log stdout access",
			"7 listen ::1:80",
		}},
		{name: "directory of a variable", file: "000-default.conf", text: `
<VirtualHost *:80>
  ErrorLog ${APACHE_LOG_DIR}/error.log
  CustomLog ${LOGS} combined
</VirtualHost>
`, want: []string{"2 log file /var/log/apache2/error.log error"}},
	})
}

func TestHAProxy(t *testing.T) {
	checkSamples(t, "haproxy", []sample{
		{name: "files nowhere", file: "haproxy.cfg", text: `
global
    log stdout format raw local0
    stats socket /run/haproxy/admin.sock mode 660 level admin
defaults
    mode http
    log global
frontend web
    bind *:8080,:8443 ssl crt /certs/a.pem
    bind 127.0.0.1:8404
    default_backend app
backend app
    server one 127.0.0.1:3000 check
    server two unix@/run/app.sock
    server three ${APP_HOST}:80
`, want: []string{
			"2 log stdout",
			"3 listen /run/haproxy/admin.sock admin",
			"8 listen :8080",
			"8 listen :8443",
			"9 listen 127.0.0.1:8404",
			"12 dial 127.0.0.1:3000 upstream",
			"13 dial /run/app.sock upstream",
		}},
		{name: "syslog", file: "haproxy.cfg", text: `
global
  log 127.0.0.1:514 local0 info
listen redis
  bind unix@/run/redis.sock
  mode tcp
  server r1 redis-0.redis:6379 check
`, want: []string{
			"2 log syslog",
			"4 listen /run/redis.sock",
			"6 dial redis-0.redis:6379 upstream",
		}},
	})
}

func TestCaddy(t *testing.T) {
	checkSamples(t, "caddy", []sample{
		{name: "file", file: "Caddyfile", text: `
{
	admin localhost:2019
}
:8080 {
	root * /srv/site
	file_server
	log {
		output file /var/log/caddy/access.log {
			roll_size 10mb
		}
	}
	reverse_proxy /api/* 127.0.0.1:3000 {
		header_up Host {host}
	}
	php_fastcgi unix//run/php/fpm.sock
}
`, want: []string{
			"2 listen localhost:2019 admin",
			"4 listen :8080",
			"5 file serve /srv/site dir",
			"8 log file /var/log/caddy/access.log rotated",
			"12 dial 127.0.0.1:3000 upstream",
			"15 dial /run/php/fpm.sock upstream",
		}},
		{name: "stdout", file: "Caddyfile", text: `
shop.example {
	log {
		output stdout
	}
	reverse_proxy {
		to http://localhost:9000
	}
}
`, want: []string{
			"1 listen :443",
			"3 log stdout",
			"6 dial localhost:9000 upstream",
		}},
	})
}

func TestSquid(t *testing.T) {
	checkSamples(t, "squid", []sample{
		{name: "file", file: "squid.conf", text: `
http_port 127.0.0.1:3128
acl localnet src 10.0.0.0/8
http_access allow localnet
access_log daemon:/var/log/squid/access.log squid
cache_log /dev/stderr
cache_store_log none
cache_peer proxy.corp parent 8080 0 no-query
`, want: []string{
			"1 listen 127.0.0.1:3128",
			"4 log file /var/log/squid/access.log access",
			"5 log stdout",
			"6 log off audit",
			"7 dial proxy.corp:8080 upstream",
		}},
		{name: "stdout", file: "squid.conf", text: `
http_port 3128
access_log stdio:/dev/stdout combined
`, want: []string{
			"1 listen :3128",
			"2 log stdout access",
		}},
	})
}

func TestVarnish(t *testing.T) {
	checkSamples(t, "varnish", []sample{
		{name: "backends", file: "default.vcl", text: `
vcl 4.1;
# the app
backend default {
  .host = "127.0.0.1";
  .port = "8080";
}
backend sock { .path = "/run/app.sock"; }
sub vcl_recv {
  if (req.url ~ "^/a") { return (pass); } /* { */
}
backend named { .host = "app.shop"; }
`, want: []string{
			"4 dial 127.0.0.1:8080 upstream",
			"7 dial /run/app.sock upstream",
			"11 dial app.shop:80 upstream",
		}},
	})
}

func TestTomcat(t *testing.T) {
	checkSamples(t, "tomcat", []sample{
		{name: "valve", file: "server.xml", text: `
<Server port="8005" shutdown="SHUTDOWN">
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1"/>
    <Connector port="8009" address="127.0.0.1" protocol="AJP/1.3"/>
    <Engine name="Catalina"><Host name="localhost">
      <Valve className="org.apache.catalina.valves.AccessLogValve" directory="/logs" prefix="access" suffix=".txt"/>
    </Host></Engine>
  </Service>
</Server>
`, want: []string{
			"1 listen localhost:8005 quit",
			"3 listen :8080",
			"4 listen 127.0.0.1:8009",
			"6 log file /logs/access*.txt access glob rotated",
		}},
		{name: "standard output", file: "server.xml", text: `
<Server port="-1">
  <Service name="Catalina">
    <Connector port="8080"/>
    <Engine><Host>
      <Valve className="org.apache.catalina.valves.AccessLogValve" directory="/dev" prefix="stdout" rotatable="false"/>
    </Host></Engine>
  </Service>
</Server>
`, want: []string{
			"3 listen :8080",
			"5 log stdout access",
		}},
	})
}
