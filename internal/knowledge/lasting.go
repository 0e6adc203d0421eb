package knowledge

import (
	"strconv"
	"strings"
	"time"
)

// Lasts is how many seconds a command line (argv, the program's name first) tells a program to work before it ends: the longest time that one
// of the flags under lasts gives, 0 when none does. A bare number is seconds.
func (p Program) Lasts(argv []string) float64 {
	longest := 0.0
	for value := range flagValues(argv, p.LastFlags) {
		longest = max(longest, seconds(value))
	}
	return longest
}

func seconds(text string) float64 {
	text = strings.ToLower(text)
	if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return d.Seconds()
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil && n > 0 && n < 1e12 {
		return n
	}
	return 0
}
