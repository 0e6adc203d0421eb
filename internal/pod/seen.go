package pod

import "cmp"

// settleSeen says of each container how much of what it does is in sight.
func (d *draft) settleSeen() {
	d.pod.CIAgent = d.ciAgent()
	for _, c := range d.containers {
		c.out.OwnProgram, c.out.ToolsOnly, c.out.Running = c.own, c.closed(), c.running()
		c.out.Idle, c.out.Shown, c.out.Helps = c.idles(), c.shows(), c.helps()
		c.out.Serves, c.out.Stdout, c.out.Prints = cmp.Or(c.role().Serves, "never"), c.logsToStdout(), c.toStdout()
		if c.spec != nil {
			c.out.RestartRules, c.out.Waits, c.out.Entered = len(c.spec.RestartPolicyRules) > 0, c.waits(), d.toolbox(c)
		}
		if c.out.Waits {
			c.out.WaitsBy = c.waitText()
		}
		c.out.AnswersQuit, c.out.Subcommand = c.answersQuit(), c.subcommand()
		told := "told"
		if c.veiled() {
			told = "some"
		}
		c.out.Seen = Seen{
			Listens: allOr(told, c.listensAll()), Dials: allOr(told, c.dialsAll()), Files: allOr(told, c.onlyFollows()),
			Logs: allOr(told, c.closed() || c.logsAll()), Ends: allOr("some", c.out.Lifetime != "unknown"),
		}
	}
}

func allOr(otherwise string, all bool) string {
	if all {
		return "all"
	}
	return otherwise
}

// dialsAll: nothing but well-known tools, or a verified image's own program with its settings in sight.
func (c *draftContainer) dialsAll() bool { return c.closed() || c.own && c.out.Verified && !c.veiled() }

// listensAll: what the container is seen to serve is all that it serves.
func (c *draftContainer) listensAll() bool {
	_, complete := c.ports()
	return complete
}

// logsAll: a verified image's own program, with its settings in sight, of which it is known where it logs.
func (c *draftContainer) logsAll() bool {
	return c.image != nil && c.own && c.out.Verified && !c.configHidden() && (len(c.out.Logs) > 0 || c.image.LogsStdout || len(c.image.LogLinks) > 0)
}
