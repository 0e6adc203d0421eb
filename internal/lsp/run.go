package lsp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/render"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/suppress"
)

// state is what was found in a workspace the last time.
type state struct {
	workspace *workspace
	project   *Project
	buffers   map[string]*document // that the rest is about
	set       *manifest.Set
	builder   *pod.Builder
	result    *lint.Result // what is not reported is in it, too
	layouts   map[string]*layout
	placed    []placed // once it was asked for
	tried     bool     // something else was judged since
}

func textOf(v any) string { return fmt.Sprint(v) }

// run reads what may have changed, judges and publishes.
func (w *workspace) run(ctx context.Context, rescan, reload bool) error {
	if reload || w.project == nil {
		if err := w.load(ctx); err != nil {
			return err
		}
	}
	if w.project == nil {
		w.publish()
		return nil
	}
	if rescan || w.disk == nil {
		w.scan(ctx)
	}
	buffers := w.server.buffers(w)
	st, err := w.judge(ctx, buffers, nil)
	if err != nil {
		return err
	}
	w.state = st
	w.publish()
	w.layouts = st.layouts
	return nil
}

// load reads the configuration and the rules. Without them nothing can be judged: what was said stays, beside what is wrong.
func (w *workspace) load(ctx context.Context) error {
	project, problems, err := w.server.opt.Open(ctx, w.dir, w.server.contents())
	if ctx.Err() != nil {
		return ctx.Err()
	}
	w.problems, w.failure = problems, nil
	if err != nil && len(problems) == 0 {
		w.failure = err
		w.server.log(logError, "%s: %v", w.dir, err)
	}
	w.project = project
	if project != nil {
		w.forget()
		w.disk = nil
		w.mu.Lock()
		w.resting = project.Rests
		w.mu.Unlock()
	}
	return nil
}

// scan reads the files of the folder.
func (w *workspace) scan(ctx context.Context) {
	paths := []string{w.dir}
	if w.only != "" {
		paths[0] = w.only
	}
	w.files, w.bad = source.Read(ctx, paths, source.Options{Hold: w.project.Hold, Wanted: w.project.Wanted})
	w.disk = source.NewRecord(source.NewDisk(w.dir, paths))
}

// inputs are the files with what the editor shows in place of what the disk holds, and what is not there yet.
func (w *workspace) inputs(buffers map[string]*document, changed map[string][]byte) (files []source.File, contents map[string][]byte, bad []source.Error) {
	contents = map[string][]byte{}
	for name, d := range buffers {
		contents[name] = d.text
	}
	maps.Copy(contents, changed)
	files = slices.Clone(w.files)
	there := map[string]bool{}
	for i := range files {
		there[files[i].Name] = true
		if text, open := contents[files[i].Name]; open && files[i].Chart == "" {
			files[i].Data, files[i].Large = text, nil
		}
	}
	for _, e := range w.bad {
		if _, open := contents[e.File]; !open {
			bad = append(bad, e)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		if !there[name] && w.isNew(name) {
			files = append(files, source.File{Name: name, Data: contents[name]})
		}
	}
	return files, contents, bad
}

// isNew tells whether a file that the disk lacks, or that could not be read, is one that the folder would give.
func (w *workspace) isNew(name string) bool {
	failed := slices.ContainsFunc(w.bad, func(e source.Error) bool { return e.File == name })
	if _, err := os.Lstat(filepath.FromSlash(name)); !failed && !errors.Is(err, os.ErrNotExist) {
		return false
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml", ".json":
	default:
		return false
	}
	inside := strings.TrimPrefix(name, strings.TrimSuffix(w.dir, "/"))
	if strings.Contains(inside, "/.") {
		return false
	}
	for dir := path.Dir(name); dir != w.dir && len(dir) > len(w.dir); dir = path.Dir(dir) {
		if !w.project.Wanted(dir, true) {
			return false
		}
	}
	return w.project.Wanted(name, false)
}

// judge reads the inputs, those that changed with other contents, and judges what is not known to be as it was.
func (w *workspace) judge(ctx context.Context, buffers map[string]*document, changed map[string][]byte) (*state, error) {
	p := w.project
	files, contents, bad := w.inputs(buffers, changed)
	set := w.read(ctx, files, contents)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, e := range bad {
		set.Errors = append(set.Errors, manifest.Error(e))
	}
	set.Environments = p.Environments(files)
	builder := pod.NewBuilder(set, p.Pods)
	res := lint.Run(ctx, set, lint.Options{
		Rules: p.Rules, Query: p.Query, Builder: builder, Docs: p.Docs, Memory: w.said,
		Severities: p.Severities, Parameters: p.Parameters, At: p.At,
	})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	how := p.Suppress
	var err error
	if how.Now, err = w.server.opt.Now(); err != nil {
		return nil, err
	}
	suppress.Apply(res, set, how)
	return &state{workspace: w, project: p, buffers: buffers, set: set, builder: builder, result: res, layouts: map[string]*layout{}}, nil
}

func (w *workspace) read(ctx context.Context, files []source.File, contents map[string][]byte) *manifest.Set {
	opt := w.project.Render
	opt.Memory = w.rendered
	if w.project.Raw {
		return w.rendered.Plain(files, opt.Workers)
	}
	return render.Read(ctx, files, source.Overlay{Tree: w.disk, Files: contents}, opt)
}

// again judges with other contents of some files, for somebody who asks what would be.
func (st *state) again(ctx context.Context, changed map[string][]byte) (*state, error) {
	st.tried = true
	return st.workspace.judge(ctx, st.buffers, changed)
}

// layout is that of a file as the editor shows it, or of what was read.
func (st *state) layout(name string) *layout {
	if l := st.layouts[name]; l != nil {
		return l
	}
	data := st.result.Sources[name]
	if d := st.buffers[name]; d != nil {
		data = d.text
	}
	l := st.workspace.layouts[name]
	if l == nil || !bytes.Equal(l.data, data) {
		l = newLayout(data)
	}
	st.layouts[name] = l
	return l
}
