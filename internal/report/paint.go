package report

// painter adds colours when it is true and nothing otherwise.
type painter bool

// SGR sequences. Only the 8 basic colours: every theme keeps them readable.
const (
	reset      = "\x1b[0m"
	bold       = "\x1b[1m"
	dim        = "\x1b[2m"
	boldRed    = "\x1b[1;31m"
	boldGreen  = "\x1b[1;32m"
	boldYellow = "\x1b[1;33m"
	blue       = "\x1b[34m"
	boldCyan   = "\x1b[1;36m"
)

func (p painter) wrap(code, s string) string {
	if !p || s == "" {
		return s
	}
	return code + s + reset
}

func (p painter) bold(s string) string   { return p.wrap(bold, s) }
func (p painter) dim(s string) string    { return p.wrap(dim, s) }
func (p painter) gutter(s string) string { return p.wrap(blue, s) }
func (p painter) good(s string) string   { return p.wrap(boldGreen, s) }

func (p painter) severity(severity, s string) string {
	switch severity {
	case "error":
		return p.wrap(boldRed, s)
	case "warning":
		return p.wrap(boldYellow, s)
	default:
		return p.wrap(boldCyan, s)
	}
}
