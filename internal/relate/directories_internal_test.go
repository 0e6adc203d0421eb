package relate

import (
	"testing"

	"github.com/podlint/podlint/internal/pod"
)

// TestOpensOnly: a redirect, a tee and the other logs of one image make no directory; a copy may.
func TestOpensOnly(t *testing.T) {
	log := func(origin string) pod.FileUse { return pod.FileUse{Log: true, Origin: origin} }
	for name, tc := range map[string]struct {
		f, g pod.FileUse
		want bool
	}{
		"a redirect":                      {log("image"), pod.FileUse{Origin: "script", Text: "date >> /d/x"}, true},
		"a tee":                           {log("image"), pod.FileUse{Origin: "script", Tool: "tee"}, true},
		"a copy":                          {log("image"), pod.FileUse{Origin: "script", Tool: "cp", Text: "cp a /d/x > /dev/null"}, false},
		"a command without a redirect":    {log("image"), pod.FileUse{Origin: "script", Text: "touch /d/x"}, false},
		"no script":                       {log("image"), pod.FileUse{Origin: "flag", Tool: "tee"}, false},
		"two logs of an image":            {log("image"), log("image"), true},
		"a log of an image and one told":  {log("flag"), log("image"), false},
		"a log that is told, of an image": {log("image"), log("flag"), false},
		"a file of an image, and its log": {pod.FileUse{Origin: "image"}, log("image"), false},
		"its log, and a file of an image": {log("image"), pod.FileUse{Origin: "image"}, false},
	} {
		if got := opensOnly(&tc.f, &tc.g); got != tc.want {
			t.Errorf("%s: got %t, want %t", name, got, tc.want)
		}
	}
}
