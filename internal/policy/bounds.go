package policy

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/podlint/podlint/internal/jsonschema"
)

// Bounds of one call. What is called cannot be interrupted, so these hold where the watch over an evaluation comes too late.
const (
	maxCall  = 32 << 20 // what a call takes or makes, in bytes
	maxParts = 1 << 20  // what it takes apart
	// termSize is about what OPA keeps of a value beside its text, in bytes.
	termSize = 32
)

// callBound tells why a call must not be made; nil: it may.
type callBound func(operands []*ast.Term) error

// bounds are the functions that make much of little.
func bounds() map[string]callBound {
	out := map[string]callBound{
		ast.JSONMatchSchema.Name:  func(ops []*ast.Term) error { return schemaCall(ops[1], ops[0]) },
		ast.JSONSchemaVerify.Name: func(ops []*ast.Term) error { return schemaCall(ops[0]) },
		ast.Sprintf.Name:          sprintfCall,
		ast.Split.Name:            func(ops []*ast.Term) error { return parts(strings.Count(textOf(ops[0]), textOf(ops[1]))) },
		ast.IndexOfN.Name:         func(ops []*ast.Term) error { return parts(strings.Count(textOf(ops[0]), textOf(ops[1]))) },
		ast.RegexSplit.Name:       func(ops []*ast.Term) error { return parts(len(textOf(ops[1]))) },
		ast.RegexFind.Name:        func(ops []*ast.Term) error { return parts(len(textOf(ops[1]))) },
		ast.RegexFindAllStringSubmatch.Name: func(ops []*ast.Term) error {
			return parts(len(textOf(ops[1])) * (1 + strings.Count(textOf(ops[0]), "(")))
		},
	}
	for _, name := range [...]string{ast.JSONUnmarshal.Name, ast.YAMLUnmarshal.Name, ast.YAMLIsValid.Name} {
		out[name] = func(ops []*ast.Term) error { return parts(len(textOf(ops[0]))) }
	}
	// Values may share their parts: sixty that hold the one before twice are small until they are written out.
	for _, name := range [...]string{
		ast.JSONMarshal.Name, ast.JSONMarshalWithOptions.Name, ast.YAMLMarshal.Name, ast.ArrayFlatten.Name, ast.ObjectUnion.Name,
		ast.ObjectUnionN.Name, ast.JSONPatch.Name, ast.JSONFilter.Name, ast.JSONRemove.Name, ast.WalkBuiltin.Name, "internal.print",
		"internal.template_string", ast.URLQueryEncodeObject.Name,
	} {
		out[name] = whole
	}
	return out
}

// boundCalls puts the bounds around OPA's functions, for the whole process: OPA takes those of a query only for names that are not its own.
func boundCalls() {
	for name, b := range bounds() {
		call := topdown.GetBuiltin(name)
		if call == nil {
			continue
		}
		topdown.RegisterBuiltinFunc(name, func(ctx topdown.BuiltinContext, ops []*ast.Term, iter func(*ast.Term) error) error {
			if err := b(ops); err != nil {
				return topdown.Halt{Err: &topdown.Error{Code: topdown.BuiltinErr, Message: name + ": " + err.Error(), Location: ctx.Location}}
			}
			return call(ctx, ops, iter)
		})
	}
}

func textOf(t *ast.Term) string {
	s, _ := t.Value.(ast.String)
	return string(s)
}

var errCall = fmt.Errorf("one call may take and make at most %d MiB", maxCall>>20)

func parts(n int) error {
	if n > maxParts {
		return fmt.Errorf("one call may take apart at most %d MiB", maxParts>>20)
	}
	return nil
}

func whole(operands []*ast.Term) error {
	left := maxCall
	for _, op := range operands {
		if left = unfold(op, left); left < 0 {
			return errCall
		}
	}
	return nil
}

// unfold takes the size of a value, written out, from what is left; negative: there is not enough.
func unfold(t *ast.Term, left int) int {
	left -= termSize
	if left < 0 {
		return left
	}
	each := func(e *ast.Term) bool {
		left = unfold(e, left)
		return left < 0
	}
	switch v := t.Value.(type) {
	case ast.String:
		left -= len(v)
	case ast.Number:
		left -= len(v)
	case *ast.Array:
		v.Until(each)
	case ast.Set:
		v.Until(each)
	case ast.Object:
		v.Until(func(key, value *ast.Term) bool { return each(key) || each(value) })
	}
	return left
}

// sprintfCall bounds what is printed: each verb may print the longest argument again, filled up to a width.
func sprintfCall(operands []*ast.Term) error {
	format := textOf(operands[0])
	left := unfold(operands[1], maxCall)
	if left < 0 {
		return errCall
	}
	each := maxCall - left + width(format)
	if verbs := strings.Count(format, "%"); verbs > 0 && each > (maxCall-min(len(format), maxCall))/verbs {
		return errCall
	}
	return nil
}

// width is the most that a verb of the format may be filled up to; fmt knows none beyond a million.
func width(format string) int {
	const most = 1_000_000
	if strings.Contains(format, "*") {
		return most
	}
	longest, n := 0, 0
	for i := range len(format) {
		if c := format[i]; c < '0' || c > '9' {
			n = 0
			continue
		}
		if n = n*10 + int(format[i]-'0'); n > most {
			n = most
		}
		longest = max(longest, n)
	}
	return longest
}

// schemaCall refuses schemas that lead out, or that never end.
func schemaCall(schema *ast.Term, value ...*ast.Term) error {
	if err := whole(append(value, schema)); err != nil {
		return err
	}
	var read any
	var err error
	if s, ok := schema.Value.(ast.String); ok {
		if fault := jsonschema.Local([]byte(s)); fault != nil {
			return fault
		}
		read, err = decodeJSON([]byte(s))
	} else {
		read, err = ast.JSON(schema.Value)
	}
	if err != nil {
		return nil //nolint:nilerr // OPA says what is wrong
	}
	return jsonschema.Check(read)
}
