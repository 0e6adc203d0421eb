package pod

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// MissedFile is a file that a container reads from a shared volume and that nobody puts there.
type MissedFile struct {
	Reader     string `json:"reader"      jsonschema:"who reads"`
	Op         string `json:"op"          jsonschema:"read, watch, serve"`
	File       string `json:"file"        jsonschema:"what it reads, as it sees it"`
	Volume     string `json:"volume"      jsonschema:"the volume"`
	VolumePath string `json:"volume_path" jsonschema:"the file's path in the volume"`
	Writer     string `json:"writer"      jsonschema:"who writes elsewhere"`
	WriterFile string `json:"writer_file" jsonschema:"what it writes, as it sees it"`
	WriterIn   string `json:"writer_in"   jsonschema:"that file's path in the volume; empty when it lies on the writer's own file system"`
	Path       Path   `json:"path"        jsonschema:"of the read"`
	WriterPath Path   `json:"writer_path" jsonschema:"of the write"`
}

// joinMissedFiles finds the reads of scratch volumes that no writer can meet. Followed logs are left to the logging facts.
func (d *draft) joinMissedFiles() {
	for _, c := range d.containers {
		for i := range c.out.Files {
			f := &c.out.Files[i]
			if !c.expects(f) {
				continue
			}
			if m := d.missed(c, f); m != nil {
				d.pod.Coupling.Missed = append(d.pod.Coupling.Missed, *m)
				break
			}
		}
	}
}

// expects tells whether a use needs one file or directory of an emptyDir to be there.
func (c *draftContainer) expects(f *FileUse) bool {
	if f.VolumeKind != "emptyDir" || f.VolumePath == "." || f.Glob || f.Ignorable || c.out.Class == "ephemeral" {
		return false
	}
	certain := (f.Verified || f.Origin != "image") && !strings.ContainsRune(f.File, '\uFFFD')
	return certain && reads(f) && f.Op != "tail" && !looksOnly[f.Tool] && f.whileRunning()
}

// whileRunning: hooks and probes have their own ways to fail.
func (f *FileUse) whileRunning() bool { return f.Phase == "run" || f.Phase == "init" }

// looksOnly are tools that find out whether a file is there.
var looksOnly = map[string]bool{"[": true, "test": true, "ls": true, "find": true, "stat": true}

// missed returns the writer that misses the file, nil when some container may put it there.
func (d *draft) missed(c *draftContainer, f *FileUse) *MissedFile {
	var inside, elsewhere *MissedFile
	for _, w := range d.containers {
		mount := w.mounts(f.Volume)
		switch {
		case mount == nil && elsewhere == nil:
			elsewhere = outside(w, f)
		case mount == nil || w != c && mount.ReadOnly:
		default:
			g, may := w.mayWrite(f, w == c)
			if may {
				return nil
			}
			if g != nil && w != c && inside == nil {
				inside = &MissedFile{Writer: w.out.Name, WriterFile: g.File, WriterIn: g.VolumePath, WriterPath: g.Path}
			}
		}
	}
	return c.misses(f, cmp.Or(inside, elsewhere))
}

// mayWrite tells whether the container, the reader itself when own is set, may put f there; else it returns a write elsewhere on the volume.
func (c *draftContainer) mayWrite(f *FileUse, own bool) (elsewhere *FileUse, may bool) {
	if !c.closed() && (!own || !c.onlyServes(f)) {
		return nil, true
	}
	return c.writesElsewhere(f)
}

// misses completes what is known of the writer with what is known of the reader.
func (c *draftContainer) misses(f *FileUse, m *MissedFile) *MissedFile {
	if m != nil {
		m.Reader, m.Op, m.File, m.Volume, m.VolumePath, m.Path = c.out.Name, f.Op, f.File, f.Volume, f.VolumePath, c.serveSpot(f)
	}
	return m
}

// onlyServes: a web server does not make what it hands out.
func (c *draftContainer) onlyServes(f *FileUse) bool {
	return f.Op == "serve" && c.out.Role == "web-front"
}

// writesElsewhere returns a write to the volume of f, contents rather than an empty directory; meets is set when one of the
// container's changes can concern the file itself.
func (c *draftContainer) writesElsewhere(f *FileUse) (write *FileUse, meets bool) {
	for i := range c.out.Files {
		g := &c.out.Files[i]
		if g.Volume != f.Volume || reads(g) {
			continue
		}
		if sameFile(f, g) || overlaps(g.VolumePath, f.VolumePath) {
			return nil, true
		}
		if writes(g) && (write == nil || write.Op == "create") {
			write = g
		}
	}
	return write, false
}

// outside is a write of a file of the same name to the writer's own file system.
func outside(w *draftContainer, f *FileUse) *MissedFile {
	if !w.closed() {
		return nil
	}
	for i := range w.out.Files {
		g := &w.out.Files[i]
		if writes(g) && g.Volume == "" && path.IsAbs(g.File) && path.Base(g.File) == path.Base(f.File) {
			return &MissedFile{Writer: w.out.Name, WriterFile: g.File, WriterPath: g.Path}
		}
	}
	return nil
}

// LostOutput is a file that an init container makes where nobody finds it.
type LostOutput struct {
	Container string `json:"container"        jsonschema:"the init container"`
	File      string `json:"file"             jsonschema:"what it makes, as it sees it"`
	Tool      string `json:"tool,omitempty"   jsonschema:"the command that makes it"`
	Volume    string `json:"volume,omitempty" jsonschema:"an emptyDir that no other container mounts; absent when the file lies on the container's own file system"`
	Path      Path   `json:"path"             jsonschema:"of the write"`
}

