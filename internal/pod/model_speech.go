package pod

// Speech is what is spoken on a listener or by who connects, above the transport. Every scalar is always there.
type Speech struct {
	Protocol  string `json:"protocol"  enum:"http,https,grpc,otlp-http,otlp-grpc,postgres,mysql,redis,mongodb,amqp,nats,ldap,fastcgi," jsonschema:"empty when it is not known"`
	TLS       string `json:"tls"       enum:"yes,no,either," jsonschema:"yes: TLS or nothing; no: plain or nothing; either: both are taken, or plain where there is no TLS; empty when it is not known"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"of protocol and tls; guessed when neither is known"`
	Text      string `json:"text"      jsonschema:"the evidence"`
	Path      Path   `json:"path"      jsonschema:"of the evidence"`
}

// Door is how a listener that asks for a login or a permission treats who has neither.
type Door struct {
	Answers   string     `json:"answers"   jsonschema:"the HTTP status of the refusal, such as 401"`
	Open      []OpenPath `json:"open,omitempty" jsonschema:"what it answers without"`
	Seen      string     `json:"seen"      enum:"all,some" jsonschema:"some: settings are out of sight by which more may be open"`
	Certainty string     `json:"certainty" enum:"known,guessed" jsonschema:"that it does so"`
}

// OpenPath is a path that a door leaves open.
type OpenPath struct {
	Match string `json:"match" enum:"exact,prefix,regexp" jsonschema:"how a request's path is compared; regexp is one of RE2, without anchors of its own"`
	Path  string `json:"path"  jsonschema:"the path or pattern"`
}

// known tells whether anything is known.
func (s *Speech) known() bool { return s.Protocol != "" || s.TLS != "" }

// or takes over what another piece of evidence says where this one says less.
func (s *Speech) or(o *Speech) {
	switch {
	case !o.known():
	case !s.known(), s.TLS == "" && o.TLS != "", s.TLS == o.TLS && s.Protocol == "":
		*s = *o
	case o.TLS != "" && Weaker(s.Certainty, o.Certainty) == s.Certainty && s.Certainty != o.Certainty:
		*s = *o
	}
}
