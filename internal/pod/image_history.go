package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
)

// settleImages states what became of each image, and which of its settings belong to another generation of its program.
func (d *draft) settleImages() {
	for _, c := range d.declared() {
		if c.image != nil {
			c.out.Image.Needs = c.image.Privileges
		}
		c.settleRetired()
		c.settleOldFlags()
		c.settleReleases()
	}
}

// settleRetired looks the image up among the retired ones. A placeholder in the registry or the name hides it; one in the tag hides it
// only where the tag decides.
func (c *draftContainer) settleRetired() {
	r := c.retired
	if r == nil || isPlaceholder(c.out.Image.Tag) && len(r.Except) > 0 {
		return
	}
	c.out.Image.Retired = &Retired{Instead: r.Instead, Reason: r.Reason, Gone: r.Gone, Safe: r.Safe}
}

// settleOldFlags lists the flags of another generation where the image's own program runs and its generation is certain.
func (c *draftContainer) settleOldFlags() {
	img := &c.out.Image
	if c.image == nil || len(c.image.OldFlags) == 0 || img.Substituted || !c.d.b.opt.Knowledge.Generation(c.image, img.Tag) {
		return
	}
	program, args, ok := c.ownArguments()
	if !ok {
		return
	}
	for _, use := range c.image.OldFlagsIn(knowledge.Invocation{Program: program, Args: texts(args), Env: c.lookup}) {
		c.out.OldFlags = append(c.out.OldFlags, c.oldFlag(&use, args))
	}
}

func (c *draftContainer) oldFlag(use *knowledge.OldFlagUse, args []word) OldFlag {
	name, _, _ := strings.Cut(use.Text, "=")
	out := OldFlag{Flag: name, Instead: use.Instead, How: "ignored", Certainty: c.rung("image", c.out.Verified)}
	switch {
	case use.Breaks && use.Env != "" && c.configMounted(): // the file says what the variable did
		out.How = "ignored"
	case use.Breaks:
		out.How = "refused"
	case use.Accepted:
		out.How = "accepted"
	}
	if use.Arg >= 0 {
		out.Path = args[use.Arg].path
	} else {
		out.Path = c.envPath(use.Env)
	}
	return out
}

// declared are the containers of the manifest but for the ephemeral ones, in start order.
func (d *draft) declared() []*draftContainer {
	var out []*draftContainer
	for _, c := range d.containers {
		if c.spec != nil && c.out.Class != "ephemeral" {
			out = append(out, c)
		}
	}
	return out
}
