package helm

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
)

// mostTried is how many files of values beside a chart are tried.
const mostTried = 8

// choose lists the choices of values: those that the user names for the chart or for all charts, else the chart's own values, each file of ci/ over
// them, and each file values-*.yaml beside them. false: a file that the user names cannot be read.
func (r *renderer) choose(c *chart) bool {
	if !r.chooseValues(c) {
		return false
	}
	r.deployed(c)
	return true
}

func (r *renderer) chooseValues(c *chart) bool {
	if r.opt.Only[c.dir] {
		return true
	}
	if choices := r.opt.Choices[c.dir]; len(choices) > 0 {
		return r.chosen(c, choices)
	}
	c.runs = []*run{{from: c.shown, files: r.values, tried: len(r.values) == 0}}
	if len(r.values) > 0 {
		return true
	}
	for _, name := range sortedNames(c.valueFiles) {
		if path.Dir(name) == "ci" {
			r.addRun(c, name, false)
		}
	}
	r.tryBeside(c)
	return true
}

// tryBeside adds the files values-*.yaml, as many as are tried.
func (r *renderer) tryBeside(c *chart) {
	var beside []string
	for _, name := range sortedNames(c.valueFiles) {
		if isBeside(name) && len(c.valueFiles[name].errors) == 0 {
			beside = append(beside, name)
		}
	}
	if len(beside) == 0 {
		return
	}
	tried := beside[:min(len(beside), mostTried)]
	if len(tried) < len(beside) {
		r.note("%s: rendered with the first %d of its %d files values-*.yaml; render.helm.charts in the configuration names choices", c.shown, len(tried), len(beside))
	}
	for _, name := range tried {
		r.addRun(c, name, true)
	}
}

// isBeside tells a customary file of values of a chart that is not its own: values-prod.yaml or values.prod.yaml.
func isBeside(name string) bool {
	ext := path.Ext(name)
	return path.Dir(name) == "." && (ext == ".yaml" || ext == ".yml") && (strings.HasPrefix(name, "values-") || strings.HasPrefix(name, "values.") && strings.Count(name, ".") > 1)
}

// addRun adds a choice of one file of the chart over its own values.
func (r *renderer) addRun(c *chart, name string, tried bool) {
	f := c.valueFiles[name]
	if len(f.errors) > 0 {
		r.fail(f.errors[0])
		return
	}
	c.runs = append(c.runs, &run{
		from: fmt.Sprintf("%s (%s)", c.shown, name), over: []*valueFile{f}, tried: tried,
		files: []string{filepath.Join(c.copies.plain, filepath.FromSlash(name))},
	})
}

// chosen makes a run of each choice that the user names for a chart.
func (r *renderer) chosen(c *chart, choices [][]string) bool {
	for i, choice := range choices {
		one := &run{}
		var names []string
		for j, file := range choice {
			data, err := r.readInside(c, file)
			copied := fmt.Sprintf("choice-%d-%d.yaml", i, j)
			if err == nil {
				err = writeFile(filepath.Dir(c.copies.plain), copied, data)
			}
			shown := r.project.Name(file)
			if err != nil {
				r.fail(c.start(fmt.Sprintf("cannot render the chart: cannot read the values %s: %v", shown, err)))
				return false
			}
			read := newValueFile(shown, data)
			if len(read.errors) > 0 {
				r.fail(read.errors[0])
				return false
			}
			r.result.Sources[shown] = data
			one.over = append(one.over, read)
			one.files = append(one.files, filepath.Join(filepath.Dir(c.copies.plain), copied))
			if own, ok := strings.CutPrefix(file, c.dir+"/"); ok {
				shown = own
			}
			names = append(names, shown)
		}
		one.from = fmt.Sprintf("%s (%s)", c.shown, strings.Join(names, ", "))
		c.runs = append(c.runs, one)
	}
	return true
}
