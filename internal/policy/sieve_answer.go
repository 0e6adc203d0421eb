package policy

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// whole tells whether everything is known of a value, so that OPA would have the same one.
func (v *val) whole() bool {
	switch v.kind {
	case null, boolean, integer, literal:
		return !v.more
	case part:
		return true
	case list, set, object:
		if v.more {
			return false
		}
		for i := range v.elems {
			if !v.elems[i].whole() {
				return false
			}
		}
		return true
	}
	return false
}

// term is a value that is whole as OPA has it.
func (v *val) term() (*ast.Term, error) {
	switch v.kind {
	case null:
		return ast.NullTerm(), nil
	case boolean:
		return ast.InternedTerm(v.n == 1), nil
	case integer:
		return ast.InternedTerm(v.n), nil
	case literal:
		return ast.StringTerm(v.s), nil
	case part:
		return convert(v.in)
	case object:
		return v.objectTerm()
	}
	elems, err := terms(v.elems)
	if err != nil {
		return nil, err
	}
	switch v.kind {
	case list:
		return ast.ArrayTerm(elems...), nil
	case set:
		return ast.SetTerm(elems...), nil
	}
	return nil, fmt.Errorf("a value of kind %d is not known whole", v.kind)
}

func (v *val) objectTerm() (*ast.Term, error) {
	out := ast.NewObjectWithCapacity(len(v.elems) / 2)
	for i := 0; i < len(v.elems); i += 2 {
		value, err := v.elems[i+1].term()
		if err != nil {
			return nil, err
		}
		if key := &v.elems[i]; key.kind == literal {
			out.Insert(keyTerm(key.s), value)
			continue
		}
		key, err := v.elems[i].term()
		if err != nil {
			return nil, err
		}
		out.Insert(key, value)
	}
	return ast.NewTerm(out), nil
}

func terms(of []val) ([]*ast.Term, error) {
	out := make([]*ast.Term, len(of))
	for i := range of {
		t, err := of[i].term()
		if err != nil {
			return nil, err
		}
		out[i] = t
	}
	return out, nil
}

// written is a text with values in it, as OPA's sprintf writes them.
func written(format, values *val) val {
	items, all := values.members()
	if format.kind != literal || values.family() != list || !all {
		return val{kind: words}
	}
	args := make([]any, len(items))
	for i := range items {
		switch item := &items[i]; {
		case item.kind == literal:
			args[i] = item.s
		case item.kind == integer && !item.more:
			args[i] = item.n
		case item.whole():
			t, err := item.term()
			if err != nil {
				return val{kind: words}
			}
			args[i] = t.String()
		default:
			return val{kind: words}
		}
	}
	return val{kind: literal, s: fmt.Sprintf(format.s, args...)}
}
