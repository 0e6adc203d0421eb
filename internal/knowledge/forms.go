package knowledge

import (
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// formOf is the check of the texts of a field: that of its tag form, or of its type; nil for none.
func formOf(f reflect.StructField) func(text string) error {
	t := f.Type
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t == reflect.TypeFor[Condition]() {
		return asCondition
	}
	switch f.Tag.Get("form") {
	case "flag":
		return asFlag
	case "glob":
		return asGlob
	case "group":
		return asGroup
	case "link":
		return asLink
	case "origin":
		return asOrigin
	case "refusal":
		return asRefusal
	}
	return nil
}

func asCondition(text string) error {
	for s := range strings.SplitSeq(text, " & ") {
		if !strings.HasPrefix(s, "-") && !strings.HasPrefix(s, "arg:") && !strings.HasPrefix(s, "env:") {
			return fmt.Errorf("condition %q starts with none of \"-\", \"arg:\" and \"env:\"", s)
		}
	}
	return nil
}

func asFlag(text string) error {
	if !strings.HasPrefix(text, "-") && !strings.HasPrefix(text, "#") && !strings.HasPrefix(text, "env:") {
		return fmt.Errorf("flag %q starts with none of \"-\", \"#\" and \"env:\"", text)
	}
	return nil
}

func asGlob(text string) error {
	if text == "" || !doublestar.ValidatePattern(text) {
		return fmt.Errorf("%q is no valid glob", text)
	}
	return nil
}

// group is an API group.
func asGroup(text string) error {
	if strings.Contains(text, "/") {
		return fmt.Errorf("group %q holds a version: want the group alone", text)
	}
	return nil
}

func asLink(text string) error {
	if u, err := url.Parse(text); err != nil || u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("source %q is no https URL", text)
	}
	return nil
}

// origin is a glob that begins with a registry.
func asOrigin(text string) error {
	if host, path, ok := strings.Cut(text, "/"); !ok || path == "" || !strings.ContainsAny(host, ".:") {
		return fmt.Errorf("origin %q does not begin with a registry: want one such as docker.io/owner/*", text)
	}
	return asGlob(text)
}

var refusals = regexp.MustCompile(`^[345]\d\d$`)

// refusal is the HTTP status of an answer that lets nobody in.
func asRefusal(text string) error {
	if !refusals.MatchString(text) {
		return fmt.Errorf("answers %q is no HTTP status of a refusal such as 401", text)
	}
	return nil
}
