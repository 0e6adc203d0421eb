package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/nearest"
)

// choice is a flag that takes one of a few words.
type choice struct {
	value   string
	allowed []string
	given   bool // the user typed it
}

// String returns the current word.
func (c *choice) String() string { return c.value }

// Type names the value in --help.
func (c *choice) Type() string { return strings.Join(c.allowed, "|") }

// Set takes one of the allowed words.
func (c *choice) Set(s string) error {
	if !slices.Contains(c.allowed, s) {
		return fmt.Errorf("want %s", oneOf(s, c.allowed))
	}
	c.value, c.given = s, true
	return nil
}

func (c *choice) complete(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return c.allowed, cobra.ShellCompDirectiveNoFileComp
}

// oneOf lists what is allowed, with a guess when got is near one of them.
func oneOf(got string, allowed []string) string {
	s := "one of " + strings.Join(allowed, ", ")
	if near := nearest.Of(got, allowed); near != "" {
		s += fmt.Sprintf("; did you mean %q?", near)
	}
	return s
}
