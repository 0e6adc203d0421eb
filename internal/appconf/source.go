package appconf

import (
	"path"
	"slices"
	"strings"
)

// maxBytes is the largest text that is read: a ConfigMap holds at most 1 MiB, so a larger one never reaches a program.
const maxBytes = 1 << 20

// source is one configuration file with what is known about its reader.
type source struct {
	name  string // last element of the path or of the key, lower case
	path  string // whole path, lower case
	text  string
	lines []string
	hint  Hint

	yamlDone bool
	yamlList *settings
	tomlDone bool
	tomlList *settings
	xmlDone  bool
	xmlRoot  *element
}

func newSource(name, text string, hint Hint) *source {
	full := hint.Path
	if full == "" || strings.HasSuffix(full, "/") {
		full += name
	}
	base := strings.ToLower(path.Base(name))
	if hint.Path != "" && !strings.Contains(base, ".") {
		base = strings.ToLower(path.Base(hint.Path))
	}
	return &source{name: base, path: strings.ToLower(full), text: text, lines: splitLines(text), hint: hint}
}

func splitLines(text string) []string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSuffix(l, "\r")
	}
	return lines
}

// foreign are the endings of files that are programs, data or certificates and no configuration.
var foreign = []string{
	".sh", ".bash", ".sql", ".ps1", ".lua", ".rb", ".pl", ".html", ".htm", ".css", ".pem", ".crt", ".key", ".md", ".rego", ".go",
	".java", ".ts", ".rules", ".csv", ".svg", ".php",
}

// unreadable tells texts that no reader looks at.
func (s *source) unreadable() bool {
	if len(s.text) > maxBytes || strings.HasPrefix(s.text, "#!/") || strings.TrimSpace(s.text) == "" {
		return true
	}
	for _, end := range foreign {
		if strings.HasSuffix(s.name, end) {
			return true
		}
	}
	return false
}

// named tells whether the file has one of the names.
func (s *source) named(names ...string) bool {
	return slices.Contains(names, s.name)
}

// ends tells whether the file's name has one of the endings.
func (s *source) ends(endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(s.name, e) {
			return true
		}
	}
	return false
}

// under tells whether the path holds one of the folders, such as "/nginx/".
func (s *source) under(folders ...string) bool { return containsAny(s.path, folders...) }

// by tells whether the program that reads the file is one of those: the image's id holds the word.
func (s *source) by(words ...string) bool {
	return s.hint.Image != "" && containsAny(strings.ToLower(s.hint.Image), words...)
}

// about tells whether name, path or image point at one of the programs.
func (s *source) about(words ...string) bool {
	return containsAny(s.name, words...) || containsAny(s.path, words...) || s.by(words...)
}

// mentions tells whether all parts stand in the text; it is the cheap test before anything is parsed.
func (s *source) mentions(parts ...string) bool {
	for _, p := range parts {
		if !strings.Contains(s.text, p) {
			return false
		}
	}
	return true
}

// mentionsAny tells whether one of the parts stands in the text.
func (s *source) mentionsAny(parts ...string) bool { return containsAny(s.text, parts...) }

func containsAny(text string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// isJSON tells whether the text is a JSON object or list by its first two signs: "[www]" opens a section of an INI file and
// "{ admin" the options of a Caddyfile.
func (s *source) isJSON() bool {
	t := strings.TrimLeft(s.text, " \t\r\n\ufeff")
	if t == "" || t[0] != '{' && t[0] != '[' {
		return false
	}
	next := strings.TrimLeft(t[1:], " \t\r\n")
	if t[0] == '{' {
		return strings.HasPrefix(next, `"`) || strings.HasPrefix(next, "}")
	}
	return next != "" && strings.IndexByte(`{["-0123456789]`, next[0]) >= 0 && !strings.HasPrefix(t, "[[")
}

// isXML tells whether the text is XML by its first byte.
func (s *source) isXML() bool {
	return strings.HasPrefix(strings.TrimLeft(s.text, " \t\r\n\ufeff"), "<")
}
