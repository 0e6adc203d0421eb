package pod

import (
	"github.com/podlint/podlint/internal/fact"
)

// speech is what a fact says of its protocol: on its own words, or by what is known of the image.
func (f *placed) speech() Speech {
	s := Speech{Protocol: f.Speaks.Protocol, TLS: f.Speaks.TLS, Certainty: Guessed, Path: f.path}
	if !s.known() {
		return s
	}
	s.Text = f.Text
	switch {
	case f.Speaks.Said || f.origin == "flag" && f.Rung == 0, f.origin == "config", f.origin == "script":
		s.Certainty = Shown
	case f.Verified, f.origin == "injected":
		s.Certainty = Known
	}
	return s
}

// door is the door of a listener; nil for one that lets everybody in.
func (c *draftContainer) door(f *placed) *Door {
	if f.Door == nil {
		return nil
	}
	out := &Door{Answers: f.Door.Answers, Seen: "all", Certainty: Guessed}
	if f.Door.Hidden || c.out.EnvUnresolved || c.configHidden() {
		out.Seen = "some"
	}
	if c.out.Verified {
		out.Certainty = Known
	}
	for _, o := range f.Door.Open {
		out.Open = append(out.Open, OpenPath(o))
		if isPlaceholder(o.Path) && o.Match == "exact" {
			out.Seen = "some"
		}
	}
	return out
}

// probeSpeech is what the kubelet speaks: it takes any certificate.
func probeSpeech(handler, scheme string, at Path) Speech {
	s := Speech{Certainty: Stated, Path: at}
	switch {
	case handler == "http" && scheme == "HTTPS":
		s.Protocol, s.TLS, s.Text = fact.HTTPS, fact.Encrypted, "scheme: HTTPS"
	case handler == "http" && (scheme == "" || scheme == "HTTP"):
		s.Protocol, s.TLS, s.Text = fact.HTTP, fact.Plain, "scheme: HTTP"
	case handler == "grpc":
		s.Protocol, s.TLS, s.Text = fact.GRPC, fact.Plain, "grpc"
	default:
		s.Certainty = Guessed
	}
	return s
}
