package pod

// logsToStdout tells whether the container's ordinary log is known to reach its stdout: by its settings, else by its image's default,
// which settings may change and a volume may hide.
func (c *draftContainer) logsToStdout() bool {
	files := false
	for i := range c.out.Logs {
		l := &c.out.Logs[i]
		if l.reachesStdout() {
			return true
		}
		files = files || l.Sink == "file" && l.Purpose != "audit" && l.Rung < 5
	}
	return c.own && c.image != nil && c.image.LogsStdout && !files && len(c.coveredLinks()) == 0
}

// reachesStdout tells whether settings send an ordinary log to stdout, or a file's log there as well.
func (l *LogSink) reachesStdout() bool {
	switch l.Sink {
	case "stdout":
		return l.Purpose == "" && l.Rung < 5
	case "file":
		return l.Purpose != "audit" && (l.Partial || l.Linked)
	}
	return false
}

// coveredLinks lists the places on volumes that cover the image's links from log files to stdout.
func (c *draftContainer) coveredLinks() []spot {
	if c.image == nil || !c.own {
		return nil
	}
	var out []spot
	for _, dir := range c.image.LogLinks {
		if s, ok := c.resolve(dir); ok {
			out = append(out, s)
		}
	}
	return out
}

// toStdout tells whether what the container follows comes out at its own stdout: a command that prints files, not an agent that ships them.
func (c *draftContainer) toStdout() bool {
	if !c.running() || c.out.Role == "log-agent" && c.own || c.out.Role == "telemetry" && c.own {
		return false
	}
	for i := range c.out.Dials {
		if d := &c.out.Dials[i]; d.Phase == "run" && d.HostClass != "loopback" {
			return false
		}
	}
	return true
}
