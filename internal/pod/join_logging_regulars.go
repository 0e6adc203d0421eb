package pod

// loneWriter tells whether no other container is known to write the file.
func (d *draft) loneWriter(app *draftContainer, f *FileUse) bool {
	for _, o := range d.containers {
		if o == app {
			continue
		}
		for j := range o.out.Files {
			if w := &o.out.Files[j]; writes(w) && w.Volume == f.Volume && sameFile(w, f) {
				return false
			}
		}
	}
	return true
}
