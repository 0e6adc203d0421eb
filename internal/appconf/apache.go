package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

var apacheSign = pattern.New(`(?mi)^\s*(?:LoadModule\s|<VirtualHost\s|<Directory\s|<Location\s|<IfModule\s|ServerRoot\s|DocumentRoot\s|CustomLog\s|ProxyPass\s)`)

var apacheDirective = pattern.New(`(?mi)^\s*(?:Listen|ErrorLog|CustomLog|DocumentRoot|ProxyPass|ServerName|TransferLog|ServerRoot)\s+\S`)

func isApache(s *source) bool {
	if s.mentions("<source>") || !apacheDirective.MatchString(s.text) {
		return false
	}
	return s.about("httpd", "apache") || s.ends(".conf", ".htaccess") && apacheSign.MatchString(s.text)
}

func readApache(s *source, n *notes) {
	for i, line := range s.lines {
		if w := words(line); len(w) > 1 {
			n.apache(i, strings.ToLower(w[0]), w[1:])
		}
	}
}

func (n *notes) apache(line int, name string, args []string) {
	switch name {
	case "listen":
		n.listen(line, args[0], "", 80)
	case "customlog", "transferlog":
		n.apacheLog(line, args[0], fact.PurposeAccess)
	case "errorlog":
		n.apacheLog(line, args[0], fact.PurposeError)
	case "documentroot":
		if strings.HasPrefix(args[0], "/") {
			n.file(line, fact.Serve, args[0], true)
		}
	case "proxypass", "proxypassmatch", "sethandler", "balancermember":
		for _, a := range args {
			n.apacheBackend(line, a)
		}
	}
}

// debianLogs is what Debian's envvars, and the images of php and wordpress that are built on it, put in the place of ${APACHE_LOG_DIR}.
const debianLogs = "/var/log/apache2"

// apacheLog reads a log target, which may be a pipe: "|bin/rotatelogs /logs/a.log 86400" rotates, "|/bin/cat" is standard output.
func (n *notes) apacheLog(line int, target, purpose string) {
	target = strings.Replace(target, "${APACHE_LOG_DIR}", debianLogs, 1)
	command, piped := strings.CutPrefix(target, "|")
	switch {
	case strings.HasPrefix(target, "${"):
		return // it may stand for a device
	case !piped:
		n.logTo(line, target, purpose)
		return
	}
	w := words(strings.TrimPrefix(strings.TrimPrefix(command, "|"), "$"))
	switch {
	case strings.HasSuffix(arg(w, 0), "rotatelogs"), strings.HasSuffix(arg(w, 0), "cronolog"):
		for _, a := range w[1:] {
			if strings.Contains(a, "/") {
				n.rotatedLog(line, a, purpose)
				return
			}
		}
	case strings.HasSuffix(arg(w, 0), "/cat"), arg(w, 0) == "cat":
		n.logTo(line, "stdout", purpose)
	}
}

// apacheBackend reads "http://127.0.0.1:8080/", "proxy:fcgi://127.0.0.1:9000" and "unix:/run/fpm.sock|fcgi://localhost/".
func (n *notes) apacheBackend(line int, value string) {
	value = strings.TrimPrefix(value, "proxy:")
	sock, _, isSocket := strings.Cut(value, "|")
	switch {
	case isSocket && strings.HasPrefix(sock, "unix:"):
		n.dial(line, sock, fact.PurposeUpstream, 0)
	case strings.HasPrefix(value, "fcgi://"):
		n.dial(line, value, fact.PurposeUpstream, 8000)
	case strings.HasPrefix(value, "ajp://"):
		n.dial(line, value, fact.PurposeUpstream, 8009)
	case strings.Contains(value, "://") && !strings.HasPrefix(value, "balancer:"):
		n.dial(line, value, fact.PurposeUpstream, 0)
	}
}
