package policy_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// TestForeignSchemas: nothing that names a schema elsewhere makes podlint ask for it or read it, whatever the scheme.
func TestForeignSchemas(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = w.Write([]byte(`{"type": "object"}`))
	}))
	defer server.Close()
	secret := filepath.Join(t.TempDir(), "secret.json")
	if err := os.WriteFile(secret, []byte(`{"const": "hush"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{server.URL + "/schema.json", "file://" + filepath.ToSlash(secret), "file:///not/there", "other.json"} {
		t.Run(strings.SplitN(ref, ":", 2)[0], func(t *testing.T) {
			for name, tt := range foreignSchemas(ref) {
				err := evalError(t, files(map[string]string{"a.rego": tt.text}))
				if tt.fails && (err == nil || !strings.Contains(err.Error(), "leads out of the document")) || !tt.fails && err != nil {
					t.Errorf("%s: got error %v, want one: %t", name, err, tt.fails)
				}
				if n := asked.Load(); n > 0 || err != nil && strings.Contains(err.Error(), "hush") {
					t.Errorf("%s: asked for the schema %d times, error %v", name, n, err)
				}
			}
		})
	}
}

type schemaCase struct {
	text  string
	fails bool
}

func foreignSchemas(ref string) map[string]schemaCase {
	schema := fmt.Sprintf(`{"$ref": %q}`, ref)
	plain := header + rulePackage
	return map[string]schemaCase{
		"match":               {plain + "\nviolation contains {\"msg\": \"x\"} if json.match_schema(\"a\", " + schema + ")[0]\n", true},
		"match a text":        {plain + "\nviolation contains {\"msg\": \"x\"} if json.match_schema(\"{}\", `" + schema + "`)[0]\n", true},
		"verify":              {plain + "\nviolation contains {\"msg\": \"x\"} if json.verify_schema(" + schema + ")[0]\n", true},
		"put together":        {plain + "\nviolation contains {\"msg\": \"x\"} if json.verify_schema({concat(\"\", [\"$\", \"ref\"]): \"" + ref + "\"})[0]\n", true},
		"parameter":           {withParameter(plain, schema) + violation, true},
		"schemas of METADATA": {strings.Replace(plain, "# custom:", "# schemas:\n#   - input: "+schema+"\n# custom:", 1) + violation, false},
	}
}

func withParameter(rule, schema string) string {
	return strings.Replace(rule, "#   fix: Do it.\n", "#   fix: Do it.\n#   parameters:\n#     p:\n#       description: x\n#       schema: "+schema+"\n#       default: {}\n", 1)
}

// TestSelfReferringSchemas: the validator would follow them until the stack is full, which ends the process.
func TestSelfReferringSchemas(t *testing.T) {
	for name, schema := range map[string]string{
		"itself":    `{"$ref": "#"}`,
		"two steps": `{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}`,
		"all of it": `{"allOf": [{"$ref": "#"}]}`,
	} {
		plain := header + rulePackage
		for _, text := range []string{
			plain + "\nviolation contains {\"msg\": \"x\"} if json.match_schema({}, " + schema + ")[0]\n",
			plain + "\nviolation contains {\"msg\": \"x\"} if json.verify_schema(" + schema + ")[0]\n",
			withParameter(plain, schema) + violation,
		} {
			if err := evalError(t, files(map[string]string{"a.rego": text})); err == nil || !strings.Contains(err.Error(), "refers to itself") {
				t.Errorf("%s: got error %v, want one that says that it refers to itself", name, err)
			}
		}
	}
}

// TestRecursiveSchemas: a schema that goes on below itself is an ordinary one.
func TestRecursiveSchemas(t *testing.T) {
	const schema = `{"type": "object", "properties": {"a": {"$ref": "#"}}}`
	for _, text := range []string{
		header + rulePackage + "\nviolation contains {\"msg\": \"x\", \"path\": []} if json.match_schema({\"a\": {\"a\": {}}}, " + schema + ")[0]\n",
		withParameter(header+rulePackage, schema) + violation,
	} {
		if err := evalError(t, files(map[string]string{"a.rego": text})); err != nil {
			t.Error(err)
		}
	}
}
