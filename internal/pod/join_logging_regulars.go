package pod

import "slices"

// Misdirected is what kubectl shows instead of what is wanted, in a pod that names no default container.
type Misdirected struct {
	First    string `json:"first"              jsonschema:"the first regular container, which kubectl picks"`
	FirstBy  string `json:"first_by,omitempty" jsonschema:"why the first one is a helper; absent when it is the app"`
	Wanted   string `json:"wanted"             jsonschema:"the app, or the container that brings the app's log to stdout"`
	Streamed bool   `json:"streamed"           jsonschema:"the first one is the app, but its log reaches stdout only through the wanted one"`
	File     string `json:"file,omitempty"     jsonschema:"the log file that is streamed, as the streamer sees it"`
	Path     Path   `json:"path"               jsonschema:"of the first container's name"`
	WantedAt Path   `json:"wanted_at"          jsonschema:"of the wanted container's name, or of its streaming command"`
}

// defaultKeys are the annotations that tell kubectl which container is meant; the second one is retired.
const (
	defaultKey     = "kubectl.kubernetes.io/default-container"
	defaultLogsKey = "kubectl.kubernetes.io/default-logs-container"
)

func (d *draft) joinMisdirected() {
	regular, complete := d.regulars()
	if len(regular) < 2 || !complete || d.pod.Annotations[defaultKey] != "" || d.pod.Annotations[defaultLogsKey] != "" {
		return
	}
	first := regular[0]
	m := Misdirected{First: first.out.Name, Path: first.namePath()}
	if first.out.Part == "helper" {
		app := d.likelyApp(regular[1:])
		if app == nil || !d.servesFor(first, app) {
			return
		}
		m.FirstBy, m.Wanted, m.WantedAt = first.out.PartBy, app.out.Name, app.namePath()
	} else if !d.streamedElsewhere(first, &m) {
		return
	}
	d.pod.Logging.Misdirected = append(d.pod.Logging.Misdirected, m)
}

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

// streamedElsewhere tells whether the app's ordinary log reaches stdout only through another regular container.
func (d *draft) streamedElsewhere(app *draftContainer, m *Misdirected) bool {
	if app.out.Part == "helper" || app.logsToStdout() {
		return false
	}
	for _, c := range d.containers {
		if c == app || c.out.Class != "regular" {
			continue
		}
		if f := d.streamsLogOf(c, app); f != nil {
			m.Wanted, m.WantedAt, m.File, m.Streamed = c.out.Name, f.Path, f.File, true
			return true
		}
	}
	return false
}

// streamsLogOf finds the use by which a container copies the app's ordinary log to its own stdout, nil when there is none.
func (d *draft) streamsLogOf(c, app *draftContainer) *FileUse {
	if !c.toStdout() {
		return nil
	}
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if !follows(f) || f.Kept || f.Volume == "" || sideLog(f.File) {
			continue
		}
		if app.writesLog(f) || app.out.Opaque && app.mountsWritable(f.Volume) && d.loneWriter(app, f) {
			return f
		}
	}
	return nil
}

// follows tells whether a use prints a log as it grows: tail, or a loop that prints it again and again.
func follows(f *FileUse) bool {
	return f.Op == "tail" || f.Op == "read" && f.Endless && (f.Tool == "cat" || f.Tool == "tail") && looksLikeLog(f.File)
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
