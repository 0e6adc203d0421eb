package appconf

import "strings"

func isLogback(s *source) bool {
	return s.isXML() && s.mentions("ppender") && isLogbackRoot(s.xml())
}

func isLogbackRoot(root *element) bool {
	if root == nil || root.name != "configuration" {
		return false
	}
	for _, a := range root.named("appender") {
		if containsAny(a.attr["class"], "logback", "logstash.") {
			return true
		}
	}
	for _, i := range root.named("include") {
		if strings.Contains(i.attr["resource"], "springframework/boot/logging/logback") {
			return true
		}
	}
	return false
}

func readLogback(s *source, n *notes) {
	root := s.xml()
	l := newLogging()
	vars := properties{}
	for _, p := range root.named("property") {
		vars[p.attr["name"]] = p.attr["value"]
	}
	for _, p := range root.named("springproperty") {
		if p.attr["defaultvalue"] != "" {
			vars[p.attr["name"]] = p.attr["defaultvalue"]
		}
	}
	for _, i := range root.named("include") {
		l.springInclude(i, vars)
	}
	for _, e := range root.named("appender") {
		l.classElement(e, vars)
	}
	l.xmlLoggers(root)
	l.note(n)
}

// springInclude knows the appenders of Spring Boot's own fragments.
func (l *logging) springInclude(i *element, vars properties) {
	switch resource := i.attr["resource"]; {
	case strings.HasSuffix(resource, "/console-appender.xml"):
		l.appenders["CONSOLE"] = &appender{console: true, line: i.line}
	case strings.HasSuffix(resource, "/file-appender.xml"):
		l.appenders["FILE"] = &appender{isFile: true, rotated: true, file: vars.expand("${LOG_FILE}"), line: i.line}
	case strings.HasSuffix(resource, "/logback/base.xml"):
		l.appenders["CONSOLE"] = &appender{console: true, line: i.line}
		l.loggers = append(l.loggers, logger{root: true, refs: []string{"CONSOLE"}})
	}
}
