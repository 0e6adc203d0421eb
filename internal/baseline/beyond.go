package baseline

import (
	"bytes"
	"fmt"

	"github.com/podlint/podlint/internal/lint"
)

// Placed is an entry and the line of the file that it stands on.
type Placed struct {
	Entry

	Line int // from 1
}

// Beyond are the entries that another state of the file did not have: data is its text, of which nothing counts that cannot be read. Where the two
// have fingerprints of different versions, rule, file and what the message names decide.
func (b *Baseline) Beyond(data []byte) []Placed {
	before, err := parse(data)
	if err != nil {
		before = file{}
	}
	key := func(e Entry) string { return e.Fingerprint }
	if len(before.Violations) > 0 && before.Version != b.version {
		key = func(e Entry) string { return join(e.File, e.Rule, lint.Names(e.Message)) }
	}
	had := map[string]int{}
	for _, e := range before.Violations {
		had[key(e)]++
	}
	var out []Placed
	for _, e := range b.Entries {
		if k := key(e); had[k] > 0 {
			had[k]--
			continue
		}
		out = append(out, Placed{Entry: e, Line: b.line(e)})
	}
	return out
}

// line is where the fingerprint of an entry stands, 1 when it is written in another way.
func (b *Baseline) line(e Entry) int {
	at := max(0, bytes.Index(b.text, fmt.Appendf(nil, "%q", e.Fingerprint)))
	return 1 + bytes.Count(b.text[:at], []byte("\n"))
}
