package policy

import (
	"errors"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// verifySchema reports why something is no JSON Schema. The validator is the one behind OPA's json.match_schema: another one would
// cost every run 3 ms of start-up.
func verifySchema(schema map[string]any) error {
	answer, err := askSchema(ast.JSONSchemaVerify.Name, schema)
	if err != nil {
		return err
	}
	if text, ok := answer.Elem(1).Value.(ast.String); ok {
		return errors.New(oneLine(string(text)))
	}
	return nil
}

// matchSchema reports the first reason why a value does not fit a schema.
func matchSchema(value any, schema map[string]any) error {
	answer, err := askSchema(ast.JSONMatchSchema.Name, value, schema)
	if err != nil {
		return err
	}
	faults, ok := answer.Elem(1).Value.(*ast.Array)
	if !ok || faults.Len() == 0 {
		return nil
	}
	fault, ok := faults.Elem(0).Value.(ast.Object)
	if !ok {
		return fmt.Errorf("it does not fit its schema: %v", faults.Elem(0))
	}
	desc, _ := text(fault, "desc")
	desc = strings.Replace(desc, "Invalid type. Expected: ", "expected ", 1)
	if desc != "" {
		desc = strings.ToLower(desc[:1]) + desc[1:]
	}
	field, _ := text(fault, "field")
	if strings.EqualFold(field, "(root)") {
		return errors.New(desc)
	}
	return fmt.Errorf("at %s: %s", field, desc)
}

// askSchema calls one of OPA's two builtins about schemas; both answer with a pair. The sandbox keeps a schema from naming a
// remote one.
func askSchema(builtin string, operands ...any) (*ast.Array, error) {
	terms := make([]*ast.Term, 0, len(operands))
	for _, o := range operands {
		v, err := ast.InterfaceToValue(o)
		if err != nil {
			return nil, fmt.Errorf("read schema: %w", err)
		}
		// The builtin takes texts for JSON documents, so a plain value is handed over as its JSON text.
		if _, isObject := v.(ast.Object); !isObject {
			v = ast.String(v.String())
		}
		terms = append(terms, ast.NewTerm(v))
	}
	var out *ast.Array
	err := topdown.GetBuiltin(builtin)(topdown.BuiltinContext{Capabilities: sandbox()}, terms, func(t *ast.Term) error {
		out, _ = t.Value.(*ast.Array)
		return nil
	})
	if err != nil {
		return nil, errors.New(oneLine(err.Error()))
	}
	if out == nil || out.Len() != 2 {
		return nil, fmt.Errorf("%s gave no pair", builtin)
	}
	return out, nil
}
