package knowledge

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Role is what a program is there for, and what that says of its place in a pod.
type Role struct {
	ID string `json:"id"`
	// Serves: always, its programs are of use to a neighbour alone; often, they serve a neighbour as often as they are what a pod is about;
	// empty: work of its own.
	Serves string `json:"serves,omitempty"`
	// Path: inward, it stands before the neighbour to which it leads; outward, a neighbour reaches something through it; both; empty: neither.
	Path     string `json:"path,omitempty"`
	Connects bool   `json:"connects,omitempty"` // it connects to what it stands before, or reads
	Answers  bool   `json:"answers,omitempty"`  // it answers others and calls nobody whom its settings do not name
	Node     bool   `json:"node,omitempty"`     // in a DaemonSet with access to the node it serves the node and no neighbour
}

// Fronts tells whether a program of the role stands before a neighbour.
func (r Role) Fronts() bool { return r.Path == "inward" || r.Path == "both" }

// Leads tells whether a neighbour reaches something through a program of the role.
func (r Role) Leads() bool { return r.Path == "outward" }

func (r *Role) check() error {
	what := fmt.Sprintf("role %q", r.ID)
	if err := checkID("role", r.ID); err != nil {
		return err
	}
	if r.Serves != "" {
		if err := oneOf("serves of "+what, r.Serves, "always", "often"); err != nil {
			return err
		}
	}
	if r.Path != "" {
		return oneOf("path of "+what, r.Path, "inward", "outward", "both")
	}
	return nil
}

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
	if err := decodeNode(file, list, &roles); err != nil {
		return nil, err
	}
	return roles, unique(file, "role", roles, func(r Role) string { return r.ID })
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
