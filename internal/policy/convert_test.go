package policy

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

type inner struct {
	A string `json:"a,omitempty"`
	B *int   `json:"b,omitempty"`
}

type Embedded struct {
	E string `json:"e"`
}

type outer struct {
	Name     string `json:"name"`
	Skipped  string `json:"-"`
	Dash     string `json:"-,"` //nolint:staticcheck // the odd spelling of the key "-" is what is tested
	NoTag    int
	hidden   int
	Empty    []string                  `json:"empty,omitempty"`
	Nil      []string                  `json:"nil"`
	Zero     time.Time                 `json:"zero,omitzero"`
	Time     time.Time                 `json:"time"`
	Bytes    []byte                    `json:"bytes"`
	Any      any                       `json:"any"`
	List     []any                     `json:"list"`
	Map      map[string]map[string]any `json:"map,omitempty"`
	Ints     map[int]string            `json:"ints,omitempty"`
	Inner    inner                     `json:"inner"`
	Ptr      *inner                    `json:"ptr"`
	PtrOmit  *inner                    `json:"ptr_omit,omitempty"`
	Bool     *bool                     `json:"bool,omitempty"`
	Quoted   int                       `json:"-"`
	Float    float64                   `json:"float"`
	U        uint64                    `json:"u"`
	Array    [2]int8                   `json:"array"`
	Number   json.Number               `json:"number,omitempty"`
	Raw      json.RawMessage           `json:"raw,omitempty"`
	Interior []inner                   `json:"interior"`
}

// TestConvertEqualsJSON holds conversion against what encoding/json writes.
func TestConvertEqualsJSON(t *testing.T) {
	zero, no := 0, false
	for _, tt := range []struct {
		name string
		v    any
	}{
		{"nil", nil},
		{"zero struct", outer{}},
		{"pointer", &outer{Name: "x", hidden: 1, Skipped: "s"}},
		{"nil pointer", (*outer)(nil)},
		{"full", outer{
			Name: "é\u2028<", Dash: "d", NoTag: -3, Empty: []string{}, Nil: []string{"a"}, Time: time.Unix(0, 0).UTC(), Bytes: []byte("ab"),
			Any: []any{"path", 3, nil, 1.5, true, map[string]any{"k": int64(1)}}, List: []any{}, Map: map[string]map[string]any{"r": {"p": 1}},
			Ints: map[int]string{1: "x"}, Inner: inner{B: &zero}, Ptr: &inner{A: "a"}, Bool: &no, Float: 1e21, U: math.MaxUint64,
			Array: [2]int8{1, -2}, Number: "12", Raw: json.RawMessage(`{"a":[1]}`), Interior: []inner{{}, {A: "z"}},
		}},
		{"embedded", struct {
			Embedded
			X int `json:"x"`
		}{Embedded{"e"}, 1}},
		{"string option", struct {
			X int `json:"x,string"`
		}{1}},
		{"typed nil in any", map[string]any{"p": (*inner)(nil), "m": map[string]any(nil), "s": []any(nil)}},
		{"float zero", map[string]any{"f": math.Copysign(0, -1), "g": 3.0, "h": float32(0.1)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			raw, err := json.Marshal(tt.v)
			if err != nil {
				t.Fatal(err)
			}
			want, err := ast.ValueFromReader(strings.NewReader(string(raw)))
			if err != nil {
				t.Fatal(err)
			}
			in, err := NewInput(tt.v)
			if err != nil {
				t.Fatal(err)
			}
			got, err := in.term(nil)
			if err != nil {
				t.Fatal(err)
			}
			if got.Value.Compare(want) != 0 {
				t.Errorf("got  %v\nwant %v", got, want)
			}
		})
	}
}

func TestConvertError(t *testing.T) {
	for name, v := range map[string]any{
		"a number that JSON cannot hold": map[string]any{"f": math.NaN()},
		"a channel":                      struct{ C chan int }{make(chan int)},
	} {
		in, err := NewInput(v)
		if err == nil {
			_, err = in.term(nil)
		}
		if err == nil {
			t.Errorf("got no error for %s", name)
		}
	}
}
