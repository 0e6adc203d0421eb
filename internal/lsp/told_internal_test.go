package lsp

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/podlint/podlint/internal/lint"
)

// TestDiagnosticsThatAreKept changes each field of a violation: where its diagnostic is taken from the time before, it would be no other one.
func TestDiagnosticsThatAreKept(t *testing.T) {
	s := &server{}
	s.client.Capabilities.TextDocument.PublishDiagnostics.RelatedInformation = true
	st := &state{
		workspace: &workspace{server: s}, layouts: map[string]*layout{},
		result: &lint.Result{Sources: map[string][]byte{"/a": []byte("one\ntwo\nthree\n"), "/b": []byte("one\ntwo\n")}},
	}
	sample := func() *lint.Violation {
		return &lint.Violation{
			Rule: "a", Message: "a", File: "/a", Line: 1, Column: 1, EndLine: 1, EndColumn: 2, Documentation: "https://a.example",
			Related: []lint.Related{{Message: "a", File: "/a", Line: 1, Column: 1, EndLine: 1, EndColumn: 2}},
			Fix:     &lint.Fix{Title: "a"}, Rendered: &lint.Rendered{From: []string{"a"}},
		}
	}
	was, kept, made := sample(), 0, 0
	for _, change := range changes(reflect.TypeFor[lint.Violation](), nil) {
		now := sample()
		alter(field(reflect.ValueOf(now).Elem(), change))
		same := sameWords(was, now)
		if same {
			kept++
		} else {
			made++
		}
		if other := !reflect.DeepEqual(st.diagnostic(was), st.diagnostic(now)); other && same {
			t.Errorf("field %v: the diagnostic is another one, and the old one is kept", change)
		}
	}
	if !sameWords(was, sample()) || kept == 0 || made < 15 {
		t.Errorf("%d changes keep the diagnostic, %d make another one: want some of both", kept, made)
	}
}

// changes are the ways to all fields, also those of what is pointed to and of the first element of a list.
func changes(of reflect.Type, at []int) [][]int {
	var out [][]int
	for i := range of.NumField() {
		way := append(append([]int{}, at...), i)
		out = append(out, way)
		inner := of.Field(i).Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && len(at) == 0 && of.Field(i).Name != "Workload" {
			out = append(out, changes(inner, way)...)
		}
	}
	return out
}

func field(v reflect.Value, way []int) reflect.Value {
	for _, i := range way {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() == reflect.Slice {
			v = v.Index(0)
		}
		v = v.Field(i)
	}
	return v
}

// alter gives a field another value.
func alter(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(map[bool]string{true: "/b", false: v.String() + "b"}[v.String() == "/a"])
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Pointer, reflect.Slice:
		if v.IsZero() {
			return
		}
		v.SetZero()
	case reflect.Struct:
	default:
		panic(fmt.Sprint("a field of a kind that this test does not know: ", v.Kind()))
	}
}
