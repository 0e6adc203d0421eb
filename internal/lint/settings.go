package lint

import (
	"maps"
	"slices"
	"sync"

	"github.com/podlint/podlint/internal/policy"
)

// settings are those of each file, as they were asked for. They are safe for concurrent use.
type settings struct {
	byFile sync.Map // file -> *settingsOf
}

// settingsOf are the settings for one file, the parameters with those that rules have by default.
type settingsOf struct {
	Settings

	params map[string]map[string]any
}

// at returns the settings for a file, nil when they are the same for all.
func (r *run) at(file string) *settingsOf {
	if r.opt.At == nil {
		return nil
	}
	if got, ok := r.settings.byFile.Load(file); ok {
		return got.(*settingsOf)
	}
	s := &settingsOf{Settings: r.opt.At(file)}
	s.params = withDefaults(r.opt.Rules, s.Parameters)
	r.settings.byFile.Store(file, s)
	return s
}

// paramsFor are the parameters of all rules for the pods of a file.
func (r *run) paramsFor(file string) map[string]map[string]any {
	if s := r.at(file); s != nil {
		return s.params
	}
	return r.params
}

// wanted leaves out the matches of rules that are off for a file.
func (r *run) wanted(matches []policy.Match, file string) []policy.Match {
	s := r.at(file)
	if s == nil || len(s.Off) == 0 {
		return matches
	}
	return slices.DeleteFunc(slices.Clone(matches), func(m policy.Match) bool { return s.Off[m.Rule] })
}

// withDefaults are the parameters of rules, those of the user in place of the defaults.
func withDefaults(rules []policy.Rule, own map[string]map[string]any) map[string]map[string]any {
	params := policy.Defaults(rules)
	for id, settings := range own {
		if params[id] != nil {
			maps.Copy(params[id], settings)
		}
	}
	return params
}
