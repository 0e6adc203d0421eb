package lsp_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// apply makes edits of a text, which do not overlap.
func apply(text string, edits []edit) string {
	units := utf16.Encode([]rune(text))
	at := func(p position) int {
		line, i := 0, 0
		for ; line < p.Line && i < len(units); i++ {
			if units[i] == '\n' {
				line++
			}
		}
		return min(i+p.Character, len(units))
	}
	slices.SortFunc(edits, func(a, b edit) int { return at(b.Range.Start) - at(a.Range.Start) })
	for _, e := range edits {
		units = slices.Concat(units[:at(e.Range.Start)], utf16.Encode([]rune(e.NewText)), units[at(e.Range.End):])
	}
	return string(utf16.Decode(units))
}

// at is the position of a part of a text, moved by so many characters.
func at(t *testing.T, text, part string, more int) position {
	t.Helper()
	i := strings.Index(text, part)
	if i < 0 {
		t.Fatalf("there is no %q", part)
	}
	before := text[:i]
	line := strings.Count(before, "\n")
	return position{line, len(utf16.Encode([]rune(before[strings.LastIndex(before, "\n")+1:]))) + more}
}

// actions are those at a place.
func (c *client) actions(name string, p position, only ...string) []action {
	c.t.Helper()
	return result[[]action](c, "textDocument/codeAction", object{
		"textDocument": object{"uri": uri(name)}, "range": object{"start": p, "end": p}, "context": object{"diagnostics": []any{}, "only": only},
	})
}

// TestActions makes each change that is offered and looks at what is left.
func TestActions(t *testing.T) {
	text := strings.Replace(tailPod, "  name: shop", "  name: shop # 😀", 1)
	dir := write(t, map[string]string{"a.yaml": text})
	name := filepath.Join(dir, "a.yaml")
	c := start(t)
	c.initialize(dir)
	c.open(name, text)
	before := codes(c.version(name, 1))
	place := at(t, text, "[tail, -f", 2)
	seen := map[string]string{}
	for _, a := range c.actions(name, place) {
		seen[a.Title] = apply(text, a.Edit.Changes[uri(name)])
	}
	version := 1
	for title, wantText := range map[string]string{
		"Replace `tail -f` by `tail -F`.":               "command: [tail, -F, /var",
		"Suppress tail-missing-file-crash here":         "app.log] # podlint:ignore tail-missing-file-crash -- TODO: say why\n",
		"Suppress tail-missing-file-crash in this file": "# podlint:ignore-file tail-missing-file-crash -- TODO: say why\napiVersion",
	} {
		got, offered := seen[title]
		if !offered {
			t.Errorf("%q is not offered, only %q", title, seen)
			continue
		}
		if !strings.Contains(got, wantText) || len(got) < len(text)-1 {
			t.Errorf("%s: got\n%s\nwant %q in it", title, got, wantText)
		}
		version += 2
		c.change(name, version-1, text)
		c.version(name, version-1)
		c.change(name, version, got)
		if after := codes(c.version(name, version)); slices.Contains(after, "tail-missing-file-crash") || len(after) != len(before)-1 {
			t.Errorf("%s: left are %q of %q", title, after, before)
		}
	}
	c.exit()
}

// TestActionsOfALine: some editors ask with the cursor elsewhere on the line, and say which diagnostics they mean.
func TestActionsOfALine(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": tailPod})
	name := filepath.Join(dir, "a.yaml")
	c := start(t)
	c.initialize(dir)
	c.open(name, tailPod)
	place := at(t, tailPod, "command: [tail, -f", 0)
	about := []any{object{"code": 5, "data": 7}} // of another server
	for _, d := range c.version(name, 1).Diagnostics {
		about = append(about, object{"code": d.Code, "data": d.Data})
	}
	got := result[[]action](c, "textDocument/codeAction", object{
		"textDocument": object{"uri": uri(name)}, "range": object{"start": place, "end": place}, "context": object{"diagnostics": about},
	})
	if !slices.ContainsFunc(got, func(a action) bool { return a.Title == "Replace `tail -f` by `tail -F`." }) {
		t.Errorf("the fix is not offered, only %+v", got)
	}
	c.exit()
}

