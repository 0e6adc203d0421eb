package shell

import (
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

func TestTailCopes(t *testing.T) {
	tests := []struct {
		script               string
		retry, byName, whole bool
	}{
		{"tail -f /a.log", false, false, false},
		{"tail -F /a.log", true, true, false},
		{"tail -n+1 -F /a.log", true, true, true},
		{"tail -100f /a.log", false, false, true},
		{"tail -fn0 /a.log", false, false, true},
		{"tail --follow /a.log", false, false, false},
		{"tail --follow=name /a.log", false, true, false},
		{"tail --follow=name --retry /a.log", true, true, false},
		{"tail -f --retry /a.log", true, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.script, func(t *testing.T) {
			p := Analyze([]string{"sh", "-c", tt.script}, Options{})
			if len(p.Facts) != 1 || p.Facts[0].Op != fact.Tail {
				t.Fatalf("facts = %+v, want one tail", p.Facts)
			}
			f := p.Facts[0]
			if f.Retry != tt.retry || f.ByName != tt.byName || f.Whole != tt.whole {
				t.Errorf("retry, by name, whole = %t %t %t, want %t %t %t", f.Retry, f.ByName, f.Whole, tt.retry, tt.byName, tt.whole)
			}
		})
	}
}
