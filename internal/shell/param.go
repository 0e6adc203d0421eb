package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

func (e *eval) param(f *fields, p *syntax.ParamExp, c ctx, quoted bool) {
	name := ""
	if p.Param != nil {
		name = p.Param.Value
	}
	if name == "@" || name == "*" {
		e.allParams(f, name == "@" || !quoted)
		return
	}
	v, known := e.paramValue(name)
	v = e.modified(p, v, known, c)
	if quoted {
		f.add(e.grow(v))
		return
	}
	f.split(e.grow(v))
}

// allParams adds "$@" or $*.
func (e *eval) allParams(f *fields, apart bool) {
	if e.params == nil {
		f.add(unknown)
		return
	}
	for i, a := range e.params[min(1, len(e.params)):] {
		if i > 0 && apart {
			f.end()
		} else if i > 0 {
			f.add(" ")
		}
		f.add(e.grow(a))
	}
	if len(e.params) <= 1 { // "$@" of nothing is no word at all
		f.some = f.cur.Len() > 0
	}
}

// paramValue is the value of a variable or a positional parameter.
func (e *eval) paramValue(name string) (string, bool) {
	if len(name) == 1 && name[0] >= '0' && name[0] <= '9' {
		i := int(name[0] - '0')
		if e.params == nil {
			return "", false
		}
		if i < len(e.params) {
			return e.params[i], e.params[i] != unknown
		}
		return "", true
	}
	if clocks(name) {
		return fresh, false
	}
	return e.lookup(name)
}

// modified applies the operator of ${name...}; what it does not know makes the value unknown.
func (e *eval) modified(p *syntax.ParamExp, v string, known bool, c ctx) string {
	plainForm := !p.Excl && !p.Length && !p.Width && p.Index == nil && p.Slice == nil && p.Repl == nil && p.NestedParam == nil
	if !plainForm {
		return unknown
	}
	if p.Exp == nil {
		if !known && v != fresh {
			return unknown
		}
		return v
	}
	return e.operator(p.Exp, v, known, c)
}

func (e *eval) operator(x *syntax.Expansion, v string, known bool, c ctx) string {
	switch x.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		if known && v != "" {
			return v
		}
		return e.value(x.Word, c)
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		if known {
			return v
		}
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		if known && v != "" {
			return e.value(x.Word, c)
		}
		if known {
			return ""
		}
	default:
		return trimmed(x, v, known && !e.isSymbol(v))
	}
	return unknown
}

// trimmed is ${a%suffix} and ${a#prefix} where the pattern is written out, and a * in it stands at the end that is inside the value:
// ${a%%:*} and ${a##*/}.
func trimmed(x *syntax.Expansion, v string, known bool) string {
	fix, ok := literal(x.Word)
	if !ok || !known {
		return unknown
	}
	switch x.Op {
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix:
		if mark, wild := strings.CutSuffix(fix, "*"); wild {
			before, _ := cut(v, mark, x.Op == syntax.RemSmallSuffix)
			return unlessWild(mark, before)
		}
		return unlessWild(fix, strings.TrimSuffix(v, fix))
	case syntax.RemSmallPrefix, syntax.RemLargePrefix:
		if mark, wild := strings.CutPrefix(fix, "*"); wild {
			_, after := cut(v, mark, x.Op == syntax.RemLargePrefix)
			return unlessWild(mark, after)
		}
		return unlessWild(fix, strings.TrimPrefix(v, fix))
	}
	return unknown
}

// unlessWild is the value when the pattern has no wildcards.
func unlessWild(fix, v string) string {
	if fix == "" || strings.ContainsAny(fix, `*?[\`) {
		return unknown
	}
	return v
}

// cut is what stands before and behind the first or the last mark; the whole on both sides where there is none.
func cut(v, mark string, last bool) (before, after string) {
	i := strings.Index(v, mark)
	if last {
		i = strings.LastIndex(v, mark)
	}
	if i < 0 {
		return v, v
	}
	return v[:i], v[i+len(mark):]
}
