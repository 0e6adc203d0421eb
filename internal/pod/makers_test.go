package pod

import "testing"

func TestSpeltLike(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"shopp", "shop", true},
		{"web-querry", "web-query", true},
		{"webapp", "web-app", true},
		{"app.kubernetes.io/nam", "app.kubernetes.io/name", true},
		{"thanos-ruler", "thanos-query", false},
		{"a-one-b", "a-two-c", false},
		{"", "web", false},
		{"web", "", false},
	} {
		if got := speltLike(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: got %t, want %t", test.a, test.b, got, test.want)
		}
	}
}
