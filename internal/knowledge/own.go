package knowledge

import (
	"fmt"
	"io/fs"

	"github.com/podlint/podlint/policies"
)

// Shipped is the knowledge that comes with podlint.
func Shipped() (*Base, error) {
	files, err := fs.Sub(policies.FS, "knowledge")
	if err != nil {
		return nil, fmt.Errorf("open knowledge: %w", err)
	}
	base, err := Load(files)
	if err != nil {
		return nil, fmt.Errorf("load knowledge: %w", err)
	}
	return base, nil
}
