package pod

import "testing"

func TestReleaseFor(t *testing.T) {
	for _, tt := range []struct{ stopgap, a, b, want string }{
		{"release-name", "release-name", "geo", "geo"},
		{"release-name", "geo", "release-name", "geo"},
		{"release-name", "release-name-web", "shop-web", "shop"},
		{"release-name", "web-release-name-x", "web-shop-x", "shop"},
		{"release-name", "release-name-release-name", "shop-shop", "shop"},
		{"release-name", "release-name-release-name", "shop-geo", ""},
		{"release-name", "release-name-web", "web", ""},
		{"release-name", "release-name-web", "-web", ""},
		{"release-name", "release-name", "", ""},
		{"release-name", "web", "shop", ""},
		{"release-name", "release-name-a", "release-name-b", ""},
		{"", "release-name", "geo", ""},
	} {
		if got := releaseFor(tt.stopgap, tt.a, tt.b); got != tt.want {
			t.Errorf("%s, %s: got %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
}
