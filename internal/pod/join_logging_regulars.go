package pod

import "slices"

// defaultKey is the annotation that tells kubectl which container is meant.
const defaultKey = "kubectl.kubernetes.io/default-container"

// regulars lists the regular containers; complete is false when one of them names no image (a patch that another file completes).
func (d *draft) regulars() (list []*draftContainer, complete bool) {
	complete = true
	for _, c := range d.containers {
		if c.out.Class == "regular" {
			list = append(list, c)
			complete = complete && c.out.Image.Reference != ""
		}
	}
	return list, complete
}

// servesFor tells whether a helper is known to serve the app, not just to be of a kind that could.
func (d *draft) servesFor(helper, app *draftContainer) bool {
	if by, _ := d.serves(helper); by != "" || helper.role().Serves != "often" {
		return true
	}
	return slices.Contains(helper.out.Neighbours, app.out.Name)
}

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
