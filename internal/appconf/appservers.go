package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

var gunicornLine = pattern.New(`^\s*(bind|accesslog|errorlog|access_log|error_log)\s*=\s*(.+)$`)

func isGunicorn(s *source) bool {
	return s.ends(".py") && (s.about("gunicorn") || s.mentions("worker_class") && s.mentions("bind"))
}

// readGunicorn reads the assignments of gunicorn.conf.py whose values are plain strings.
func readGunicorn(s *source, n *notes) {
	for i, line := range s.lines {
		m := gunicornLine.FindStringSubmatch(line)
		if m == nil || strings.ContainsAny(m[2], "%{") || strings.Contains(m[2], "environ") || strings.Contains(m[2], "getenv") {
			continue
		}
		for _, v := range pythonString.FindAllStringSubmatch(m[2], 16) {
			switch m[1] {
			case "bind":
				n.listen(i, v[1], "", 8000)
			case "accesslog":
				n.logTo(i, v[1], fact.PurposeAccess)
			case "errorlog":
				n.logTo(i, v[1], fact.PurposeError)
			}
		}
	}
}

func isUWSGI(s *source) bool { return s.mentions("[uwsgi]") }

func readUWSGI(s *source, n *notes) {
	for _, one := range parseLines(s.lines, iniDialect).below("uwsgi") {
		value := one.value
		switch one.key() {
		case "http", "http-socket", "https", "socket", "uwsgi-socket", "fastcgi-socket", "http11-socket":
			first, _, _ := strings.Cut(value, ",")
			n.listen(one.line, first, "", 0)
		case "stats", "stats-server":
			n.listen(one.line, value, fact.PurposeMetrics, 0)
		case "logto", "logto2", "daemonize", "daemonize2":
			n.logTo(one.line, value, "")
		case "logger", "req-logger":
			n.uwsgiLogger(one)
		}
	}
}

// uwsgiLogger reads "file:/tmp/a.log", "stdio" and "name file:logfile=/tmp/a.log,maxsize=...".
func (n *notes) uwsgiLogger(one setting) {
	value := one.value[strings.LastIndexByte(one.value, ' ')+1:]
	target, isFile := strings.CutPrefix(value, "file:")
	switch {
	case strings.HasPrefix(value, "stdio"):
		n.stdoutLog(one.line)
	case isFile:
		target, options, _ := strings.Cut(strings.TrimPrefix(target, "logfile="), ",")
		i := n.logTo(one.line, target, "")
		if strings.Contains(options, "maxsize") {
			n.setRotated(i)
		}
	}
}

func isSupervisord(s *source) bool {
	return s.mentionsAny("[program:", "[supervisord]", "[eventlistener:", "[fcgi-program:") && !s.isJSON()
}

func readSupervisord(s *source, n *notes) {
	set := parseLines(s.lines, iniDialect)
	if log, ok := set.get("supervisord.logfile"); ok {
		i := n.bounded(set, log, "supervisord.logfile_maxbytes", "")
		if on(set.value("supervisord.nodaemon")) { // in the foreground it logs to standard output too
			n.setPartial(i)
		}
	}
	if addr, ok := set.get("inet_http_server.port"); ok {
		n.listen(addr.line, addr.value, fact.PurposeAdmin, 0)
	}
	if sock, ok := set.get("unix_http_server.file"); ok && strings.HasPrefix(sock.value, "/") {
		n.listen(sock.line, sock.value, fact.PurposeAdmin, 0)
	}
	for _, one := range set.list {
		if one.key() == "" && (strings.HasPrefix(one.path[0], "program:") || strings.HasPrefix(one.path[0], "fcgi-program:")) {
			n.supervised(set, one)
		}
	}
}

// supervised notes where a program's output goes: to a file of supervisord's own choice (AUTO) unless the section says otherwise.
func (n *notes) supervised(set *settings, section setting) {
	name := section.parent()
	events := on(set.value(name + ".stdout_events_enabled"))
	out, ok := set.get(name + ".stdout_logfile")
	var i int
	if !ok || strings.EqualFold(out.value, "AUTO") {
		line := section.line
		if ok {
			line = out.line
		}
		i = n.autoLog(set, name, line)
	} else {
		i = n.bounded(set, out, name+".stdout_logfile_maxbytes", "")
	}
	if events {
		n.setPartial(i)
	}
	if err, ok := set.get(name + ".stderr_logfile"); ok && !on(set.value(name+".redirect_stderr")) {
		n.bounded(set, err, name+".stderr_logfile_maxbytes", fact.PurposeError)
	}
}

