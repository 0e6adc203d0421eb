package cli

import (
	"path/filepath"
	"slices"
	"sync"

	"github.com/podlint/podlint/internal/lint"
)

// at says what the configuration sets for the objects of one file, nil when that is the same for all. A rule that the command line names
// is on everywhere.
func (f *ruleFlags) at() func(file string) lint.Settings {
	if len(f.effect.Overrides) == 0 {
		return nil
	}
	var known sync.Map // file -> lint.Settings
	return func(file string) lint.Settings {
		if s, ok := known.Load(file); ok {
			return s.(lint.Settings)
		}
		name := file
		if abs, err := filepath.Abs(filepath.FromSlash(file)); err == nil {
			name = filepath.ToSlash(abs)
		}
		e := f.config.EffectIn(f.effect, name)
		s := lint.Settings{Off: map[string]bool{}, Severities: e.Severity, Parameters: e.Parameters}
		for id, off := range e.Off {
			s.Off[id] = off && !slices.Contains(f.only, id)
		}
		known.Store(file, s)
		return s
	}
}

// wholeAt are the rules that the configuration sets to info for the objects of one file, so that they are reported.
func (f *ruleFlags) wholeAt() func(file string) map[string]bool {
	at := f.at()
	if at == nil {
		return nil
	}
	return func(file string) map[string]bool {
		whole := map[string]bool{}
		for id, severity := range at(file).Severities {
			if severity == "info" {
				whole[id] = true
			}
		}
		return whole
	}
}
