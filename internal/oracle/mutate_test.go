package oracle_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sigs.k8s.io/yaml"
)

// mutants is how many pods with one broken field are compared.
const mutants = 2000

// mutations breaks one field of a sound pod at a time, the same ones each time.
func mutations(t *testing.T, d *difference) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	random := rand.New(rand.NewPCG(13, 1))
	for i := range mutants {
		file := files[i%len(files)]
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var object map[string]any
		if err := yaml.Unmarshal(data, &object); err != nil {
			t.Fatal(err)
		}
		what := mutate(random, object)
		broken, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		subjects := d.judge.read(t, "mutant.json", broken)
		for _, s := range subjects {
			d.compare(fmt.Sprintf("mutant %d of %s, %s", i, file, what), &s)
		}
	}
	d.report()
}

// place is a value and where to put another one.
type place struct {
	path  string
	value any
	put   func(v any)
	drop  func()
	twice func() // of an entry of a list
}

// mutate breaks one field of the pod and says which and how.
func mutate(random *rand.Rand, object map[string]any) string {
	var places []place
	pod := object
	if object["kind"] != "Pod" {
		pod = object["spec"].(map[string]any)["template"].(map[string]any)
	}
	for _, key := range []string{"metadata", "spec"} {
		collect(key, pod[key], &places)
	}
	p := places[random.IntN(len(places))]
	switch n := random.IntN(8); {
	case n == 0 && p.drop != nil:
		p.drop()
		return p.path + " dropped"
	case n == 1 && p.twice != nil:
		p.twice()
		return p.path + " twice"
	}
	values := broken(p.value)
	v := values[random.IntN(len(values))]
	p.put(v)
	return fmt.Sprintf("%s: %v", p.path, v)
}

// collect lists the values below one, in a fixed order.
func collect(path string, v any, out *[]place) {
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			*out = append(*out, place{path + "." + k, v[k], func(n any) { v[k] = n }, func() { delete(v, k) }, nil})
			if list, ok := v[k].([]any); ok && len(list) > 0 {
				i := len(list) - 1
				*out = append(*out, place{path + "." + k + "[]", list[i], func(n any) { list[i] = n }, nil, func() { v[k] = append(list, list[i]) }})
			}
			collect(path+"."+k, v[k], out)
		}
	case []any:
		for i, e := range v {
			if _, scalar := e.(string); scalar {
				*out = append(*out, place{fmt.Sprintf("%s[%d]", path, i), e, func(n any) { v[i] = n }, nil, nil})
			}
			collect(fmt.Sprintf("%s[%d]", path, i), e, out)
		}
	}
}

// broken are values that a field may not take, by what it has.
func broken(v any) []any {
	switch v := v.(type) {
	case string:
		return []any{"", " ", v + " ", "UPPER_case", "../up", "/abs", "a b", "none", 7, true, []any{}, map[string]any{}, nil, v + v + v + v + v, "-" + v, "ä"}
	case float64:
		return []any{-1, 0, 65536, 1 << 40, "7", "name", 1.5, true, nil, []any{}}
	case bool:
		return []any{"true", 1, !v, nil}
	case []any:
		return []any{nil, []any{}, map[string]any{}, "text", append([]any{"text"}, v...), 3}
	default:
		return []any{nil, map[string]any{}, []any{}, "text", 3, map[string]any{"unknown": 1}}
	}
}
