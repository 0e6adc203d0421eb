package pod

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

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
	d.asked.ask(question{about: aboutBindings, name: a.Name})
	bound := false
	for _, b := range d.b.index.bindings(a.Name) {
		if b.names(a.Name, d.obj.Namespace) {
			bound = true
			d.addGrants(a, b.object)
		}
	}
	if !bound {
		return
	}
	d.asked.ask(question{about: aboutUnread, name: d.obj.File})
	d.asked.ask(question{about: aboutElsewhere, name: a.Name})
	a.Complete = a.Complete && d.b.unreadNear(d.obj.File) == "" && !d.b.boundElsewhere(a.Name)
	d.related.Account = a
}

// names tells whether a binding names the account of a namespace, or a group that it is in. A name that is filled in later may be this one.
func (b *binding) names(account, namespace string) bool {
	return slices.ContainsFunc(b.subjects, func(s bindingSubject) bool {
		switch s.kind {
		case "Group":
			return s.name == "system:authenticated" || s.name == "system:serviceaccounts" || s.name == "system:serviceaccounts:"+namespace
		case "User":
			return strings.HasPrefix(s.name, "system:serviceaccount:") && strings.HasSuffix(s.name, ":"+account)
		}
		return (s.name == account || s.anyName) && (mayShare(s.namespace, namespace) || isPlaceholder(s.namespace))
	})
}

// bindings are those of roles in a set, with whom they name.
type (
	bindings struct {
		byAccount map[string][]*binding
		names     map[boundName]bool
		open      []*binding // that name a group, a user or something that is filled in later
	}
	binding struct {
		order    int
		object   *manifest.Object
		subjects []bindingSubject
	}
	bindingSubject struct {
		kind, name, namespace string
		anyName               bool // the name is filled in later
	}
)

// bindings lists the bindings that may be about an account of that name, RoleBindings first. Each pod asks, so it does not go through all.
func (x *index) bindings(account string) []*binding {
	x.binding.Do(x.indexBindings)
	named := x.bound.byAccount[account]
	if len(named) == 0 {
		return x.bound.open
	}
	all := slices.Concat(named, x.bound.open)
	slices.SortFunc(all, func(a, b *binding) int { return a.order - b.order })
	return slices.Compact(all)
}

func (x *index) indexBindings() {
	x.bound.byAccount, x.bound.names = map[string][]*binding{}, map[boundName]bool{}
	for i, o := range slices.Concat(x.byKind["RoleBinding"], x.byKind["ClusterRoleBinding"]) {
		x.bound.names[boundName{o.Kind, o.Name}] = true
		b := &binding{order: i, object: o}
		open := false
		for _, n := range items(o.Root, "subjects") {
			s := bindingSubject{kind: text(n, "kind"), name: text(n, "name"), namespace: text(n, "namespace")}
			s.anyName = isPlaceholder(s.name)
			b.subjects = append(b.subjects, s)
			if s.kind == "Group" || s.kind == "User" || s.anyName {
				open = true
			} else {
				x.bound.byAccount[s.name] = append(x.bound.byAccount[s.name], b)
			}
		}
		if open {
			x.bound.open = append(x.bound.open, b)
		}
	}
}

func (d *draft) addGrants(a *Account, binding *manifest.Object) {
	found := false
	d.asked.ask(question{about: aboutKind, kind: text(binding.Root, "roleRef", "kind")})
	for _, role := range d.b.index.rolesOf(binding) {
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

// rolesOf lists the roles that a binding may give.
func (x *index) rolesOf(binding *manifest.Object) []*manifest.Object {
	kind, name := text(binding.Root, "roleRef", "kind"), text(binding.Root, "roleRef", "name")
	return slices.DeleteFunc(slices.Clone(x.named(kind, name)), func(role *manifest.Object) bool {
		return kind == "Role" && !mayShare(role.Namespace, binding.Namespace)
	})
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
		out.Namespaces = c.namespacesOf(call.Namespaces)
		out.Cluster = slices.Contains(out.Namespaces, "ALL")
		if slices.ContainsFunc(out.Namespaces, isPlaceholder) {
			continue
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

// namespacesOf are those that arguments give; the pod's own, an empty text, where none do.
func (c *draftContainer) namespacesOf(given []string) []string {
	if len(given) == 0 {
		return []string{""}
	}
	out := slices.Clone(given)
	for i, ns := range out {
		if c.ownNamespace(ns) {
			out[i] = ""
		}
	}
	return out
}

// ownNamespace tells whether an argument is $(VAR) of a variable that holds the namespace of the pod.
func (c *draftContainer) ownNamespace(s string) bool {
	return c.spec != nil && slices.ContainsFunc(c.spec.Env, func(e corev1.EnvVar) bool {
		return s == "$("+e.Name+")" && e.ValueFrom != nil && e.ValueFrom.FieldRef != nil && e.ValueFrom.FieldRef.FieldPath == "metadata.namespace"
	})
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
