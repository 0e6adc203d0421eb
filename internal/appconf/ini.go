package appconf

import (
	"slices"
	"strings"
)

// dialect is how a line-oriented format writes its settings.
type dialect struct {
	comments string // bytes that start a comment line
	inline   string // bytes that start a comment after a blank
	separate string // bytes of which the first ends the key; a blank in it means any white space
	joins    bool   // a trailing backslash continues the line
	bare     bool   // a key without a value counts
	numbered bool   // sections of one name are kept apart: [INPUT] is INPUT.0, INPUT.1...
}

// The dialects in use.
var (
	iniDialect        = dialect{comments: ";#", inline: ";#", separate: "="}
	propertiesDialect = dialect{comments: "#!", separate: "=:", joins: true}
	pythonDialect     = dialect{comments: ";#", separate: "=:"}
	wordDialect       = dialect{comments: "#", separate: " "}
	postgresDialect   = dialect{comments: "#", inline: "#", separate: "= "}
	mysqlDialect      = dialect{comments: ";#", inline: "#", separate: "=", bare: true}
	fluentBitDialect  = dialect{comments: "#", separate: " ", numbered: true}
)

// parseLines reads section and key/value lines. A section [a] makes the paths a.key.
func parseLines(lines []string, d dialect) *settings {
	out := &settings{}
	var section []string
	count := map[string]int{}
	for i := 0; i < len(lines); i++ {
		line, start := strings.TrimSpace(lines[i]), i
		if line == "" || strings.ContainsRune(d.comments, rune(line[0])) {
			continue
		}
		if line[0] == '[' {
			section = d.section(line, count)
			out.add(append(slices.Clip(section), ""), "", i)
			continue
		}
		if d.joins && strings.HasSuffix(line, `\`) {
			line, i = joinLines(lines, i)
		}
		key, value, found := d.split(line)
		if found && key != "" && len(key) < 256 {
			out.add(append(slices.Clip(section), key), value, start)
		}
	}
	return out
}

// section is the path that a header "[name]" opens.
func (d dialect) section(line string, count map[string]int) []string {
	name, _, _ := strings.Cut(line[1:], "]")
	name = strings.TrimSpace(name)
	if !d.numbered {
		return []string{name}
	}
	name = strings.ToLower(name)
	nr := count[name]
	count[name]++
	return []string{name, itoa(nr)}
}

// joinLines appends the continuation lines and returns the index of the last one.
func joinLines(lines []string, i int) (string, int) {
	var b strings.Builder
	for ; i < len(lines); i++ {
		part, more := strings.CutSuffix(strings.TrimSpace(lines[i]), `\`)
		b.WriteString(part)
		if !more {
			break
		}
	}
	return b.String(), i
}

// split cuts a line into its key and its value without quotes and inline comments.
func (d dialect) split(line string) (key, value string, found bool) {
	seps := d.separate
	if strings.Contains(seps, " ") {
		seps += "\t"
	}
	i := strings.IndexAny(line, seps)
	if i < 0 {
		return line, "", d.bare
	}
	key, value = strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:])
	if strings.Contains(d.separate, " ") && strings.Contains(d.separate, "=") {
		value = strings.TrimSpace(strings.TrimPrefix(value, "="))
	}
	return key, unquote(d.uncomment(value)), true
}

func (d dialect) uncomment(value string) string {
	if d.inline == "" {
		return value
	}
	quote := byte(0)
	for i := range len(value) {
		c := value[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case strings.IndexByte(d.inline, c) >= 0 && (i == 0 || value[i-1] == ' ' || value[i-1] == '\t'):
			return strings.TrimSpace(value[:i])
		}
	}
	return value
}

// unquote removes one pair of quotes around a value.
func unquote(v string) string {
	if len(v) >= 2 && (v[0] == '"' || v[0] == '\'') && v[len(v)-1] == v[0] {
		return v[1 : len(v)-1]
	}
	return v
}
