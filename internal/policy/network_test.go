package policy_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// TestRemoteSchemas: nothing that names a remote schema makes podlint ask for it.
func TestRemoteSchemas(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = w.Write([]byte(`{"type": "object"}`))
	}))
	defer server.Close()
	ref := fmt.Sprintf(`{"$ref": "%s/schema.json"}`, server.URL)
	plain := header + rulePackage
	for _, tt := range []struct {
		name, text string
		fails      bool
	}{
		{"match", plain + "\nviolation contains {\"msg\": \"x\"} if json.match_schema(input.pod, " + ref + ")[0]\n", true},
		{"verify", plain + "\nviolation contains {\"msg\": \"x\"} if json.verify_schema(" + ref + ")[0]\n", false},
		{"schema of a parameter", strings.Replace(plain, "#   fix: Do it.\n", "#   fix: Do it.\n#   parameters:\n#     p:\n#       description: x\n#       schema: "+ref+"\n#       default: {}\n", 1) + violation, true},
		{"schemas of METADATA", strings.Replace(plain, "# custom:", "# schemas:\n#   - input: "+ref+"\n# custom:", 1) + violation, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := evalError(t, files(map[string]string{"a.rego": tt.text}))
			if (err != nil) != tt.fails {
				t.Errorf("got error %v, want one: %t", err, tt.fails)
			}
			if n := asked.Load(); n > 0 {
				t.Errorf("asked for the schema %d times", n)
			}
		})
	}
}
