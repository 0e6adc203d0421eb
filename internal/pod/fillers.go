package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/manifest"
)

// filler is a Job whose account may change ConfigMaps or Secrets, so that a key which no manifest holds may come at run time.
type filler struct {
	job   *manifest.Object
	roles []*manifest.Object
}

// filler is the name of a Job that may change the object, as KIND NAME; empty when there is none. One of a sibling folder is for its own.
func (d *draft) filler(o *manifest.Object) string {
	d.asked.ask(question{about: aboutFillers})
	for _, f := range d.b.index.fillers() {
		near := d.b.set.Near(o, f.job) > manifest.Sibling && mayShare(f.job.Namespace, o.Namespace)
		if near && slices.ContainsFunc(f.roles, func(role *manifest.Object) bool { return changes(role, o.Kind, o.Name) }) {
			return f.job.Kind + " " + f.job.Name
		}
	}
	return ""
}

func (x *index) fillers() []filler {
	x.filling.Do(func() {
		for _, job := range slices.Concat(x.byKind["Job"], x.byKind["CronJob"]) {
			if f := x.fillerOf(job); len(f.roles) > 0 {
				x.filled = append(x.filled, f)
			}
		}
	})
	return x.filled
}

// fillingObjects are the Jobs and their roles.
func (x *index) fillingObjects() []*manifest.Object {
	var out []*manifest.Object
	for _, f := range x.fillers() {
		out = append(append(out, f.job), f.roles...)
	}
	return out
}

func (x *index) fillerOf(job *manifest.Object) filler {
	f := filler{job: job}
	spec := job.Root.Get("spec")
	if job.Kind == "CronJob" {
		spec = spec.Get("jobTemplate", "spec")
	}
	account := text(spec, "template", "spec", "serviceAccountName")
	if account == "" {
		return f
	}
	for _, b := range x.bindings(account) {
		if !b.names(account, job.Namespace) {
			continue
		}
		for _, role := range x.rolesOf(b.object) {
			if changes(role, "ConfigMap", "") || changes(role, "Secret", "") {
				f.roles = append(f.roles, role)
			}
		}
	}
	return f
}

// changes tells whether a role allows to change an object of the kind, or, without a name, any of them.
func changes(role *manifest.Object, kind, name string) bool {
	resource := map[string]string{"ConfigMap": "configmaps", "Secret": "secrets"}[kind]
	return slices.ContainsFunc(items(role.Root, "rules"), func(rule *manifest.Node) bool {
		names := strs(rule, "resourceNames")
		return (name == "" || len(names) == 0 || slices.Contains(names, name)) &&
			meets(strs(rule, "apiGroups"), "") && meets(strs(rule, "resources"), resource) && meets(strs(rule, "verbs"), "update", "patch")
	})
}

// meets tells whether a list of a rule holds one of the words, or all there are.
func meets(list []string, words ...string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return s == "*" || slices.Contains(words, s) })
}
