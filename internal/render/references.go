package render

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/source"
)

// references follows every field that names files or folders.
func (p *project) references(k *kustomization) {
	if at := misspelt(k.object.Root, nil); at != nil {
		p.block(k, at, fmt.Sprintf("unknown field %q: kustomize would read it in spite of its case; write it as documented", at[len(at)-1]))
	}
	p.checkLists(k)
	for _, field := range [...]string{"resources", "bases", "components"} {
		p.eachText(k, manifest.Path{field}, p.resource)
	}
	for _, field := range [...]string{"crds", "configurations"} {
		p.eachText(k, manifest.Path{field}, func(k *kustomization, at manifest.Path, text string) { p.document(k, at, text, p.leave) })
	}
	p.eachText(k, manifest.Path{"generators"}, func(k *kustomization, at manifest.Path, text string) { p.plugin(k, at, text, p.leave) })
	p.eachText(k, manifest.Path{"validators"}, func(k *kustomization, at manifest.Path, text string) { p.plugin(k, at, text, p.leave) })
	p.eachText(k, manifest.Path{"transformers"}, func(k *kustomization, at manifest.Path, text string) { p.plugin(k, at, text, p.block) })
	for _, field := range [...]string{"helmCharts", "helmChartInflationGenerator"} {
		if k.object.Root.Get(field) != nil {
			p.leave(k, manifest.Path{field}, field+" is not rendered, because it runs helm"+p.instead(k, "--enable-helm"))
		}
	}
	if api := (manifest.Path{"openapi", "path"}); k.object.Root.Get(api...) != nil {
		p.document(k, api, k.object.Root.Str(api...), p.leave)
	}
	for i := range items(k.object.Root.Get("replacements")) {
		if at := (manifest.Path{"replacements", i, "path"}); k.object.Root.Get(at...) != nil {
			p.document(k, at, k.object.Root.Str(at...), p.block)
		}
	}
	for _, field := range generatorFields {
		p.generatorFiles(k, field)
	}
	p.readPatches(k)
}

// refuse records a fault: block or leave.
type refuse func(k *kustomization, at manifest.Path, message string)

// checkLists reports fields that hold a text where kustomize wants a list, as it once allowed.
func (p *project) checkLists(k *kustomization) {
	for _, field := range [...]string{"resources", "bases", "components", "crds", "configurations", "generators", "transformers", "validators", "patches"} {
		n := k.object.Root.Get(field)
		switch {
		case n == nil || n.Type == manifest.List || n.Type == manifest.Null:
		case field == "patches":
			p.block(k, manifest.Path{field}, "want a list for patches, each entry with path or patch, got a text; kustomize reads the old form no more")
		default:
			p.block(k, manifest.Path{field}, "want a list for "+field+", got a value that is none")
		}
	}
	for i, item := range items(k.object.Root.Get("patches")) {
		if item.Type != manifest.String {
			continue
		}
		if name := path.Join(k.dir, item.Text); p.tree.Kind(name) == source.IsFile {
			k.files = append(k.files, name)
		}
		p.block(k, manifest.Path{"patches", i}, fmt.Sprintf("want an entry with path or patch, got the text %q; write path: before it, or list it under patchesStrategicMerge", firstLine(item.Text)))
	}
}

func firstLine(text string) string {
	line, _, more := strings.Cut(text, "\n")
	if more {
		line += " ..."
	}
	return line
}

// loading are the names of fields whose values kustomize loads. It takes them in any case, so that other spellings must not pass by.
var loading = [...]string{
	"resources", "bases", "components", "crds", "configurations", "generators", "transformers", "validators", "openapi", "replacements",
	"configMapGenerator", "secretGenerator", "helmCharts", "helmChartInflationGenerator", "patches", "patchesStrategicMerge",
	"patchesJson6902", "path", "files", "envs", "env",
}

// free are fields whose keys are the user's own.
var free = [...]string{"commonLabels", "commonAnnotations", "labels", "annotations"}

// misspelt returns the path to a field that loads something and is not written in its case; nil when there is none.
func misspelt(n *manifest.Node, at manifest.Path) manifest.Path {
	for _, f := range n.Fields {
		if slices.Contains(free[:], f.Key) {
			continue
		}
		for _, name := range loading {
			if strings.EqualFold(f.Key, name) && f.Key != name {
				return at.With(f.Key)
			}
		}
		if found := misspelt(f.Value, at.With(f.Key)); found != nil {
			return found
		}
	}
	for i, item := range n.Items {
		if found := misspelt(item, at.With(i)); found != nil {
			return found
		}
	}
	return nil
}

var generatorFields = [...]string{"configMapGenerator", "secretGenerator"}

func items(n *manifest.Node) []*manifest.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

// eachText calls do for every text of a list.
func (p *project) eachText(k *kustomization, at manifest.Path, do func(*kustomization, manifest.Path, string)) {
	for i, item := range items(k.object.Root.Get(at...)) {
		if item.Type == manifest.String {
			do(k, at.With(i), item.Text)
		}
	}
}

// remote tells what kustomize would fetch: addresses, and the short forms for repositories.
var remote = pattern.New(`(?i)://|^(git::|gh:|https?:|ssh:|file:|git:|oci:)|^[^/]+@|^github\.com[:/]|[?&]ref=`)

// uses notes a file; false for one that is remote or missing.
func (p *project) uses(k *kustomization, at manifest.Path, name string, no refuse) bool {
	full := path.Join(k.dir, name)
	switch _, inside := strings.CutPrefix(full, strings.TrimSuffix(k.dir, "/")+"/"); {
	case remote.MatchString(name):
		no(k, at, "not fetched: "+name+" is remote"+p.instead(k))
	case path.IsAbs(name):
		no(k, at, "want a path relative to the kustomization, got "+name)
	case p.tree.Kind(full) != source.IsFile:
		no(k, at, "cannot read "+name+": no such file")
	default:
		if !inside {
			p.unrestricted(k)
		}
		k.files = append(k.files, full)
		return true
	}
	return false
}

