package lsp

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
)

// initialize says what the server can do and opens the folders that the client names.
func (s *server) initialize(m *message) {
	p, err := params[initializeParams](m.Params)
	switch {
	case err != nil:
		s.answer(m, nil, err)
		return
	case s.phase != phaseNew:
		s.answer(m, nil, &rpcError{codeInvalidRequest, "initialize was said already"})
		return
	}
	s.client, s.phase = p, phaseReady
	s.answer(m, map[string]any{
		"serverInfo": map[string]any{"name": "podlint", "version": s.opt.Version},
		"capabilities": map[string]any{
			"positionEncoding":       "utf-16",
			"textDocumentSync":       map[string]any{"openClose": true, "change": 2, "save": map[string]any{"includeText": false}},
			"hoverProvider":          true,
			"definitionProvider":     true,
			"codeActionProvider":     map[string]any{"codeActionKinds": []string{kindQuickFix, kindFixAll}},
			"codeLensProvider":       map[string]any{},
			"completionProvider":     map[string]any{"triggerCharacters": []string{" ", ",", "/", ":"}},
			"executeCommandProvider": map[string]any{"commands": []string{suppressCommand, showCommand}},
			"workspace":              map[string]any{"workspaceFolders": map[string]any{"supported": true, "changeNotifications": true}},
		},
	}, nil)
	folders := p.WorkspaceFolders
	if len(folders) == 0 {
		root := p.RootURI
		if root == "" && p.RootPath != "" {
			root = uriOf(p.RootPath)
		}
		folders = []folder{{URI: root}}
	}
	for _, f := range folders {
		if dir, ok := pathOf(f.URI); ok {
			s.open(dir, "")
		}
	}
}

// initialized asks the client to tell of changes on the disk, when it can.
func (s *server) initialized() {
	if !s.client.Capabilities.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		return
	}
	s.ask("client/registerCapability", map[string]any{"registrations": []any{map[string]any{
		"id": "files", "method": "workspace/didChangeWatchedFiles",
		"registerOptions": map[string]any{"watchers": []any{
			map[string]any{"globPattern": "**/*.{yaml,yml,json,tpl,rego,txt}"},
			map[string]any{"globPattern": "**/{Kustomization,.podlint.yaml,.gitignore}"},
		}},
	}}})
}

// open adds a workspace: a folder, or one file of it.
func (s *server) open(dir, only string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.workspaces {
		if w.dir == dir && w.only == only {
			return
		}
	}
	w := newWorkspace(s, dir, only)
	s.workspaces = append(s.workspaces, w)
	s.work.Go(w.loop)
	w.changed(true, true)
}

// drop takes a workspace out; what was said about its files is taken back.
func (s *server) drop(w *workspace) {
	s.mu.Lock()
	s.workspaces = slices.DeleteFunc(s.workspaces, func(other *workspace) bool { return other == w })
	s.mu.Unlock()
	w.close()
}

// notified takes what the client tells. Notifications that it does not know are passed over, as the protocol wants.
func (s *server) notified(m *message) {
	var err error
	switch m.Method {
	case "initialized":
		s.initialized()
	case "textDocument/didOpen":
		err = with(m.Params, s.didOpen)
	case "textDocument/didChange":
		err = with(m.Params, s.didChange)
	case "textDocument/didSave":
		err = with(m.Params, func(p documentParams) { s.touched(p.TextDocument.URI) })
	case "textDocument/didClose":
		err = with(m.Params, s.didClose)
	case "workspace/didChangeWatchedFiles":
		err = with(m.Params, s.didChangeFiles)
	case "workspace/didChangeWorkspaceFolders":
		err = with(m.Params, s.didChangeFolders)
	case "$/cancelRequest":
		err = with(m.Params, s.cancel)
	}
	if err != nil {
		s.log(logWarning, "%s: %v", clip(m.Method), err)
	}
}

// Kinds of lines in the log.
const (
	logError   = 1
	logWarning = 2
)

func with[T any](raw json.RawMessage, use func(T)) error {
	p, err := params[T](raw)
	if err == nil {
		use(p)
	}
	return err
}

func (s *server) cancel(p cancelParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.pending[string(p.ID)]; cancel != nil {
		cancel()
	}
}

// document is what an editor shows of a file.
type document struct {
	uri     string // as the client writes it
	name    string // absolute
	version int
	text    []byte // never changed in place
}

func (s *server) didOpen(p documentParams) {
	name, ok := pathOf(p.TextDocument.URI)
	if !ok {
		return
	}
	s.mu.Lock()
	s.docs[name] = &document{p.TextDocument.URI, name, p.TextDocument.Version, []byte(p.TextDocument.Text)}
	w := s.ownerOf(name)
	s.mu.Unlock()
	if w == nil { // it lies in no folder that is open: it is judged by itself
		s.open(path.Dir(name), name)
		return
	}
	s.touched(p.TextDocument.URI)
}

func (s *server) didChange(p changeParams) {
	name, ok := pathOf(p.TextDocument.URI)
	s.mu.Lock()
	d := s.docs[name]
	if !ok || d == nil {
		s.mu.Unlock()
		return
	}
	next := *d
	next.version = p.TextDocument.Version
	for i := range p.ContentChanges {
		next.text = change(next.text, &p.ContentChanges[i])
	}
	s.docs[name] = &next
	s.mu.Unlock()
	for _, w := range s.all() {
		if rests := w.rests(name); rests || w.holds(name) {
			w.changed(false, rests)
		}
	}
}

func (s *server) didClose(p documentParams) {
	name, ok := pathOf(p.TextDocument.URI)
	if !ok {
		return
	}
	s.mu.Lock()
	delete(s.docs, name)
	s.mu.Unlock()
	for _, w := range s.all() {
		if w.only == name {
			s.drop(w)
		}
	}
	s.touched(p.TextDocument.URI)
}

// touched reads the disk again: a client need not tell what else has changed there.
func (s *server) touched(uri string) {
	name, ok := pathOf(uri)
	if !ok {
		return
	}
	for _, w := range s.all() {
		if rests := w.rests(name); rests || w.holds(name) {
			w.changed(true, rests)
		}
	}
}

func (s *server) didChangeFiles(p struct {
	Changes []struct {
		URI string `json:"uri"`
	} `json:"changes"`
},
) {
	for _, c := range p.Changes {
		s.touched(c.URI)
	}
}

func (s *server) didChangeFolders(p foldersParams) {
	for _, f := range p.Event.Removed {
		dir, ok := pathOf(f.URI)
		for _, w := range s.all() {
			if ok && w.dir == dir && w.only == "" {
				s.drop(w)
			}
		}
	}
	for _, f := range p.Event.Added {
		if dir, ok := pathOf(f.URI); ok {
			s.open(dir, "")
		}
	}
}

// contents are those of all open documents, by absolute name.
func (s *server) contents() map[string][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make(map[string][]byte, len(s.docs))
	for name, d := range s.docs {
		out[name] = d.text
	}
	return out
}

// buffers are the open documents that a workspace holds, by absolute name.
func (s *server) buffers(w *workspace) map[string]*document {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := maps.Clone(s.docs)
	maps.DeleteFunc(out, func(name string, _ *document) bool { return !w.holds(name) })
	return out
}
