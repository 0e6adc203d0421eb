package manifest

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/pattern"
)

// Tags in the short form that yaml.v3 reports.
const (
	tagStr       = "!!str"
	tagBool      = "!!bool"
	tagInt       = "!!int"
	tagFloat     = "!!float"
	tagNull      = "!!null"
	tagTimestamp = "!!timestamp"
	tagBinary    = "!!binary"
	tagMerge     = "!!merge"
)

// scalar is a resolved value. tag is what the value looks like, which is not always the tag it was given.
type scalar struct {
	typ  Type
	text string
	tag  string
	num  float64 // of a Float, also NaN and the infinities
}

// words are the plain scalars that YAML 1.1, as kubectl reads it, takes for something else than a string.
var words = map[string]scalar{
	"": {Null, "null", tagNull, 0}, "~": {Null, "null", tagNull, 0},
	"null": {Null, "null", tagNull, 0}, "Null": {Null, "null", tagNull, 0}, "NULL": {Null, "null", tagNull, 0},
	"y": {Bool, "true", tagBool, 0}, "Y": {Bool, "true", tagBool, 0},
	"yes": {Bool, "true", tagBool, 0}, "Yes": {Bool, "true", tagBool, 0}, "YES": {Bool, "true", tagBool, 0},
	"true": {Bool, "true", tagBool, 0}, "True": {Bool, "true", tagBool, 0}, "TRUE": {Bool, "true", tagBool, 0},
	"on": {Bool, "true", tagBool, 0}, "On": {Bool, "true", tagBool, 0}, "ON": {Bool, "true", tagBool, 0},
	"n": {Bool, "false", tagBool, 0}, "N": {Bool, "false", tagBool, 0},
	"no": {Bool, "false", tagBool, 0}, "No": {Bool, "false", tagBool, 0}, "NO": {Bool, "false", tagBool, 0},
	"false": {Bool, "false", tagBool, 0}, "False": {Bool, "false", tagBool, 0}, "FALSE": {Bool, "false", tagBool, 0},
	"off": {Bool, "false", tagBool, 0}, "Off": {Bool, "false", tagBool, 0}, "OFF": {Bool, "false", tagBool, 0},
	".nan": {Float, "", tagFloat, math.NaN()}, ".NaN": {Float, "", tagFloat, math.NaN()}, ".NAN": {Float, "", tagFloat, math.NaN()},
	".inf": {Float, "", tagFloat, math.Inf(1)}, ".Inf": {Float, "", tagFloat, math.Inf(1)}, ".INF": {Float, "", tagFloat, math.Inf(1)},
	"+.inf": {Float, "", tagFloat, math.Inf(1)}, "+.Inf": {Float, "", tagFloat, math.Inf(1)}, "+.INF": {Float, "", tagFloat, math.Inf(1)},
	"-.inf": {Float, "", tagFloat, math.Inf(-1)}, "-.Inf": {Float, "", tagFloat, math.Inf(-1)}, "-.INF": {Float, "", tagFloat, math.Inf(-1)},
	"<<": {String, "<<", tagMerge, 0},
}

// longestWord bounds the texts that are looked up in words.
const longestWord = len("false")

// resolve gives a scalar the type that kubectl gives it. tag is the explicit tag in its short form, empty when there is none.
// The rules are those of go.yaml.in/yaml/v2 (resolve.go), which sigs.k8s.io/yaml is built on.
func resolve(tag, text string) (scalar, error) {
	switch tag {
	case tagStr:
		return scalar{typ: String, text: text, tag: tagStr}, nil
	case tagBinary:
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return scalar{}, errors.New("a !!binary value must be base64")
		}
		return scalar{typ: String, text: string([]rune(string(data))), tag: tagBinary}, nil
	case "", tagBool, tagInt, tagFloat, tagNull, tagTimestamp:
		return agree(tag, text, resolvePlain(tag, text))
	}
	return scalar{typ: String, text: text, tag: tag}, nil
}

