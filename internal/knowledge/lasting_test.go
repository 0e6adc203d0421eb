package knowledge

import (
	"strings"
	"testing"
)

func TestLasts(t *testing.T) {
	wrk := Program{LastFlags: []string{"-d", "--duration"}}
	for line, want := range map[string]float64{
		"wrk -t1 -d20m http://web":         1200,
		"wrk -d 1h30m http://web":          5400,
		"wrk --duration=90 http://web":     90,
		"wrk -d 10M http://web":            600,
		"wrk -d5 --duration=20 http://web": 20,
		"wrk -d ${TIME} http://web":        0,
		"wrk -d -5 http://web":             0,
		"wrk -d nan http://web":            0,
		"wrk -d inf http://web":            0,
		"wrk http://web":                   0,
		"":                                 0,
	} {
		if got := wrk.Lasts(strings.Fields(line)); got != want {
			t.Errorf("%q: got %v seconds, want %v", line, got, want)
		}
	}
	if got := (Program{}).Lasts([]string{"wrk", "-d20m"}); got != 0 {
		t.Errorf("a program without such flags: got %v seconds, want 0", got)
	}
}
