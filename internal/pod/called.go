package pod

import (
	"cmp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/manifest"
)

// relateCalled lists the Services of the set that containers call.
func (d *draft) relateCalled() {
	for _, c := range d.containers {
		for i := range c.out.Dials {
			if dial := &c.out.Dials[i]; dial.HostClass == "service" && !d.aliased(dial.Host) {
				d.call(dial.Host)
			}
		}
	}
}

// aliased tells whether the pod itself says which address a name has.
func (d *draft) aliased(host string) bool {
	return slices.ContainsFunc(d.spec.HostAliases, func(a corev1.HostAlias) bool { return slices.Contains(a.Hostnames, host) })
}

// isOwnAlias tells whether the pod itself says that a name is the loopback address.
func (d *draft) isOwnAlias(host string) bool {
	return slices.ContainsFunc(d.spec.HostAliases, func(a corev1.HostAlias) bool { return isLoopback(a.IP) && slices.Contains(a.Hostnames, host) })
}

// call notes the Service that a host names, when it is in the set: name, name.namespace or name.namespace.svc and what follows.
func (d *draft) call(host string) {
	name, rest, _ := strings.Cut(host, ".")
	namespace, rest, _ := strings.Cut(rest, ".")
	if rest != "" && rest != "svc" && !strings.HasPrefix(rest, "svc.") {
		return
	}
	namespace = cmp.Or(namespace, d.obj.Namespace)
	d.asked.Name("Service", namespace, name)
	found := d.b.set.FindNear(d.obj, "Service", namespace, name)
	d.b.ambiguous.add(found.Ambiguous)
	if found.Object == nil {
		return
	}
	at := atObject(found.Object)
	for i := range d.related.Called {
		if s := &d.related.Called[i]; s.Path[0] == at[0] {
			if !slices.Contains(s.Hosts, host) {
				s.Hosts = append(s.Hosts, host)
			}
			return
		}
	}
	s := d.called(found.Object)
	s.Near, s.Hosts = found.Near.String(), []string{host}
	d.related.Called = append(d.related.Called, s)
}

func (d *draft) called(o *manifest.Object) CalledService {
	s := CalledService{
		Name: o.Name, Namespace: o.Namespace, Type: cmp.Or(text(o.Root, "spec", "type"), "ClusterIP"), Headless: text(o.Root, "spec", "clusterIP") == "None",
		Selects: len(stringMap(o.Root, "spec", "selector")) > 0, Complete: !d.made(o), Path: atObject(o),
	}
	for i, p := range items(o.Root, "spec", "ports") {
		port := ExposedPort{Name: text(p, "name"), Port: validPort(atoi(text(p, "port"))), Protocol: cmp.Or(text(p, "protocol"), "TCP"), Path: s.Path.With("spec", "ports", i, "port")}
		s.Complete = s.Complete && port.Port > 0
		s.Ports = append(s.Ports, port)
	}
	return s
}
