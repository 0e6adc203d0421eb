package policy

import "github.com/open-policy-agent/opa/v1/ast"

// shaken are the modules with those definitions alone that the rules ask for: of the library a rule uses a function or two.
func (e *Engine) shaken(rules []*rule, used []*module) map[string]*ast.Module {
	s := &shaker{e: e, byPackage: map[string][]*module{}, kept: map[*ast.Rule]bool{}, asked: map[string]bool{}}
	for _, m := range used {
		s.byPackage[m.name()] = append(s.byPackage[m.name()], m)
	}
	for _, r := range rules {
		s.keep(r.module.name(), "violation")
	}
	out := make(map[string]*ast.Module, len(used))
	for _, m := range used {
		parsed, _ := m.ast() // the fault of one that is not parsed is reported by those who list them
		if parsed == nil {
			continue
		}
		left := *parsed
		left.Rules = nil
		for _, r := range parsed.Rules {
			if s.kept[r] {
				left.Rules = append(left.Rules, r)
			}
		}
		if len(left.Rules) > 0 {
			out[m.file()] = &left
		}
	}
	return out
}

// shaker finds what rules ask for. It goes by names, whatever hides them, and so keeps too much rather than too little.
type shaker struct {
	e         *Engine
	byPackage map[string][]*module
	kept      map[*ast.Rule]bool
	asked     map[string]bool // package and name
}

// keep keeps all definitions of a name in a package, and what they ask for; of an empty name, all that there is.
func (s *shaker) keep(pkg, name string) {
	key := pkg + "\x00" + name
	if s.asked[key] {
		return
	}
	s.asked[key] = true
	for _, m := range s.byPackage[pkg] {
		parsed, err := m.ast()
		if err != nil {
			continue
		}
		for _, r := range parsed.Rules {
			head, _ := headName(r)
			if (name == "" || string(head) == name) && !s.kept[r] {
				s.kept[r] = true
				s.follow(m, r)
			}
		}
	}
}

// follow keeps what a definition names.
func (s *shaker) follow(m *module, r *ast.Rule) {
	ast.WalkVars(r, func(v ast.Var) bool {
		s.keep(m.name(), string(v))
		if path := m.imported(v); path != nil && path.HasPrefix(ast.DefaultRootRef) {
			s.named(m, r, v, path)
		}
		return false
	})
	ast.WalkRefs(r, func(ref ast.Ref) bool {
		if ref.HasPrefix(ast.DefaultRootRef) {
			s.ref(ref)
		}
		return false
	})
}

// named keeps what a definition asks of an import.
func (s *shaker) named(_ *module, r *ast.Rule, v ast.Var, path ast.Ref) {
	whole := true
	ast.WalkRefs(r, func(ref ast.Ref) bool {
		if head, ok := ref[0].Value.(ast.Var); ok && head.Equal(v) && len(ref) > 1 {
			s.ref(path.Concat(ref[1:]))
			whole = false
		}
		return false
	})
	if whole {
		s.ref(path)
	}
}

// ref keeps what a reference to data leads to: a rule of a package, or all rules of the packages below.
func (s *shaker) ref(ref ast.Ref) {
	pkg := ""
	for _, t := range ref[1:] {
		name, constant := t.Value.(ast.String)
		if !constant {
			break
		}
		if _, known := s.byPackage[pkg]; known {
			s.keep(pkg, string(name))
		}
		if pkg != "" {
			pkg += "."
		}
		pkg += string(name)
	}
	for other := range s.byPackage {
		if other == pkg || pkg == "" || len(other) > len(pkg) && other[:len(pkg)+1] == pkg+"." {
			s.keep(other, "")
		}
	}
}
