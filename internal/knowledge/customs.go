package knowledge

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// Custom is what flags customarily say of the protocol of the listener that they open, whatever the program; or, with Ports, which ports
// the programs of a family customarily serve by default.
type Custom struct {
	Flags   []string    `json:"flags"`            // names without dashes: secure-port
	Images  []string    `json:"images,omitempty"` // of a family: globs of the last part of repositories
	Starts  []string    `json:"starts,omitempty"` // of a family: base names of the program that a command line begins with
	Ports   []int       `json:"ports,omitempty"`  // of a family
	Moved   []string    `json:"moved,omitempty"`  // flags, without dashes, that put the program on another port
	Speaks  string      `json:"speaks,omitempty" enum:"http,grpc,otlp-http,otlp-grpc,postgres,mysql,redis,mongodb,amqp,nats,ldap,fastcgi"`
	TLS     string      `json:"tls,omitempty" enum:"yes,no,either"` // yes, no, either; empty: see TLSWhen
	TLSWhen []Condition `json:"tls_when,omitempty"`                 // with one of them it is TLS
	When    []Condition `json:"when,omitempty"`                     // without all of them nothing is said
	Sources []string    `json:"sources"`
}

// SpeechOf is what a flag of an unknown program customarily says of its listener; name has no dashes and is in lower case.
func (b *Base) SpeechOf(name string, args []string) fact.Speech {
	inv := Invocation{Args: args}
	for i := range b.Customs {
		c := &b.Customs[i]
		if c.Speaks == "" || !slices.Contains(c.Flags, name) || len(c.When) > 0 && !anyHolds(c.When, inv) {
			continue
		}
		s := Setting{Does: "listen", Speaks: c.Speaks, TLS: c.TLS, TLSWhen: c.TLSWhen}
		return s.speech(fact.Speech{}, inv)
	}
	return fact.Speech{}
}

// Custom lists the ports that the program of an image which is not known may serve by default: its name, its program or its flags tell its family.
func (b *Base) Custom(repository string, argv []string) []int {
	var out []int
	for i := range b.Customs {
		c := &b.Customs[i]
		if len(c.Ports) > 0 && !given(c.Moved, argv) && c.tells(repository, argv) {
			out = append(out, c.Ports...)
		}
	}
	return out
}

func (c *Custom) tells(repository string, argv []string) bool {
	if given(c.Flags, argv) || len(argv) > 0 && slices.Contains(c.Starts, path.Base(argv[0])) {
		return true
	}
	return slices.ContainsFunc(c.Images, func(glob string) bool {
		ok, err := path.Match(glob, path.Base(repository))
		return ok && err == nil
	})
}

// given tells whether one of the flags is there.
func given(flags, argv []string) bool {
	return slices.ContainsFunc(argv, func(a string) bool {
		name, _, _ := strings.Cut(strings.TrimLeft(a, "-"), "=")
		return strings.HasPrefix(a, "-") && slices.Contains(flags, strings.ToLower(name))
	})
}

func (c *Custom) check() error {
	if len(c.Ports) > 0 {
		return first(checkSources("custom "+strings.Join(c.Flags, ", "), c.Sources), checkGlobs("custom", c.Images...))
	}
	return checkSources("custom "+strings.Join(c.Flags, ", "), c.Sources)
}
