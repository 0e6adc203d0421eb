package knowledge

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// Custom is what flags customarily say of the protocol of the listener that they open, whatever the program.
type Custom struct {
	Flags   []string    `json:"flags"` // names without dashes: secure-port
	Speaks  string      `json:"speaks"`
	TLS     string      `json:"tls,omitempty"`      // yes, no, either; empty: see TLSWhen
	TLSWhen []Condition `json:"tls_when,omitempty"` // with one of them it is TLS
	When    []Condition `json:"when,omitempty"`     // without all of them nothing is said
	Sources []string    `json:"sources"`
}

// SpeechOf is what a flag of an unknown program customarily says of its listener; name has no dashes and is in lower case.
func (b *Base) SpeechOf(name string, args []string) fact.Speech {
	inv := Invocation{Args: args}
	for i := range b.Customs {
		c := &b.Customs[i]
		if !slices.Contains(c.Flags, name) || len(c.When) > 0 && !anyHolds(c.When, inv) {
			continue
		}
		s := Setting{Does: "listen", Speaks: c.Speaks, TLS: c.TLS, TLSWhen: c.TLSWhen}
		return s.speech(fact.Speech{}, inv)
	}
	return fact.Speech{}
}

func (c *Custom) check() error {
	s := Setting{Does: "listen", Speaks: c.Speaks, TLS: c.TLS}
	return first(checkSources("custom "+strings.Join(c.Flags, ", "), c.Sources), checkConditions(c.TLSWhen, c.When), s.checkSpeech())
}
