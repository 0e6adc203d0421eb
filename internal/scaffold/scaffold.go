// Package scaffold makes the folder of a new rule, complete with tests, which pass at once.
package scaffold

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/podlint/podlint/policies"
)

//go:embed template
var templates embed.FS

// File is a file to write. Name is a slash-separated path below the folder of the policies.
type File struct {
	Name string
	Data []byte
}

// EntryPoint is the file through which conftest and opa ask all rules of a folder at once: conftest test -n podlint.
func EntryPoint() (File, error) {
	data, err := fs.ReadFile(policies.FS, "podlint.rego")
	if err != nil {
		return File{}, fmt.Errorf("read entry point: %w", err)
	}
	return File{Name: "podlint.rego", Data: data}, nil
}

// rule is what the templates know.
type rule struct {
	Name, Category, Title string
}

var (
	ruleID = regexp.MustCompile(`^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`)
	word   = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
)

// keywords of Rego may not stand in the name of a package.
var keywords = []string{
	"as", "contains", "default", "else", "every", "false", "if", "import", "in", "not", "null", "package", "some", "true", "with",
}

// Rule makes the files of a rule. id is the rule's id, as max-containers; category a word that names its package and folder.
func Rule(id, category string) ([]File, error) {
	r, err := newRule(id, category)
	if err != nil {
		return nil, err
	}
	dir := r.dir()
	files := []File{
		{Name: path.Join(dir, r.Name+".rego")},
		{Name: path.Join(dir, r.Name+"_test.rego")},
		{Name: path.Join(dir, "bad", "pod.yaml")},
		{Name: path.Join(dir, "good", "pod.yaml")},
	}
	for i, name := range []string{"rule.rego.tmpl", "rule_test.rego.tmpl", "bad.yaml.tmpl", "good.yaml.tmpl"} {
		data, err := fill(name, r)
		if err != nil {
			return nil, err
		}
		files[i].Data = data
	}
	return files, nil
}

// newRule checks the names of a rule.
func newRule(id, category string) (rule, error) {
	if !ruleID.MatchString(id) {
		return rule{}, fmt.Errorf("name rule %q: want lower-case words that name the defect, joined by -, as app-logs-to-file", id)
	}
	if !word.MatchString(category) {
		return rule{}, fmt.Errorf("name category %q: want a lower-case word, as logging", category)
	}
	r := rule{Name: strings.ReplaceAll(id, "-", "_"), Category: category, Title: title(id)}
	if k := slices.IndexFunc(keywords, func(k string) bool { return k == r.Name || k == category }); k >= 0 {
		return rule{}, fmt.Errorf("name rule %q: %s is a word of Rego's own", id, keywords[k])
	}
	return r, nil
}

// dir is the folder of the rule below that of the policies.
func (r rule) dir() string { return path.Join("rules", r.Category, r.Name) }

// Like makes the files of a rule that begins as a copy of a shipped one, given by its id and category: the same Rego under the new name, its
// tests and its fixtures.
func Like(id, category, shipped, of string) ([]File, error) {
	r, err := newRule(id, category)
	if err != nil {
		return nil, err
	}
	old := rule{Name: strings.ReplaceAll(shipped, "-", "_"), Category: of}
	var files []File
	for _, fsys := range []fs.FS{policies.FS, policies.Fixtures} {
		err := fs.WalkDir(fsys, old.dir(), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			below := strings.TrimPrefix(name, old.dir()+"/")
			if path.Ext(name) == ".rego" {
				below, data = strings.Replace(below, old.Name, r.Name, 1), []byte(renamed(string(data), old, r))
			}
			files = append(files, File{Name: path.Join(r.dir(), below), Data: data})
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read rule %s: %w", shipped, err)
		}
	}
	return files, nil
}

// renamed is Rego of a rule with its own name, that of its parameters and that of its fixtures in place of those of another.
func renamed(text string, old, now rule) string {
	id := func(r rule) string { return strings.ReplaceAll(r.Name, "_", "-") }
	return strings.NewReplacer(
		"podlint.rules."+old.Category+"."+old.Name, "podlint.rules."+now.Category+"."+now.Name,
		"data.fixtures."+old.Name, "data.fixtures."+now.Name,
		`"`+id(old)+`"`, `"`+id(now)+`"`,
	).Replace(text)
}

func fill(name string, r rule) ([]byte, error) {
	t, err := template.ParseFS(templates, path.Join("template", name))
	if err != nil {
		return nil, fmt.Errorf("read template: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, r); err != nil {
		return nil, fmt.Errorf("fill template: %w", err)
	}
	return b.Bytes(), nil
}

// title makes a sentence's beginning of an id: max-containers becomes "Max containers".
func title(id string) string {
	s := strings.NewReplacer("-", " ", "_", " ").Replace(id)
	return strings.ToUpper(s[:1]) + s[1:]
}
