package explain

import (
	"testing"
)

func TestWants(t *testing.T) {
	tests := map[string]struct {
		data  string
		lines []int
		doubt []bool // of each; nil: none
		first string // a message that the first expectation matches
		fails bool
	}{
		"none":           {data: "a: 1\nb: 2 # wishes\n"},
		"one":            {data: "a: 1\nb: 2 # want \"port 80\"\n", lines: []int{2}, first: "on port 80"},
		"two on a line":  {data: "b: 2 # want \"x\" \"y\"\n", lines: []int{1, 1}, first: "x"},
		"quotes":         {data: `b: 2 # want "volume \"tls\" \(secret\)"`, lines: []int{1}, first: `volume "tls" (secret)`},
		"crlf":           {data: "b: 2 # want \"x\"\r\n", lines: []int{1}, first: "x"},
		"doubt":          {data: "b: 2 # want-doubt \"x\"\n", lines: []int{1}, doubt: []bool{true}, first: "x"},
		"both":           {data: "b: 2 # want \"x\" # want-doubt \"y\" \"z\"\n", lines: []int{1, 1, 1}, doubt: []bool{false, true, true}, first: "x"},
		"two comments":   {data: "b: 2 # want x # want \"y\"\n", fails: true},
		"no such want":   {data: "b: 2 # want-doubts \"x\"\n", fails: true},
		"no quotes":      {data: "b: 2 # want x\n", fails: true},
		"text after":     {data: "b: 2 # want \"x\" y\n", fails: true},
		"invalid regexp": {data: "b: 2 # want \"(\"\n", fails: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			wants, err := Wants([]byte(tt.data))
			if (err != nil) != tt.fails {
				t.Fatalf("got error %v, want one: %t", err, tt.fails)
			}
			if len(wants) != len(tt.lines) {
				t.Fatalf("got %d expectations, want %d", len(wants), len(tt.lines))
			}
			for i, w := range wants {
				if w.Line != tt.lines[i] {
					t.Errorf("got line %d, want %d", w.Line, tt.lines[i])
				}
				if w.Doubt != (tt.doubt != nil && tt.doubt[i]) {
					t.Errorf("expectation %d: got doubt %t", i, w.Doubt)
				}
			}
			if len(wants) > 0 && !wants[0].Message.MatchString(tt.first) {
				t.Errorf("%q does not match %q", wants[0].Message, tt.first)
			}
		})
	}
}

func TestWithoutWants(t *testing.T) {
	got := string(WithoutWants([]byte("a: 1 # want \"x\\\"y\" \"z\"\nb: \"# want\" # keep\nc: 2 # want \"x\" # want-doubt \"y\"\n")))
	if want := "a: 1\nb: \"# want\" # keep\nc: 2\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
