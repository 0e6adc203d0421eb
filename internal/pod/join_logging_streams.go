package pod

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// Stream is a log that a running container follows: by a command (tail -f), or as the input of a log agent.
type Stream struct {
	Container string      `json:"container"              jsonschema:"who follows"`
	File      string      `json:"file"                   jsonschema:"as the follower sees it"`
	Command   bool        `json:"command"                jsonschema:"a tail command; false for the input of an agent"`
	Pattern   bool        `json:"pattern"                jsonschema:"the file is a directory or holds wildcards"`
	Looped    bool        `json:"looped"                 jsonschema:"the command runs in a loop, in the background or as a condition: its end does not end the container"`
	Retries   bool        `json:"retries"                jsonschema:"a missing file is waited for"`
	ByName    bool        `json:"by_name"                jsonschema:"a file that is replaced is found again"`
	Whole     bool        `json:"whole"                  jsonschema:"read from the start, or from a place given on purpose"`
	Volume    string      `json:"volume,omitempty"       jsonschema:"the volume on which the file lies; absent when it lies on the follower's own file system"`
	Kind      string      `json:"kind,omitempty"         jsonschema:"that volume's kind"`
	Private   bool        `json:"private"                jsonschema:"no other container can put the file there: it lies on the follower's own file system, or on an emptyDir that nobody else mounts"`
	Others    bool        `json:"others"                 jsonschema:"the follower follows other files that neighbours can write"`
	OwnFile   bool        `json:"own_file"               jsonschema:"the follower makes the file itself, or a program of it that is not in sight may"`
	Writers   []string    `json:"writers,omitempty"      jsonschema:"containers that are known to write the file"`
	Doubtful  []string    `json:"doubtful,omitempty"     jsonschema:"other containers that may write to the volume and of which not everything is in sight"`
	Ready     bool        `json:"ready"                  jsonschema:"the file is there before the command runs, or the script waits for it"`
	First     bool        `json:"first"                  jsonschema:"the follower starts before everybody who may write the file, on scratch space, and waits for it: it misses nothing"`
	RotatedBy *Rotation   `json:"rotated_by,omitempty"   jsonschema:"who renames or removes the file while it is followed"`
	Instead   *WrittenLog `json:"instead,omitempty"      jsonschema:"a log on the volume that a neighbour writes and nobody follows, which is likely meant"`
	Path      Path        `json:"path"                   jsonschema:"of the command or of the agent's setting"`
}

// Rotation is the evidence that a file is renamed or removed and made anew.
type Rotation struct {
	Container string `json:"container" jsonschema:"who rotates it"`
	Path      Path   `json:"path"      jsonschema:"of the evidence"`
}

// WrittenLog is a log file that a container writes.
type WrittenLog struct {
	Container string `json:"container" jsonschema:"who writes it"`
	File      string `json:"file"      jsonschema:"as the writer sees it"`
	Volume    string `json:"volume,omitempty" jsonschema:"the volume on which it lies"`
	Path      Path   `json:"path"      jsonschema:"of the evidence"`
}

// joinStreams lists what is followed. Files of the node and paths that are not known are left out.
func (d *draft) joinStreams() {
	if d.pod.Windows {
		return
	}
	for _, c := range d.companions() {
		for i := range c.facts {
			f := &c.facts[i]
			if f.Kind != fact.File || f.Op != fact.Tail || f.phase != "run" || !strings.HasPrefix(f.File, "/") || isPlaceholder(f.File) || nodeLog(f.File) {
				continue
			}
			if s, ok := d.stream(c, f); ok {
				d.pod.Logging.Streams = append(d.pod.Logging.Streams, s)
			}
		}
	}
	d.meantInstead()
	d.otherFiles()
}

