package helm

import (
	"slices"
	"text/template/parse"
)

// shaping are functions that print what they are given in another form, or a fallback for it.
var shaping = [...]string{
	"default", "float64", "indent", "int", "int64", "nindent", "quote", "required", "squote", "toJson", "toString", "toYaml", "tpl", "trim",
	"trimPrefix", "trimSuffix", "trunc",
}

// plainKey is the key of the values that an action prints, such as image, tag; nil when it prints none or more than one. rooted tells
// that the dot is what the template was given.
func plainKey(pipe *parse.PipeNode, rooted bool) []string {
	if pipe == nil || len(pipe.Cmds) == 0 || len(pipe.Decl) > 0 {
		return nil
	}
	key := commandKey(pipe.Cmds[0], rooted)
	for _, cmd := range pipe.Cmds[1:] {
		if name, ok := cmd.Args[0].(*parse.IdentifierNode); !ok || !slices.Contains(shaping[:], name.Ident) {
			return nil
		}
	}
	return key
}

// commandKey is the key that one command of a pipeline prints.
func commandKey(cmd *parse.CommandNode, rooted bool) []string {
	function, ok := cmd.Args[0].(*parse.IdentifierNode)
	switch {
	case !ok && len(cmd.Args) == 1:
		return argumentKey(cmd.Args[0], rooted)
	case !ok:
		return nil
	case function.Ident == "index" && len(cmd.Args) > 2:
		return indexed(cmd.Args[1:], rooted)
	case !slices.Contains(shaping[:], function.Ident):
		return nil
	}
	var key []string
	for _, arg := range cmd.Args[1:] {
		next := argumentKey(arg, rooted)
		if next != nil && key != nil {
			return nil
		}
		if next != nil {
			key = next
		}
	}
	return key
}

// indexed is the key that a call of index names.
func indexed(args []parse.Node, rooted bool) []string {
	key := argumentKey(args[0], rooted)
	if f, ok := args[0].(*parse.FieldNode); ok && rooted && len(f.Ident) == 1 && f.Ident[0] == "Values" {
		key = []string{}
	}
	if key == nil {
		return nil
	}
	for _, arg := range args[1:] {
		text, ok := arg.(*parse.StringNode)
		if !ok {
			return nil
		}
		key = append(slices.Clip(key), text.Text)
	}
	return key
}

// argumentKey is the key of the values that an argument is.
func argumentKey(arg parse.Node, rooted bool) []string {
	var chain []string
	switch n := arg.(type) {
	case *parse.FieldNode:
		if rooted {
			chain = n.Ident
		}
	case *parse.VariableNode:
		if n.Ident[0] == "$" {
			chain = n.Ident[1:]
		}
	case *parse.PipeNode:
		return plainKey(n, rooted)
	}
	if len(chain) < 2 || chain[0] != "Values" {
		return nil
	}
	return chain[1:]
}