// agree checks a value against its explicit tag.
func agree(tag, text string, got scalar) (scalar, error) {
	switch {
	case tag == "" || tag == got.tag:
		return got, nil
	case tag == tagFloat && got.tag == tagInt:
		f, err := strconv.ParseFloat(got.text, 64)
		return floatScalar(f), err
	}
	return scalar{}, fmt.Errorf("cannot read %q as %s", clip(text), tag)
}

func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}

func resolvePlain(tag, text string) scalar {
	str := scalar{typ: String, text: text, tag: tagStr}
	if text == "" {
		return words[text]
	}
	switch c := text[0]; {
	case c == '+', c == '-', c >= '0' && c <= '9':
		if w, ok := words[text]; ok {
			return w
		}
		if v, ok := resolveNumber(tag, text); ok {
			return v
		}
	case c == '.':
		if w, ok := words[text]; ok {
			return w
		}
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return floatScalar(f)
		}
	case len(text) <= longestWord:
		// "<<" has no hint in yaml.v2's table and stays a string unless it is a key, which the caller sees to.
		if w, ok := words[text]; ok && w.tag != tagMerge {
			return w
		}
	}
	return str
}

func resolveNumber(tag, text string) (scalar, bool) {
	if (tag == "" || tag == tagTimestamp) && isTimestamp(text) {
		return scalar{typ: String, text: text, tag: tagTimestamp}, true
	}
	plain := strings.ReplaceAll(text, "_", "")
	if i, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return scalar{typ: Int, text: strconv.FormatInt(i, 10), tag: tagInt}, true
	}
	if u, err := strconv.ParseUint(plain, 0, 64); err == nil {
		return scalar{typ: Int, text: strconv.FormatUint(u, 10), tag: tagInt}, true
	}
	if floatForm.MatchString(plain) {
		if f, err := strconv.ParseFloat(plain, 64); err == nil {
			return floatScalar(f), true
		}
	}
	return resolveBinary(plain)
}

// resolveBinary reads 0b with a sign inside, which strconv does not take and yaml.v2 does.
func resolveBinary(plain string) (scalar, bool) {
	digits, ok := strings.CutPrefix(plain, "0b")
	if !ok {
		if digits, ok = strings.CutPrefix(plain, "-0b"); !ok {
			return scalar{}, false
		}
		digits = "-" + digits
	}
	i, err := strconv.ParseInt(digits, 2, 64)
	return scalar{typ: Int, text: strconv.FormatInt(i, 10), tag: tagInt}, err == nil
}

var floatForm = pattern.New(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)

// floatScalar writes f as encoding/json does. A whole number that fits is an Int, because nothing tells it from one in JSON.
func floatScalar(f float64) scalar {
	out := scalar{typ: Float, tag: tagFloat, num: f}
	literal, err := json.Marshal(f)
	if err != nil {
		return out
	}
	out.text = string(literal)
	if _, err := strconv.ParseInt(out.text, 10, 64); err == nil {
		out.typ = Int
	}
	return out
}

// isTimestamp tells whether yaml.v2 takes text for a date, which kubectl keeps as a string.
func isTimestamp(text string) bool {
	if len(text) < 6 || text[4] != '-' {
		return false
	}
	for i := range 4 {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	for _, layout := range [...]string{
		"2006-1-2T15:4:5.999999999Z07:00", "2006-1-2t15:4:5.999999999Z07:00", "2006-1-2 15:4:5.999999999", "2006-1-2",
	} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

// keyText returns a resolved scalar as the key of a JSON object, as sigs.k8s.io/yaml does.
func keyText(s scalar) (string, error) {
	switch {
	case s.typ == Null:
		return "", errors.New("a key is null; it must be a string")
	case s.tag == tagFloat:
		return floatKey(s.num), nil
	case s.typ == Int:
		if _, err := strconv.ParseInt(s.text, 10, 64); err != nil {
			return "", fmt.Errorf("the key %s is too large a number; put it in quotes", clip(s.text))
		}
	}
	return s.text, nil
}

func floatKey(f float64) string {
	switch s := strconv.FormatFloat(f, 'g', -1, 32); s {
	case "+Inf":
		return ".inf"
	case "-Inf":
		return "-.inf"
	case "NaN":
		return ".nan"
	default:
		return s
	}
}
