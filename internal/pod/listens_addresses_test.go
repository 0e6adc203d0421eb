package pod

import "testing"

func TestBothAddresses(t *testing.T) {
	for _, tc := range []struct{ a, b, want string }{
		{"loopback", "loopback", "loopback"},
		{"loopback", "all", "all"},
		{"unknown", "all", "all"},
		{"unknown", "loopback", "unknown"},
		{"unknown", "pod-ip", "unknown"},
		{"loopback", "pod-ip", "all"},
	} {
		for _, got := range []string{bothAddresses(tc.a, tc.b), bothAddresses(tc.b, tc.a)} {
			if got != tc.want {
				t.Errorf("%s and %s give %s, want %s", tc.a, tc.b, got, tc.want)
			}
		}
	}
}
