package validity

import (
	"math"
	"net"
	"net/netip"
	"path"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pattern"
)

// form is the way in which a text must be written.
type form struct {
	words string // what fits, for messages
	fits  func(string) bool
	// name is set for the forms of names.
	name bool
}

// none makes a form of a check of apimachinery, which lists what is wrong.
func none(check func(string) []string) func(string) bool {
	return func(s string) bool { return len(check(s)) == 0 }
}

// The forms of the API.
var (
	dnsLabel     = &form{words: "up to 63 of a-z, 0-9 and inner -", fits: none(validation.IsDNS1123Label), name: true}
	dnsSubdomain = &form{words: "up to 253 of a-z, 0-9 and inner - and .", fits: none(validation.IsDNS1123Subdomain), name: true}
	// dnsPrefix is how the API checks names that it treats as prefixes: a - may end them.
	dnsPrefix = &form{words: dnsSubdomain.words, name: true, fits: func(s string) bool {
		if len(s) > 1 && s[len(s)-1] == '-' {
			s = s[:len(s)-2] + "a"
		}
		return len(validation.IsDNS1123Subdomain(s)) == 0
	}}
	portName   = &form{words: "up to 15 of a-z, 0-9 and inner -, not all digits", fits: none(validation.IsValidPortName), name: true}
	envName    = &form{words: "printable ASCII without =", fits: none(validation.IsRelaxedEnvVarName), name: true}
	labelKey   = &form{words: "a key such as name or example.org/name", fits: none(validation.IsQualifiedName), name: true}
	lowerKey   = &form{words: labelKey.words, fits: func(s string) bool { return labelKey.fits(strings.ToLower(s)) }, name: true}
	labelValue = &form{words: "up to 63 of A-Z, a-z, 0-9 and inner -, _ and .", fits: none(validation.IsValidLabelValue)}
	configKey  = &form{words: "up to 253 of A-Z, a-z, 0-9, -, _ and .", fits: none(validation.IsConfigMapKey), name: true}
	headerName = &form{words: "the name of an HTTP header", fits: none(validation.IsHTTPHeaderName), name: true}
	ipAddress  = &form{words: "an IP address", fits: isIP}
	noBackstep = &form{words: "a path without ..", fits: withoutBackstep}
	inside     = &form{words: "a relative path without ..", fits: func(s string) bool { return !path.IsAbs(s) && withoutBackstep(s) }}
	// insideFile is what a file that a volume projects must be called: kubelet keeps names that begin with .. for itself.
	insideFile = &form{words: inside.words, fits: func(s string) bool { return inside.fits(s) && !strings.HasPrefix(s, "..") }}
	absolute   = &form{words: "an absolute path", fits: path.IsAbs}
	driverName = &form{words: "up to 63 of A-Z, a-z, 0-9, - and .", fits: isDriver, name: true}
	sysctlName = &form{words: "lower-case segments between . or /", fits: isSysctl, name: true}
	initiator  = &form{words: "a name that begins with iqn., eui. or naa.", fits: isInitiator}
	search     = &form{words: dnsSubdomain.words, fits: isSearch}
)

// registries are those of Quobyte.
var registries = &form{words: "host:port, or several between commas", fits: func(s string) bool {
	for pair := range strings.SplitSeq(s, ",") {
		if _, _, err := net.SplitHostPort(pair); err != nil {
			return false
		}
	}
	return true
}}

// noSlash is for the names of data sets of one vendor.
var noSlash = &form{words: "a name without /", fits: func(s string) bool { return !strings.Contains(s, "/") }, name: true}

func withoutBackstep(s string) bool {
	for elem := range strings.SplitSeq(s, "/") {
		if elem == ".." {
			return false
		}
	}
	return true
}

// isIP allows leading zeros in the parts of an IPv4 address, as the API server does for fields that always did.
func isIP(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return !strings.Contains(s, "%")
	}
	parts := strings.Split(s, ".")
	for i, p := range parts {
		if p = strings.TrimLeft(p, "0"); p == "" && parts[i] != "" {
			p = "0"
		}
		parts[i] = p
	}
	_, err := netip.ParseAddr(strings.Join(parts, "."))
	return err == nil && len(parts) == 4
}

