package shell

import (
	"slices"
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

// TestFreshNames tells names that are others in each round of a loop from those that come back.
func TestFreshNames(t *testing.T) {
	for _, tt := range []struct {
		script string
		want   bool // whether the file that is written in a loop bears another name each time
	}{
		{"n=1; while true; do echo x > /out/$n.txt; n=$((n+1)); sleep 30; done", true},
		{"n=1; while true; do echo x > /out/${n}.txt; n=$(( $n + 1 )); done", true},
		{"n=1; while true; do echo x > /out/$n.txt; n=$(expr $n + 1); done", true},
		{"n=1; while true; do echo x > /out/$n.txt; n=`expr $n + 1`; done", true},
		{"while true; do ((n++)); echo x > /out/$n.txt; done", true},
		{"while :; do let n++; echo x > /out/$n.txt; done", true},
		{"while :; do : $((n+=1)); echo x > /out/$n.txt; done", true},
		{"while true; do echo x > /out/$((i++)); done", true},
		{"for ((;;)); do echo x > /out/$((i++)); done", true},
		{"while true; do date > /out/$(date +%s).txt; done", true},
		{"while true; do date > /out/$(date).txt; done", true},
		{"while sleep 5; do f=/out/$(date -u +%Y-%m-%dT%H:%M:%S).json; echo x > $f; done", true},
		{"while sleep 5; do now=`date +%s`; cp /a \"/out/a-$now\"; done", true},
		{"while sleep 5; do tar czf /out/a-$(date +%F).tgz /a; done", true},
		{"while sleep 5; do curl -so /out/$(date +%s) http://h/; done", true},
		{"while sleep 5; do echo x | tee /out/$(date +%s); done", true},
		{"while sleep 5; do f=$(mktemp /out/XXXX); echo x > /out/$(uuidgen); done", true},
		{"while sleep 5; do echo x > /out/$EPOCHSECONDS; done", true},
		{"add() { echo x > /out/$n; n=$((n+1)); }; while sleep 5; do add; done", true},
		{"while sleep 5; do date > /out/$(date +%H).txt; done", false},
		{"while sleep 5; do date > /out/$(date +copy-%H%M).txt; done", false},
		{"while sleep 5; do date > /out/$(date +%a).txt; done", false},
		{"while sleep 5; do date > /out/$(date -r /a +%s).txt; done", false},
		{"while sleep 5; do date > /out/$(hostname).txt; done", false},
		{"while sleep 5; do date > /out/$POD.txt; done", false},
		{"d=$(date +%s); while sleep 5; do date > /out/$d.txt; done", false},
		{"while sleep 5; do n=$(( (n+1) % 10 )); date > /out/$n.txt; done", false},
		{"while sleep 5; do n=$((n+1)); [ $n -gt 9 ] && n=0; date > /out/$n.txt; done", false},
		{"while sleep 5; do date > /out/$((n++ % 5)).txt; done", false},
		{"while sleep 5; do for i in 1 2; do date > /out/$i.txt; done; done", false},
		{"while sleep 5; do echo $(date) > /out/x.txt; done", false},
		{"n=0; while sleep 5; do n=$((n+1)); echo $n > /out/count; done", false},
	} {
		p := sh(t, tt.script)
		got := slices.ContainsFunc(p.Facts, func(f fact.Fact) bool {
			return f.Kind == fact.File && f.Op != fact.Read && f.Op != fact.Remove && f.Endless && f.Fresh
		})
		if got != tt.want {
			t.Errorf("%s\ngot fresh %t, want %t", tt.script, got, tt.want)
		}
	}
}
