package pod

import (
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// readSecurity settles the effective security context: the container's own, else the pod's, else the image's default.
func (c *draftContainer) readSecurity() {
	own, pod := c.spec.SecurityContext, c.d.spec.SecurityContext
	at, podAt := c.path("securityContext"), c.d.specPath("securityContext")
	if own == nil {
		own = &corev1.SecurityContext{}
	}
	if pod == nil {
		pod = &corev1.PodSecurityContext{}
	}
	s := &c.out.Security
	s.Path, s.CapabilitiesPath = at, c.d.paths.With(at, "capabilities", "add")
	s.RunAsUser = first(of(own.RunAsUser, "container", at, "runAsUser"), of(pod.RunAsUser, "pod", podAt, "runAsUser"), c.imageUser())
	s.RunAsGroup = first(of(own.RunAsGroup, "container", at, "runAsGroup"), of(pod.RunAsGroup, "pod", podAt, "runAsGroup"))
	s.RunAsNonRoot = first(of(own.RunAsNonRoot, "container", at, "runAsNonRoot"), of(pod.RunAsNonRoot, "pod", podAt, "runAsNonRoot"))
	s.Privileged = of(own.Privileged, "container", at, "privileged")
	s.AllowPrivilegeEscalation = of(own.AllowPrivilegeEscalation, "container", at, "allowPrivilegeEscalation")
	s.ReadOnlyRootFilesystem = of(own.ReadOnlyRootFilesystem, "container", at, "readOnlyRootFilesystem")
	s.FSGroup = of(pod.FSGroup, "pod", podAt, "fsGroup")
	s.ProcMount = of(own.ProcMount, "container", at, "procMount")
	if own.SeccompProfile != nil {
		s.SeccompProfile = Sourced{Value: string(own.SeccompProfile.Type), Origin: "container", Certainty: Stated, Path: c.d.paths.With(at, "seccompProfile")}
	} else if pod.SeccompProfile != nil {
		s.SeccompProfile = Sourced{Value: string(pod.SeccompProfile.Type), Origin: "pod", Certainty: Stated, Path: c.d.paths.With(podAt, "seccompProfile")}
	}
	if own.SELinuxOptions != nil {
		s.SELinuxLevel = Sourced{Value: own.SELinuxOptions.Level, Origin: "container", Certainty: Stated, Path: c.d.paths.With(at, "seLinuxOptions")}
		s.SELinuxType = own.SELinuxOptions.Type
	} else if pod.SELinuxOptions != nil {
		s.SELinuxLevel = Sourced{Value: pod.SELinuxOptions.Level, Origin: "pod", Certainty: Stated, Path: c.d.paths.With(podAt, "seLinuxOptions")}
		s.SELinuxType = pod.SELinuxOptions.Type
	}
	if own.Capabilities != nil {
		s.CapabilitiesAdded, s.CapabilitiesDropped = capabilities(own.Capabilities.Add), capabilities(own.Capabilities.Drop)
	}
	s.SupplementalGroups = pod.SupplementalGroups
	if c.image != nil {
		s.UserName = c.image.UserName
	}
}

func of[T any](v *T, origin string, at Path, field string) Sourced {
	if v == nil {
		return Sourced{}
	}
	return Sourced{Value: *v, Origin: origin, Certainty: Stated, Path: at.With(field)}
}

func first(list ...Sourced) Sourced {
	for _, s := range list {
		if s.Origin != "" {
			return s
		}
	}
	return Sourced{}
}

func (c *draftContainer) imageUser() Sourced {
	if c.image == nil || c.image.User == nil {
		return Sourced{}
	}
	return Sourced{Value: *c.image.User, Origin: "image", Certainty: c.rung("image", c.out.Verified && !c.image.UserAssumed), Path: c.out.Image.Path}
}

func capabilities(list []corev1.Capability) []string {
	out := make([]string, 0, len(list))
	for _, v := range list {
		out = append(out, strings.TrimPrefix(strings.ToUpper(string(v)), "CAP_"))
	}
	sort.Strings(out)
	return out
}

// sysctls are the kernel parameters that the pod sets; nil when it sets none.
func sysctls(sc *corev1.PodSecurityContext) map[string]string {
	if sc == nil || len(sc.Sysctls) == 0 {
		return nil
	}
	out := make(map[string]string, len(sc.Sysctls))
	for _, s := range sc.Sysctls {
		out[s.Name] = s.Value
	}
	return out
}
