package source

import (
	"os"
	"path"
	"path/filepath"
)

// chartFinder tells the templates of Helm charts from other files. The zero value is ready.
type chartFinder struct {
	charts map[string]bool // folder to whether a Chart.yaml is in it
}

// templates returns the folder of the chart whose templates/ the named file is under, empty when it is under none. The working
// directory may itself be inside the chart.
func (c *chartFinder) templates(name string) string {
	abs, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		return ""
	}
	up := ".."
	for dir := filepath.Dir(abs); filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		up = path.Join(up, "..")
		if filepath.Base(dir) == "templates" && c.isChart(filepath.Dir(dir)) {
			return path.Join(name, up)
		}
	}
	return ""
}

func (c *chartFinder) isChart(dir string) bool {
	if is, ok := c.charts[dir]; ok {
		return is
	}
	if c.charts == nil {
		c.charts = map[string]bool{}
	}
	info, err := os.Stat(filepath.Join(dir, "Chart.yaml"))
	c.charts[dir] = err == nil && info.Mode().IsRegular()
	return c.charts[dir]
}
