package pod

import (
	"path"
	"slices"
	"strings"
)

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
