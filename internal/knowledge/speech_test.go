package knowledge

import (
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

func TestSpeech(t *testing.T) {
	listen := Setting{Does: "listen", Speaks: "http", TLSWhen: []Condition{"--cert"}, TLSOpen: []Condition{"--config"}}
	dial := Setting{Does: "dial", Speaks: "postgres", TLS: "yes", TLSOpen: []Condition{"--ask"}}
	http := fact.Speech{Protocol: "http", TLS: "no", Said: true}
	for _, tt := range []struct {
		name    string
		setting Setting
		said    fact.Speech
		args    string
		want    fact.Speech
	}{
		{"a listener is plain", listen, fact.Speech{}, "", fact.Speech{Protocol: "http", TLS: "no"}},
		{"a flag turns TLS on", listen, fact.Speech{}, "--cert=/a", fact.Speech{Protocol: "https", TLS: "yes"}},
		{"also where the address says http", listen, http, "--cert=/a", fact.Speech{Protocol: "https", TLS: "yes", Said: true}},
		{"a file may", listen, fact.Speech{}, "--config=/a", fact.Speech{}},
		{"a client by default", dial, fact.Speech{}, "", fact.Speech{Protocol: "postgres", TLS: "yes"}},
		{"the address comes first", dial, fact.Speech{Protocol: "postgres", TLS: "no", Said: true}, "", fact.Speech{Protocol: "postgres", TLS: "no", Said: true}},
		{"left open", dial, fact.Speech{}, "--ask", fact.Speech{Protocol: "postgres"}},
		{"a file speaks nothing", Setting{Does: "read"}, http, "", fact.Speech{}},
	} {
		if got := tt.setting.speech(tt.said, Invocation{Args: strings.Fields(tt.args)}); got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestSpeechOfCustoms(t *testing.T) {
	base := shipped.base()
	for _, tt := range []struct{ flag, args, protocol, tls string }{
		{"metrics-bind-address", "--metrics-secure=true", "https", "yes"},
		{"metrics-bind-address", "--metrics-secure", "https", "yes"},
		{"metrics-bind-address", "--metrics-secure=false", "http", "no"},
		{"metrics-bind-address", "--leader-elect", "", ""},
		{"secure-port", "", "https", "yes"},
		{"port", "--metrics-secure=true", "", ""},
	} {
		if got := base.SpeechOf(tt.flag, strings.Fields(tt.args)); got.Protocol != tt.protocol || got.TLS != tt.tls {
			t.Errorf("%s with %q: got %+v, want %s, TLS %q", tt.flag, tt.args, got, tt.protocol, tt.tls)
		}
	}
}

func doorOf(t *testing.T, d Door, args ...string) *fact.Door {
	t.Helper()
	return d.of(Invocation{Args: args})
}

func TestDoor(t *testing.T) {
	d := Door{
		Answers: "403", Prefix: &Value{Flags: []string{"--prefix"}, Default: "/auth"}, Unless: []Condition{"--open"}, Hidden: []Condition{"--config"},
		Open: []Opening{
			{Path: "/ping", Flags: []string{"--ping"}},
			{Path: "/start", Below: true},
			{Flags: []string{"--ignore"}, Match: "glob"},
			{Flags: []string{"--skip"}, Match: "regexp"},
			{Flags: []string{"--route"}, Match: "route"},
		},
	}
	if got := doorOf(t, d, "--open"); got != nil {
		t.Errorf("got %+v, want no door", got)
	}
	if got := doorOf(t, d, "--config=/a"); !got.Hidden {
		t.Error("want the door to be hidden")
	}
	got := doorOf(t, d, "--ping=/alive", "--prefix=/x", "--ignore=/a*,/b/?[cd]{e}", "--skip=^/ok", "--skip=(", "--route=GET=^/g", "--route=POST=^/p", "--route=PUT!=^/u", "--route=^/all")
	want := []fact.OpenPath{
		{Match: "exact", Path: "/alive"},
		{Match: "exact", Path: "/x/start"},
		{Match: "regexp", Path: "^/a[^/]*$"},
		{Match: "regexp", Path: `^/b/[^/][cd]\{e\}$`},
		{Match: "regexp", Path: "^/ok"},
		{Match: "regexp", Path: "^/g"},
		{Match: "regexp", Path: "^$"},
		{Match: "regexp", Path: ""},
		{Match: "regexp", Path: "^/all"},
	}
	if got.Answers != "403" || got.Hidden || !slices.Equal(got.Open, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestSpeechIsChecked(t *testing.T) {
	for _, tt := range []struct{ yaml, want string }{
		{"{does: read, default: /a, form: path, speaks: http}", "are for what listens or dials"},
		{"{does: dial, default: a:1, form: address, guarded: true}", "are for what listens or dials"},
		{"{does: listen, default: a:1, form: address, speaks: htpp}", `unknown speaks "htpp"`},
		{"{does: listen, default: a:1, form: address, speaks: https}", `unknown speaks "https"`},
		{"{does: listen, default: a:1, form: address, tls: maybe}", `unknown tls "maybe"`},
		{"{does: listen, default: a:1, form: address, tls_when: [cert]}", `condition "cert"`},
		{"{does: listen, default: a:1, form: address, guarded: true}", "a door without a guarded listener"},
	} {
		_, err := ParseImages("images.yaml", []byte("- {id: x, match: [x], role: app, lifetime: endless, settings: ["+tt.yaml+"]}\n"))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error that says %q", tt.yaml, err, tt.want)
		}
	}
	for _, tt := range []struct{ door, want string }{
		{`{answers: "200"}`, `answers "200" is no HTTP status of a refusal`},
		{`{answers: "401", open: [{match: glob}]}`, "neither path, flags nor env"},
		{`{answers: "401", open: [{path: /a, match: globs}]}`, `unknown match "globs"`},
		{`{answers: "401", unless: [open]}`, `condition "open"`},
	} {
		_, err := ParseImages("images.yaml", []byte("- {id: x, match: [x], role: app, lifetime: endless, door: "+tt.door+", settings: [{does: listen, default: \":1\", form: address, guarded: true}]}\n"))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error that says %q", tt.door, err, tt.want)
		}
	}
}
