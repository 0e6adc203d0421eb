package main

import (
	"go/ast"
	"go/parser"
	"go/token"
)

// goEdits are the mutants of a Go file: each condition negated, and dropped from what it is a part of.
func goEdits(file string, text []byte) ([]edit, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	g := &goFile{fset: fset, text: text}
	ast.Inspect(tree, func(n ast.Node) bool {
		g.node(n)
		return true
	})
	return g.edits, nil
}

type goFile struct {
	fset  *token.FileSet
	text  []byte
	edits []edit
}

func (g *goFile) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.IfStmt:
		g.negate(n.Cond)
	case *ast.ForStmt:
		if n.Cond != nil {
			g.negate(n.Cond)
		}
	case *ast.SwitchStmt:
		g.cases(n)
	case *ast.BinaryExpr:
		g.binary(n)
	}
}

// cases negates the conditions of a switch without a tag, and drops the clauses of any.
func (g *goFile) cases(s *ast.SwitchStmt) {
	for _, stmt := range s.Body.List {
		c := stmt.(*ast.CaseClause)
		for _, e := range c.List {
			if s.Tag == nil {
				g.negate(e)
				g.replace(e, "false", "drop the case ")
			}
		}
		if s.Tag != nil && c.List != nil {
			g.replace(c, "", "drop the case ")
		}
	}
}

// binary drops each side of && and ||, and turns comparisons round.
func (g *goFile) binary(b *ast.BinaryExpr) {
	neutral := map[token.Token]string{token.LAND: "true", token.LOR: "false"}[b.Op]
	if neutral != "" {
		for _, side := range []ast.Expr{b.X, b.Y} {
			g.replace(side, neutral, "drop ")
			g.negate(side)
		}
		return
	}
	if with := map[token.Token]string{token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">"}[b.Op]; with != "" {
		at := g.fset.Position(b.OpPos).Offset
		g.edits = append(g.edits, edit{start: at, end: at + len(b.Op.String()), with: with, what: with + " in place of " + b.Op.String() + " in " + brief(g.source(b))})
	}
}

func (g *goFile) negate(e ast.Expr) { g.replace(e, "!("+g.source(e)+")", "negate ") }

func (g *goFile) replace(n ast.Node, with, how string) {
	start, end := g.fset.Position(n.Pos()).Offset, g.fset.Position(n.End()).Offset
	g.edits = append(g.edits, edit{start: start, end: end, with: with, what: how + brief(g.source(n))})
}

func (g *goFile) source(n ast.Node) string {
	return string(g.text[g.fset.Position(n.Pos()).Offset:g.fset.Position(n.End()).Offset])
}