// unrestricted notes once that a kustomization reads files outside of its folder.
func (p *project) unrestricted(k *kustomization) {
	if !p.outside[k] && p.made[k.file] == nil {
		p.outside[k] = true
		p.notes = append(p.notes, p.name(k.file)+": uses files outside of its folder, as Flux does; kustomize build wants --load-restrictor LoadRestrictionsNone")
	}
}

// resource notes a file of manifests, or the folder of another kustomization.
func (p *project) resource(k *kustomization, at manifest.Path, name string) {
	full := path.Join(k.dir, name)
	if remote.MatchString(name) || p.tree.Kind(full) != source.IsFolder {
		if p.document(k, at, name, p.leave) != nil {
			k.resources = append(k.resources, full)
		}
		return
	}
	if _, err := p.tree.Resolve(full); err != nil {
		p.leave(k, at, "cannot read "+name+": "+err.Error())
		return
	}
	inner := p.load(full)
	if inner == nil {
		p.leave(k, at, "cannot build "+name+": the folder has no kustomization.yaml")
		return
	}
	k.dirs, k.dirsAt = append(k.dirs, full), append(k.dirsAt, at)
}

// plugin notes the configuration of a builtin plugin; others would run programs.
func (p *project) plugin(k *kustomization, at manifest.Path, text string, no refuse) {
	for _, d := range p.pluginDocuments(k, at, text, no) {
		switch {
		case d.APIVersion != "builtin":
			no(k, at, "not run: "+d.Kind+" is a plugin or function"+p.instead(k, "--enable-alpha-plugins", "--enable-exec"))
		case d.Kind == "HelmChartInflationGenerator":
			no(k, at, "not run: "+d.Kind+" is a plugin or function"+p.instead(k, "--enable-helm"))
		case hasRemote(d.Root):
			no(k, at, "not fetched: the "+d.Kind+" names a remote file"+p.instead(k))
		}
	}
}

// pluginDocuments reads the configuration of plugins from a file, or from the text itself; none when it is refused.
func (p *project) pluginDocuments(k *kustomization, at manifest.Path, text string, no refuse) []*manifest.Object {
	if strings.Contains(text, "\n") {
		return p.inlineDocuments(k, at, text)
	}
	if p.tree.Kind(path.Join(k.dir, text)) == source.IsFolder {
		no(k, at, "not built: "+text+" is a folder of plugin configurations"+p.instead(k))
		return nil
	}
	if f := p.document(k, at, text, no); f != nil {
		return f.documents
	}
	return nil
}

// inlineDocuments reads YAML that stands in the kustomization as a text; none when it cannot be read.
func (p *project) inlineDocuments(k *kustomization, at manifest.Path, text string) []*manifest.Object {
	docs, errs := manifest.Documents(source.File{Name: k.object.File, Data: []byte(text)})
	if len(errs) == 0 {
		return docs
	}
	p.block(k, at.With(errs[0].Line-1), errs[0].Message)
	return nil
}

// document notes and reads a file of YAML; nil when it is refused. What cannot be parsed is said at its line, which kustomize does not name.
func (p *project) document(k *kustomization, at manifest.Path, name string, no refuse) *sourceFile {
	if !p.uses(k, at, name, no) {
		return nil
	}
	f, err := p.open(path.Join(k.dir, name))
	switch {
	case err != nil:
		no(k, at, "cannot read "+name+": "+err.Error())
		return nil
	case len(f.errors) > 0:
		no(k, at, "")
		p.fail(f.errors[0])
		return nil
	}
	return f
}

// hasRemote tells whether any text below n looks like an address.
func hasRemote(n *manifest.Node) bool {
	if n.Type == manifest.String && remote.MatchString(n.Text[strings.IndexByte(n.Text, '=')+1:]) {
		return true
	}
	return slices.ContainsFunc(n.Items, hasRemote) || slices.ContainsFunc(n.Fields, func(f manifest.Field) bool { return hasRemote(f.Value) })
}

// generatorFiles notes the files that make config maps or secrets. A generator that lacks one is left out.
func (p *project) generatorFiles(k *kustomization, field string) {
	for i, item := range items(k.object.Root.Get(field)) {
		without := func(k *kustomization, at manifest.Path, message string) {
			k.left = append(k.left, manifest.Path{field, i})
			p.failAt(k, at, message)
		}
		for _, list := range [...]string{"files", "envs"} {
			p.eachText(k, manifest.Path{field, i, list}, func(k *kustomization, at manifest.Path, text string) {
				_, name := keyAndFile(text)
				p.generatorFile(k, at, name, without)
			})
		}
		if env := item.Str("env"); env != "" {
			p.generatorFile(k, manifest.Path{field, i, "env"}, env, without)
		}
	}
}

// generatorFile reads a file whose text goes into an object, so that its lines are known.
func (p *project) generatorFile(k *kustomization, at manifest.Path, name string, no refuse) {
	if !p.uses(k, at, name, no) {
		return
	}
	if _, err := p.open(path.Join(k.dir, name)); err != nil {
		no(k, at, "cannot read "+name+": "+err.Error())
	}
}

// keyAndFile reads an element of files: key=path, or a path whose base is the key.
func keyAndFile(text string) (key, name string) {
	if key, name, ok := strings.Cut(text, "="); ok {
		return key, name
	}
	return path.Base(text), text
}
