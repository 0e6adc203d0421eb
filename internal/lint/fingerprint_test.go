package lint

import (
	"testing"

	"github.com/podlint/podlint/internal/manifest"
)

// TestFingerprintOfPairs demands that a violation about two containers stays the same when they change places.
func TestFingerprintOfPairs(t *testing.T) {
	named := func(name string) *manifest.Node {
		return &manifest.Node{Type: manifest.Map, Fields: []manifest.Field{{Key: "name", Value: &manifest.Node{Type: manifest.String, Text: name}}}}
	}
	pair := func(message, container string, index int, names ...string) string {
		list := &manifest.Node{Type: manifest.List}
		for _, n := range names {
			list.Items = append(list.Items, named(n))
		}
		root := &manifest.Node{Type: manifest.Map, Fields: []manifest.Field{{Key: "containers", Value: list}}}
		v := Violation{Rule: "a-rule", Message: message, Container: container, Path: manifest.Path{"containers", index}}
		return Fingerprint(v, &manifest.Object{Root: root})
	}
	want := pair(`"app" and "web" bind port 80 (app:80, web:80)`, "web", 1, "app", "web")
	if got := pair(`"web" and "app" bind port 8080 (web:8080, app:8080)`, "app", 1, "web", "app"); got != want {
		t.Error("got another fingerprint after the containers changed places")
	}
	if got := pair(`"app" and "side" bind port 80 (app:80, side:80)`, "side", 1, "app", "side"); got == want {
		t.Error("got the same fingerprint for another pair")
	}
	if one, two := pair("it is wrong", "app", 0, "app", "web"), pair("it is wrong", "web", 1, "app", "web"); one == two {
		t.Error("got the same fingerprint for two containers that the message does not name")
	}
}

// TestFingerprintOfOtherWords: what is said of a violation may be worded anew.
func TestFingerprintOfOtherWords(t *testing.T) {
	of := func(message string) string {
		return Fingerprint(Violation{Rule: "a-rule", Message: message, Container: "app", Path: manifest.Path{"spec"}}, &manifest.Object{})
	}
	want := of(`container "app" waits for "web" on port 80`)
	if of(`"web" serves nothing on port 81, for which "app" waits`) != want {
		t.Error("got another fingerprint for other words")
	}
	if of(`container "app" waits for "db" on port 80`) == want {
		t.Error("got the same fingerprint for another neighbour")
	}
}
