package cli

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestShield(t *testing.T) {
	for text, want := range map[string]string{
		"a::b\n":                          "a::b\n",
		"::stop-commands::x\n":            `\u003a:stop-commands::x` + "\n",
		"a\n::x\n":                        "a\n" + `\u003a:x` + "\n",
		"a\r::x\n":                        "a\r" + `\u003a:x` + "\n",
		" \t\u00a0\ufeff::x":              " \t\u00a0\ufeff" + `\u003a:x`,
		":":                               ":",
		"a ##[add-mask]x":                 `a #\u0023[add-mask]x`,
		"a ##vso[task.setvariable]x":      `a #\u0023vso[task.setvariable]x`,
		"##teamcity[x]":                   `#\u0023teamcity[x]`,
		"## a heading\n### another ##":    "## a heading\n### another ##",
		"###[x]":                          `##\u0023[x]`,
		strings.Repeat("ü##[x]\n::y", 40): `ü#\u0023[x]` + "\n" + strings.Repeat(`\u003a:yü#\u0023[x]`+"\n", 39) + `\u003a:y`,
	} {
		for _, size := range []int{1, 2, 3, 7, 1000} {
			var b strings.Builder
			s := &shield{to: &b}
			for rest := text; rest != ""; rest = rest[min(size, len(rest)):] {
				if _, err := s.Write([]byte(rest[:min(size, len(rest))])); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.flush(); err != nil || b.String() != want {
				t.Errorf("%q in parts of %d: got %q, %v; want %q", text, size, b.String(), err, want)
			}
		}
	}
}

func TestShieldKeepsJSON(t *testing.T) {
	var b strings.Builder
	s := &shield{to: &b}
	if err := json.NewEncoder(s).Encode([]string{"::a", "##[b]", "\n::c"}); err != nil {
		t.Fatal(err)
	}
	if err := s.flush(); err != nil {
		t.Fatal(err)
	}
	var got []string
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil || got[1] != "##[b]" || strings.Contains(b.String(), "##[") {
		t.Errorf("got %q, %v of %s", got, err, b.String())
	}
}