// TestFixAll makes all safe fixes of the file at once, when they are asked for by their kind.
func TestFixAll(t *testing.T) {
	text := tailPod + "---\n" + strings.ReplaceAll(tailPod, "shop", "other")
	dir := write(t, map[string]string{"a.yaml": text, "b.yaml": strings.ReplaceAll(tailPod, "shop", "third")})
	name := filepath.Join(dir, "a.yaml")
	c := start(t)
	c.initialize(dir)
	c.open(name, text)
	if all := c.actions(name, position{}, "source.fixAll"); len(all) != 1 || len(all[0].Edit.Changes) != 1 ||
		apply(text, all[0].Edit.Changes[uri(name)]) != strings.ReplaceAll(text, "tail, -f", "tail, -F") {
		t.Errorf("got %+v, want the fix of both pods of this file", all)
	}
	if all := c.actions(name, position{}); len(all) != 0 {
		t.Errorf("where nothing is wrong: got %+v", all)
	}
	c.exit()
}

// TestActionsKnowTheRest: a fix that brings something else is not offered, and one that takes a suppression out is.
func TestUnusedSuppression(t *testing.T) {
	text := strings.Replace(tailPod, "[tail, -f, /var/log/app/app.log]", "[tail, -F, /var/log/app/app.log] # podlint:ignore tail-missing-file-crash -- once", 1)
	dir := write(t, map[string]string{"a.yaml": text})
	name := filepath.Join(dir, "a.yaml")
	c := start(t)
	c.initialize(dir)
	c.open(name, text)
	place := at(t, text, "# podlint", 3)
	all := c.actions(name, place)
	i := slices.IndexFunc(all, func(a action) bool {
		return apply(text, a.Edit.Changes[uri(name)]) == strings.Replace(text, " # podlint:ignore tail-missing-file-crash -- once", "", 1)
	})
	if i < 0 {
		t.Errorf("got %+v, want one that takes the comment out", all)
	}
	c.exit()
}

// TestSuppressCommand writes the reason that the client asked for.
func TestSuppressCommand(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": tailPod})
	name := filepath.Join(dir, "a.yaml")
	c := start(t)
	c.initialize(dir)
	c.open(name, tailPod)
	line := at(t, tailPod, "[tail, -f", 0).Line
	argument := object{"uri": uri(name), "line": line, "rule": "tail-missing-file-crash", "reason": "the app  starts first", "until": "2099-01-31"}
	if m := c.request("workspace/executeCommand", object{"command": "podlint.suppress", "arguments": []any{argument}}); m.Error != nil {
		t.Fatal(m.Error.Message)
	}
	if len(c.asked) != 1 || c.asked[0].Method != "workspace/applyEdit" {
		t.Fatalf("got %+v, want workspace/applyEdit", c.asked)
	}
	var p struct {
		Edit struct{ Changes map[string][]edit }
	}
	if err := json.Unmarshal(c.asked[0].Params, &p); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(tailPod, "app.log]\n", "app.log] # podlint:ignore tail-missing-file-crash until=2099-01-31 -- the app starts first\n", 1)
	if got := apply(tailPod, p.Edit.Changes[uri(name)]); got != want {
		t.Errorf("got\n%s", got)
	}
	argument["rule"] = "app-logs-to-file"
	if m := c.request("workspace/executeCommand", object{"command": "podlint.suppress", "arguments": []any{argument}}); m.Error == nil {
		t.Error("a rule that says nothing on the line is suppressed")
	}
	c.exit()
}

type hovered struct {
	Contents struct{ Value string } `json:"contents"`
}

