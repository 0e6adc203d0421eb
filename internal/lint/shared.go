package lint

import "github.com/podlint/podlint/internal/policy"

// Shared is what runs need of the rules, whatever they judge. It is safe for concurrent use.
type Shared struct {
	rules  map[string]policy.Rule
	fixes  map[string]*Fix   // by rule
	links  map[string]string // to the pages of rules
	params map[string]map[string]any
}

// Share makes what all runs with the Rules, Parameters and Docs of the options share.
func Share(opt Options) *Shared {
	s := &Shared{
		params: withDefaults(opt.Rules, opt.Parameters),
		rules:  make(map[string]policy.Rule, len(opt.Rules)), fixes: map[string]*Fix{}, links: map[string]string{},
	}
	for _, rule := range opt.Rules {
		s.rules[rule.ID], s.fixes[rule.ID], s.links[rule.ID] = rule, newFix(rule.Fix), opt.documentation(rule)
	}
	return s
}
