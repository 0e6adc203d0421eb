package helm

import "testing"

func TestSorted(t *testing.T) {
	for text, want := range map[string]string{
		"plain": "plain",
		"web:\n- at '/b': missing property 'x'\n- at '': additional properties 'z', 'b', 'a' not allowed\n": "web:\n- at '': additional properties 'a', 'b', 'z' not allowed\n- at '/b': missing property 'x'\n",
		"- at '/a': got 'one'\nweb: it's as it was\n- at '/b'":                                              "- at '/a': got 'one'\nweb: it's as it was\n- at '/b'",
	} {
		if got := sorted(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