// TestHover: the page of a rule on its violation, and elsewhere in a container what holds for it.
func TestHover(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": tailPod})
	name := filepath.Join(dir, "a.yaml")
	c := start(t)
	c.initialize(dir)
	c.open(name, tailPod)
	hover := func(p position) string {
		return result[hovered](c, "textDocument/hover", object{"textDocument": object{"uri": uri(name)}, "position": p}).Contents.Value
	}
	page := hover(at(t, tailPod, "[tail, -f", 2))
	for _, want := range []string{"# tail-missing-file-crash\n", "# sidecar-ignores-sigterm\n", "## How to fix"} {
		if !strings.Contains(page, want) {
			t.Errorf("on a violation: got %.300s, want %q in it", page, want)
		}
	}
	for part, wants := range map[string][]string{
		"name: app":     {"**app**: regular container", "`registry.example.com/shop:1.4.2`", "`/var/log/app from logs (emptyDir), with tail`"},
		"busybox:1.36":  {"**tail**: regular container", "`tail -f /var/log/app/app.log`", "with app"},
		"apiVersion":    {""},
		"labels: {app:": {""},
	} {
		got := hover(at(t, tailPod, part, 8))
		for _, want := range wants {
			if !strings.Contains(got, want) || want == "" && got != "" {
				t.Errorf("on %s: got %q, want %q in it", part, got, want)
			}
		}
	}
	c.exit()
}

// TestHoverIsSafe: what a manifest says is shown, not read as Markdown.
func TestHoverIsSafe(t *testing.T) {
	text := strings.NewReplacer("name: app", `name: "[a](http://x)<b>"`, "shop:1.4.2", "a`![b](c)`:1").Replace(tailPod)
	dir := write(t, map[string]string{"a.yaml": text})
	name := filepath.Join(dir, "a.yaml")
	c := start(t)
	c.initialize(dir)
	got := result[hovered](c, "textDocument/hover", object{"textDocument": object{"uri": uri(name)}, "position": at(t, text, `mountPath`, 0)}).Contents.Value
	if strings.Contains(got, "[a](http") || strings.Contains(got, "<b>") || !strings.Contains(got, "`` registry.example.com/a`![b](c)`:1 ``") {
		t.Errorf("got %s", got)
	}
	c.exit()
}

const references = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata:
      labels: {app: web}
      annotations: {kubectl.kubernetes.io/default-container: main}
    spec:
      serviceAccountName: robot
      containers:
        - name: main
          image: registry.example.com/web:1.0.0
          ports: [{name: http, containerPort: 8080}]
          env: [{name: MODE, valueFrom: {configMapKeyRef: {name: settings, key: mode}}}]
          readinessProbe: {httpGet: {path: /, port: http}}
          volumeMounts: [{name: conf, mountPath: /etc/web}]
      volumes:
        - {name: conf, configMap: {name: settings, items: [{key: mode, path: m}]}}
`

const referred = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {mode: fast}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: robot}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 2
  metrics: [{type: ContainerResource, containerResource: {name: cpu, container: main, target: {type: Utilization, averageUtilization: 50}}}]
`

// TestDefinition goes from each name to what it names.
func TestDefinition(t *testing.T) {
	dir := write(t, map[string]string{"web.yaml": references, "more/other.yaml": referred})
	web, other := filepath.Join(dir, "web.yaml"), filepath.Join(dir, "more", "other.yaml")
	c := start(t)
	c.initialize(dir)
	for _, step := range []struct {
		name, text, part string
		more             int
		want, in, place  string
	}{
		{web, references, "{name: conf, mountPath", 8, web, references, "conf, configMap"},
		{web, references, "port: http}}", 7, web, references, "http, containerPort"},
		{web, references, "{name: settings, key", 8, other, referred, "settings}"},
		{web, references, "key: mode}}}", 6, other, referred, "mode: fast"},
		{web, references, "key: mode, path", 6, other, referred, "mode: fast"},
		{web, references, "configMap: {name: settings", 20, other, referred, "settings}"},
		{web, references, "robot", 1, other, referred, "robot}"},
		{web, references, "default-container: main", 21, web, references, "main\n          image"},
		{other, referred, "targetPort: http", 13, web, references, "http, containerPort"},
		{other, referred, "kind: Deployment, name: web", 25, web, references, "web}\nspec"},
		{other, referred, "container: main", 12, web, references, "main\n          image"},
	} {
		type location struct {
			URI   string `json:"uri"`
			Range span   `json:"range"`
		}
		got := result[[]location](c, "textDocument/definition", object{"textDocument": object{"uri": uri(step.name)}, "position": at(t, step.text, step.part, step.more)})
		if want := at(t, step.in, step.place, 0); len(got) != 1 || got[0].URI != uri(step.want) || got[0].Range.Start != want {
			t.Errorf("%s: got %+v, want %s %+v", step.part, got, uri(step.want), want)
		}
	}
	got := result[[]any](c, "textDocument/definition", object{"textDocument": object{"uri": uri(web)}, "position": at(t, references, "kind", 1)})
	if len(got) != 0 {
		t.Errorf("of a key that names nothing: got %v", got)
	}
	c.exit()
}

