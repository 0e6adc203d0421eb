package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFollow(t *testing.T) {
	in := `{"Action":"start","Package":"a"}
{"Action":"run","Package":"a","Test":"TestGood"}
{"Action":"output","Package":"a","Test":"TestGood","Output":"=== RUN   TestGood\n"}
{"Action":"output","Package":"a","Test":"TestGood","Output":"noise\n"}
{"Action":"pass","Package":"a","Test":"TestGood"}
{"Action":"output","Package":"a","Test":"TestLater","Output":"    a_test.go:7: helm is not installed: see there\n"}
{"Action":"output","Package":"a","Test":"TestLater","Output":"--- SKIP: TestLater (0.00s)\n"}
{"Action":"skip","Package":"a","Test":"TestLater"}
{"Action":"output","Package":"a","Output":"PASS\n"}
{"Action":"output","Package":"a","Output":"ok  \ta\t0.1s\n"}
{"Action":"pass","Package":"a"}
`
	bad := `{"Action":"output","Package":"b","Test":"TestBad","Output":"    b_test.go:3: got 1, want 2\n"}
{"Action":"fail","Package":"b","Test":"TestBad"}
{"Action":"output","Package":"b","Output":"FAIL\tb\t0.1s\n"}
{"Action":"fail","Package":"b"}
no JSON at all
`
	skipped := "\nskipped, 1:\n  a TestLater: helm is not installed: see there\n"
	for name, tt := range map[string]struct {
		in, want string
		failed   bool
	}{
		"good": {in, "ok  \ta\t0.1s\n" + skipped, false},
		"bad":  {in + bad, "ok  \ta\t0.1s\n    b_test.go:3: got 1, want 2\nFAIL\tb\t0.1s\nno JSON at all\n" + skipped, true},
		"none": {"", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			failed, err := follow(strings.NewReader(tt.in), &out)
			if err != nil || failed != tt.failed {
				t.Errorf("got failed %t, error %v", failed, err)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
