package cli_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
)

// handwritten is the part of the schema before the definitions that are generated.
var handwritten = regexp.MustCompile(`(?s)^(.*\n    "patterns": \{.*?\n    \})(,\n.*)\n  \}\n\}\n$`)

// TestSchemaKnowsKnowledge keeps what an editor knows of images, roles and kinds equal to the Go types that podlint reads them into: their fields,
// their types, their words, and what the comments say of them.
func TestSchemaKnowsKnowledge(t *testing.T) {
	const file = "../../docs/podlint.schema.json"
	schema := read(t, file)
	m := handwritten.FindStringSubmatch(schema)
	if m == nil {
		t.Fatal("the schema has no definition of patterns, after which the generated ones stand")
	}
	d := definitions{t: t, docs: fieldComments(t), written: map[string]string{}}
	for _, of := range []reflect.Type{reflect.TypeFor[knowledge.Image](), reflect.TypeFor[knowledge.Role](), reflect.TypeFor[knowledge.Kind]()} {
		d.define(of)
	}
	want := m[1] + ",\n" + d.text() + "\n  }\n}\n"
	checkFile(t, file, want)
}

// fieldComments are the comments of the fields of package knowledge, by type and field.
func fieldComments(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../knowledge/*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "shipped.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range s.Fields.List {
					for _, name := range f.Names {
						out[spec.Name.Name+"."+name.Name] = strings.Join(strings.Fields(f.Doc.Text()), " ")
					}
				}
			}
			return false
		})
	}
	return out
}

// definitions collects the definitions of types, each once.
type definitions struct {
	t       *testing.T
	docs    map[string]string
	order   []string
	written map[string]string
}

// scalars are the definitions of texts. Podlint takes a number and a boolean as the text that stands there.
const scalars = `    "text": {"type": ["string", "number", "boolean"]},
    "path": {"type": "string", "pattern": "^(\\.|/?[^./]+(\\.[^.]+)*)$"},
    "paths": {"oneOf": [{"$ref": "#/$defs/path"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/path"}}]},
    "glob": {"type": ["string", "number", "boolean"], "minLength": 1},
    "group": {"type": ["string", "number", "boolean"], "pattern": "^[^/]*$"},
    "origin": {"type": "string", "pattern": "^[^/]*[.:][^/]*/."},
    "refusal": {"anyOf": [{"type": "string", "pattern": "^[345][0-9][0-9]$"}, {"type": "integer", "minimum": 300, "maximum": 599}]},
    "flag": {"type": "string", "pattern": "^(-|#|env:)"},
    "condition": {"type": "string", "pattern": "^(-|arg:|env:)"},
    "link": {"type": "string", "pattern": "^https://."}`

func (d *definitions) text() string {
	all := []string{scalars}
	for _, name := range d.order {
		all = append(all, d.written[name])
	}
	return strings.Join(all, ",\n")
}

// define writes the definition of a struct, and those of what it holds.
func (d *definitions) define(of reflect.Type) string {
	name := definitionName(of.Name())
	if _, ok := d.written[name]; ok {
		return name
	}
	d.written[name] = ""
	d.order = append(d.order, name)
	var properties, required []string
	for f := range of.Fields() {
		key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "-" {
			continue
		}
		if options == "" {
			required = append(required, key)
		}
		properties = append(properties, "        "+d.quoted(key)+": "+d.quoted(d.property(of, f, options == "")))
		if key == "template" {
			properties = append(properties, `        "podTemplatePath": {"$ref": "#/$defs/paths", "description": "Another name for template."}`)
		}
	}
	text := "    " + d.quoted(name) + ": {\n      \"type\": \"object\",\n      \"additionalProperties\": false,\n"
	if len(required) > 0 {
		text += "      \"required\": " + d.quoted(required) + ",\n"
	}
	if also := beyondFields[name]; also != "" {
		text += "      " + also + ",\n"
	}
	d.written[name] = text + "      \"properties\": {\n" + strings.Join(properties, ",\n") + "\n      }\n    }"
	return name
}

// beyondFields is what the reader demands of a type as a whole.
var beyondFields = map[string]string{
	"kind":    `"oneOf": [{"required": ["template"]}, {"required": ["podTemplatePath"]}, {"required": ["spec"]}, {"required": ["objects"]}]`,
	"setting": `"anyOf": [` + given("flags", "minItems") + ", " + given("env", "minItems") + ", " + given("default", "minLength") + `]`,
	"opening": `"anyOf": [` + given("path", "minLength") + ", " + given("flags", "minItems") + ", " + given("env", "minItems") + `]`,
}

// given is the schema of a map in which a key is there and not empty.
func given(key, least string) string {
	return `{"required": ["` + key + `"], "properties": {"` + key + `": {"` + least + `": 1}}}`
}

// definitionName writes OldFlag as old_flag.
func definitionName(name string) string {
	return strings.ToLower(regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(name, "${1}_$2"))
}

func (d *definitions) property(of reflect.Type, f reflect.StructField, required bool) map[string]any {
	p := d.schema(f.Type, f.Tag.Get("form"), strings.Split(f.Tag.Get("enum"), ","))
	doc := d.docs[of.Name()+"."+f.Name]
	if doc == "" {
		d.t.Errorf("knowledge.%s.%s has no comment above it", of.Name(), f.Name)
	}
	p["description"] = strings.ToUpper(doc[:min(1, len(doc))]) + doc[min(1, len(doc)):]
	if required && f.Type.Kind() == reflect.Slice {
		p["minItems"] = 1
	}
	if required && f.Type.Kind() == reflect.String && p["$ref"] != nil {
		p["minLength"] = 1
	}
	if f.Tag.Get("form") == "role" {
		p["examples"] = d.roles()
	}
	return p
}

// roles are those that podlint knows, for an editor to offer.
func (d *definitions) roles() []string {
	base, err := knowledge.Shipped()
	if err != nil {
		d.t.Fatal(err)
	}
	var ids []string
	for _, r := range base.Roles {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}

// schema is that of a type; form is the tag of its field, words are those that it takes, one empty word for none.
func (d *definitions) schema(of reflect.Type, form string, words []string) map[string]any {
	switch {
	case of.Kind() == reflect.Pointer:
		return d.schema(of.Elem(), form, words)
	case of == reflect.TypeFor[knowledge.Paths]():
		return map[string]any{"$ref": "#/$defs/paths"}
	case of.Kind() == reflect.Slice:
		return map[string]any{"type": "array", "items": d.schema(of.Elem(), form, words)}
	case of.Kind() == reflect.Struct:
		return map[string]any{"$ref": "#/$defs/" + d.define(of)}
	case of.Kind() == reflect.Bool:
		return map[string]any{"type": "boolean"}
	case of.Kind() == reflect.Int64:
		return map[string]any{"type": "integer"}
	case words[0] != "":
		return map[string]any{"enum": words}
	case of == reflect.TypeFor[knowledge.Condition]():
		return map[string]any{"$ref": "#/$defs/condition"}
	case form != "" && form != "role":
		return map[string]any{"$ref": "#/$defs/" + form}
	default:
		return map[string]any{"$ref": "#/$defs/text"}
	}
}

// quoted writes a value on one line, as people do.
func (d *definitions) quoted(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		d.t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}