// TestCompletion offers rules in suppressions, and keys, rules and values in the configuration.
func TestCompletion(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": tailPod})
	c := start(t)
	c.initialize(dir)
	for i, step := range []struct {
		name, text string
		want       string
		not        string
	}{
		{"a.yaml", "a: b # podlint:ignore tail-mis", "tail-missing-file-crash", "app-logs-to-file"},
		{"b.yaml", "a: b # podlint:ignore app-logs-to-file,tail-", "tail-missing-file-crash", "app-logs-to-file"},
		{"c.yaml", "# podlint:ignore-file ", "logging", ""},
		{"d.yaml", "# podl", "podlint:ignore-file", ""},
		{"e.yaml", "metadata:\n  annotations:\n    ignore.podlint.dev/app-l", "app-logs-to-file", "logging"},
		{"f.yaml", "a: b", "", ""},
		{"1/.podlint.yaml", "ru", "rules", "policies"},
		{"2/.podlint.yaml", "rules:\n  tail-mi", "tail-missing-file-crash", "app-logs-to-file"},
		{"3/.podlint.yaml", "rules:\n  tail-missing-file-crash:\n    sev", "severity", "state"},
		{"4/.podlint.yaml", "fail-on: ", "warning", ""},
		{"5/.podlint.yaml", "render:\n  helm:\n    re", "release", ""},
		{"6/.podlint.yaml", "overrides:\n  - pa", "paths", "rules"},
	} {
		name := filepath.Join(dir, filepath.FromSlash(step.name))
		c.open(name, step.text)
		lines := strings.Split(step.text, "\n")
		end := position{len(lines) - 1, len(lines[len(lines)-1])}
		type item struct {
			Label    string `json:"label"`
			TextEdit edit   `json:"textEdit"`
		}
		all := result[[]item](c, "textDocument/completion", object{"textDocument": object{"uri": uri(name)}, "position": end})
		var labels []string
		for _, it := range all {
			labels = append(labels, it.Label)
			if text := apply(step.text, []edit{it.TextEdit}); !strings.HasSuffix(strings.TrimSuffix(text, ":"), it.Label) {
				t.Errorf("%d: taking %s makes %q", i, it.Label, text)
			}
		}
		if step.want != "" && !slices.Contains(labels, step.want) || step.not != "" && slices.Contains(labels, step.not) || step.want == "" && len(labels) > 0 {
			t.Errorf("%s %q: got %q, want %q and not %q", step.name, step.text, labels, step.want, step.not)
		}
		c.notify("textDocument/didClose", object{"textDocument": object{"uri": uri(name)}})
	}
	c.exit()
}

