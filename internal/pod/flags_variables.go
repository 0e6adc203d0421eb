package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
)

// variableLines are the command lines that variables stand for: GUNICORN_CMD_ARGS of gunicorn. Where the program is not seen, the variable's name
// says which it is, unless it came with others.
func (c *draftContainer) variableLines() [][]word {
	var out [][]word
	for i := range c.out.Env {
		v := &c.out.Env[i]
		program := c.d.b.arguments[v.Name]
		if !v.Known || program == "" || !c.calls(program) && (v.whole || !c.out.Opaque) {
			continue
		}
		line := []word{{program, v.Path}}
		for w := range strings.FieldsSeq(v.Value) {
			line = append(line, word{w, v.Path})
		}
		out = append(out, line)
	}
	return out
}

func argumentVariables(programs knowledge.Programs) map[string]string {
	out := map[string]string{}
	for name := range programs {
		for _, variable := range programs[name].Arguments {
			out[variable] = name
		}
	}
	return out
}
