package fix

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// flow writes a value in one line.
func (d *document) flow(value any) string {
	switch v := value.(type) {
	case map[string]any:
		parts := make([]string, 0, len(v))
		for _, key := range keysOf(v) {
			parts = append(parts, d.key(key, true, 0)+": "+d.flow(v[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, 0, len(v))
		for _, item := range v {
			parts = append(parts, d.flow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return d.scalar(value, true, 0)
}

// block writes a value that begins at a column; of the first line the indentation is left out.
func (d *document) block(value any, column int) string {
	var lines []string
	switch v := value.(type) {
	case map[string]any:
		for _, key := range keysOf(v) {
			lines = append(lines, d.entryText(key, v[key], column))
		}
	case []any:
		for _, item := range v {
			lines = append(lines, d.itemText(item, column))
		}
	}
	if len(lines) == 0 {
		return d.flow(value)
	}
	return strings.Join(lines, d.newline+strings.Repeat(" ", column))
}

// entryText is an entry of a map in block style whose key stands at a column.
func (d *document) entryText(key string, value any, column int) string {
	return d.key(key, false, 0) + ":" + d.behindColon(value, column)
}

// behindColon is what follows after a colon, the key of which stands at a column.
func (d *document) behindColon(value any, column int) string {
	deeper := column + d.step
	if list, isList := value.([]any); isList {
		deeper = column + d.dash
		if len(list) == 0 {
			return " []"
		}
	} else if m, isMap := value.(map[string]any); !isMap || len(m) == 0 {
		return " " + d.block(value, column)
	}
	return d.newline + strings.Repeat(" ", deeper) + d.block(value, deeper)
}

// dashed is the width of a dash and the space behind it.
const dashed = 2

// itemText is an item of a list in block style whose dash stands at a column.
func (d *document) itemText(value any, column int) string {
	return "- " + d.block(value, column+dashed)
}

// keysOf are the keys in the order in which people write them: the name first.
func keysOf(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if (a == "name") != (b == "name") {
			if a == "name" {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return keys
}

// key writes the key of a map, in the quotes that it had.
func (d *document) key(name string, inFlow bool, quote byte) string {
	return d.text(name, inFlow, quote)
}

// scalar writes a scalar, a text in the quotes that the one before had; 0 leaves the choice.
func (d *document) scalar(value any, inFlow bool, quote byte) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		return d.text(v, inFlow, quote)
	case bool, int, int64, float64, json.Number:
		return fmt.Sprint(v)
	}
	return d.flow(value)
}

func (d *document) text(s string, inFlow bool, quote byte) string {
	switch {
	case d.json || quote == '"':
		return doubleQuoted(s)
	case quote == '\'' && !strings.ContainsAny(s, "\n\r") && isPrintable(s):
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	case isPlain(s, inFlow):
		return s
	}
	return doubleQuoted(s)
}

func isPrintable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\uFEFF'
	})
}

// doubleQuoted writes a text as JSON, which is YAML too.
func doubleQuoted(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// isPlain tells whether a text means itself without quotes, where it may stand as a key or as a value.
func isPlain(s string, inFlow bool) bool {
	if s == "" || s != strings.TrimSpace(s) || !isPrintable(s) {
		return false
	}
	tests := []string{s + ": 0\n", "k: " + s + "\n"}
	if inFlow {
		tests = []string{"{" + s + ": 0}\n", "[" + s + "]\n", "{k: " + s + "}\n"}
	}
	for i, test := range tests {
		roots, err := manifest.Roots("", []byte("- "+test))
		if err != nil || len(roots) != 1 || !holds(roots[0].Root.Get(0), i == 0, s) {
			return false
		}
	}
	return true
}

// holds tells whether a map or list of one element has the text as its key, or as its value.
func holds(n *manifest.Node, asKey bool, s string) bool {
	if n == nil || len(n.Fields)+len(n.Items) != 1 {
		return false
	}
	if asKey {
		return n.Fields[0].Key == s
	}
	value := n.Get(0)
	if len(n.Fields) == 1 {
		value = n.Fields[0].Value
	}
	return value != nil && value.Type == manifest.String && value.Text == s
}