// TestPositions: columns are UTF-16 code units on both ways, through byte order marks, tabs, wide characters and all ends of lines.
func TestPositions(t *testing.T) {
	for name, text := range map[string]string{
		"LF": tailPod, "CRLF": strings.ReplaceAll(tailPod, "\n", "\r\n"), "CR": strings.ReplaceAll(tailPod, "\n", "\r"),
		"wide": strings.Replace(tailPod, "command: [tail", `"command": [ "tail"`, 1), "mark": "\uFEFF" + tailPod,
		"smiles": strings.Replace(tailPod, "    - name: tail", "    # 😀😀\n    - name: tail", 1),
	} {
		t.Run(name, func(t *testing.T) {
			text = strings.Replace(text, "- {name: logs, emptyDir: {}}", `- {"name": "logs", "x😀": 1, "emptyDir": {}, "y": 2}`, 1)
			dir := write(t, map[string]string{"a.yaml": ""})
			file := filepath.Join(dir, "a.yaml")
			c := start(t)
			c.initialize(dir)
			c.open(file, text)
			got := c.version(file, 1)
			plain := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
			found := 0
			for _, d := range got.Diagnostics {
				for _, word := range []string{"x😀", "y"} {
					if want := at(t, plain, `"`+word+`"`, 0); strings.Contains(d.Message, `"`+word+`"`) {
						found++
						if d.Range.Start != want {
							t.Errorf("%q is told at %+v, want %+v", word, d.Range.Start, want)
						}
					}
				}
			}
			if found < 2 {
				t.Errorf("got %+v, want the unknown fields", got.Diagnostics)
			}
			c.exit()
		})
	}
}

// TestIncrements types a file in pieces, each a change of a range, and asks for the place of a violation at the end.
func TestIncrements(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": tailPod})
	name := filepath.Join(dir, "a.yaml")
	c := start(t)
	c.initialize(dir)
	c.open(name, "")
	version := 1
	for i, line := range strings.SplitAfter(tailPod, "\n") {
		version++
		half := len(line) / 2
		c.notify("textDocument/didChange", object{"textDocument": object{"uri": uri(name), "version": version}, "contentChanges": []object{
			{"range": span{position{i, 0}, position{i, 0}}, "text": "# 😀x" + line[:half]},
			{"range": span{position{i, 0}, position{i, 5}}, "text": ""}, // two units of the smile are one character
			{"range": span{position{i, half}, position{i, 999}}, "text": line[half:]},
		}})
	}
	if got := codes(c.version(name, version)); len(got) != 2 {
		t.Errorf("got %q", got)
	}
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c.exit()
}

// TestShow: each pod has a lens, whose command answers with its picture.
func TestShow(t *testing.T) {
	text := "# podlint\n" + tailPod + "---\n" + strings.ReplaceAll(tailPod, "shop", "other")
	dir := write(t, map[string]string{"a.yaml": text})
	name := filepath.Join(dir, "a.yaml")
	c := start(t)
	c.initialize(dir)
	c.open(name, text)
	type lens struct {
		Range   span
		Command struct {
			Title, Command string
			Arguments      []any
		}
	}
	all := result[[]lens](c, "textDocument/codeLens", object{"textDocument": object{"uri": uri(name)}})
	if len(all) != 2 || all[0].Range.Start.Line != 1 {
		t.Fatalf("got %+v, want a lens for each pod", all)
	}
	for i, pod := range []string{"Pod shop", "Pod other"} {
		got := result[string](c, "workspace/executeCommand", object{"command": all[i].Command.Command, "arguments": all[i].Command.Arguments})
		if !strings.Contains(got, pod) || !strings.Contains(got, "tail-missing-file-crash") || strings.Contains(got, []string{"Pod other", "Pod shop"}[i]) {
			t.Errorf("%s: got\n%s", all[i].Command.Title, got)
		}
	}
	show := func(line int, format string) *message {
		return c.request("workspace/executeCommand", object{"command": "podlint.show", "arguments": []any{object{"uri": uri(name), "line": line, "format": format}}})
	}
	if m := show(3, "mermaid"); !strings.Contains(string(m.Result), "```mermaid") {
		t.Errorf("as mermaid: got %s", m.Result)
	}
	for format, line := range map[string]int{"png": 3, "text": 0} {
		if m := show(line, format); m.Error == nil {
			t.Errorf("%s of line %d: got %s, want an error", format, line, m.Result)
		}
	}
	c.exit()
}
