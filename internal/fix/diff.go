package fix

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff is the change of one file as a unified diff that git apply and patch -p1 take, in the folder from which the name leads to the file.
// It is empty when nothing has changed.
func Diff(name string, was, now []byte) []byte {
	text := diff.Diff(header("a/", name), was, header("b/", name), now)
	_, text, _ = bytes.Cut(text, []byte("\n")) // the command that the library begins with
	return text
}

// header is a name in the head of a diff, quoted as git does where it could end the line.
func header(side, name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f || r >= 0x80 && r < 0xa0 }) {
		return strconv.Quote(side + name)
	}
	return side + name
}
