package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// Fingerprint names a violation in a way that survives moved lines, reordered containers, a renamed file, other words and better evidence. at is the object in
// which the violation's path lies; it differs from the workload when the path leads into a Service or a ConfigMap.
func Fingerprint(v Violation, at *manifest.Object) string {
	w := v.Workload
	said := quoted(v.Message)
	container := v.Container
	if slices.Contains(said, container) {
		container = ""
	}
	text := make([]byte, 0, 512)
	text = field(text, v.Rule, w.Kind, w.Namespace, w.Name, container, at.Kind, at.Namespace, at.Name)
	text = field(text, named(at.Root, v.Path, said)...)
	text = field(text, names(v.Message)...)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Names is what a message names, whatever its words: a text that two messages share when they are about the same.
func Names(message string) string { return strings.Join(names(message), "\x00") }

// names lists what a message quotes, sorted and once each. A rule about several containers names them in their order, and reports at one
// of them; when they change places it is still the same violation.
func names(message string) []string {
	all := quoted(withoutNumbers(message))
	slices.Sort(all)
	return slices.Compact(all)
}

// quoted lists what stands between double quotes.
func quoted(message string) []string {
	var all []string
	for i, part := range strings.Split(message, `"`) {
		if i%2 == 1 {
			all = append(all, part)
		}
	}
	return all
}

// field appends each part with its length, so that no two lists of parts give the same bytes.
func field(to []byte, parts ...string) []byte {
	for _, p := range parts {
		to = strconv.AppendInt(to, int64(len(p)), 10)
		to = append(append(append(to, ':'), p...), ',')
	}
	return append(to, '\n')
}

// named renders path with the name of a list's element in place of its index, where the element has one and said does not hold it.
func named(n *manifest.Node, path manifest.Path, said []string) []string {
	out := make([]string, 0, len(path))
	for _, elem := range path {
		if n != nil {
			n = n.Get(elem)
		}
		switch e := elem.(type) {
		case string:
			out = append(out, e)
		case int:
			out = append(out, nameOr(n, e, said))
		}
	}
	return out
}

func nameOr(n *manifest.Node, index int, said []string) string {
	name := n.Get("name")
	switch {
	case name == nil || name.Text == "":
		return strconv.Itoa(index)
	case slices.Contains(said, name.Text):
		return "name"
	}
	return "name=" + name.Text
}

// withoutNumbers replaces every run of digits by one 0: a changed port or line number is still the same violation.
func withoutNumbers(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	digits := false
	for _, r := range s {
		if r < '0' || r > '9' {
			b.WriteRune(r)
			digits = false
			continue
		}
		if !digits {
			b.WriteByte('0')
		}
		digits = true
	}
	return b.String()
}

// distinguish gives violations with equal fingerprints a counter in their order, so that each can be told apart.
func distinguish(violations []Violation) {
	seen := make(map[string]int, len(violations))
	for i := range violations {
		v := &violations[i]
		n := seen[v.Fingerprint]
		seen[v.Fingerprint]++
		v.Fingerprint = nth(v.Fingerprint, n)
	}
}

// nth is the fingerprint of the n-th violation of that fingerprint, from 0.
func nth(fingerprint string, n int) string {
	if n == 0 {
		return fingerprint
	}
	sum := sha256.Sum256([]byte(fingerprint + "#" + strconv.Itoa(n)))
	return hex.EncodeToString(sum[:])
}
