package render

import (
	"context"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pattern"
)

// blame finds the kustomization that keeps k from being built, and says so at its line. One that lacks something fails for a reason that is
// said already.
func (p *project) blame(ctx context.Context, k *kustomization, err error) {
	guilty, why := p.guilty(ctx, k, err)
	partial := p.incomplete(guilty)
	guilty.blocked = true
	if !partial {
		message := p.shorten(why)
		p.failAt(guilty, guilty.entryOf(why.Error()), "cannot build: "+message)
	}
}

// guilty is the innermost kustomization that fails by itself, and why.
func (p *project) guilty(ctx context.Context, k *kustomization, err error) (*kustomization, error) {
	if named := p.deepest(k, err); named != nil {
		if why := p.attempt(ctx, named).err; why != nil && !isLimit(why) {
			return p.guilty(ctx, named, why)
		}
	} else if within.MatchString(err.Error()) { // a component of its own
		return k, err
	}
	return p.guiltyBelow(ctx, k, err)
}

// guiltyBelow asks those that k uses one by one.
func (p *project) guiltyBelow(ctx context.Context, k *kustomization, err error) (*kustomization, error) {
	for _, dir := range k.dirs {
		inner := p.known[dir]
		if inner == nil || inner.blocked || inner.component || p.sound[inner] {
			continue
		}
		out := p.attempt(ctx, inner)
		why := out.err
		switch {
		case why == nil:
			p.sound[inner], p.found[inner] = true, out
		case isLimit(why):
			return k, err
		default:
			return p.guilty(ctx, inner, why)
		}
	}
	return k, err
}

// within is how kustomize names the folders that it was in when it failed, the outermost first.
var within = pattern.New(`recursed accumulation of path '([^']*)'`)

// deepest is the innermost kustomization below k that an error of kustomize names, components left out; nil when there is none.
func (p *project) deepest(k *kustomization, err error) *kustomization {
	all := within.FindAllStringSubmatch(err.Error(), -1)
	for _, found := range slices.Backward(all) {
		dir := path.Clean(filepath.ToSlash(found[1]))
		if inner := p.known[dir]; inner != nil && inner != k && !inner.blocked && !inner.component && !p.sound[inner] {
			return inner
		}
	}
	return nil
}

// fallBack judges what cannot be built as it stands: of each kustomization that k consists of and that is blocked, k itself among them, those
// that it uses are built by themselves, and its resources are plain files, as far as they are among the inputs.
func (p *project) fallBack(ctx context.Context, k *kustomization) error {
	for _, failed := range p.blockedIn(k) {
		for _, name := range failed.resources {
			p.freed[name] = true
		}
		for _, dir := range failed.dirs {
			inner := p.known[dir]
			if inner == nil || inner.component || !slices.Contains(p.given, dir) {
				continue
			}
			if err := p.build(ctx, inner, nil); err != nil {
				return err
			}
		}
	}
	for _, built := range p.closure(k) {
		for _, name := range built.files {
			p.built[name] = p.built[name] || !k.blocked
		}
	}
	return nil
}

// blockedIn lists the blocked ones among k and those that it uses, down to the first on each way.
func (p *project) blockedIn(k *kustomization) []*kustomization {
	if k.blocked {
		return []*kustomization{k}
	}
	var out []*kustomization
	for _, built := range p.closure(k) {
		for _, dir := range built.dirs {
			if inner := p.known[dir]; inner != nil && inner.blocked {
				out = append(out, inner)
			}
		}
	}
	return out
}

// around is what kustomize puts around the reason.
var around = pattern.New(`accumulating (?:resources|components): |accumulat(?:ion|e) err='[^']*': |accumulat(?:ing|ion) resources from '[^']*': |` +
	`accumulat(?:ion|e) err='|accumulating resources from '[^']*': |accumulating components: accumulateDirectory: "|recursed accumulation of path '[^']*': `)

// words are messages of kustomize and what they mean.
var words = []struct {
	theirs *pattern.Pattern
	ours   string
}{
	{pattern.New(`^.*no resource matches strategic merge patch "([^".]+)\.[^"]*/([^"]+)\.[^".]+":.*$`), `no resource of this build is the $1 "$2" that this patch changes`},
	{pattern.New(`^.*no matches for Id ([^ .]+)\.[^ ]*/([^ ]+)\.[^ .]+; failed to find unique target for patch.*$`), `no resource of this build is the $1 "$2" that this patch changes`},
	{pattern.New(`^.*may not add resource with an already registered id: ([^ .]+)\.[^ ]*/([^ ]+)\.[^ .]+.*$`), `two resources of this build are the $1 "$2"`},
}

// shorten makes one line of an error of kustomize, which holds absolute names.
func (p *project) shorten(err error) string {
	text := around.ReplaceAllString(strings.Join(strings.Fields(err.Error()), " "), "")
	for _, w := range words {
		text = w.theirs.ReplaceAllString(text, w.ours)
	}
	if p.dir != "/" {
		text = strings.ReplaceAll(text, p.dir+"/", "")
	}
	const most = 400
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "..."
	}
	return text
}

// entryOf is the entry of a kustomization that an error of kustomize is about; nil when it names none.
func (k *kustomization) entryOf(text string) manifest.Path {
	for i := range k.patches {
		c := &k.patches[i]
		if c.fragment != nil && c.fragment.Name != "" && strings.Contains(text, c.fragment.Kind) && strings.Contains(text, c.fragment.Name) {
			return c.entry
		}
	}
	for _, f := range k.object.Root.Fields {
		for i, item := range f.Value.Items {
			if item.Type == manifest.String && item.Text != "" && mentions(text, item.Text) {
				return manifest.Path{f.Key, i}
			}
		}
	}
	return nil
}

// mentions tells whether a text names a file.
func mentions(text, name string) bool {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" '\":;,", r) }) {
		if word == name || path.Clean(word) == path.Clean(name) {
			return true
		}
	}
	return false
}
