package shell

import (
	"strconv"
	"strings"
)

// seconds reads a duration of sleep: a number with the unit s, m, h or d; infinity is -1. BusyBox takes every word
// that begins with inf for it.
func seconds(s string) (float64, bool) {
	if strings.HasPrefix(strings.ToLower(s), "inf") {
		return -1, true
	}
	scale := 1.0
	switch {
	case strings.HasSuffix(s, "s"):
	case strings.HasSuffix(s, "m"):
		scale = 60
	case strings.HasSuffix(s, "h"):
		scale = 3600
	case strings.HasSuffix(s, "d"):
		scale = 86400
	}
	n, err := strconv.ParseFloat(strings.TrimRight(s, "smhd"), 64)
	if err != nil || n < 0 || n > 1e12 || n != n {
		return 0, false
	}
	return n * scale, true
}

// port reads a port number; 0 when it is none.
func port(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 65535 {
		return 0
	}
	return n
}