// joinLostOutputs finds the init containers all of whose output is lost.
func (d *draft) joinLostOutputs() {
	for _, c := range d.containers {
		if c.out.Class != "init" || !c.closed() || !c.onlyMakesFiles() || isTrue(c.out.Security.Privileged) || d.pod.HostProcess {
			continue
		}
		if f := d.lost(c); f != nil {
			d.pod.Coupling.Lost = append(d.pod.Coupling.Lost, LostOutput{Container: c.out.Name, File: f.File, Tool: f.Tool, Volume: f.Volume, Path: f.Path})
		}
	}
}

func isTrue(s Sourced) bool { b, ok := s.Value.(bool); return ok && b }

// makers are the commands that only make files, or prepare that; any other may have an effect that cannot be seen in files.
var makers = map[string]bool{
	"cp": true, "mv": true, "wget": true, "curl": true, "git": true, "tar": true, "unzip": true, "gunzip": true, "gzip": true, "tee": true, "echo": true, "printf": true,
	"cat": true, "sed": true, "awk": true, "envsubst": true, "mkdir": true, "chmod": true, "ls": true, "set": true, "cd": true, "export": true, "sleep": true, "test": true,
	"[": true, "true": true, ":": true, "exit": true, "touch": true, "grep": true, "jq": true, "yq": true, "head": true, "sort": true, "cut": true, "date": true,
	"apk": true, "apt-get": true, "apt": true, "yum": true, "dnf": true, "sh": true, "bash": true, "ash": true, "": true, "local": true, "base64": true, "tr": true, "pwd": true,
	"openssl": true, "gsutil": true, "install": true, "ln": true, "rm": true, "hostname": true, "seq": true, "basename": true, "dirname": true,
}

// sends are words by which curl and wget send something rather than fetch it.
var sends = map[string]bool{
	"-X": true, "--request": true, "-d": true, "--data": true, "--data-binary": true, "-F": true, "--form": true, "-T": true, "--post-data": true, "--post-file": true,
	"--spider": true, "-I": true, "--head": true, "push": true,
}

func (c *draftContainer) onlyMakesFiles() bool {
	for i := range c.program.Commands {
		cmd := &c.program.Commands[i]
		if !makers[cmd.Name] {
			return false
		}
		for _, a := range cmd.Argv {
			if sends[a] {
				return false
			}
		}
	}
	return true
}

// lost returns the first lost file; nil when some output stays, or when everything that is made is for the container itself.
func (d *draft) lost(c *draftContainer) *FileUse {
	var first *FileUse
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if reads(f) {
			continue
		}
		if d.stays(c, f) {
			return nil
		}
		if (f.Op == "write" || f.Op == "append") && first == nil && !passing(f) && !c.usesItself(f) {
			first = f
		}
	}
	return first
}

// stays tells whether the change of a file may outlive the container, or have an effect of another kind.
func (d *draft) stays(c *draftContainer, f *FileUse) bool {
	return f.Volume != "" && !d.onlyHis(c, f) || !path.IsAbs(f.File) || kernelFile(f.File) || strings.ContainsRune(f.File, '\uFFFD')
}

// onlyHis tells whether a file lies on an emptyDir that no other container mounts.
func (d *draft) onlyHis(c *draftContainer, f *FileUse) bool {
	v := d.volumes[f.Volume]
	if v == nil || v.Kind != "emptyDir" {
		return false
	}
	for i := range v.MountedBy {
		if v.MountedBy[i].Container != c.out.Name {
			return false
		}
	}
	return len(d.pod.Injectors) == 0
}

func kernelFile(file string) bool {
	return under(file, "/proc") || under(file, "/sys") || under(file, "/dev")
}

// passing tells whether a file is for the container's own use. On a volume that was mounted on purpose only temporary files are.
func passing(f *FileUse) bool {
	if f.Volume != "" && !strings.Contains(f.File, "/.") {
		return under(f.File, "/tmp") || under(f.File, "/var/tmp") || under(f.File, "/var/cache")
	}
	return scratch(f.File)
}

// scratch holds for places that a program uses for itself: temporary files, hidden ones, the settings of its own tools.
func scratch(file string) bool {
	own := func(dir string) bool { return under(file, dir) }
	return strings.Contains(file, "/.") || slices.ContainsFunc(ownPlaces, own)
}

// ownPlaces are where tools keep temporary files, programs and settings for their own use.
var ownPlaces = []string{
	"/tmp", "/var/tmp", "/var/cache", "/var/lib/apt", "/var/run", "/run", "/root", "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/usr/lib",
	"/usr/local/lib", "/usr/share/keyrings", "/usr/local/share/ca-certificates", "/usr/share/ca-certificates", "/etc/hosts", "/etc/resolv.conf", "/etc/passwd", "/etc/group",
	"/etc/ssh", "/etc/apt", "/etc/apk", "/etc/yum.repos.d", "/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/etc/profile", "/etc/profile.d", "/etc/environment", "/etc/gitconfig",
	"/etc/krb5.conf", "/etc/localtime", "/etc/timezone",
}

// usesItself tells whether the container reads, runs or removes what it made.
func (c *draftContainer) usesItself(w *FileUse) bool {
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if (reads(f) || f.Op == "remove") && overlaps(f.File, w.File) {
			return true
		}
	}
	for i := range c.program.Commands {
		for _, a := range c.program.Commands[i].Argv[min(1, len(c.program.Commands[i].Argv)):] {
			if c.program.Commands[i].Name == "cd" && under(cleanPath(a), w.File) {
				return true
			}
		}
		if len(c.program.Commands[i].Argv) > 0 && under(c.program.Commands[i].Argv[0], w.File) {
			return true
		}
	}
	return false
}
