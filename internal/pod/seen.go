package pod

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// settleSeen says of each container how much of what it does is in sight.
func (d *draft) settleSeen() {
	d.pod.CIAgent = d.ciAgent()
	for _, c := range d.containers {
		c.out.OwnProgram, c.out.ToolsOnly, c.out.Running = c.own, c.closed(), c.running()
		c.out.Idle, c.out.Shown, c.out.Helps = c.idles(), c.shows(), c.helps()
		c.out.Serves, c.out.Stdout, c.out.Prints = cmp.Or(c.role().Serves, "never"), c.logsToStdout(), c.toStdout()
		if c.spec != nil {
			c.out.RestartPolicyRules = c.restartPolicyRules()
			c.out.Waits, c.out.Entered = c.waits(), d.toolbox(c)
		}
		if c.out.Waits {
			c.out.WaitsBy = c.waitText()
		}
		c.out.AnswersQuit, c.out.Subcommand = c.answersQuit(), c.subcommand()
		c.out.Fronts, c.out.PortsUnknown = c.role().Connects, c.portsUnknown()
		c.out.ConfigHidden = c.configHidden()
		c.out.Flags = c.taken()
		if c.image != nil && c.own {
			c.out.LogLinks = c.image.LogLinks
		}
		told := "told"
		if c.veiled() {
			told = "some"
		}
		c.out.Seen = Seen{
			Listens: c.listensSeen(told), Dials: allOr(told, c.closed()), Files: allOr(told, c.onlyFollows()),
			Logs: allOr(told, c.closed() || c.logsAll()), Ends: allOr("some", c.out.Lifetime != "unknown"),
		}
	}
}

func (c *draftContainer) restartPolicyRules() []RestartRule {
	var out []RestartRule
	for i := range c.spec.RestartPolicyRules {
		rule := &c.spec.RestartPolicyRules[i]
		one := RestartRule{Action: string(rule.Action), Path: c.path("restartPolicyRules", i)}
		if codes := rule.ExitCodes; codes != nil {
			one.Operator, one.Values = string(codes.Operator), codes.Values
		}
		out = append(out, one)
	}
	return out
}

func allOr(otherwise string, all bool) string {
	if all {
		return "all"
	}
	return otherwise
}

// listensSeen: of a program that shows no port at all nothing is told, whatever its arguments are. Nor is it of a known one of which not every
// port is known, nor of one whose settings are out of sight: the manifest rarely declares all of them.
func (c *draftContainer) listensSeen(told string) string {
	switch {
	case c.tools():
		return "all"
	case c.opensMore() || c.namesHidden():
		return "some"
	case c.opensNoMore():
		return "all"
	case !c.showsPort():
		return "some"
	}
	return told
}

// logsAll: a verified image's own program, with its settings in sight, of which it is known where it logs.
func (c *draftContainer) logsAll() bool {
	return c.image != nil && c.own && c.out.Verified && !c.configHidden() && (len(c.out.Logs) > 0 || c.image.LogsStdout || len(c.image.LogLinks) > 0)
}

// portsUnknown tells whether a port's declaration cannot be read: an unrendered placeholder stands in its place.
func (c *draftContainer) portsUnknown() bool {
	return c.spec != nil && slices.ContainsFunc(c.spec.Ports, func(p corev1.ContainerPort) bool { return p.ContainerPort == 0 || isPlaceholder(p.Name) })
}
