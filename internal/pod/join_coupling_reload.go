package pod

import (
	"path"
	"strings"
)

// SyncRoot is a git-sync container that publishes its checkout where nobody looks.
type SyncRoot struct {
	Container string `json:"container"        jsonschema:"the git-sync container"`
	Root      string `json:"root"             jsonschema:"where it keeps its checkouts, as it sees it"`
	Link      string `json:"link,omitempty"   jsonschema:"the link to the current checkout, as it sees it; absent when the root is on no volume"`
	Reader    string `json:"reader,omitempty" jsonschema:"who looks elsewhere; absent when the root is on no volume"`
	File      string `json:"file,omitempty"   jsonschema:"where the reader looks, as it sees it"`
	Wanted    string `json:"wanted,omitempty" jsonschema:"where the link is, as the reader sees it"`
	Volume    string `json:"volume,omitempty" jsonschema:"the volume that both mount"`
	Path      Path   `json:"path"             jsonschema:"of the root's setting, or of the mount; of the reader's setting when it looks elsewhere"`
}

// joinSyncRoots compares where git-sync publishes with where the readers look.
func (d *draft) joinSyncRoots() {
	for _, c := range d.containers {
		if !strings.HasPrefix(c.out.Known, "git-sync") || !c.own {
			continue
		}
		for i := range c.out.Files {
			if f := &c.out.Files[i]; f.Op == "write" && f.Dir {
				d.syncRoot(c, f)
				break
			}
		}
	}
}

func (d *draft) syncRoot(c *draftContainer, root *FileUse) {
	if root.Volume == "" {
		if v := d.meetingPoint(c); v != "" && path.IsAbs(root.File) && !c.syncsToDest(root) {
			d.pod.Coupling.SyncRoots = append(d.pod.Coupling.SyncRoots, SyncRoot{Container: c.out.Name, Root: root.File, Volume: v, Path: root.Path})
		}
		return
	}
	link, ok := c.syncLink(root.File)
	s, onVolume := c.resolve(link)
	if !ok || !onVolume || s.mount.Volume != root.Volume {
		return
	}
	for _, o := range d.containers {
		f := o.servesBeside(root.Volume, s.path)
		if o == c || f == nil || d.othersFill(root.Volume, c, o) {
			continue
		}
		d.pod.Coupling.SyncRoots = append(d.pod.Coupling.SyncRoots, SyncRoot{
			Container: c.out.Name, Root: root.File, Link: link, Reader: o.out.Name, File: f.File,
			Wanted: o.seen(f, s.path), Volume: root.Volume, Path: o.serveSpot(f),
		})
	}
}

// syncsToDest tells a first-generation git-sync, as which many forks stayed: it knows no root and checks out at --dest itself. Later ones
// take the name of a link below the root there, never a whole path.
func (c *draftContainer) syncsToDest(root *FileUse) bool {
	dest := c.option([]string{"dest"}, []string{"GIT_SYNC_DEST"})
	if root.Origin != "image" || !path.IsAbs(dest) {
		return false
	}
	_, onVolume := c.resolve(path.Clean(dest))
	return onVolume
}

// servesBeside returns what the container certainly hands out of the volume, when none of that is the link or lies below it.
func (c *draftContainer) servesBeside(volume, link string) *FileUse {
	var found *FileUse
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if f.Op != "serve" || f.Volume != volume {
			continue
		}
		if link == "." || under(f.VolumePath, link) || f.Origin == "image" && !f.Verified {
			return nil
		}
		found = f
	}
	return found
}

// serveSpot is where the manifest says what the server hands out: its setting, else its mount.
func (c *draftContainer) serveSpot(f *FileUse) Path {
	if f.Origin != "image" {
		return f.Path
	}
	return c.mountOf(f).Path
}

// seen is a path of the volume as a container sees it through the mount of f.
func (c *draftContainer) seen(f *FileUse, inside string) string {
	m := c.mountOf(f)
	if m.SubPath != "" && !under(inside, m.SubPath) {
		return ""
	}
	return path.Join(m.MountPath, strings.TrimPrefix(inside, m.SubPath))
}

// othersFill tells whether a third container may write to the volume.
func (d *draft) othersFill(volume string, c, reader *draftContainer) bool {
	for _, o := range d.containers {
		if m := o.mounts(volume); o != c && o != reader && m != nil && !m.ReadOnly {
			return true
		}
	}
	return false
}

// meetingPoint is a writable emptyDir that the container shares with one that runs, empty when there is none.
func (d *draft) meetingPoint(c *draftContainer) string {
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		if m.Kind != "emptyDir" || m.ReadOnly || m.MountPath == "/tmp" {
			continue
		}
		for _, o := range d.companions() {
			if o != c && o.mounts(m.Volume) != nil {
				return m.Volume
			}
		}
	}
	return ""
}

// syncLink is the path of the link that git-sync keeps to the current checkout: --link or --dest below the root, else named like the
// repository.
func (c *draftContainer) syncLink(root string) (string, bool) {
	link := c.option([]string{"link", "dest"}, []string{"GITSYNC_LINK", "GIT_SYNC_LINK", "GIT_SYNC_DEST"})
	if link == "" {
		repo := c.option([]string{"repo"}, []string{"GITSYNC_REPO", "GIT_SYNC_REPO"})
		link = strings.TrimSuffix(path.Base(strings.TrimRight(repo, "/")), ".git")
		if repo == "" {
			return "", false
		}
	}
	if isPlaceholder(link) || strings.ContainsRune(link, '\uFFFD') || link == "." {
		return "", false
	}
	if path.IsAbs(link) {
		return path.Clean(link), true
	}
	return path.Join(root, link), true
}

// option is the value of the first flag, else variable, that is set; empty when none is.
func (c *draftContainer) option(names, envs []string) string {
	for _, f := range flags(c.argv) {
		for _, n := range names {
			if f.name == n && f.value != "" {
				return f.value
			}
		}
	}
	for _, e := range envs {
		if v, ok := c.lookup(e); ok {
			return v
		}
	}
	return ""
}

func (c *draftContainer) mountOf(f *FileUse) *Mount {
	if s, ok := c.resolve(f.File); ok {
		return s.mount
	}
	return &Mount{}
}
