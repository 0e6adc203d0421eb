package pod

// doubtful lists the running neighbours that mount the volume and of which not everything is in sight; with writers only those that may write.
func (d *draft) doubtful(c *draftContainer, volume string, writers bool) []string {
	var out []string
	for _, o := range d.containers {
		if o == c || !o.running() || o.closed() || o.onlyKeepsOwn(volume) || writers && (!o.out.Opaque || !o.mountsWritable(volume)) {
			continue
		}
		if o.mounts(volume) != nil {
			out = append(out, o.out.Name)
		}
	}
	return out
}

// settingsUnseen tells whether a volume whose contents are not in the set lies over the program's configuration.
func (c *draftContainer) settingsUnseen() bool {
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		for _, conf := range c.image.Config {
			if !under(m.MountPath, conf) && !under(conf, m.MountPath) {
				continue
			}
			v := c.d.volumes[m.Volume]
			if v == nil || !v.Config || len(c.d.volumeFiles(m.Volume)) == 0 {
				return true
			}
		}
	}
	return false
}

// onlyKeepsOwn tells whether the container is known to write to the volume, which says what it mounts it for, and not to read there. Who
// follows logs by trade does both.
func (c *draftContainer) onlyKeepsOwn(volume string) bool {
	if c.followsLogs() || c.out.Role == "log-rotate" || c.out.Role == "exporter" {
		return false
	}
	wrote := false
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if f.Volume == volume && reads(f) {
			return false
		}
		wrote = wrote || f.Volume == volume && writes(f) && f.Origin != "env" && f.Phase == "run"
	}
	return wrote
}
