package pod

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// podIP stands for the pod's own address, which only the cluster knows.
const podIP = "pod-ip"

// readEnv resolves every container's environment: literals with $(VAR) expanded, keys of ConfigMaps of the set, fields as symbols.
func (d *draft) readEnv() {
	for _, c := range d.containers {
		c.env, c.identities = map[string]string{}, map[string]string{}
		if c.spec == nil {
			continue
		}
		for i := range c.spec.EnvFrom {
			c.readEnvFrom(&c.spec.EnvFrom[i], c.path("envFrom", i))
		}
		for i := range c.spec.Env {
			c.readEnvVar(&c.spec.Env[i], c.path("env", i))
		}
		c.readEnvFacts()
	}
}

func (c *draftContainer) readEnvFrom(src *corev1.EnvFromSource, at Path) {
	if ref := src.SecretRef; ref != nil {
		c.refer("Secret", ref.Name, optional(ref.Optional), c.d.paths.With(at, "secretRef", "name"))
		c.out.Env = append(c.out.Env, EnvVar{Name: "*", Secret: ref.Name, Path: at})
		c.out.EnvUnresolved = true
		return
	}
	ref := src.ConfigMapRef
	if ref == nil {
		return
	}
	data, found := c.refer("ConfigMap", ref.Name, optional(ref.Optional), c.d.paths.With(at, "configMapRef", "name"))
	if !found {
		c.out.EnvUnresolved = true
		c.out.Env = append(c.out.Env, EnvVar{Name: "*", ConfigMap: ref.Name, Path: at})
		return
	}
	for _, kv := range data {
		name := src.Prefix + kv.key
		c.env[name] = kv.text
		c.out.Env = append(c.out.Env, EnvVar{Name: name, Value: kv.text, Known: true, ConfigMap: ref.Name, Path: kv.path, whole: true})
	}
}

func optional(b *bool) bool { return b != nil && *b }

func (c *draftContainer) readEnvVar(e *corev1.EnvVar, at Path) {
	v := EnvVar{Name: e.Name, Path: at}
	if src := e.ValueFrom; src != nil {
		c.readEnvSource(&v, src, c.d.paths.With(at, "valueFrom"))
		c.addKeyRef(e.Name, src, c.d.paths.With(at, "valueFrom"))
	} else {
		v.Value, v.Known = c.expand(e.Value)
		if _, unset := c.env[e.Name]; e.Value == "" && !unset {
			v.Known = true
		}
		v.Path = c.d.paths.With(at, "value")
		if e.Value == "" {
			v.Path = at
		}
	}
	if v.Known {
		c.env[v.Name] = v.Value
	} else {
		delete(c.env, v.Name)
	}
	c.out.Env = append(c.out.Env, v)
}

// addKeyRef notes the key from which a variable is filled.
func (c *draftContainer) addKeyRef(variable string, src *corev1.EnvVarSource, at Path) {
	switch {
	case src.ConfigMapKeyRef != nil:
		r := src.ConfigMapKeyRef
		c.out.KeyRefs = append(c.out.KeyRefs, KeyRef{
			Variable: variable, Kind: "ConfigMap", Name: r.Name, Key: r.Key, Optional: optional(r.Optional), Path: c.d.paths.With(at, "configMapKeyRef", "key"),
		})
	case src.SecretKeyRef != nil:
		r := src.SecretKeyRef
		c.out.KeyRefs = append(c.out.KeyRefs, KeyRef{
			Variable: variable, Kind: "Secret", Name: r.Name, Key: r.Key, Optional: optional(r.Optional), Path: c.d.paths.With(at, "secretKeyRef", "key"),
		})
	}
}

func (c *draftContainer) readEnvSource(v *EnvVar, src *corev1.EnvVarSource, at Path) {
	switch {
	case src.FieldRef != nil:
		if f := src.FieldRef.FieldPath; f == "status.podIP" || f == "status.podIPs" {
			v.Value, v.Known = podIP, true
		} else if symbol := identities[f]; symbol != "" {
			c.identities[v.Name] = symbol
		}
	case src.ConfigMapKeyRef != nil:
		ref := src.ConfigMapKeyRef
		v.ConfigMap = ref.Name
		data, found := c.refer("ConfigMap", ref.Name, optional(ref.Optional), c.d.paths.With(at, "configMapKeyRef", "name"))
		for _, kv := range data {
			if kv.key == ref.Key {
				v.Value, v.Known, v.Path = kv.text, true, kv.path
			}
		}
		c.out.EnvUnresolved = c.out.EnvUnresolved || !found
	case src.SecretKeyRef != nil:
		ref := src.SecretKeyRef
		v.Secret, v.SecretKey = ref.Name, ref.Key
		data, _ := c.refer("Secret", ref.Name, optional(ref.Optional), c.d.paths.With(at, "secretKeyRef", "name"))
		for _, kv := range data {
			if kv.key == ref.Key {
				v.Value, v.Known = kv.text, true
			}
		}
	}
}

const (
	// maxExpanded is how long a value may become, in bytes: longer than the 128 KiB of one string in Linux nothing can be run with.
	maxExpanded = 128 << 10
	// maxExpansion is what all references of a pod may add together, in bytes.
	maxExpansion = 4 << 20
)

// expand replaces $(VAR) as the kubelet does: a variable that is not defined stays as it is, $$ is a dollar. false: the value becomes
// longer than any can be, so it stays as it is written and counts as unknown.
func (c *draftContainer) expand(s string) (string, bool) {
	if !strings.Contains(s, "$") {
		return s, true
	}
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '$' || i+1 == len(s) {
			sb.WriteByte(s[i])
			continue
		}
		switch s[i+1] {
		case '$':
			sb.WriteByte('$')
			i++
		case '(':
			end := strings.IndexByte(s[i:], ')')
			if end < 0 {
				sb.WriteString(s[i:])
				return sb.String(), true
			}
			v, ok := c.defined(s[i+2 : i+end])
			if !ok {
				v = s[i : i+end+1]
			} else if c.d.expanded += len(v); c.d.expanded > maxExpansion || sb.Len()+len(v) > maxExpanded {
				return s, false
			}
			sb.WriteString(v)
			i += end
		default:
			sb.WriteByte('$')
		}
	}
	return sb.String(), true
}

// defined is the value of a variable that $(VAR) may name.
func (c *draftContainer) defined(name string) (string, bool) {
	if v, ok := c.env[name]; ok {
		return v, true
	}
	v, ok := c.identities[name]
	return v, ok
}

// lookup is the environment as a program sees it.
func (c *draftContainer) lookup(name string) (string, bool) {
	if v, ok := c.env[name]; ok {
		return v, true
	}
	return c.identity(name)
}
