//go:build !unix

package safefile

const noWait = 0
