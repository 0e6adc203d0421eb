package knowledge

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/podlint/podlint/internal/nearest"
)

// oneOf checks that value is among names.
func oneOf(what, value string, names ...string) error {
	if slices.Contains(names, value) {
		return nil
	}
	if value == "" {
		return fmt.Errorf("%s is missing, want one of %s", what, strings.Join(names, ", "))
	}
	if near := nearest.Hint(", ", value, names); near != "" {
		return fmt.Errorf("unknown %s %q%s", what, value, near)
	}
	return fmt.Errorf("unknown %s %q, want one of %s", what, value, strings.Join(names, ", "))
}

func checkID(what, id string) error {
	if id == "" {
		return fmt.Errorf("%s has no id", what)
	}
	return nil
}

func checkGlobs(what string, globs ...string) error {
	for _, g := range globs {
		if g == "" || !doublestar.ValidatePattern(g) {
			return fmt.Errorf("%s %q is no valid glob", what, g)
		}
	}
	return nil
}

// checkSources wants at least one https URL.
func checkSources(what string, sources []string) error {
	if len(sources) == 0 {
		return fmt.Errorf("%s has no sources, want at least one https URL", what)
	}
	for _, s := range sources {
		if err := asLink(s); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}

func (i *Image) check() error {
	what := fmt.Sprintf("image %q", i.ID)
	if len(i.Match) == 0 {
		return fmt.Errorf("%s has no match, want at least one glob on the repository path", what)
	}
	if _, err := parseTags(i.Tags); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if err := i.Since.check(); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return first(
		checkID("image", i.ID),
		i.checkDoor(what),
	)
}

// Alone tells whether the image's own program is work of its own as it is called.
func (i *Image) Alone(inv Invocation) bool { return anyHolds(i.AloneWhen, inv) }

func (s *Setting) check() error {
	if err := s.checkSpeech(); err != nil {
		return err
	}
	if s.Default == "" && len(s.Flags) == 0 && len(s.Env) == 0 {
		return fmt.Errorf("setting %q has neither flags, env nor default", s.Does)
	}
	if s.Default != "" && len(s.facts(s.Default)) == 0 {
		return fmt.Errorf("default %q of setting %q is no %s", s.Default, s.Does, s.Form)
	}
	return nil
}

func (p *Program) check() error {
	return oneOf("lifetime", p.Lifetime, "endless", "finite", "unknown")
}

func (i *Injector) check() error {
	what := fmt.Sprintf("injector %q", i.ID)
	return first(
		checkID("injector", i.ID),
		checkSources(what, i.Sources),
		checkGlobs("image", i.Images...),
	)
}

func (s *Switch) check() error {
	return first(
		oneOf("on", s.On, "pod", "namespace", "workload"),
		oneOf("as", s.As, "annotation", "label", "either"),
		checkGlobs("key", s.Key),
		checkGlobs("value", s.Value),
	)
}

func (i *Injected) check() error {
	if i.Name == "" {
		return errors.New("injected container has no name")
	}
	errs := []error{oneOf("class", i.Class, "init", "regular", "sidecar")}
	if i.Place != "" {
		errs = append(errs, oneOf("place", i.Place, "first", "last"))
	}
	for j := range i.Asks {
		errs = append(errs, i.Asks[j].check())
	}
	for j := range i.Drains {
		errs = append(errs, i.Drains[j].check())
	}
	return first(errs...)
}

func (r *Retired) check() error {
	if r.Reason == "" {
		return fmt.Errorf("retired image %q has no reason", r.Match)
	}
	return first(
		checkGlobs("match", r.Match),
		checkGlobs("except", r.Except...),
		checkSources("retired image "+r.Match, r.Sources),
	)
}

func (g *Gate) check() error {
	if err := first(checkID("gate", g.ID), checkSources("gate "+g.ID, g.Sources)); err != nil {
		return err
	}
	for _, v := range []string{g.Alpha, g.Beta, g.Stable, g.Default} {
		if n, ok := version(v); v != "" && (!ok || len(n) != 2) {
			return fmt.Errorf("version %q of gate %q is no minor version such as 1.29", v, g.ID)
		}
	}
	return nil
}

// first returns the first error that is one.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
