package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// pipeline lists the commands of the pipeline whose last command decides how the script ends; nil where something else does, where a failure
// of any of them counts (pipefail), or where one of them is no simple command.
func (e *eval) pipeline() []Command {
	if e.top == nil || e.pipefail() {
		return nil
	}
	stages := stages(deciding(e.top.Stmts, 0))
	if len(stages) < 2 {
		return nil
	}
	var out []Command
	for _, s := range stages {
		i := slices.IndexFunc(e.ends, func(end ended) bool { return end.expr != nil && s.Cmd == end.expr })
		if i < 0 {
			return nil
		}
		out = append(out, e.out.Commands[e.ends[i].index])
	}
	return out
}

// pipefail tells whether the shell was told that every command of a pipeline counts.
func (e *eval) pipefail() bool {
	return slices.Contains(e.argv, "pipefail") || slices.ContainsFunc(e.out.Commands, func(c Command) bool {
		return c.Name == "set" && slices.Contains(c.Argv, "pipefail")
	})
}

// deciding is the statement whose status is that of the list: its last one, within && and || the last that must hold.
func deciding(list []*syntax.Stmt, depth int) *syntax.Stmt {
	if len(list) == 0 || depth > maxCalls {
		return nil
	}
	s := list[len(list)-1]
	if s.Negated || s.Background {
		return nil
	}
	switch x := s.Cmd.(type) {
	case *syntax.Block:
		return deciding(x.Stmts, depth+1)
	case *syntax.Subshell:
		return deciding(x.Stmts, depth+1)
	case *syntax.TimeClause:
		return x.Stmt
	case *syntax.BinaryCmd:
		switch x.Op {
		case syntax.AndStmt:
			return deciding([]*syntax.Stmt{x.Y}, depth+1)
		case syntax.OrStmt:
			return deciding([]*syntax.Stmt{x.X}, depth+1)
		}
	}
	return s
}

// stages are the parts of a pipeline.
func stages(s *syntax.Stmt) []*syntax.Stmt {
	var out []*syntax.Stmt
	for s != nil {
		x, ok := s.Cmd.(*syntax.BinaryCmd)
		if !ok || x.Op != syntax.Pipe && x.Op != syntax.PipeAll || len(out) > maxCalls {
			out = append(out, s)
			break
		}
		out = append(out, x.Y)
		s = x.X
	}
	slices.Reverse(out)
	return out
}
