package helm

import (
	"errors"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// located turns what helm said into an error at its place.
func (r *renderer) located(c *chart, run *run) manifest.Error {
	err := run.plain.err
	said, ok := errors.AsType[*failure](err)
	if !ok {
		return c.start("cannot render the chart: " + err.Error())
	}
	return c.start("cannot render the chart: " + strings.Join(strings.Fields(said.text), " "))
}
