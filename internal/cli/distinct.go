package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/bundle"
)

// distinct leaves of folders of rules each once, however it is written, and none that lies in another one, whose rules are the same. The
// first name of a folder stays.
func distinct(dirs []string) []string {
	resolved := make([]string, len(dirs))
	for i, dir := range dirs {
		resolved[i] = dir
		if bundle.Remote(dir) {
			continue
		}
		if abs, err := filepath.Abs(filepath.FromSlash(dir)); err == nil {
			resolved[i] = resolve(abs)
		}
	}
	var out []string
	for i, dir := range dirs {
		covered := slices.Contains(resolved[:i], resolved[i]) || slices.ContainsFunc(resolved, func(other string) bool {
			return !bundle.Remote(dir) && other != resolved[i] && strings.HasPrefix(resolved[i], strings.TrimSuffix(other, string(filepath.Separator))+string(filepath.Separator))
		})
		if !covered {
			out = append(out, dir)
		}
	}
	return out
}
