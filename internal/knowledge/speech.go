package knowledge

import (
	"errors"

	"github.com/podlint/podlint/internal/fact"
)

// speech is what is spoken: the value's scheme comes first, then what the entry says of this invocation.
func (s *Setting) speech(said fact.Speech, inv Invocation) fact.Speech {
	if s.Does != "listen" && s.Does != "dial" {
		return fact.Speech{}
	}
	out := said.Or(fact.Speech{Protocol: s.Speaks})
	if said.TLS != "" && s.Does == "dial" {
		return out
	}
	switch {
	case anyHolds(s.TLSWhen, inv):
		return out.Secured(fact.Encrypted)
	case anyHolds(s.TLSOpen, inv):
		return fact.Speech{Protocol: plainOf(out.Protocol)}
	case s.TLS != "":
		return out.Secured(s.TLS)
	case out.TLS == "" && s.Speaks != "" && s.Does == "listen":
		return out.Secured(fact.Plain)
	}
	return out
}

// plainOf is the protocol of which it is not known whether it is spoken with TLS. Of HTTP the name would say it.
func plainOf(protocol string) string {
	if protocol == fact.HTTP || protocol == fact.HTTPS {
		return ""
	}
	return protocol
}

func (s *Setting) checkSpeech() error {
	spoken := s.Speaks != "" || s.TLS != "" || len(s.TLSWhen)+len(s.TLSOpen) > 0
	if spoken && s.Does != "listen" && s.Does != "dial" || s.Guarded && s.Does != "listen" {
		return errors.New("speaks, tls and guarded are for what listens or dials")
	}
	return nil
}
