package fix

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// set puts a value at a path. What is missing of the path is made.
func (d *document) set(path manifest.Path, value any) ([]Region, error) {
	at, rest, err := d.find(path)
	switch {
	case err != nil:
		return nil, err
	case len(rest) > 0:
		return d.make(at, rest, value)
	case at.value.Form == manifest.AsAlias:
		return nil, errAlias
	}
	return d.replace(at, value)
}

// make puts a value where a path is not written any further: the maps on the way come with it.
func (d *document) make(at *spot, rest manifest.Path, value any) ([]Region, error) {
	for i := len(rest) - 1; i > 0; i-- {
		switch key := rest[i].(type) {
		case string:
			value = map[string]any{key: value}
		default:
			if key != 0 {
				return nil, fmt.Errorf("%s is not there", said(rest[:i+1]))
			}
			value = []any{value}
		}
	}
	if key, ok := rest[0].(string); ok {
		return d.insertEntry(at, key, value, beside{})
	}
	if rest[0] != len(at.value.Items) {
		return nil, fmt.Errorf("%s is not there", said(rest))
	}
	return d.insertItem(at, value, beside{})
}

// replace writes another value in the place of one.
func (d *document) replace(at *spot, value any) ([]Region, error) {
	old := at.value
	isScalar := old.Form == manifest.AsScalar
	switch {
	case !isScalar && old.Anchored:
		return nil, errAlias
	case old.Flow || isScalar && !isCollection(value):
		text := d.flow(value)
		if isScalar {
			text = d.scalar(value, at.inFlow(), old.Quote)
		}
		if old.Start == old.End && at.entry() != nil {
			text = " " + text
		}
		return []Region{{old.Inner, old.End, text}}, nil
	case at.entry() != nil:
		from, err := d.colon(at.entry())
		return []Region{{from, old.End, d.behindColon(value, d.column(at.start()))}}, err
	case at.holder != nil:
		return []Region{{at.start(), old.End, d.itemText(value, d.column(at.start()))}}, nil
	}
	return nil, errors.New("a whole document is not replaced")
}

func isCollection(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

func (s *spot) inFlow() bool { return s.holder != nil && s.holder.Flow }

// colon is the offset behind the colon of an entry.
func (d *document) colon(e *manifest.WrittenEntry) (int, error) {
	rest := bytes.TrimLeft(d.data[e.Key.End:], " \t\r\n")
	if len(rest) == 0 || rest[0] != ':' {
		return 0, errors.New("the colon of the key is not found")
	}
	return len(d.data) - len(rest) + 1, nil
}

// part puts another text in the place of the first occurrence of a text in a scalar.
func (d *document) part(path manifest.Path, now, find, text string) ([]Region, error) {
	at, err := d.whole(path)
	if err != nil {
		return nil, err
	}
	if at.value.Form == manifest.AsAlias {
		return nil, errAlias
	}
	if !strings.Contains(now, find) {
		return nil, fmt.Errorf("%q does not occur in the text", find)
	}
	w := at.value
	from := max(w.Inner, w.Body)
	raw := string(d.data[from:w.End])
	// What is before the place is written as many times as it is read, unless it is escaped or folded: the check of the result tells.
	if i := strings.Index(raw, find); i >= 0 && strings.Count(raw, find) == strings.Count(now, find) {
		if replaced, ok := d.inQuotes(w, text); ok {
			return []Region{{from + i, from + i + len(find), replaced}}, nil
		}
	}
	if w.Body > 0 {
		return nil, errors.New("the text stands in a block scalar otherwise than it is read")
	}
	return d.replace(at, strings.Replace(now, find, text, 1))
}

// writes tells whether a value stands in the file as a text.
func (d *document) writes(path manifest.Path, text string) bool {
	at, err := d.whole(path)
	return err == nil && string(d.data[at.value.Inner:at.value.End]) == text
}

// inQuotes is a text as it stands inside the quotes of a scalar; false when it needs the whole scalar to be written anew.
func (d *document) inQuotes(w *manifest.Written, text string) (string, bool) {
	switch w.Quote {
	case '"':
		quoted := doubleQuoted(text)
		return quoted[1 : len(quoted)-1], true
	case '\'':
		return strings.ReplaceAll(text, "'", "''"), isPrintable(text)
	case '|', '>':
		return text, isPrintable(text)
	}
	return text, isPrintable(text) && !strings.ContainsAny(text, "#:{}[],&*\"'!|>%@`\n")
}
