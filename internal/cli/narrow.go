package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/report"
)

// helpWidth is how wide help is where it goes to no terminal.
const helpWidth = 80

// wrapHelp breaks the lines of the help of a command and those below it where the terminal ends.
func (a *app) wrapHelp(root *cobra.Command) {
	width := terminalWidth(a.stdout)
	if width == 0 {
		width = helpWidth
	}
	usual := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		cmd.Long = narrow(joined(cmd.Long), width)
		usual(cmd, args)
	})
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		cmd.Print(narrowUsage(cmd, width))
		return nil
	})
}

// narrowUsage is the usage that cobra makes, its flags no wider than the terminal.
func narrowUsage(cmd *cobra.Command, width int) string {
	var b strings.Builder
	b.WriteString("Usage:\n")
	if cmd.Runnable() {
		b.WriteString("  " + cmd.UseLine() + "\n")
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("  " + cmd.CommandPath() + " [command]\n")
	}
	if cmd.HasExample() {
		b.WriteString("\nExamples:\n" + cmd.Example + "\n")
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\nAvailable Commands:\n")
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() || c.Name() == "help" {
				line := "  " + c.Name() + strings.Repeat(" ", max(1, c.NamePadding()-len(c.Name())+1)) + c.Short
				b.WriteString(report.Wrap(line, width, strings.Repeat(" ", c.NamePadding()+3)) + "\n")
			}
		}
	}
	if cmd.HasAvailableLocalFlags() {
		b.WriteString("\nFlags:\n" + cmd.LocalFlags().FlagUsagesWrapped(width))
	}
	if cmd.HasAvailableInheritedFlags() {
		b.WriteString("\nGlobal Flags:\n" + cmd.InheritedFlags().FlagUsagesWrapped(width))
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n" + report.Wrap("Use \""+cmd.CommandPath()+" [command] --help\" for more information about a command.", width, "") + "\n")
	}
	return b.String()
}

// joined puts the lines of each paragraph into one; lines with an indent, such as those of examples, stay.
func joined(text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		last := len(out) - 1
		if last >= 0 && out[last] != "" && line != "" && !strings.HasPrefix(line, " ") && !strings.HasPrefix(out[last], " ") {
			out[last] += " " + line
		} else {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// narrow breaks the lines of prose, and joins none: neither those of blocks of code, nor rows of tables.
func narrow(text string, width int) string {
	if width == 0 {
		return text
	}
	lines := strings.Split(text, "\n")
	code := false
	for i, line := range lines {
		switch {
		case strings.HasPrefix(strings.TrimSpace(line), "```"):
			code = !code
		case code || strings.HasPrefix(line, "|"):
		default:
			lines[i] = report.Wrap(line, width, hang(line))
		}
	}
	return strings.Join(lines, "\n")
}

// hang is the indent of the further lines of an item of a list, or of a paragraph.
func hang(line string) string {
	text := strings.TrimLeft(line, " ")
	n := len(line) - len(text)
	if strings.HasPrefix(text, "- ") {
		n += 2
	}
	return strings.Repeat(" ", n)
}