// otherFiles notes the followers that have something useful to follow.
func (d *draft) otherFiles() {
	useful := map[string]bool{}
	for i := range d.pod.Logging.Streams {
		if s := &d.pod.Logging.Streams[i]; !s.Private {
			useful[s.Container] = true
		}
	}
	for i := range d.pod.Logging.Streams {
		s := &d.pod.Logging.Streams[i]
		s.Others = s.Private && useful[s.Container]
	}
}

// nodeLog holds for the directories where the kubelet keeps the logs of all containers, and for what the kernel and the node provide.
func nodeLog(file string) bool {
	for _, dir := range []string{"/var/log/containers", "/var/log/pods", "/var/log/journal", "/run/log/journal", "/var/lib/docker", "/proc", "/dev", "/sys", "/host"} {
		if under(file, dir) {
			return true
		}
	}
	return false
}

func (d *draft) stream(c *draftContainer, f *placed) (Stream, bool) {
	s := Stream{Container: c.out.Name, File: f.File, Command: f.Tool == "tail", Pattern: f.Glob || f.Dir, Retries: f.Retry, ByName: f.ByName, Whole: f.Whole, Path: f.path}
	root := globRoot(f.File)
	spot, ok := c.resolve(root)
	use := &FileUse{File: f.File, Dir: f.Dir, Glob: f.Glob, VolumePath: spot.path}
	switch {
	case ok && !d.logsMayLie(spot.mount.Volume), !ok && c.coversBelow(f.File):
		return s, false
	case ok:
		s.Volume, s.Kind, use.Volume = spot.mount.Volume, spot.mount.Kind, spot.mount.Volume
		if f.Glob {
			use.VolumePath = path.Join(spot.path, strings.TrimPrefix(f.File, root))
		}
	}
	s.Looped = c.looped(f)
	s.OwnFile = c.makesFile(use) || !c.onlyFollows()
	s.Private = s.Volume == "" || s.Kind == "emptyDir" && !d.mountedByOthers(c, s.Volume)
	if s.Volume != "" {
		d.sources(&s, c, use)
	}
	return s, true
}

// sources notes who writes the followed file on a volume, and when it is there.
func (d *draft) sources(s *Stream, c *draftContainer, use *FileUse) {
	s.Writers = d.writersOf(c, use)
	s.Doubtful = d.mayWrite(c, use)
	s.Ready = d.ready(c, use)
	s.First = s.Retries && s.Kind == "emptyDir" && d.startsFirst(c, s.Volume)
	s.RotatedBy = d.rotation(use)
}

// logsMayLie tells whether the pod's containers alone write the files of a volume.
func (d *draft) logsMayLie(volume string) bool {
	v := d.volumes[volume]
	return v != nil && !v.Config && v.Kind != "hostPath" && v.Kind != "image"
}

// coversBelow tells whether a mount lies below the followed path (a pattern over several directories).
func (c *draftContainer) coversBelow(file string) bool {
	for i := range c.out.Mounts {
		if under(c.out.Mounts[i].MountPath, globRoot(file)) {
			return true
		}
	}
	return false
}

// looped tells whether the command that follows the file runs in a loop, in the background or as a condition.
func (c *draftContainer) looped(f *placed) bool {
	for i := range c.out.Commands {
		cmd := &c.out.Commands[i]
		if cmd.Name != f.Tool || cmd.Phase != "run" || !slices.Equal(cmd.Path, f.path) {
			continue
		}
		if cmd.Endless || cmd.Background || cmd.Condition {
			return true
		}
	}
	return f.Ignorable
}

// makesFile tells whether the container itself writes or creates the file, or a part of the path.
func (c *draftContainer) makesFile(use *FileUse) bool {
	for i := range c.out.Files {
		w := &c.out.Files[i]
		if !writes(w) || w.Volume != use.Volume {
			continue
		}
		if use.Volume == "" && (w.File == use.File || w.Dir && under(use.File, w.File)) || use.Volume != "" && sameFile(w, use) {
			return true
		}
	}
	return false
}

