package fact_test

import (
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

func TestSpokenBy(t *testing.T) {
	for _, tt := range []struct{ address, protocol, tls string }{
		{"http://127.0.0.1:80/", "http", "no"},
		{"WSS://x", "https", "yes"},
		{"grpc://x", "grpc", "no"},
		{"grpcs://x", "grpc", "yes"},
		{"redis://x:6379", "redis", "no"},
		{"rediss://x:6380", "redis", "yes"},
		{"valkey://x", "redis", "no"},
		{"valkeys://x", "redis", "yes"},
		{"amqp://x", "amqp", "no"},
		{"amqps://x", "amqp", "yes"},
		{"ldap://x", "ldap", ""},
		{"ldaps://x", "ldap", "yes"},
		{"nats://x", "nats", ""},
		{"fastcgi://x", "fastcgi", "no"},
		{"postgresql://x/db", "postgres", ""},
		{"postgres://x/db?sslmode=disable", "postgres", "no"},
		{"jdbc:postgresql://x/db?a=b&sslmode=prefer", "postgres", "either"},
		{"postgres://x/db?sslmode=verify-full", "postgres", "yes"},
		{"postgres://x/db?sslmode=%zz", "postgres", ""},
		{"mongodb://x/db?tls=true", "mongodb", "yes"},
		{"mongodb://x/db?ssl=false", "mongodb", "no"},
		{"mysql://x/db?sslmode=require", "mysql", ""},
		{"tcp://x", "", ""},
		{"127.0.0.1:80", "", ""},
	} {
		got := fact.SpokenBy(tt.address)
		if got.Protocol != tt.protocol || got.TLS != tt.tls || got.Said != (tt.tls != "") {
			t.Errorf("%s: got %+v, want %s, TLS %q", tt.address, got, tt.protocol, tt.tls)
		}
	}
}

func TestSpeechOr(t *testing.T) {
	plain, tls := fact.Speech{Protocol: "http"}, fact.Speech{TLS: "yes"}
	if got := plain.Or(tls); got.Protocol != "https" || got.TLS != "yes" {
		t.Errorf("got %+v, want HTTP with TLS to be HTTPS", got)
	}
	if got := (fact.Speech{Protocol: "https", TLS: "yes"}).Or(fact.Speech{Protocol: "grpc", TLS: "no"}); got.Protocol != "https" || got.TLS != "yes" {
		t.Errorf("got %+v, want what was there to stay", got)
	}
	if got := (fact.Speech{Protocol: "https", TLS: "yes"}).Secured("no"); got.Protocol != "http" {
		t.Errorf("got %+v, want HTTPS without TLS to be HTTP", got)
	}
}
