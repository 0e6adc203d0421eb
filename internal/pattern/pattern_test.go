package pattern_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/pattern"
)

func TestPattern(t *testing.T) {
	p := pattern.New(`a(b+)`)
	if got := p.FindStringSubmatch("xabb"); len(got) != 2 || got[1] != "bb" {
		t.Errorf("got %q", got)
	}
	if p.String() != p.Regexp().String() {
		t.Errorf("got %q", p)
	}
}

// TestAllCompile compiles every pattern of the program: one that is wrong would only show where it is used.
func TestAllCompile(t *testing.T) {
	found := 0
	err := filepath.WalkDir("..", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isNew(call.Fun) {
				return true
			}
			found++
			if text, ok := constant(call.Args[0]); !ok {
				t.Errorf("%s: a pattern that is no constant text", name)
			} else if _, err := regexp.Compile(text); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 50 {
		t.Errorf("only %d patterns were found", found)
	}
}

func isNew(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := s.X.(*ast.Ident)
	return ok && pkg.Name == "pattern" && s.Sel.Name == "New"
}

// constant is the text of literals that are joined.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, ok := constant(e.X)
		b, also := constant(e.Y)
		return a + b, ok && also
	}
	return "", false
}