// autoLog notes the file that supervisord names itself: in childlogdir, or in the temporary folder of the system.
func (n *notes) autoLog(set *settings, section string, line int) int {
	dir, ok := set.get("supervisord.childlogdir")
	if !ok {
		i := n.unnamedLog(line, "")
		n.setRotated(i)
		return i
	}
	_, name, _ := strings.Cut(section, ":")
	return n.rotatedLog(line, strings.TrimSuffix(dir.value, "/")+"/"+name+"-stdout*.log", "")
}

// bounded notes a log of supervisord, which rotates at 50 MB unless maxbytes is 0; AUTO stands for a file of its own choice.
func (n *notes) bounded(set *settings, one setting, maxbytes, purpose string) int {
	if unresolved(one.value) || strings.EqualFold(one.value, "AUTO") {
		return n.unnamedLog(one.line, purpose)
	}
	target := strings.ReplaceAll(one.value, "%(here)s", "")
	target = supervisorNames.ReplaceAllString(target, "%n")
	i := n.logTo(one.line, target, purpose)
	if limit := set.value(maxbytes); limit != "0" {
		n.setRotated(i)
	}
	return i
}

var supervisorNames = pattern.New(`%\([a-z_]+\)[0-9]*[sd]`)

var fpmManager = pattern.New(`(?m)^pm\s*=\s*(?:static|dynamic|ondemand)`)

func isPHPFPM(s *source) bool {
	return !s.isJSON() && !s.isXML() && (s.mentions("pm.max_children") || fpmManager.MatchString(s.text) && s.mentions("listen") ||
		s.about("php-fpm", "fpm") && s.mentionsAny("[global]", "[www]", "listen =", "listen="))
}

func readPHPFPM(s *source, n *notes) {
	for _, one := range parseLines(s.lines, dialect{comments: ";#", inline: ";", separate: "="}).list {
		one.value = strings.ReplaceAll(one.value, "$pool", one.path[0])
		switch name := strings.Join(one.path[min(1, len(one.path)-1):], "."); {
		case name == "listen":
			n.listen(one.line, one.value, "", 0)
		case name == "access.log":
			n.logTo(one.line, one.value, fact.PurposeAccess)
		case name == "error_log", strings.Contains(name, "[error_log]"):
			n.logTo(one.line, one.value, fact.PurposeError)
		case name == "slowlog":
			n.logTo(one.line, one.value, fact.PurposeAudit)
		}
	}
}

func isPHP(s *source) bool {
	return s.ends(".ini") && (s.named("php.ini") || s.under("/php/", "/php.d/", "conf.d/") || s.mentions("[PHP]")) &&
		s.mentionsAny("error_log", "memory_limit", "upload_max_filesize", "display_errors", "opcache")
}

func readPHP(s *source, n *notes) {
	for _, one := range parseLines(s.lines, iniDialect).list {
		if one.key() == "error_log" {
			n.logTo(one.line, one.value, fact.PurposeError)
		}
	}
}

func isTomcat(s *source) bool {
	return s.isXML() && s.mentions("<Connector", "<Service") && s.xml() != nil
}

// readTomcat reads server.xml: connectors, the shutdown port and access-log valves.
func readTomcat(s *source, n *notes) {
	s.xml().walk(func(e *element) {
		switch {
		case e.name == "connector":
			n.listenHosts(e.line, e.attr["address"], "", atoi(e.attr["port"]), "")
		case e.name == "server" && atoi(e.attr["port"]) > 0:
			n.listenHosts(e.line, e.attr["address"], "localhost", atoi(e.attr["port"]), fact.PurposeQuit)
		case e.name == "valve" && strings.HasSuffix(e.attr["classname"], "AccessLogValve"):
			n.tomcatAccess(e)
		}
	})
}

// tomcatAccess reads an access-log valve, which starts a new file each day unless rotatable is false.
func (n *notes) tomcatAccess(e *element) {
	dir := strings.TrimSuffix(firstOf(e.attr["directory"], "logs"), "/")
	prefix := firstOf(e.attr["prefix"], "access_log")
	if strings.HasPrefix(dir, "/dev") || strings.HasPrefix(dir, "/proc") {
		n.logTo(e.line, "stdout", fact.PurposeAccess)
		return
	}
	if off(e.attr["rotatable"]) {
		n.logTo(e.line, dir+"/"+prefix+e.attr["suffix"], fact.PurposeAccess)
		return
	}
	n.rotatedLog(e.line, dir+"/"+prefix+"*"+e.attr["suffix"], fact.PurposeAccess)
}
