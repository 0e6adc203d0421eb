package pod

// Account is the pod's service account, as the roles of the set have it.
type Account struct {
	Name     string  `json:"name"     jsonschema:"serviceAccountName, default when the pod names none"`
	Complete bool    `json:"complete" jsonschema:"all roles that those bindings name are in the set, as plain lists of rules; no other build of the run binds another role to it, and no file near the pod has something that could not be read"`
	Grants   []Grant `json:"grants,omitempty" jsonschema:"what the roles allow it"`
}

// Grant is one rule of a role that a service account has.
type Grant struct {
	Role      string   `json:"role"       jsonschema:"name of the Role or ClusterRole"`
	Cluster   bool     `json:"cluster"    jsonschema:"in every namespace: a ClusterRoleBinding gives it"`
	Namespace string   `json:"namespace"  jsonschema:"of the RoleBinding; the pod's own where the manifest names none; empty for a ClusterRoleBinding"`
	Groups    []string `json:"groups,omitempty"    jsonschema:"API groups; empty is the core group, * every one"`
	Resources []string `json:"resources,omitempty" jsonschema:"in the plural, with a slash before a subresource; * is every one"`
	Names     []string `json:"names,omitempty"     jsonschema:"resourceNames; absent for every object"`
	Verbs     []string `json:"verbs,omitempty"     jsonschema:"* is every one"`
	Path      Path     `json:"path"       jsonschema:"of the rule (an @ path)"`
}

// APICall is what a program asks of the Kubernetes API, by what is known of its image.
type APICall struct {
	Group      string   `json:"group"      jsonschema:"API group; empty for the core group"`
	Resource   string   `json:"resource"   jsonschema:"in the plural"`
	Verbs      []string `json:"verbs"      jsonschema:"all of which it needs"`
	Cluster    bool     `json:"cluster"    jsonschema:"it needs them in every namespace"`
	Namespaces []string `json:"namespaces,omitempty" jsonschema:"where it needs them; the pod's own is an empty text"`
	Certainty  string   `json:"certainty"  enum:"known,guessed" jsonschema:"that it asks for it"`
	Text       string   `json:"text"       jsonschema:"the evidence"`
	Path       Path     `json:"path"       jsonschema:"of the setting that makes it ask, else of the image"`
}