func isDriver(s string) bool {
	return len(s) <= 63 && len(validation.IsDNS1123Subdomain(strings.ToLower(s))) == 0
}

func isSysctl(s string) bool {
	for segment := range strings.SplitSeq(strings.ReplaceAll(s, "/", "."), ".") {
		if len(validation.IsDNS1123SubdomainWithUnderscore(segment)) > 0 {
			return false
		}
	}
	return len(s) <= 253
}

// The ways to name an iSCSI initiator or target, as RFC 3720 and 3980 have them.
var initiators = pattern.New(`^(iqn\.\d{4}-\d{2}\.([[:alnum:]-.]+)(:[^,;*&$|\s]+)?|eui\.[[:alnum:]]{16}|naa\.[[:alnum:]]{32})$`)

func isInitiator(s string) bool { return initiators.MatchString(s) }

func isSearch(s string) bool {
	return s == "." || len(validation.IsDNS1123SubdomainWithUnderscore(strings.TrimSuffix(s, "."))) == 0
}

// field checks the scalars of a field, which stands at the walk's path.
func (w *walk) field(n *manifest.Node, name string, is field) {
	if is.of == "" {
		is.of = name
	}
	switch n.Type {
	case manifest.Map:
		for i := range n.Fields {
			f := &n.Fields[i]
			if is.keys != nil && !manifest.Placeholder(f.Key) && !is.keys.fits(f.Key) {
				w.add(malformed("key of "+is.of, f.Key, is.keys), f.Key, manifest.AtKey)
			}
			w.scalar(f.Value, &is, f.Key)
		}
	case manifest.List:
		for i, item := range n.Items {
			w.element(item, &is, i)
		}
	default:
		w.scalar(n, &is)
	}
}

func malformed(of, got string, f *form) Value {
	v := Value{Problem: Malformed, Of: of, Got: got, Expected: f.words}
	if f.name {
		v.Problem = InvalidName
	}
	return v
}

// element checks an element of a list of scalars, in which an empty text is a text, and null one that is empty. The list is at the walk's
// path, or below it.
func (w *walk) element(n *manifest.Node, is *field, index int, list ...any) {
	at := slices.Concat(list, []any{index})
	empty := n.Type == manifest.Null || n.Type == manifest.String && n.Text == ""
	switch {
	case empty && is.values != nil:
		w.enumerated("", is, at)
	case empty && is.form != nil && !is.form.fits(""):
		w.add(malformed(is.of, "", is.form), at...)
	default:
		w.scalar(n, is, at...)
	}
}

// scalar checks one scalar below the walk's path.
func (w *walk) scalar(n *manifest.Node, is *field, elems ...any) {
	switch {
	case n.Type == manifest.Int && is.within != nil:
		w.number(n.Text, is, elems)
	case n.Type != manifest.String || manifest.Placeholder(n.Text):
	case is.values != nil:
		if n.Text != "" || !is.empty {
			w.enumerated(n.Text, is, elems)
		}
	case is.form != nil && (n.Text != "" || is.whole) && !is.form.fits(n.Text):
		w.add(malformed(is.of, n.Text, is.form), elems...)
	}
}

// number leaves out a required zero, which is missing.
func (w *walk) number(text string, is *field, elems []any) {
	i, err := strconv.ParseInt(text, 10, 64)
	if err != nil || i >= is.within.min && i <= is.within.max || i == 0 && is.required {
		return
	}
	w.add(Value{Problem: OutOfRange, Of: is.of, Got: text, Expected: is.within.words()}, elems...)
}

func (w *walk) enumerated(got string, is *field, elems []any) {
	if slices.Contains(is.values, got) {
		return
	}
	w.add(Value{Problem: Unknown, Of: is.of, Got: got, Expected: listed(is.values), Nearest: near(got, is.values)}, elems...)
}

func (s *span) words() string {
	switch {
	case s.octal:
		return "0 to 0" + strconv.FormatInt(s.max, 8) + " in octal"
	case s.max == math.MaxInt64 && s.min == 0:
		return "no negative number"
	case s.max == math.MaxInt64:
		return "at least " + strconv.FormatInt(s.min, 10)
	default:
		return strconv.FormatInt(s.min, 10) + " to " + strconv.FormatInt(s.max, 10)
	}
}
