package cli_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/cli"
)

// ruleProperties is where the schema of the configuration lists the rules, on lines that are generated.
var ruleProperties = regexp.MustCompile(`(?s)("propertyNames": [^\n]*\n      "properties": )\{.*?\n?(      )?\},\n      "additionalProperties": \{"\$ref": "#/\$defs/rule"\}`)

// TestSchemaKnowsRules: an editor offers the rules and categories that there are, each with what it is about. Others stay allowed: they may be
// a team's own.
func TestSchemaKnowsRules(t *testing.T) {
	var out, stderr bytes.Buffer
	if status := cli.Main([]string{"rules", "-o", "json", "--no-config"}, strings.NewReader(""), &out, &stderr); status != cli.StatusOK {
		t.Fatal(stderr.String())
	}
	var rules []struct{ ID, Category, Title string }
	if err := json.Unmarshal(out.Bytes(), &rules); err != nil {
		t.Fatal(err)
	}
	about := map[string]string{}
	for _, r := range rules {
		about[r.ID], about[r.Category] = r.Title+".", "Every rule of the category."
	}
	var names []string
	for name := range about {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	for i, name := range names {
		text, err := json.Marshal(about[name])
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n        \"" + name + "\": {\"description\": " + string(text) + ", \"$ref\": \"#/$defs/rule\"}")
	}
	const file = "../../docs/podlint.schema.json"
	schema := read(t, file)
	at := ruleProperties.FindStringSubmatchIndex(schema)
	if at == nil {
		t.Fatal("the schema lists no rules")
	}
	want := schema[:at[3]] + "{" + b.String() + "\n      },\n      \"additionalProperties\": {\"$ref\": \"#/$defs/rule\"}" + schema[at[1]:]
	checkFile(t, file, want)
}

// TestSchemaDescribesEverything: an editor shows what each key means.
func TestSchemaDescribesEverything(t *testing.T) {
	var doc any
	if err := json.Unmarshal([]byte(read(t, "../../docs/podlint.schema.json")), &doc); err != nil {
		t.Fatal(err)
	}
	describe(t, "", doc)
}

func describe(t *testing.T, at string, v any) {
	t.Helper()
	node, ok := v.(map[string]any)
	if !ok {
		return
	}
	if properties, ok := node["properties"].(map[string]any); ok {
		for name, p := range properties {
			p, _ := p.(map[string]any)
			if len(p) == 1 && (p["minItems"] != nil || p["minLength"] != nil) {
				continue // that it is there and not empty; what it means stands elsewhere
			}
			if _, ok := p["description"]; !ok {
				t.Errorf("%s.%s has no description", at, name)
			}
		}
	}
	for name, child := range node {
		describe(t, at+"."+name, child)
		if list, ok := child.([]any); ok {
			for _, item := range list {
				describe(t, at+"."+name, item)
			}
		}
	}
}
