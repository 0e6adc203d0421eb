package suppress

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseComment(t *testing.T) {
	tests := map[string]struct {
		text  string
		want  Directive
		other bool   // speaks to somebody else
		fails string // part of the error
	}{
		"one rule":         {text: " podlint:ignore port-conflict", want: Directive{Rules: []string{"port-conflict"}}},
		"reason":           {text: "podlint:ignore a -- see INFRA-1 -- really", want: Directive{Rules: []string{"a"}, Reason: "see INFRA-1 -- really"}},
		"several rules":    {text: "podlint:ignore a,b,a", want: Directive{Rules: []string{"a", "b"}}},
		"spaces in a list": {text: "podlint:ignore a, b -- c", want: Directive{Rules: []string{"a", "b"}, Reason: "c"}},
		"end":              {text: "podlint:ignore a until=2027-03-01 -- b", want: Directive{Rules: []string{"a"}, Until: "2027-03-01", Reason: "b"}},
		"end first":        {text: "podlint:ignore until=2027-03-01 a", want: Directive{Rules: []string{"a"}, Until: "2027-03-01"}},
		"file":             {text: "podlint:ignore-file a -- b", want: Directive{Rules: []string{"a"}, Reason: "b", File: true}},
		"empty reason":     {text: "podlint:ignore a --", want: Directive{Rules: []string{"a"}}},
		"no space":         {text: "podlint:ignore\ta", want: Directive{Rules: []string{"a"}}},
		"somebody else":    {text: " see podlint:ignore", other: true},
		"empty":            {text: "", other: true},
		"misspelt":         {text: "podlint:ignroe a", fails: `did you mean "ignore"?`},
		"unknown word":     {text: "podlint:disable a", fails: "want ignore, ignore-file"},
		"no rule":          {text: "podlint:ignore -- reason", fails: "names no rule"},
		"reason apart":     {text: "podlint:ignore a because: it is", fails: `"because:" is no name of a rule; a reason follows after --`},
		"no day":           {text: "podlint:ignore a until=tomorrow", fails: "until=tomorrow is no day"},
		"impossible day":   {text: "podlint:ignore a until=2027-02-30", fails: "is no day"},
		"unknown pair":     {text: "podlint:ignore a unti=2027-03-01", fails: `unknown word "unti=2027-03-01"; did you mean "until"?`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok, err := ParseComment(tt.text)
			switch {
			case tt.fails != "":
				if !ok || err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Errorf("got %t, %v; want an error with %q", ok, err, tt.fails)
				}
			case err != nil || ok == tt.other:
				t.Errorf("got %t, %v", ok, err)
			default:
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestParseAnnotation(t *testing.T) {
	tests := map[string]struct {
		rule, value string
		want        Directive
		fails       string
	}{
		"nothing":              {rule: "a", want: Directive{Rules: []string{"a"}}},
		"reason alone":         {rule: "a", value: "moved in INFRA-12; see x=y", want: Directive{Rules: []string{"a"}, Reason: "moved in INFRA-12; see x=y"}},
		"all":                  {rule: "a", value: "containers=b, c; until=2027-03-01; reason=d; e=f", want: Directive{Rules: []string{"a"}, Containers: []string{"b", "c"}, Until: "2027-03-01", Reason: "d; e=f"}},
		"semicolon at the end": {rule: "a", value: "until=2027-03-01;", want: Directive{Rules: []string{"a"}, Until: "2027-03-01"}},
		"lines":                {rule: "a", value: "reason=b\nc", want: Directive{Rules: []string{"a"}, Reason: "b c"}},
		"no rule":              {rule: "", fails: "no name of a rule"},
		"capitals":             {rule: "Port", fails: "no name of a rule"},
		"unknown key":          {rule: "a", value: "container=b", fails: `unknown key "container"; did you mean "containers"?`},
		"no container":         {rule: "a", value: "containers= ;", fails: "names no container"},
		"no key":               {rule: "a", value: "until=2027-03-01; because", fails: `want KEY=VALUE before "because"`},
		"no day":               {rule: "a", value: "until=soon", fails: "is no day"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseAnnotation(tt.rule, tt.value)
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Errorf("got %v, want an error with %q", err, tt.fails)
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("got error %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestExpired(t *testing.T) {
	now := time.Date(2027, 3, 1, 23, 59, 59, 0, time.UTC)
	for until, want := range map[string]bool{"": false, "2027-02-28": true, "2027-03-01": false, "2027-03-02": false} {
		if got := (&Directive{Until: until}).expired(now); got != want {
			t.Errorf("until %q: got %t, want %t", until, got, want)
		}
	}
}

func FuzzParseComment(f *testing.F) {
	for _, seed := range []string{
		"podlint:ignore a,b until=2027-03-01 -- why", "podlint:ignore-file a", "podlint:", "podlint:ignore =", "podlint:ignore ,,,", "podlint:\xff -- ",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, ok, err := ParseComment(text)
		if ok && err == nil && len(d.Rules) == 0 {
			t.Error("got neither a rule nor an error")
		}
		if err != nil && len(err.Error()) > 400 {
			t.Errorf("got a message of %d bytes", len(err.Error()))
		}
		if d, err := ParseAnnotation("a", text); err == nil && len(d.Rules) != 1 {
			t.Errorf("got rules %v of an annotation", d.Rules)
		}
	})
}

// What is written is read as it was meant.
func TestWrittenDirectives(t *testing.T) {
	for _, d := range []Directive{
		{Rules: []string{"a"}},
		{Rules: []string{"a", "b"}, Until: "2027-03-01"},
		{Rules: []string{"a"}, Reason: "see INFRA-1 -- really"},
		{Rules: []string{"a"}, Reason: "until=tomorrow it is"},
		{Rules: []string{"a"}, Reason: "x; y", Until: "2027-03-01"},
	} {
		got, ok, err := ParseComment(d.Comment())
		if diff := cmp.Diff(d, got); !ok || err != nil || diff != "" {
			t.Errorf("%q gives %t, %v (-want +got):\n%s", d.Comment(), ok, err, diff)
		}
		want := d
		want.Rules = d.Rules[:1]
		key, value := d.Annotation(d.Rules[0])
		got, err = ParseAnnotation(strings.TrimPrefix(key, Prefix), value)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %q gives %v (-want +got):\n%s", key, value, err, diff)
		}
	}
}
