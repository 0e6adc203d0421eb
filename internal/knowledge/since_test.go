package knowledge

import "testing"

// A tag tells of which version an image is: what an entry says of shell and user holds for the versions that it names.
func TestSince(t *testing.T) {
	shell, user := false, int64(65532)
	base := (&Base{}).Only([]Image{{
		ID: "proxy", Match: []string{"**/vendor/proxy"}, Origins: []string{"docker.io/vendor/*"}, Verified: true, Shell: &shell, User: &user,
		Since: Since{Shell: ">=1.16", User: ">=1.18"},
	}})
	for _, tt := range []struct {
		tag                       string
		shell, user               bool // known or assumed
		shellAssumed, userAssumed bool
	}{
		{"1.18.0", true, true, false, false},
		{"v2.0", true, true, false, false},
		{"1.16", true, false, false, false},
		{"1.11", false, false, false, false},
		{"latest", true, true, true, true},
		{"", true, true, true, true},
	} {
		got := base.Match("docker.io", "vendor/proxy", tt.tag)
		if i := got.Image; (i.Shell != nil) != tt.shell || (i.User != nil) != tt.user || i.ShellAssumed != tt.shellAssumed || i.UserAssumed != tt.userAssumed || !got.Known() {
			t.Errorf("Match(%q) = shell %v assumed %v, user %v assumed %v, known %v, want %+v", tt.tag, i.Shell, i.ShellAssumed, i.User, i.UserAssumed, got.Known(), tt)
		}
	}
}

// Of a version before those that an entry is about nothing is said; a tag that names none is taken for a newer one.
func TestSinceProgram(t *testing.T) {
	base := (&Base{}).Only([]Image{{ID: "proxy", Match: []string{"**/vendor/proxy"}, Since: Since{Program: ">=2"}, Custom: true}})
	for tag, want := range map[string]bool{"v1.8.2": false, "1": false, "2.0": true, "v3.1.0-alpine": true, "latest": true, "": true} {
		for _, repository := range []string{"vendor/proxy", "somebody/proxy"} {
			if got := base.Match("docker.io", repository, tag); (got.Image != nil) != want {
				t.Errorf("Match(%s:%s) = %v, want known: %v", repository, tag, got.Image, want)
			}
		}
	}
}
