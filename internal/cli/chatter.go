package cli

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/source"
)

// chatter says with --verbose what a run does. A nil chatter says nothing. It is safe for concurrent use.
type chatter struct {
	warn func(format string, args ...any)

	mu     sync.Mutex
	since  time.Time // the start of the part that is running
	others int       // files whose names end otherwise
}

func (c *chatter) say(format string, args ...any) {
	for i, arg := range args {
		if s, ok := arg.(string); ok {
			args[i] = report.Printable(s)
		}
	}
	c.warn("verbose: "+format, args...)
}

// start tells what was decided before anything is read.
func (c *chatter) start(f *ruleFlags, paths []string) {
	if c == nil {
		return
	}
	c.since = time.Now()
	c.say("configuration: %s", cmp.Or(f.config.File, "none, no "+config.Name+" from here up to the root of the repository"))
	for _, dir := range f.dirs {
		c.say("rules from %s", dir)
	}
	c.say("paths: %s", strings.Join(paths, " "))
}

func (c *chatter) reading(name string) {
	if c != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.say("read %s", name)
	}
}

// skipped is told what is passed over; nil when nobody listens.
func (c *chatter) skipped() func(name, why string) {
	if c == nil {
		return nil
	}
	return func(name, why string) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if why == source.OtherEnding {
			c.others++ // most files of most folders
			return
		}
		c.say("passed over %s: %s", name, why)
	}
}

// prepared tells what was read, what of it holds nothing, and what was built.
func (c *chatter) prepared(p *prepared) {
	if c == nil {
		return
	}
	if c.others > 0 {
		c.say("passed over %s: %s", report.Count(c.others, "file"), source.OtherEnding)
	}
	used := usedFiles(p.set)
	for _, name := range slices.Sorted(maps.Keys(p.set.Sources)) {
		if !used[name] {
			c.say("nothing to judge in %s: no Kubernetes object", name)
		}
	}
	for _, root := range builds(p.set) {
		c.say("built %s", root)
	}
	c.say("rules: %d of %d run", len(p.rules), len(p.all))
	c.done("reading")
}

// usedFiles are the files that objects or errors come from.
func usedFiles(set *manifest.Set) map[string]bool {
	used := map[string]bool{}
	for _, o := range slices.Concat(set.Objects, set.Written) {
		used[o.File] = true
	}
	for i := range set.Items.Len() {
		item := set.Items.At(i)
		used[item.File()] = true
	}
	for _, t := range set.Templates {
		used[t.Name] = true
	}
	for _, e := range set.Errors {
		used[e.File] = true
	}
	return used
}

// builds are the folders of kustomizations and charts that were built.
func builds(set *manifest.Set) []string {
	var roots []string
	for _, built := range set.Renders {
		for _, o := range built.Objects {
			if o.Render != nil {
				roots = append(roots, o.Render.From)
			}
		}
	}
	slices.Sort(roots)
	return slices.Compact(roots)
}

// done tells how long the part that has ended took.
func (c *chatter) done(part string) {
	if c == nil {
		return
	}
	now := time.Now()
	c.say("%s took %s", part, now.Sub(c.since).Round(time.Millisecond).String())
	c.since = now
}
