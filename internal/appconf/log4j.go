package appconf

import "strings"

func isLog4jProperties(s *source) bool {
	return !s.isXML() && s.mentionsAny("log4j.rootLogger", "log4j.rootCategory", "log4j.logger.", "log4j.appender.", "rootLogger.", "appender.") &&
		(s.ends(".properties") || s.about("log4j") || s.mentionsAny("log4j.appender.", "log4j.rootLogger"))
}

func readLog4jProperties(s *source, n *notes) {
	set := parseLines(s.lines, propertiesDialect)
	l := newLogging()
	vars := properties{}
	for _, one := range set.list {
		if rest, found := strings.CutPrefix(strings.Join(one.path, "."), "property."); found {
			vars[rest] = one.value
		} else if len(one.path) == 1 {
			vars[one.key()] = one.value
		}
	}
	l.log4j1(set, vars)
	l.log4j2(set, vars)
	l.note(n)
}

// log4j1 reads "log4j.appender.A=class", "log4j.appender.A.File=path" and "log4j.rootLogger=INFO, A".
func (l *logging) log4j1(set *settings, vars properties) {
	for _, one := range set.all("log4j.appender.*") {
		console, file, rotated := appenderKind(one.value)
		a := &appender{console: console, isFile: file, rotated: rotated, line: one.line}
		if f, ok := set.get("log4j.appender." + one.key() + ".File"); ok {
			a.file, a.line = vars.expand(f.value), f.line
		}
		l.appenders[one.key()] = a
	}
	for _, one := range set.below("log4j") {
		kind := one.path[min(1, len(one.path)-1)]
		root := kind == "rootLogger" || kind == "rootCategory"
		if root || kind == "logger" || kind == "category" {
			l.loggers = append(l.loggers, logger{root: root, refs: refsAfterLevel(vars.expand(one.value))})
		}
	}
}

// refsAfterLevel are the names in "INFO, A, B".
func refsAfterLevel(v string) []string {
	parts := strings.Split(v, ",")
	var refs []string
	for _, p := range parts[min(1, len(parts)):] {
		refs = append(refs, strings.TrimSpace(p))
	}
	return refs
}

// log4j2 reads "appender.a.type = RollingFile", "appender.a.name", "appender.a.fileName" and "rootLogger.appenderRef.x.ref".
func (l *logging) log4j2(set *settings, vars properties) {
	for _, one := range set.all("appender.*.type") {
		console, file, rotated := appenderKind(one.value)
		a := &appender{console: console, isFile: file, rotated: rotated, line: one.line}
		if f, ok := set.sibling(one, "fileName"); ok {
			a.file, a.line = vars.expand(f.value), f.line
		} else if f, ok := set.sibling(one, "filePattern"); ok {
			a.file, a.line = vars.expand(f.value), f.line
		}
		name, ok := set.sibling(one, "name")
		if !ok {
			name.value = one.path[1]
		}
		l.appenders[name.value] = a
	}
	for _, one := range set.below("rootLogger") {
		l.ref2(one, true)
	}
	for _, one := range set.below("logger.*") {
		l.ref2(one, false)
	}
}

func (l *logging) ref2(one setting, root bool) {
	switch {
	case one.key() == "ref" && strings.Contains(one.parent(), ".appenderRef"):
		l.loggers = append(l.loggers, logger{root: root, refs: []string{one.value}})
	case root && len(one.path) == 1, !root && len(one.path) == 2:
		l.loggers = append(l.loggers, logger{root: root, refs: refsAfterLevel(one.value)})
	}
}

func isLog4jXML(s *source) bool {
	if !s.isXML() || !s.mentionsAny("<Appenders", "<appenders", "<appender", "<Loggers", "<loggers") {
		return false
	}
	root := s.xml()
	return root != nil && root.name == "configuration" && !isLogbackRoot(root) && !s.mentions("log4net")
}

// readLog4jXML reads log4j 1 (<log4j:configuration>) and log4j 2 (<Configuration>).
func readLog4jXML(s *source, n *notes) {
	root := s.xml()
	l := newLogging()
	vars := properties{}
	for _, p := range root.named("property") {
		vars[p.attr["name"]] = firstOf(p.text, p.attr["value"])
	}
	for _, block := range root.named("appenders") {
		for _, e := range block.kids {
			l.log4j2Element(e, vars)
		}
	}
	for _, e := range root.named("appender") {
		l.classElement(e, vars)
	}
	l.xmlLoggers(root)
	l.note(n)
}

func (l *logging) log4j2Element(e *element, vars properties) {
	if e.name == "appender" { // strict form: <Appender type="File">; log4j 1 has class instead
		if e.attr["type"] == "" {
			return
		}
	}
	console, file, rotated := appenderKind(firstOf(e.attr["type"], e.name))
	name := firstOf(e.attr["filename"], e.attr["filepattern"])
	l.appenders[e.attr["name"]] = &appender{
		console: console, isFile: file, rotated: rotated, line: e.line, file: vars.expand(name), refs: refsBelow(e),
	}
}

// classElement reads the <appender name= class=> of log4j 1 and logback with its <param name="File"> or <file>.
func (l *logging) classElement(e *element, vars properties) {
	if e.attr["class"] == "" {
		return
	}
	console, file, rotated := appenderKind(e.attr["class"])
	a := &appender{console: console, isFile: file, rotated: rotated, line: e.line, refs: refsBelow(e)}
	for _, kid := range e.kids {
		switch {
		case kid.name == "file":
			a.file, a.line = vars.expand(firstOf(kid.text, kid.attr["value"])), kid.line
		case kid.name == "param" && strings.EqualFold(kid.attr["name"], "file"):
			a.file, a.line = vars.expand(kid.attr["value"]), kid.line
		}
	}
	if pattern := e.named("filenamepattern"); a.isFile && a.file == "" && len(pattern) > 0 {
		a.file, a.line = vars.expand(pattern[0].text), pattern[0].line
	}
	l.appenders[e.attr["name"]] = a
}

// xmlLoggers reads <root> and <logger> with their <appender-ref ref=>.
func (l *logging) xmlLoggers(root *element) {
	root.walk(func(e *element) {
		switch e.name {
		case "root", "asyncroot":
			l.loggers = append(l.loggers, logger{root: true, refs: refsBelow(e)})
		case "logger", "asynclogger", "category":
			l.loggers = append(l.loggers, logger{refs: refsBelow(e)})
		}
	})
}

func refsBelow(e *element) []string {
	var refs []string
	e.walk(func(x *element) {
		if x.name == "appender-ref" || x.name == "appenderref" {
			refs = append(refs, x.attr["ref"])
		}
	})
	return refs
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
