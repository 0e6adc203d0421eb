package manifest

import (
	"fmt"
	"path"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

// expectationFile is how kuttl and Chainsaw find what a test step waits for: NN-assert.yaml and NN-errors.yaml beside its other files
// (https://kuttl.dev/docs/testing/asserts-errors.html). Each is a part of an object that some other file or a controller makes.
var expectationFile = pattern.New(`^\d+-(assert|errors)\.ya?ml$`)

// expected are the files that hold what tests expect of objects: by their name, or by a TestAssert of kuttl among their objects.
func (s *Set) expected() map[string]bool {
	files := map[string]bool{}
	for _, o := range s.Objects {
		if o.Kind == "TestAssert" && strings.HasPrefix(o.APIVersion, "kuttl.dev/") || expectationFile.MatchString(path.Base(o.File)) {
			files[o.File] = true
		}
	}
	return files
}

// noteExpected says how many files are passed over because they hold what tests expect.
func (s *Set) noteExpected(n int) {
	if n > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%d %s what tests expect of objects (kuttl, Chainsaw): not judged", n, map[bool]string{true: "file holds", false: "files hold"}[n == 1]))
	}
}
