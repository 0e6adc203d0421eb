package pod

import "testing"

func TestLiesIn(t *testing.T) {
	for _, tc := range []struct {
		file, subPath string
		dir, glob     bool
		want          bool
	}{
		{"app.yaml", "", false, false, true},
		{"app.yaml", "app.yaml", false, false, true},
		{"app.yaml", "other.yaml", false, false, false},
		{".", "app.yaml", true, false, true},
		{"conf/app.yaml", "conf", false, false, true},
		{"conf", "conf/app.yaml", true, false, true},
		{"*", "app.yaml", false, true, true},
		{"*.yaml", "app.yaml", false, true, true},
		{"*.yaml", "app.toml", false, true, false},
		{"*/x.conf", "a", false, true, true},
		{"a/*.conf", "a/b.conf", false, true, true},
		{"a/*.conf", "b/b.conf", false, true, false},
		{"**/*.conf", "a/b/c.conf", false, true, true},
		{"[", "a", false, true, true},
	} {
		f, m := FileUse{VolumePath: tc.file, Dir: tc.dir, Glob: tc.glob}, Mount{SubPath: tc.subPath}
		if got := f.LiesIn(&m); got != tc.want {
			t.Errorf("%s in the subPath %q is %t, want %t", tc.file, tc.subPath, got, tc.want)
		}
	}
	if f := (FileUse{VolumePath: "a"}); !f.LiesIn(&Mount{SubPath: "$(POD)", SubPathExpr: true}) {
		t.Error("a subPathExpr may be any part of the volume")
	}
}
