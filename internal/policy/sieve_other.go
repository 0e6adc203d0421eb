package policy

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// sieveOthers are the functions of OPA that a sieve has OPA work out, with how many arguments they take: none whose answer hangs on anything
// else, or that asks for much.
var sieveOthers = map[string]int{
	"object.union": 2, "object.union_n": 1, "object.remove": 2, "object.keys": 1, "json.patch": 2, "min": 1, "max": 1, "sum": 1, "and": 2,
	"mul": 2, "div": 2, "rem": 2, "floor": 1, "ceil": 1, "round": 1, "abs": 1, "to_number": 1, "format_int": 2, "is_number": 1, "is_string": 1,
	"is_object": 1, "is_array": 1, "is_boolean": 1, "is_null": 1, "is_set": 1, "type_name": 1, "upper": 1, "trim": 2, "trim_left": 2,
	"trim_right": 2, "trim_space": 1, "substring": 3, "indexof": 2, "replace": 3, "regex.find_n": 3, "regex.split": 2,
	"regex.find_all_string_submatch_n": 3, "glob.match": 3, "array.reverse": 1, "strings.reverse": 1, "any": 1, "bits.and": 2, "bits.or": 2,
}

// other has OPA work out a function, for a shipped rule and where everything that it is given is known. What OPA refuses is there perhaps.
func (m *machine) other(name string, args []val) val {
	if !m.shipped {
		return val{kind: perhaps}
	}
	if v, ok := ownWay(name, args); ok {
		return v
	}
	for i := range args {
		if !args[i].whole() {
			return val{kind: perhaps}
		}
	}
	given, err := terms(args)
	if err != nil {
		return val{kind: perhaps}
	}
	sandbox() // the first call of it changes functions of OPA
	out := val{}
	err = topdown.GetBuiltin(name)(topdown.BuiltinContext{Context: context.Background()}, given, func(t *ast.Term) error {
		out = valueOf(t.Value)
		return nil
	})
	if err != nil {
		return val{kind: perhaps}
	}
	return out
}

// valueOf takes a value of OPA.
func valueOf(v ast.Value) val {
	out := val{}
	add := func(t *ast.Term) { out.elems = append(out.elems, valueOf(t.Value)) }
	switch v := v.(type) {
	case *ast.Array:
		out.kind = list
		v.Foreach(add)
	case ast.Set:
		out.kind = set
		v.Foreach(add)
	case ast.Object:
		out.kind = object
		v.Foreach(func(key, value *ast.Term) { add(key); add(value) })
	default:
		if scalar, ok := constant(v); ok {
			return scalar
		}
		out.kind = present
	}
	return out
}
