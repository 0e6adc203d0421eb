package appconf

import (
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

func isJUL(s *source) bool {
	return !s.isXML() && s.mentionsAny("java.util.logging.FileHandler", "java.util.logging.ConsoleHandler", "AsyncFileHandler") && s.mentions("handlers")
}

// readJUL reads java.util.logging: the handlers that some logger names, and FileHandler.pattern.
func readJUL(s *source, n *notes) {
	set := parseLines(s.lines, propertiesDialect)
	l := newLogging()
	for _, one := range set.list {
		if key := one.key(); key != "handlers" && key != ".handlers" {
			continue
		}
		refs := strings.FieldsFunc(one.value, func(r rune) bool { return r == ',' || r == ' ' })
		l.loggers = append(l.loggers, logger{root: len(one.path) <= 2, refs: refs})
		for _, ref := range refs {
			l.julHandler(set, ref, one.line)
		}
	}
	l.note(n)
}

func (l *logging) julHandler(set *settings, name string, line int) {
	if l.appenders[name] != nil || len(l.appenders) > 200 {
		return
	}
	console, file, rotated := appenderKind(name)
	a := &appender{console: console, isFile: file || strings.HasSuffix(name, "FileHandler"), rotated: rotated, line: line}
	if p, ok := set.get(name + ".pattern"); ok {
		a.file, a.line = julPattern(p.value), p.line
	} else if d, ok := set.get(name + ".directory"); ok {
		a.file, a.line = strings.TrimSuffix(d.value, "/")+"/"+set.value(name+".prefix")+"*.log", d.line
		a.rotated = true
	}
	limit := set.value(name + ".limit")
	a.rotated = a.rotated || limit != "" && limit != "0"
	l.appenders[name] = a
}

// julPattern resolves %h (home) and %t (temporary folder) to nothing known, and counters to stars.
func julPattern(p string) string {
	if strings.HasPrefix(p, "%h") {
		return "${home}"
	}
	return strings.Replace(p, "%t/", "/tmp/", 1)
}

func isNLog(s *source) bool { return s.isXML() && s.mentionsAny("<nlog", "<NLog") && s.xml() != nil }

// readNLog reads <target xsi:type="File" fileName=> and the <logger writeTo=> that use them.
func readNLog(s *source, n *notes) {
	l := newLogging()
	vars := properties{}
	root := s.xml()
	for _, v := range root.named("variable") {
		vars[v.attr["name"]] = v.attr["value"]
	}
	for _, t := range root.named("target") {
		console, file, _ := appenderKind(t.attr["type"])
		rotated := t.attr["archiveabovesize"] != "" || t.attr["archiveevery"] != "" || t.attr["maxarchivefiles"] != ""
		a := &appender{console: console, isFile: file, rotated: rotated, line: t.line, file: vars.expand(nlogPath(t.attr["filename"]))}
		for _, kid := range t.named("target")[1:] {
			a.refs = append(a.refs, kid.attr["name"])
		}
		l.appenders[t.attr["name"]] = a
	}
	for _, r := range root.named("logger") {
		refs := strings.FieldsFunc(firstOf(r.attr["writeto"], r.attr["appendto"]), func(c rune) bool { return c == ',' || c == ' ' })
		l.loggers = append(l.loggers, logger{root: r.attr["name"] == "*", refs: refs})
	}
	l.note(n)
}

var nlogDates = pattern.New(`\$\{(?:shortdate|date|longdate|level|logger)[^}]*\}`)

// nlogPath replaces the layout renderers that vary by a date pattern.
func nlogPath(p string) string { return nlogDates.ReplaceAllString(p, "%d") }

func isLog4net(s *source) bool {
	return s.isXML() && s.mentions("log4net") && s.mentions("<appender") && s.xml() != nil
}

func readLog4net(s *source, n *notes) {
	l := newLogging()
	root := s.xml()
	for _, e := range root.named("appender") {
		console, file, rotated := appenderKind(e.attr["type"])
		if strings.Contains(e.attr["type"], ",") {
			class, _, _ := strings.Cut(e.attr["type"], ",")
			console, file, rotated = appenderKind(class)
		}
		a := &appender{console: console, isFile: file, rotated: rotated, line: e.line, refs: refsBelow(e)}
		if f := e.child("file"); f != nil {
			a.file, a.line = firstOf(f.attr["value"], f.text), f.line
		}
		l.appenders[e.attr["name"]] = a
	}
	l.xmlLoggers(root)
	l.note(n)
}

func isDotnet(s *source) bool {
	return s.isJSON() && s.mentionsAny("Serilog", "Kestrel", "ConnectionStrings", "\"Urls\"") &&
		s.yaml().hasAny("Serilog.WriteTo", "Kestrel.Endpoints", "ConnectionStrings", "Urls")
}

// readDotnet reads appsettings.json: Serilog's sinks, Kestrel's endpoints and connection strings.
func readDotnet(s *source, n *notes) {
	set := s.yaml()
	n.serilog(set)
	for _, one := range set.all("Kestrel.Endpoints.*.Url") {
		n.listen(one.line, one.value, "", 0)
	}
	if urls, ok := set.get("Urls"); ok {
		for u := range strings.SplitSeq(urls.value, ";") {
			n.listen(urls.line, u, "", 0)
		}
	}
	for _, one := range set.below("ConnectionStrings") {
		n.connectionString(one)
	}
}

// serilog reads WriteTo: [{"Name": "File", "Args": {"path": ...}}], and the same with names for keys or behind Async.
func (n *notes) serilog(set *settings) {
	console := false
	var files []int
	for _, one := range set.below("Serilog.WriteTo") {
		bare := len(one.path) == 3 && one.value != ""
		if !bare && !strings.EqualFold(one.key(), "Name") {
			continue
		}
		switch one.value {
		case "Console":
			console = true
			n.stdoutLog(one.line)
		case "File", "RollingFile":
			files = append(files, n.serilogFile(set, one))
		}
	}
	for _, i := range files {
		if console {
			n.setPartial(i)
		}
	}
}

// serilogFile notes a file; the sink stops at 1 GB by itself, which bounds it.
func (n *notes) serilogFile(set *settings, one setting) int {
	parent := one.parent()
	path, ok := set.first(parent+".Args.path", parent+".Args.pathFormat")
	interval, rolls := set.get(parent + ".Args.rollingInterval")
	rolls = rolls && !strings.EqualFold(interval.value, "Infinite")
	var i int
	if ok {
		i = n.logTo(path.line, serilogPath(path.value, rolls), "")
	} else {
		i = n.unnamedLog(one.line, "")
	}
	if rolls || one.value == "RollingFile" {
		n.setRotated(i)
	}
	return i
}

// serilogPath stands a date pattern where the sink writes the date: for {Date}, else before the ending.
func serilogPath(p string, rolls bool) string {
	p = strings.ReplaceAll(p, "{Date}", "%d")
	if dot := strings.LastIndexByte(p, '.'); rolls && dot > strings.LastIndexByte(p, '/') {
		return p[:dot] + "%d" + p[dot:]
	}
	return p
}

// connectionString reads "Server=db,1433;..." and "Host=db;Port=5432;...".
func (n *notes) connectionString(one setting) {
	host, port := "", 0
	for part := range strings.SplitSeq(one.value, ";") {
		key, value, _ := strings.Cut(part, "=")
		value = strings.TrimPrefix(strings.TrimSpace(value), "tcp:")
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "server", "host", "data source", "datasource", "addr":
			host = strings.ReplaceAll(value, ",", ":")
		case "port":
			port = atoi(value)
		}
	}
	if host != "" && !strings.ContainsAny(host, `/\`) {
		n.dial(one.line, host, fact.PurposeDatabase, port)
	}
}

func isPythonINI(s *source) bool {
	return s.mentions("[handlers]", "[handler_", "class") && s.mentions("[loggers]")
}

var pythonString = pattern.New(`["']([^"']+)["']`)

// readPythonINI reads logging.config.fileConfig: [handler_x] class= args=('path', ...), used by [logger_y] handlers=x.
func readPythonINI(s *source, n *notes) {
	set := parseLines(s.lines, pythonDialect)
	l := newLogging()
	for _, one := range set.list {
		section, isHandler := strings.CutPrefix(one.path[0], "handler_")
		if isHandler && one.key() == "class" {
			args, _ := set.first("handler_"+section+".args", "handler_"+section+".kwargs")
			l.pythonHandler(section, one.value, args, one.line)
		}
		name, isLogger := strings.CutPrefix(one.path[0], "logger_")
		if isLogger && one.key() == "handlers" {
			refs := strings.FieldsFunc(one.value, func(r rune) bool { return r == ',' || r == ' ' })
			l.loggers = append(l.loggers, logger{root: name == "root", refs: refs})
		}
	}
	l.note(n)
}

func (l *logging) pythonHandler(name, class string, args setting, line int) {
	a := &appender{line: line}
	switch short := class[strings.LastIndexByte(class, '.')+1:]; {
	case short == "StreamHandler":
		a.console = true
	case strings.HasSuffix(short, "FileHandler"):
		a.isFile, a.rotated = true, strings.Contains(short, "Rotating")
	}
	if m := pythonString.FindStringSubmatch(args.value); a.isFile && m != nil {
		a.file, a.line = m[1], args.line
	}
	l.appenders[name] = a
}

func isPythonDict(s *source) bool {
	return s.mentions("handlers") && s.mentionsAny("FileHandler", "StreamHandler") && s.mentionsAny("loggers", "root") && len(pythonHandlers(s.tree())) > 0
}

// pythonHandlers are the classes of the handlers, at the top or below whatever key an application keeps its logging under.
func pythonHandlers(set *settings) []setting {
	if set == nil {
		return nil
	}
	var out []setting
	for _, one := range set.list {
		if at := len(one.path) - 3; at >= 0 && one.path[at] == "handlers" && (one.key() == "class" || one.key() == "()") && strings.HasSuffix(one.value, "Handler") {
			out = append(out, one)
		}
	}
	return out
}

// readPythonDict reads logging.config.dictConfig as YAML, JSON or TOML. The root logger alone is enough for everything to go there.
func readPythonDict(s *source, n *notes) {
	set := s.tree()
	classes := pythonHandlers(set)
	prefix := classes[0].path[:len(classes[0].path)-3]
	l := newLogging()
	for _, one := range classes {
		name := one.path[len(one.path)-2]
		l.pythonHandler(name, one.value, setting{}, one.line)
		if file, ok := set.sibling(one, "filename"); ok {
			l.appenders[name].file, l.appenders[name].line = file.value, file.line
		}
	}
	for _, one := range set.list {
		if rest, ok := within(one.path, prefix); ok {
			l.pythonLogger(rest, one.value)
		}
	}
	l.note(n)
}

// pythonLogger takes root.handlers.0, loggers.x.handlers.0 and, of a handler that hands on to others (QueueHandler, MemoryHandler),
// handlers.x.handlers.0 and handlers.x.target.
func (l *logging) pythonLogger(path []string, value string) {
	at := len(path) - 2
	if at < 1 {
		return
	}
	of := l.appenders[path[1]]
	switch {
	case of != nil && pythonHandsOn(path, at):
		of.refs = append(of.refs, strings.TrimPrefix(value, "cfg://handlers."))
	case path[at] == "handlers" && path[0] != "handlers":
		l.loggers = append(l.loggers, logger{root: isPythonRoot(path, at), refs: []string{value}})
	}
}

// pythonHandsOn holds for the entries of a handler that name others.
func pythonHandsOn(path []string, at int) bool {
	return path[0] == "handlers" && (at == 2 && path[at] == "handlers" || at == 1 && path[2] == "target")
}

// isPythonRoot holds for the handlers of the root logger, which stands by itself or among the others.
func isPythonRoot(path []string, at int) bool {
	return path[0] == "root" || path[0] == "loggers" && (at == 1 || path[1] == "" || path[1] == "root")
}

// within is the rest of a path below a prefix.
func within(path, prefix []string) ([]string, bool) {
	if len(path) <= len(prefix) || !slices.Equal(path[:len(prefix)], prefix) {
		return nil, false
	}
	return path[len(prefix):], true
}

func isOutputPaths(s *source) bool {
	return s.mentions("utputPaths") && s.mentionsAny("level", "encoding", "errorOutputPaths") && s.yaml() != nil
}

// readOutputPaths reads zap's lists outputPaths and errorOutputPaths wherever they stand.
func readOutputPaths(s *source, n *notes) {
	for _, one := range s.yaml().list {
		at := len(one.path) - 2
		_, notListed := strconv.Atoi(one.key())
		switch {
		case at < 0 || notListed != nil:
		case strings.EqualFold(one.path[at], "outputPaths"):
			n.logTo(one.line, one.value, "")
		case strings.EqualFold(one.path[at], "errorOutputPaths"):
			n.logTo(one.line, one.value, fact.PurposeError)
		}
	}
}
