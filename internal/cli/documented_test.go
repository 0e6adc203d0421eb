package cli_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/shell"
	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/cli"
)

// shellBlock is a block of commands in a page.
var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// TestDocumentedCommands runs every command of podlint that the pages show, each page's in their order, in a repository that has what they
// name. None may be refused: what is shown works.
func TestDocumentedCommands(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	here, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, page := range append(pages, "../../README.md") {
		text := read(t, page)
		t.Run(filepath.Base(page), func(t *testing.T) {
			if helm := installedHelm(); helm != "" {
				t.Setenv("PATH", filepath.Dir(helm)+string(filepath.ListSeparator)+os.Getenv("PATH"))
			}
			text := atRegistry(t, text)
			dir := t.TempDir()
			documentedRepository(t, here, dir)
			t.Chdir(dir)
			for _, block := range shellBlock.FindAllStringSubmatch(text, -1) {
				for _, args := range podlintCommands(t, block[1]) {
					ran++
					runDocumented(t, args)
				}
			}
		})
	}
	if ran < 15 {
		t.Errorf("ran %d commands: is the form of the pages another one now?", ran)
	}
}

// atRegistry runs a registry for a page that names one on this machine, and names it there.
func atRegistry(t *testing.T, page string) string {
	t.Helper()
	const named = "localhost:5000"
	if !strings.Contains(page, named) {
		return page
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	return strings.ReplaceAll(page, named, startRegistry(t))
}

// podlintCommands are the arguments of each podlint in a block.
func podlintCommands(t *testing.T, text string) [][]string {
	t.Helper()
	file, err := syntax.NewParser().Parse(strings.NewReader(text), "")
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	var all [][]string
	syntax.Walk(file, func(node syntax.Node) bool {
		call, ok := node.(*syntax.CallExpr)
		if !ok {
			return true
		}
		var b bytes.Buffer
		if err := syntax.NewPrinter().Print(&b, call); err != nil {
			t.Fatal(err)
		}
		words, err := shell.Fields(b.String(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Join(words[:min(3, len(words))], " ") == "go run ./cmd/podlint" {
			words = words[2:]
		}
		if len(words) > 1 && (words[0] == "podlint" || words[0] == "./cmd/podlint") {
			all = append(all, words[1:])
		}
		return false
	})
	return all
}

func runDocumented(t *testing.T, args []string) {
	t.Helper()
	if installedHelm() == "" && strings.Contains(strings.Join(args, " "), "charts") {
		t.Logf("helm is not installed, not run: podlint %s", strings.Join(args, " "))
		return
	}
	var stdout, stderr bytes.Buffer
	stdin := strings.NewReader("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: app}]}\n")
	if status := cli.Main(args, stdin, &stdout, &stderr); status != cli.StatusOK && status != cli.StatusViolations {
		t.Errorf("podlint %s: got status %d: %s", strings.Join(args, " "), status, &stderr)
	}
}

// documentedRepository makes what the pages name: manifests, a chart, overlays and rules, in a repository with a branch on a remote.
func documentedRepository(t *testing.T, from, dir string) {
	t.Helper()
	for to, tree := range map[string]string{
		"testdata/example": "testdata/example", "deploy": "testdata/example", "policies": "docs/examples/policies",
		"base": "internal/render/testdata/shop/base", "overlays": "internal/render/testdata/shop/overlays", "charts/web": "internal/helm/testdata/shop",
	} {
		if err := os.CopyFS(filepath.Join(dir, to), os.DirFS(filepath.Join(from, tree))); err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("extra.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: extra}\nspec: {containers: [{name: app, image: app}]}\n")
	for _, args := range [][]string{
		{"init", "-q"},
		{"add", "."},
		{"-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first"},
		{"update-ref", "refs/remotes/origin/main", "HEAD"},
	} {
		if out, err := exec.CommandContext(t.Context(), "git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
}

var (
	inCode   = regexp.MustCompile("`[^`\n]*`")
	flagName = regexp.MustCompile(`(?:^|[\s` + "`" + `(])--([a-z][a-z-]+)`)
	words    = regexp.MustCompile("^`podlint ([a-z]+)")
)

// TestDocumentedFlags: every flag and every command that the README and the pages about podlint's own use name exists.
func TestDocumentedFlags(t *testing.T) {
	help := map[string]string{}
	all := ""
	for _, name := range []string{"", "lint", "rules", "explain", "new", "test", "model", "show", "config", "baseline", "lsp", "serve", "scan", "policy", "version", "completion"} {
		var out bytes.Buffer
		if status := cli.Main(strings.Fields(name+" --help"), strings.NewReader(""), &out, &out); status != cli.StatusOK {
			t.Fatalf("podlint %s --help: got status %d", name, status)
		}
		help[name] = out.String()
		all += out.String()
	}
	readme := read(t, "../../README.md")
	for _, m := range regexp.MustCompile(`(?m)^ +(?:-\w, )?--([a-z-]+)`).FindAllStringSubmatch(help["lint"], -1) {
		if m[1] != "help" && !regexp.MustCompile("--"+m[1]+"[^a-z-]").MatchString(readme) {
			t.Errorf("README.md lacks --%s of podlint lint", m[1])
		}
	}
	for _, page := range []string{"README.md", "docs/configuration.md", "docs/suppression.md", "docs/fixes.md", "docs/pictures.md", "docs/editors.md", "docs/rendering.md", "docs/writing-rules.md", "docs/ci.md", "docs/cluster.md"} {
		for _, code := range inCode.FindAllString(read(t, filepath.Join("../..", page)), -1) {
			if m := words.FindStringSubmatch(code); m != nil && help[m[1]] == "" {
				t.Errorf("%s: %s names no command", page, code)
			}
			other := regexp.MustCompile("^`(git|go|helm|kustomize|opa|conftest|docker|kubectl|golangci|pre-commit)").MatchString(code)
			for _, m := range flagName.FindAllStringSubmatch(code, -1) {
				if !other && !strings.Contains(all, "--"+m[1]+" ") && !strings.Contains(all, "--"+m[1]+"\n") {
					t.Errorf("%s: %s names no flag of podlint", page, code)
				}
			}
		}
	}
}
