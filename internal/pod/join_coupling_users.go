package pod

import (
	"fmt"
	"slices"
)

// UserClash is a file that one user makes and a container of another user has to change.
type UserClash struct {
	Container string `json:"container"  jsonschema:"who has to change it, or to connect to it"`
	User      int64  `json:"user"       jsonschema:"that container's user"`
	Other     string `json:"other"      jsonschema:"who makes it"`
	OtherUser int64  `json:"other_user" jsonschema:"that container's user"`
	Op        string `json:"op"         jsonschema:"write, append, create, remove, chmod or connect"`
	File      string `json:"file"       jsonschema:"the file, as the container sees it"`
	Volume    string `json:"volume"     jsonschema:"the volume"`
	Path      Path   `json:"path"       jsonschema:"of the use"`
	OtherPath Path   `json:"other_path" jsonschema:"of the other container's use"`
}

// joinUserClashes finds files of one user that another, who is not root, has to change while nothing gives both a common group.
func (d *draft) joinUserClashes() {
	for _, c := range d.companions() {
		user, ok := uidOf(c)
		if !ok || user == 0 || c.out.Security.FSGroup.Value != nil {
			continue
		}
		for _, o := range d.containers {
			other, ok := uidOf(o)
			if o == c || !ok || other == user || o.out.Class == "ephemeral" || d.sameGroup(c, o) {
				continue
			}
			if x := d.userClash(c, o); x != nil {
				x.User, x.OtherUser = user, other
				d.pod.Coupling.Users = append(d.pod.Coupling.Users, *x)
			}
		}
	}
}

// uidOf is the user that a container certainly runs as: the manifest says so, or verified knowledge of the image does.
func uidOf(c *draftContainer) (int64, bool) {
	s := c.out.Security.RunAsUser
	if s.Origin == "image" && !c.out.Verified {
		return 0, false
	}
	switch v := s.Value.(type) {
	case int64:
		return v, true
	case *int64:
		return *v, v != nil
	}
	return 0, false
}

func (d *draft) sameGroup(c, o *draftContainer) bool {
	a, b := c.out.Security.RunAsGroup.Value, o.out.Security.RunAsGroup.Value
	return a != nil && b != nil && fmt.Sprint(a) == fmt.Sprint(b)
}

func (d *draft) userClash(c, o *draftContainer) *UserClash {
	for i := range o.out.Files {
		f := &o.out.Files[i]
		if !o.owns(f) {
			continue
		}
		for j := range c.out.Files {
			if g := &c.out.Files[j]; g.Volume == f.Volume && g.Phase == "run" && !g.Ignorable && !reads(g) && needsRights(g, f) && (o.out.Order < c.out.Order || !makes(g)) {
				return &UserClash{Container: c.out.Name, Other: o.out.Name, Op: g.Op, File: g.File, Volume: g.Volume, Path: g.Path, OtherPath: f.Path}
			}
		}
	}
	return d.socketClash(c, o)
}

// makes tells whether a change makes the file when it is not there; of two that do, the container that starts first is the maker.
func makes(g *FileUse) bool { return writes(g) && g.Tool != "truncate" && g.Tool != "sed" }

// needsRights tells whether a change g takes the right to write what f made. Anybody may add files to the root of an emptyDir.
func needsRights(g, f *FileUse) bool {
	switch {
	case g.VolumePath == ".":
		return false
	case !f.Dir:
		return g.VolumePath == f.VolumePath
	case f.VolumePath == "." && g.Op != "append" && g.Op != "chmod":
		return false
	}
	return under(g.VolumePath, f.VolumePath)
}

// owns tells whether the container makes a file of an emptyDir and leaves it its own.
func (c *draftContainer) owns(f *FileUse) bool {
	if f.VolumeKind != "emptyDir" || f.Glob || f.Origin == "image" || f.Phase != "run" && f.Phase != "init" {
		return false
	}
	opened := slices.ContainsFunc(c.out.Files, func(g FileUse) bool { return g.Op == "chmod" && g.Volume == f.Volume })
	return makes(f) && !opened && !slices.ContainsFunc(c.out.Commands, func(cmd Command) bool { return opensUp[cmd.Name] })
}

// opensUp are commands that give files other modes or owners than the container's user would.
var opensUp = map[string]bool{"umask": true, "install": true, "setfacl": true, "su": true, "gosu": true, "su-exec": true}

// socketClash: to connect to a socket takes the right to write it, which by default only its owner has.
func (d *draft) socketClash(c, o *draftContainer) *UserClash {
	for i := range c.out.Dials {
		dial := &c.out.Dials[i]
		if dial.HostClass != "socket" || dial.Meets != o.out.Name || dial.Volume == "" {
			continue
		}
		for j := range o.out.Listens {
			l := &o.out.Listens[j]
			if l.Volume == dial.Volume && l.VolumePath == dial.VolumePath && l.Origin == "script" && o.closed() {
				return &UserClash{Container: c.out.Name, Other: o.out.Name, Op: "connect", File: dial.Socket, Volume: dial.Volume, Path: dial.Path, OtherPath: l.Path}
			}
		}
	}
	return nil
}
