package knowledge

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

// wordsOf are the words that a field takes.
func wordsOf(of reflect.Type, field string) []string {
	f, _ := of.FieldByName(field)
	return strings.Split(f.Tag.Get("enum"), ",")
}

// TestWordsAreThoseOfFacts: what an entry may say of a protocol, of TLS and of a lifetime is what facts know.
func TestWordsAreThoseOfFacts(t *testing.T) {
	setting := reflect.TypeFor[Setting]()
	spoken := slices.DeleteFunc(fact.Protocols(), func(p string) bool { return p == fact.HTTPS }) // it is http with TLS
	for field, want := range map[string][]string{"Speaks": spoken, "TLS": {fact.Encrypted, fact.Plain, fact.Either}} {
		if got := wordsOf(setting, field); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", field, got, want)
		}
	}
	for _, want := range []fact.Lifetime{fact.Endless, fact.Finite, fact.Unknown} {
		if !slices.Contains(wordsOf(reflect.TypeFor[Image](), "Lifetime"), string(want)) {
			t.Errorf("an image cannot be %s", want)
		}
	}
}