// onlyFollows tells whether everything the container does is in sight: well-known tools, or a log agent with its settings.
func (c *draftContainer) onlyFollows() bool {
	return c.closed() || c.own && (c.out.Role == "log-agent" || c.out.Role == "telemetry" || c.out.Role == "log-stream")
}

func (d *draft) mountedByOthers(c *draftContainer, volume string) bool {
	for _, o := range d.containers {
		if o != c && o.mounts(volume) != nil {
			return true
		}
	}
	return false
}

// writersOf lists the containers that are known to write the file; what logrotate does to it is no writing.
func (d *draft) writersOf(c *draftContainer, use *FileUse) []string {
	var out []string
	for _, o := range d.containers {
		if o == c {
			continue
		}
		for i := range o.facts {
			if w := &o.facts[i]; w.Format != "logrotate" && o.touches(w, use, fact.Write, fact.Append, fact.Create) {
				out = append(out, o.out.Name)
				break
			}
		}
	}
	return out
}

// touches tells whether a fact is one of the operations on the file that use means; a log to a file is an append.
func (c *draftContainer) touches(f *placed, use *FileUse, ops ...fact.Op) bool {
	op := f.Op
	if f.Kind == fact.Log && f.Sink == fact.SinkFile {
		op = fact.Append
	} else if f.Kind != fact.File {
		return false
	}
	for _, o := range ops {
		if o != op {
			continue
		}
		volume, at := c.volumeOf(f.File)
		w := &FileUse{VolumePath: at, Dir: f.Dir && op != fact.Create || f.File == base(f.File), Glob: f.Glob}
		return volume == use.Volume && volume != "" && sameFile(w, use)
	}
	return false
}

// mayWrite lists the other containers that mount the file's volume writable and of which not everything is in sight.
func (d *draft) mayWrite(c *draftContainer, use *FileUse) []string {
	var out []string
	for _, o := range d.containers {
		if o != c && !o.closed() && !o.logsElsewhere(use) && o.mountsWritable(use.Volume) {
			out = append(out, o.out.Name)
		}
	}
	return out
}

// logsElsewhere tells whether the container runs a known image just as it is, with all its settings in sight, and logs to another place
// than the file.
func (c *draftContainer) logsElsewhere(use *FileUse) bool {
	if c.image == nil || !c.own || !c.out.Verified || c.out.Declared || len(c.image.LogLinks) == 0 || c.settingsUnseen() {
		return false
	}
	return !slices.ContainsFunc(c.image.LogLinks, func(dir string) bool {
		s, ok := c.resolve(dir)
		return ok && s.mount.Volume == use.Volume && path.Dir(use.VolumePath) == s.path
	})
}

// meantInstead pairs each file that is followed and not written with a log that is written and not followed.
func (d *draft) meantInstead() {
	for i := range d.pod.Logging.Streams {
		s := &d.pod.Logging.Streams[i]
		if len(s.Writers) > 0 {
			continue
		}
		for _, o := range d.companions() {
			if w := o.lostLog(s); w != nil && s.Instead == nil {
				s.Instead = w
			}
		}
	}
}

// lostLog is an ordinary log of the container that nobody follows: of the same volume, or, for a file that no neighbour can reach, any.
func (c *draftContainer) lostLog(s *Stream) *WrittenLog {
	if c.out.Name == s.Container {
		return nil
	}
	for i := range c.out.Logs {
		l := &c.out.Logs[i]
		if !l.unfollowed() || s.Volume != "" && !s.Private && l.Volume != s.Volume {
			continue
		}
		if l.Volume == "" && path.Base(l.File) != path.Base(s.File) {
			continue
		}
		return &WrittenLog{Container: c.out.Name, File: l.File, Volume: l.Volume, Path: l.Path}
	}
	return nil
}

// unfollowed tells whether settings in sight send the log to a file that nobody streams.
func (l *LogSink) unfollowed() bool {
	return l.Sink == "file" && l.File != "" && l.Rung != 5 && !l.Linked && len(l.StreamedBy) == 0
}
