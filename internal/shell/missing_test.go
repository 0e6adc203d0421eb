package shell

import (
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

// TestMissing writes /d/x in each script: only where a path was found missing, or in any case.
func TestMissing(t *testing.T) {
	for script, want := range map[string]string{
		"[ -f /d/x ] || date > /d/x":                                          "/d/x",
		"[ ! -f /d/x ] && date > /d/x":                                        "/d/x",
		"! [ -e /d/x ] && date > /d/x":                                        "/d/x",
		"test -d /d || date > /d/x":                                           "/d",
		"[[ -s /d/x ]] || date > /d/x":                                        "/d/x",
		"if [[ ! -e $DIR/x ]]; then date > /d/x; fi":                          "/d/x",
		"if [ -f /d/x ]; then true; else date > /d/x; fi":                     "/d/x",
		"if [ -f /d/x ]; then true; elif [ -n \"$A\" ]; then date >/d/x; fi":  "/d/x",
		"if ! test -e /d/x; then while read l; do date > /d/x; done < /e; fi": "/d/x",
		"[ -f /d/x ] && date > /d/x":                                          "",
		"[ ! -f /d/x ] || date > /d/x":                                        "",
		"if [ -f /d/x ]; then date > /d/x; fi":                                "",
		"if [ ! -f /d/x ]; then true; else date > /d/x; fi":                   "",
		"if [ ! -f /d/x ]; then true; fi; date > /d/x":                        "",
		"[ -n \"$A\" ] || date > /d/x":                                        "",
		"[ -f /d/$A ] || date > /d/x":                                         "",
		"[ -f /d/* ] || date > /d/x":                                          "",
	} {
		p := decided(script, map[string]string{"DIR": "/d"})
		got, found := "", false
		for _, f := range p.Facts {
			if f.Kind == fact.File && f.File == "/d/x" {
				got, found = f.Unless, true
			}
		}
		if !found || got != want {
			t.Errorf("%s: got %q, want %q (written: %t)", script, got, want, found)
		}
	}
}
