package knowledge

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// Role is what a program is there for, and what that says of its place in a pod.
type Role struct {
	// Name of the role, as images have it.
	ID string `json:"id"`
	// always: its programs are of use to a neighbour alone; often: they serve a neighbour as often as they are what a pod is about. Work of its own
	// when it is left out.
	Serves string `json:"serves,omitempty" enum:"always,often"`
	// inward: it stands before the neighbour to which it leads; outward: a neighbour reaches something through it. Neither when it is left out.
	Path string `json:"path,omitempty" enum:"inward,outward,both"`
	// It connects to what it stands before, or reads, so that an address in its settings may well be a neighbour's.
	Connects bool `json:"connects,omitempty"`
	// It answers others and calls nobody whom its settings do not name: a variable that it takes with the whole ConfigMap of its neighbour is the
	// neighbour's.
	Answers bool `json:"answers,omitempty"`
	// In a DaemonSet with access to the node it serves the node and no neighbour.
	Node bool `json:"node,omitempty"`
}

// Fronts tells whether a program of the role stands before a neighbour.
func (r Role) Fronts() bool { return r.Path == "inward" || r.Path == "both" }

// Leads tells whether a neighbour reaches something through a program of the role.
func (r Role) Leads() bool { return r.Path == "outward" }

func (r *Role) check() error { return checkID("role", r.ID) }

// Role returns what is known of a role; of one that nobody knows that it is work of its own.
func (b *Base) Role(id string) Role {
	if i := slices.IndexFunc(b.Roles, func(r Role) bool { return r.ID == id }); i >= 0 {
		return b.Roles[i]
	}
	return Role{ID: id}
}

// RolesOf reads the roles in a list inside another document; an error names file, line and column.
func RolesOf(file string, list *yaml.Node) ([]Role, error) {
	var roles []Role
	if err := decodeNode(file, list, &roles, "roles"); err != nil {
		return nil, err
	}
	return roles, uniqueIDs(file, "role", list)
}

// WithRoles returns a base to which roles are added; one replaces the shipped one of the same id. b is left as it is.
func (b *Base) WithRoles(extra []Role) *Base {
	out := *b
	out.Roles = slices.Concat(extra, slices.DeleteFunc(slices.Clone(b.Roles), func(r Role) bool {
		return slices.ContainsFunc(extra, func(e Role) bool { return e.ID == r.ID })
	}))
	return &out
}

func roleIDs(roles []Role) []string {
	ids := make([]string, len(roles))
	for i := range roles {
		ids[i] = roles[i].ID
	}
	slices.Sort(ids)
	return ids
}
