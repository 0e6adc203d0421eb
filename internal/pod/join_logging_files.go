package pod

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
