package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// relateAccount collects what the roles of the set allow the pod's service account. A binding anywhere in the set counts, so that an allowance
// is never overlooked.
func (d *draft) relateAccount() {
	a := &Account{Name: d.spec.ServiceAccountName, Complete: true}
	if a.Name == "" {
		a.Name = "default"
	}
	bound := false
	for _, kind := range []string{"RoleBinding", "ClusterRoleBinding"} {
		for _, o := range d.b.index.byKind[kind] {
			if d.binds(o, a.Name) {
				bound = true
				d.addGrants(a, o)
			}
		}
	}
	if bound {
		d.related.Account = a
	}
}

// binds tells whether a binding names the account, or a group that it is in. A name that is filled in later may be this one.
func (d *draft) binds(binding *manifest.Object, account string) bool {
	return slices.ContainsFunc(items(binding.Root, "subjects"), func(s *manifest.Node) bool {
		name, ns := text(s, "name"), text(s, "namespace")
		if text(s, "kind") == "Group" {
			return name == "system:authenticated" || name == "system:serviceaccounts" || name == "system:serviceaccounts:"+d.obj.Namespace
		}
		if text(s, "kind") == "User" {
			return strings.HasPrefix(name, "system:serviceaccount:") && strings.HasSuffix(name, ":"+account)
		}
		return (name == account || isPlaceholder(name)) && (ns == "" || d.obj.Namespace == "" || ns == d.obj.Namespace || isPlaceholder(ns))
	})
}

func (d *draft) addGrants(a *Account, binding *manifest.Object) {
	kind, name := text(binding.Root, "roleRef", "kind"), text(binding.Root, "roleRef", "name")
	found := false
	for _, role := range d.b.index.byKind[kind] {
		if role.Name != name || kind == "Role" && !mayShare(role.Namespace, binding.Namespace) {
			continue
		}
		found = true
		for i, rule := range items(role.Root, "rules") {
			g := d.grant(binding, role, rule)
			g.Path = atObject(role).With("rules", i)
			a.Grants = append(a.Grants, g)
			a.Complete = a.Complete && !slices.ContainsFunc(slices.Concat(g.Groups, g.Resources, g.Verbs), isPlaceholder)
		}
		a.Complete = a.Complete && role.Root.Get("aggregationRule") == nil
	}
	a.Complete = a.Complete && found
}

// mayShare tells whether two objects may be in one namespace: one that names none may be anywhere.
func mayShare(a, b string) bool { return a == b || a == "" || b == "" }

func (d *draft) grant(binding, role *manifest.Object, rule *manifest.Node) Grant {
	g := Grant{
		Role: role.Name, Cluster: binding.Kind == "ClusterRoleBinding",
		Groups: strs(rule, "apiGroups"), Resources: strs(rule, "resources"), Names: strs(rule, "resourceNames"), Verbs: strs(rule, "verbs"),
	}
	if !g.Cluster {
		g.Namespace = binding.Namespace
		if g.Namespace == "" {
			g.Namespace = d.obj.Namespace
		}
	}
	return g
}

func strs(n *manifest.Node, key string) []string {
	var out []string
	for _, item := range items(n, key) {
		out = append(out, item.Text)
	}
	return out
}

// readCalls states what the image's own program asks of the API.
func (c *draftContainer) readCalls(inv knowledge.Invocation) {
	for _, call := range c.image.CallsOf(inv) {
		if c.leavesOpen(&call.Call) {
			continue
		}
		out := APICall{Group: call.Group, Resource: call.Resource, Verbs: call.Verbs, Certainty: Guessed, Text: c.image.ID, Path: c.out.Image.Path}
		if c.out.Verified && !c.out.EnvUnresolved {
			out.Certainty = Known
		}
		for _, ns := range call.Namespaces {
			out.Cluster = out.Cluster || ns == "ALL"
			out.Namespaces = append(out.Namespaces, ns)
		}
		if len(out.Namespaces) == 0 {
			out.Namespaces = []string{""}
		}
		env := c.decides(call.When)
		if env == "" && call.Namespace != nil {
			env = c.firstSet(call.Namespace.Env)
		}
		if env != "" {
			out.Text, out.Path = env+"="+c.env[env], c.envPath(env)
		}
		c.out.APICalls = append(c.out.APICalls, out)
	}
}

// leavesOpen tells whether a call hangs on a variable that is set, and whose value is not in sight.
func (c *draftContainer) leavesOpen(call *knowledge.Call) bool {
	var names []string
	for _, w := range slices.Concat(call.When, call.Unless) {
		for part := range strings.SplitSeq(string(w), " & ") {
			if name, ok := strings.CutPrefix(part, "env:"); ok {
				name, _, _ = strings.Cut(name, "=")
				names = append(names, name)
			}
		}
	}
	if call.Namespace != nil {
		names = append(names, call.Namespace.Env...)
	}
	return slices.ContainsFunc(names, func(name string) bool {
		value, known := c.lookup(name)
		return c.sets(name) && !known || isPlaceholder(value)
	})
}

// decides is the variable of the first of the conditions that is about one which is set; empty when none is.
func (c *draftContainer) decides(when []knowledge.Condition) string {
	for _, w := range when {
		if name, ok := strings.CutPrefix(string(w), "env:"); ok {
			name, _, _ = strings.Cut(name, "=")
			if c.firstSet([]string{name}) != "" {
				return name
			}
		}
	}
	return ""
}

// firstSet is the first of the variables whose value is known; empty when none is.
func (c *draftContainer) firstSet(names []string) string {
	for _, name := range names {
		if _, set := c.lookup(name); set {
			return name
		}
	}
	return ""
}
