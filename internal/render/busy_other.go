//go:build !unix

package render

import "time"

// busy is the time of the clock: the processor's is not known here.
func busy() time.Duration { return time.Duration(time.Now().UnixNano()) }
