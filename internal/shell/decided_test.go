package shell

import (
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

// TestDecided removes /x in each script: by the values that the script and its environment give, it does so or never comes to it.
func TestDecided(t *testing.T) {
	env := map[string]string{"ON": "true", "OFF": "false", "EMPTY": "", "THREE": "3", "PATTERN": "*", "SELF": "this-name", "CHECK": "/app/check"}
	for script, reached := range map[string]bool{
		`if [ "$ON" = true ]; then rm /x; fi`:                                           true,
		`if [ "$ON" != true ]; then rm /x; fi`:                                          false,
		`if [ "$OFF" = "true" ]; then rm /x; fi`:                                        false,
		`if [ "$OFF" = true ]; then :; else rm /x; fi`:                                  true,
		`if [ "$ON" = true ]; then :; else rm /x; fi`:                                   false,
		`if [ "$OFF" = true ]; then :; elif [ "$ON" = true ]; then rm /x; fi`:           true,
		`if [ "$ON" = true ]; then :; elif [ -f /y ]; then rm /x; fi`:                   false,
		`if [ -f /y ]; then :; elif [ "$OFF" = true ]; then rm /x; fi`:                  false,
		`if [ -f /y ]; then :; elif [ "$ON" = true ]; then rm /x; fi`:                   true,
		`if [ -f /y ] && [ "$OFF" = true ]; then rm /x; fi`:                             false,
		`if [ -f /y ] || [ "$ON" = true ]; then :; else rm /x; fi`:                      false,
		`if [ "$OTHER" = true ]; then rm /x; fi`:                                        true,
		`if [ "$OTHER" = true ]; then :; else rm /x; fi`:                                true,
		`if ! [ "$ON" = true ]; then rm /x; fi`:                                         false,
		`if [ ! "$ON" = true ]; then rm /x; fi`:                                         false,
		`if [ -n "$EMPTY" ]; then rm /x; fi`:                                            false,
		`if [ -z "${EMPTY}" ]; then rm /x; fi`:                                          true,
		`if [ "$THREE" -gt 3 ]; then rm /x; fi`:                                         false,
		`if test "$THREE" -ge 3; then rm /x; fi`:                                        true,
		`if [[ $OFF == true || -z $ON ]]; then rm /x; fi`:                               false,
		`if [[ $ON == true && ! -n $OFF ]]; then rm /x; fi`:                             false,
		`if [[ $ON == tr* ]]; then :; else rm /x; fi`:                                   true,
		`if [[ $ON =~ fal ]]; then rm /x; fi`:                                           true,
		`if [ "$PATTERN" = a ]; then rm /x; fi`:                                         true,
		`if [ "$SELF" = web-0 ]; then rm /x; fi`:                                        true,
		`if [ "${SELF##*-}" = 0 ]; then rm /x; fi`:                                      true,
		`if $CHECK fast; then :; else rm /x; fi`:                                        true,
		`$CHECK fast || rm /x`:                                                          true,
		`if $OFF; then rm /x; fi`:                                                       false,
		`if false; then rm /x; fi`:                                                      false,
		`if [ "${MODE:-once}" = once ]; then :; else rm /x; fi`:                         true,
		`MODE=${OTHER:-a}; if [ "$MODE" = b ]; then rm /x; fi`:                          true,
		`A=${OTHER:-a}; B=$A; if [ "$B" = b ]; then rm /x; fi`:                          true,
		`MODE=${ON:-x}; if [ "$MODE" = x ]; then rm /x; fi`:                             false,
		`MODE=a; [ -f /y ] && MODE=b; if [ $MODE = b ]; then rm /x; fi`:                 true,
		`MODE=a; . /unknown; if [ $MODE = b ]; then rm /x; fi`:                          true,
		`MODE=a; unset MODE; if [ -z "$MODE" ]; then rm /x; fi`:                         true,
		`MODE=a; read MODE; if [ "$MODE" = b ]; then rm /x; fi`:                         true,
		`if MODE=$(mode); [ "$MODE" = b ]; then rm /x; fi`:                              true,
		`[ "$OFF" = true ] && rm /x`:                                                    false,
		`[ "$ON" = true ] && rm /x`:                                                     true,
		`[ "$ON" = true ] || rm /x`:                                                     false,
		`[ "$OFF" = true ] || rm /x`:                                                    true,
		`[ "$OFF" = true ] && date || rm /x`:                                            true,
		`case "$ON" in false) rm /x;; *) date;; esac`:                                   false,
		`case "$ON" in false) date;; true|yes) rm /x;; esac`:                            true,
		`case "$ON" in false) rm /x;; esac`:                                             false,
		`case "$ON" in t*) date;; *) rm /x;; esac`:                                      true,
		`case "$ON" in true) date;;& *) rm /x;; esac`:                                   true,
		`case "$OTHER" in a) date;; *) rm /x;; esac`:                                    true,
		`f() { if [ "$1" = a ]; then rm /x; fi; }; f b`:                                 false,
		`f() { if [ "$1" = a ]; then rm /x; fi; }; f b; f a`:                            true,
		`first=1; while :; do if [ $first = 0 ]; then rm /x; fi; first=0; done`:         true,
		`n=0; while :; do if [ $n -gt 3 ]; then rm /x; fi; n=$((n+1)); done`:            true,
		`n=0; while :; do if [ $n = 3 ]; then rm /x; fi; let n++; done`:                 true,
		`on=0; s() { on=1; }; while :; do if [ $on = 1 ]; then rm /x; fi; s; done`:      true,
		`on=0; while :; do if [ $on = 1 ]; then rm /x; fi; . /state; done`:              true,
		`for m in a b; do if [ $m = b ]; then rm /x; fi; done`:                          true,
		`while :; do if [ "$OFF" = true ]; then rm /x; fi; sleep 5; done`:               false,
		`for i in 1 2; do while :; do if [ $i = 2 ]; then rm /x; fi; break; done; done`: true,
	} {
		got := slices.ContainsFunc(decided(script, env).Facts, func(f fact.Fact) bool { return f.Kind == fact.File && f.Op == fact.Remove })
		if got != reached {
			t.Errorf("%s\ngot removes %t, want %t", script, got, reached)
		}
	}
}

func decided(script string, env map[string]string) *Program {
	return Analyze([]string{"sh", "-c", script}, Options{Symbol: "this-", Env: func(name string) (string, bool) { v, ok := env[name]; return v, ok }})
}

// TestDecidedEnds asks how scripts end whose way out hangs on a variable.
func TestDecidedEnds(t *testing.T) {
	env := map[string]string{"ON": "true", "OFF": "false"}
	for _, tt := range []struct {
		script     string
		life       fact.Lifetime
		last, kind string
	}{
		{`while :; do date; if [ "$OFF" = true ]; then break; fi; sleep 5; done`, fact.Endless, "loop", "shell"},
		{`while :; do date; if [ "$ON" = true ]; then break; fi; sleep 5; done`, fact.Finite, "loop", "shell"},
		{`while :; do date; [ "$OFF" = true ] && exit 0; sleep 5; done`, fact.Endless, "loop", "shell"},
		{`while :; do date; [ "$ON" = true ] || exit 0; sleep 5; done`, fact.Endless, "loop", "shell"},
		{`while :; do date; if [ "$ON" = true ]; then sleep 5; else exit 0; fi; done`, fact.Endless, "loop", "shell"},
		{`while [ "$ON" = true ]; do date; sleep 5; done`, fact.Endless, "loop", "shell"},
		{`while [ "$OFF" = true ]; do date; sleep 5; done`, fact.Finite, "loop", "shell"},
		{`if [ "$OFF" = true ]; then exec sleep infinity; fi; date`, fact.Finite, "simple", "shell"},
		{`if [ "$OFF" = true ]; then date; else exec sleep infinity; fi`, fact.Endless, "sleep", "program"},
		{`case "$ON" in true) exec sleep infinity;; *) date;; esac`, fact.Endless, "sleep", "program"},
		{`[ "$OFF" = true ] || exec sleep infinity`, fact.Endless, "sleep", "program"},
		{`[ "$ON" = true ] && exit 0; sleep infinity`, fact.Finite, "compound", "shell"},
	} {
		p := decided(tt.script, env)
		if got := []string{string(p.Lifetime), p.Main.Last, p.Main.Kind}; !slices.Equal(got, []string{string(tt.life), tt.last, tt.kind}) {
			t.Errorf("%s\ngot %s, want %s %s %s", tt.script, strings.Join(got, " "), tt.life, tt.last, tt.kind)
		}
	}
}
