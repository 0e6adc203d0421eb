package known

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// silent are fields that do not tell what is known, or tell again what the same line tells.
var silent = []string{
	"id", "name", "text", "order", "flags", "neighbours", "edges", "who", "origin", "certainty", "part", "part_by", "phase", "effective", "rung",
	"subcommand", "opaque", "commands.argv", "commands.passed", "programs.passed",
	"script.main", "script.main_kind", "script.last", "script.statements", "script.shell", "script.work",
}

// joined are objects that one text tells.
var joined = []string{"seen"}

// texts says what a model holds: nothing of what is empty, zero or false, each scalar as field=value, each element of a list as field(...).
func texts(field string, v any) []string {
	switch v := v.(type) {
	case map[string]any:
		return fields(field, v)
	case []any:
		return elements(field, v)
	case nil:
		return nil
	case bool:
		if v {
			return []string{field}
		}
		return nil
	}
	if s := fmt.Sprint(v); s != "" && s != "0" && s != "TCP" {
		return []string{field + "=" + s}
	}
	return nil
}

func fields(field string, object map[string]any) []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if name := strings.TrimPrefix(field+"."+key, "."); !quiet(name, key, object[key]) {
			out = append(out, texts(name, object[key])...)
		}
	}
	if slices.Contains(joined, field) {
		return []string{field + "=" + strings.ReplaceAll(strings.Join(out, ","), field+".", "")}
	}
	return out
}

func quiet(name, key string, value any) bool {
	_, list := value.([]any)
	return slices.Contains(silent, name) || slices.Contains(silent, key) || list && key == "path" || strings.HasSuffix(key, "_path") || strings.HasSuffix(key, "_certainty")
}

// elements says what a list holds. Of programs only those that are missing tell something.
func elements(field string, list []any) []string {
	var out []string
	var words []string
	for _, v := range list {
		object, nested := v.(map[string]any)
		switch {
		case !nested:
			words = append(words, fmt.Sprint(v))
		case field == "programs" && object["held"] != "no":
		default:
			out = append(out, element(field, object))
		}
	}
	if len(words) > 0 {
		out = append(out, field+"=["+strings.Join(words, " ")+"]")
	}
	return out
}

func element(field string, object map[string]any) string {
	delete(object, "verified")
	parts := texts(field, object)
	for i := range parts {
		parts[i] = strings.TrimPrefix(parts[i], field+".")
	}
	if name := fmt.Sprint(object["name"]); object["name"] != nil && name != "" {
		parts = slices.Insert(parts, 0, name)
	}
	if object["certainty"] == "guessed" {
		parts = append(parts, "guessed")
	}
	return field + "(" + strings.Join(parts, " ") + ")"
}
