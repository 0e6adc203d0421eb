package policy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/policy"
)

func fixOf(t *testing.T, fix string) (*policy.Fix, error) {
	t.Helper()
	q := prepare(t, tree("violation contains {\"msg\": \"x\", \"path\": [], \"fix\": fix} if { fix := "+fix+"; input.pod }\n"), policy.Options{})
	got, err := q.Eval(t.Context(), map[string]any{"pod": true})
	if err != nil || len(got) != 1 {
		return nil, err
	}
	return got[0].Fix, nil
}

func TestFix(t *testing.T) {
	got, err := fixOf(t, `{"title": "Mount it.", "safe": true, "changes": [
		{"op": "set", "path": ["spec", "a", 0], "value": {"b": [1, null]}},
		{"op": "set", "path": ["spec", "c"], "find": "x", "text": ""},
		{"op": "remove", "path": ["spec", "d"]},
		{"op": "insert", "path": ["spec", "e"], "after": 2, "value": "f"},
		{"op": "insert", "path": ["spec"], "before": "g", "key": "h", "value": false},
		{"op": "rename", "path": ["spec", "i"], "key": "j"},
		{"op": "move", "from": ["spec", "k"], "path": ["spec", "l"]},
	]}`)
	if err != nil {
		t.Fatal(err)
	}
	want := &policy.Fix{Title: "Mount it.", Safe: true, Changes: []policy.Change{
		{Op: "set", Path: []any{"spec", "a", 0}, Value: map[string]any{"b": []any{json.Number("1"), nil}}},
		{Op: "set", Path: []any{"spec", "c"}, Find: "x"},
		{Op: "remove", Path: []any{"spec", "d"}},
		{Op: "insert", Path: []any{"spec", "e"}, After: 2, Value: "f"},
		{Op: "insert", Path: []any{"spec"}, Before: "g", Key: "h", Value: false},
		{Op: "rename", Path: []any{"spec", "i"}, Key: "j"},
		{Op: "move", From: []any{"spec", "k"}, Path: []any{"spec", "l"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fix (-want +got):\n%s", diff)
	}
	if got, err := fixOf(t, `null`); got != nil || err != nil {
		t.Errorf("got %+v, %v for none", got, err)
	}
	if got, err := fixOf(t, `"Do it."`); err != nil || !cmp.Equal(got, &policy.Fix{Title: "Do it."}) {
		t.Errorf("got %+v, %v for a text", got, err)
	}
}

func TestFixIsChecked(t *testing.T) {
	change := func(c string) string { return `{"title": "x", "safe": true, "changes": [` + c + `]}` }
	for _, tt := range []struct{ name, fix, want string }{
		{"neither text nor object", `1`, "fix is number, expected a text or an object with title, safe and changes"},
		{"misspelt key", `{"titel": "x", "safe": true, "changes": []}`, `fix with key "titel", expected title, safe, changes, did you mean "title"?`},
		{"no title", `{"title": " ", "safe": true, "changes": []}`, "fix without a title"},
		{"safe is no boolean", `{"title": "x", "safe": "yes", "changes": []}`, `fix whose safe is "yes", expected true or false`},
		{"no changes", `{"title": "x", "safe": true, "changes": []}`, "fix without changes"},
		{"unknown op", change(`{"op": "sett", "path": ["a"]}`), `change 1 of the fix: op is "sett", expected one of set, remove, insert, rename, move, did you mean "set"?`},
		{"no object", change(`"set"`), "change 1 of the fix: it is string, expected an object with op and path"},
		{"no path", change(`{"op": "remove"}`), "change 1 of the fix: remove without path"},
		{"path is no list", change(`{"op": "remove", "path": "a"}`), "change 1 of the fix: path is string, expected a list of keys and indices"},
		{"empty path", change(`{"op": "remove", "path": []}`), "change 1 of the fix: path is empty"},
		{"key too many", change(`{"op": "remove", "path": ["a"], "value": 1}`), `change 1 of the fix: unknown key "value" of remove, expected one of op, path`},
		{"set without anything", change(`{"op": "set", "path": ["a"]}`), "change 1 of the fix: set expects either value, or find and text"},
		{"set with both", change(`{"op": "set", "path": ["a"], "value": 1, "find": "x", "text": "y"}`), "set expects either value, or find and text"},
		{"find alone", change(`{"op": "set", "path": ["a"], "find": "x"}`), "set expects either value, or find and text"},
		{"text is no text", change(`{"op": "set", "path": ["a"], "find": "x", "text": 1}`), "text is number, expected a text"},
		{"insert nothing", change(`{"op": "insert", "path": ["a"]}`), "insert without value"},
		{"before and after", change(`{"op": "insert", "path": ["a"], "value": 1, "before": 0, "after": 1}`), "before and after exclude each other"},
		{"before what", change(`{"op": "insert", "path": ["a"], "value": 1, "before": -1}`), "before is -1, expected an index from 0 or a key"},
		{"rename to nothing", change(`{"op": "rename", "path": ["a"]}`), "rename without key"},
		{"move from nowhere", change(`{"op": "move", "path": ["a"]}`), "move without from"},
		{"the second", change(`{"op": "remove", "path": ["a"]}, {"op": "remove"}`), "change 2 of the fix: remove without path"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := fixOf(t, tt.fix); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
