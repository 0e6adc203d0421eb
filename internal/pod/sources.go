package pod

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/manifest"
)

// sourcesOf lists what a volume of settings draws its files from.
func (d *draft) sourcesOf(s *corev1.VolumeSource, at Path) []Source {
	switch {
	case s.ConfigMap != nil:
		at = d.paths.With(at, "configMap")
		return []Source{d.source("ConfigMap", s.ConfigMap.Name, s.ConfigMap.Optional, s.ConfigMap.Items, at, "name")}
	case s.Secret != nil:
		at = d.paths.With(at, "secret")
		return []Source{d.source("Secret", s.Secret.SecretName, s.Secret.Optional, s.Secret.Items, at, "secretName")}
	case s.DownwardAPI != nil:
		at = d.paths.With(at, "downwardAPI")
		return []Source{d.fields(s.DownwardAPI.Items, at)}
	case s.Projected != nil:
		var out []Source
		for i := range s.Projected.Sources {
			out = append(out, d.projected(&s.Projected.Sources[i], d.paths.With(at, "projected", "sources", i)))
		}
		return out
	}
	return nil
}

func (d *draft) projected(p *corev1.VolumeProjection, at Path) Source {
	switch {
	case p.ConfigMap != nil:
		return d.source("ConfigMap", p.ConfigMap.Name, p.ConfigMap.Optional, p.ConfigMap.Items, d.paths.With(at, "configMap"), "name")
	case p.Secret != nil:
		return d.source("Secret", p.Secret.Name, p.Secret.Optional, p.Secret.Items, d.paths.With(at, "secret"), "name")
	case p.DownwardAPI != nil:
		return d.fields(p.DownwardAPI.Items, d.paths.With(at, "downwardAPI"))
	case p.ServiceAccountToken != nil:
		at = d.paths.With(at, "serviceAccountToken")
		item := SourceItem{File: cleanSub(p.ServiceAccountToken.Path), Path: d.paths.With(at, "path")}
		return Source{Kind: "ServiceAccountToken", Items: []SourceItem{item}, Path: at}
	}
	return Source{Kind: "other", Path: at}
}

func (d *draft) source(kind, name string, opt *bool, keys []corev1.KeyToPath, at Path, field string) Source {
	s := Source{Kind: kind, Name: name, Optional: optional(opt), Path: d.paths.With(at, field)}
	for i, k := range keys {
		s.Items = append(s.Items, SourceItem{Key: k.Key, File: cleanSub(k.Path), Mode: k.Mode, Path: d.paths.With(at, "items", i, "key")})
	}
	return s
}

func (d *draft) fields(files []corev1.DownwardAPIVolumeFile, at Path) Source {
	s := Source{Kind: "DownwardAPI", Path: at}
	for i := range files {
		f := &files[i]
		item := SourceItem{File: cleanSub(f.Path), Mode: f.Mode, Path: d.paths.With(at, "items", i, "path")}
		if f.FieldRef != nil {
			item.Key = f.FieldRef.FieldPath
		}
		s.Items = append(s.Items, item)
	}
	return s
}

// complete tells whether a ConfigMap or Secret has no other keys than those that the set shows. One without any, one that is marked as
// somebody else's to fill, one that a patch changes and one that another object of the set makes may have.
func (d *draft) complete(o *manifest.Object) bool {
	keys := keysOf(o)
	if len(keys) == 0 || !allPlain(keys) || text(o.Root, "type") == "kubernetes.io/service-account-token" {
		return false
	}
	for _, field := range []string{"annotations", "labels"} {
		for key := range stringMap(o.Root, "metadata", field) {
			if slices.ContainsFunc(d.b.opt.Knowledge.FilledAnnotations, func(g string) bool { return globMatch(g, key) }) {
				return false
			}
		}
	}
	return !d.made(o)
}

// made tells whether another object of the set makes an object, or a patch changes it.
func (d *draft) made(o *manifest.Object) bool {
	d.asked.ask(question{about: aboutMaker, kind: o.Kind, name: o.Name})
	return d.b.index.made[madeKey{o.Kind, o.Name}]
}

// allPlain tells whether keys consist of what the API server allows in them: anything else is still to be filled in. Capitals are nothing
// uncommon: many keys are named like variables.
func allPlain(keys []string) bool {
	return !slices.ContainsFunc(keys, func(k string) bool { return !PlainKey(k) })
}

// PlainKey tells whether a key, or a path of keys, holds nothing that a template or a shell would still replace.
func PlainKey(key string) bool { return !strings.ContainsAny(key, "{}$<>%[]*?\uFFFD ") }

// madeKey names an object that other objects of the set change or make.
type madeKey struct{ kind, name string }

// targets are the fields by which objects name the Secret or ConfigMap that their controllers write.
var targets = []Path{
	{"spec", "secretName"},
	{"spec", "target", "name"},
	{"spec", "destination", "name"},
	{"spec", "writeConnectionSecretToRef", "name"},
	{"spec", "output", "name"},
	{"spec", "secretTemplate", "name"},
}

// namesakes are kinds whose controllers write an object that has their own name.
var namesakes = map[string][]string{
	"ExternalSecret": {"Secret"}, "SealedSecret": {"Secret"}, "OnePasswordItem": {"Secret"}, "InfisicalSecret": {"Secret"}, "Bundle": {"ConfigMap", "Secret"},
}

// noteMade notes what an object says of others: a patch changes its own namesake.
func (x *index) noteMade(o *manifest.Object) {
	if o.Patch {
		x.made[madeKey{o.Kind, o.Name}] = true
		return
	}
	if !strings.Contains(o.APIVersion, ".") {
		return
	}
	for _, kind := range namesakes[o.Kind] {
		x.made[madeKey{kind, o.Name}] = true
	}
	for _, at := range targets {
		if name := text(o.Root, at...); name != "" {
			x.made[madeKey{"Secret", name}], x.made[madeKey{"ConfigMap", name}] = true, true
		}
	}
}

// keysOf are all keys of a ConfigMap or Secret.
func keysOf(o *manifest.Object) []string {
	var keys []string
	for _, f := range []string{"data", "stringData", "binaryData"} {
		if n := o.Root.Get(f); n != nil {
			for _, kv := range n.Fields {
				keys = append(keys, kv.Key)
			}
		}
	}
	return keys
}
