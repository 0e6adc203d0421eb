package rulestest

import (
	"bytes"
	"context"
	"errors"
	"path"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/fix"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/policy"
)

// Mended makes all fixes of a bad fixture, also those that are not safe. fixes is false when its violations have none; refused says why the
// first one that could not be made was not.
func Mended(ctx context.Context, name string, data []byte, judge func(data []byte) *lint.Result) (mended []byte, fixes bool, refused error) {
	data = explain.WithoutWants(data)
	res := judge(data)
	out, err := fix.Run(ctx, res, fix.Options{
		Unsafe: true,
		Judge: func(_ context.Context, changed map[string][]byte) (*lint.Result, error) {
			return judge(changed[name]), nil
		},
	})
	switch {
	case err != nil:
		return nil, true, err
	case len(out.Refused) > 0:
		refused = errors.New(out.Refused[0].Reason)
	}
	if now, changed := out.Changed[name]; changed {
		data = now
	}
	return data, len(out.Fixed)+len(out.Refused) > 0, refused
}

// fixed compares the bad fixtures, mended, with those in fixed/. A bad fixture whose violations have a fix needs one.
func (s *session) fixed(ctx context.Context, query *policy.Query, r policy.Rule, bad []fixture, data map[string][]byte) ([]fixture, error) {
	src, file := s.source(r)
	golden, err := explain.Cases(src.FS, path.Dir(file), explain.Fixed)
	if err != nil {
		return nil, err
	}
	want := map[string][]byte{}
	for _, c := range golden {
		want[path.Base(c.File)] = c.Data
	}
	var out []fixture
	for i := range bad {
		base := path.Base(bad[i].test.File)
		f := fixture{rule: r, kind: explain.Fixed, name: bad[i].name}
		f.test = Test{Name: explain.Fixed + "/" + base, Kind: "fixture", File: path.Join(path.Dir(path.Dir(bad[i].test.File)), explain.Fixed, base), Line: 1}
		has, known := want[base]
		delete(want, base)
		if !s.picks(r.ID, f.test.Name) {
			continue
		}
		if s.mend(ctx, query, &f, bad[i].test.File, data[base], has, known) {
			out = append(out, f)
		}
	}
	for base := range want {
		f := fixture{rule: r, kind: explain.Fixed, name: strings.TrimSuffix(base, path.Ext(base))}
		f.test = Test{Name: explain.Fixed + "/" + base, Kind: "fixture", File: path.Join(src.Name, path.Dir(file), explain.Fixed, base), Line: 1}
		f.test.fail("bad/ holds no fixture of that name")
		out = append(out, f)
	}
	return out, nil
}

// mend fills in the outcome; false when there is nothing to test.
func (s *session) mend(ctx context.Context, query *policy.Query, f *fixture, name string, data, want []byte, known bool) bool {
	start := time.Now()
	defer func() { f.test.Took = time.Since(start) }()
	got, fixes, refused := Mended(ctx, name, data, func(data []byte) *lint.Result { return s.judge.Run(ctx, query, f.rule, name, data) })
	switch {
	case !fixes && !known:
		return false
	case !fixes:
		f.test.fail("the violations of the bad fixture have no fix")
	case refused != nil:
		f.test.fail("a fix could not be made: %v", refused)
	case known && bytes.Equal(got, want):
		f.test.Status = Pass
	case s.opt.Update != nil:
		if err := s.opt.Update(f.test.File, got); err != nil {
			f.test.fail("write the mended fixture: %v", err)
			return true
		}
		f.test.Status, f.test.Updated = Pass, true
	case !known:
		f.test.fail("the violations of the bad fixture have a fix, so what it makes belongs here: --update writes it")
	default:
		f.test.fail("the fixes make something else (-want +got):\n%s", fix.Diff(path.Base(f.test.File), want, got))
	}
	return true
}
