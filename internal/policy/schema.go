package policy

import (
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// refused keeps a schema from naming another one by its address.
type refused struct{}

func (refused) Load(url string) (any, error) {
	return nil, fmt.Errorf("%s: a schema may not refer to another", url)
}

func compileSchema(schema map[string]any) (*jsonschema.Schema, error) {
	v, err := plain(schema)
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(refused{})
	const name = "parameter.json"
	if err := c.AddResource(name, v); err != nil {
		return nil, fmt.Errorf("read schema: %s", oneLine(err.Error()))
	}
	out, err := c.Compile(name)
	if err != nil {
		return nil, fmt.Errorf("compile schema: %s", oneLine(err.Error()))
	}
	return out, nil
}

// explain brings a validation error to one line: where in the value, and what was expected.
func explain(err error) error {
	var ve *jsonschema.ValidationError
	if !errors.As(err, &ve) {
		return err
	}
	for len(ve.Causes) > 0 {
		ve = ve.Causes[0]
	}
	text := ve.ErrorKind.LocalizedString(message.NewPrinter(language.English))
	if len(ve.InstanceLocation) == 0 {
		return errors.New(text)
	}
	return fmt.Errorf("at %s: %s", strings.Join(ve.InstanceLocation, "."), text)
}
