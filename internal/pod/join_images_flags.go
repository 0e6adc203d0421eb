package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
)

// OldFlagUse is a flag or variable that the program's generation in the image does not take as it stands.
type OldFlagUse struct {
	Container string `json:"container"         jsonschema:"who is given it"`
	Image     string `json:"image"             jsonschema:"the image, as written"`
	Flag      string `json:"flag"              jsonschema:"the flag or variable, as written, without its value"`
	Instead   string `json:"instead,omitempty" jsonschema:"what this generation calls it; absent when nothing took its place"`
	Breaks    bool   `json:"breaks"            jsonschema:"the program ends with an error, or lacks a setting that it needs"`
	Accepted  bool   `json:"accepted"          jsonschema:"still understood under the old name"`
	Path      Path   `json:"path"              jsonschema:"of the argument or variable"`
}

// joinOldFlags looks for flags of another generation where the image's own program runs and its generation is certain.
func (d *draft) joinOldFlags(all []*draftContainer) {
	for _, c := range all {
		img := &c.out.Image
		if c.image == nil || len(c.image.OldFlags) == 0 || img.Substituted || !d.b.opt.Knowledge.Generation(c.image, img.Tag) {
			continue
		}
		args, ok := c.ownArguments()
		if !ok {
			continue
		}
		for _, use := range c.image.OldFlagsIn(knowledge.Invocation{Args: texts(args), Env: c.lookup}) {
			d.pod.Images.OldFlags = append(d.pod.Images.OldFlags, c.oldFlag(&use, args))
		}
	}
}

func (c *draftContainer) oldFlag(use *knowledge.OldFlagUse, args []word) OldFlagUse {
	out := OldFlagUse{
		Container: c.out.Name, Image: c.out.Image.Reference, Flag: flagName(use.Text), Instead: use.Instead, Breaks: use.Breaks,
		Accepted: use.Accepted,
	}
	if use.Arg >= 0 {
		out.Path = args[use.Arg].path
	} else {
		out.Path = c.envPath(use.Env)
	}
	return out
}

// flagName is the flag without its value.
func flagName(arg string) string {
	name, _, _ := strings.Cut(arg, "=")
	return name
}
