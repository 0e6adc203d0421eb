package pod

import (
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/shell"
)

// readHooksAndProbes reads probes and lifecycle hooks; what an exec handler does becomes facts of its phase.
func (d *draft) readHooksAndProbes() {
	for _, c := range d.containers {
		if c.spec == nil {
			continue
		}
		c.readProbe("liveness", "livenessProbe", c.spec.LivenessProbe)
		c.readProbe("readiness", "readinessProbe", c.spec.ReadinessProbe)
		c.readProbe("startup", "startupProbe", c.spec.StartupProbe)
		if l := c.spec.Lifecycle; l != nil {
			c.readHook("post-start", "postStart", l.PostStart)
			c.readHook("pre-stop", "preStop", l.PreStop)
		}
	}
}

func (c *draftContainer) readProbe(kind, field string, p *corev1.Probe) {
	if p == nil {
		return
	}
	at := c.path(field)
	out := Probe{Kind: kind, ProbePath: at, Path: at}
	switch {
	case p.HTTPGet != nil:
		out.Handler, out.Host, out.HTTPPath = "http", p.HTTPGet.Host, p.HTTPGet.Path
		out.Port, out.PortName = c.port(p.HTTPGet.Port)
		out.Headers = headerNames(p.HTTPGet.HTTPHeaders)
		out.Path = c.d.paths.With(at, "httpGet", "port")
	case p.TCPSocket != nil:
		out.Handler, out.Host = "tcp", p.TCPSocket.Host
		out.Port, out.PortName = c.port(p.TCPSocket.Port)
		out.Path = c.d.paths.With(at, "tcpSocket", "port")
	case p.GRPC != nil:
		out.Handler, out.Port, out.Path = "grpc", int(p.GRPC.Port), c.d.paths.With(at, "grpc", "port")
	case p.Exec != nil:
		out.Handler, out.Command, out.Path = "exec", p.Exec.Command, c.d.paths.With(at, "exec", "command")
		prog := c.handler(p.Exec.Command, out.Path, "probe")
		out.Program = programOf(p.Exec.Command, prog)
		for i := range prog.Pipeline {
			out.Pipeline = append(out.Pipeline, c.command(&prog.Pipeline[i], "probe", func(fact.Place) Path { return out.Path }))
		}
	default:
		return
	}
	out.Speaks = probeSpeech(out.Handler, schemeOf(p.HTTPGet), out.Path)
	c.out.Probes = append(c.out.Probes, out)
}

func schemeOf(get *corev1.HTTPGetAction) string {
	if get == nil {
		return ""
	}
	return string(get.Scheme)
}

func headerNames(headers []corev1.HTTPHeader) []string {
	var out []string
	for _, h := range headers {
		out = append(out, strings.ToLower(h.Name))
	}
	return out
}

// port resolves a port in the container's own ports, as the kubelet does.
func (c *draftContainer) port(p intstr.IntOrString) (number int, name string) {
	if p.Type == intstr.Int {
		return int(p.IntVal), ""
	}
	if n := validPort(atoi(p.StrVal)); n > 0 {
		return n, ""
	}
	if isPlaceholder(p.StrVal) {
		return 0, ""
	}
	for i := range c.spec.Ports {
		if c.spec.Ports[i].Name == p.StrVal {
			return int(c.spec.Ports[i].ContainerPort), p.StrVal
		}
	}
	return 0, p.StrVal
}

func (c *draftContainer) readHook(kind, field string, h *corev1.LifecycleHandler) {
	if h == nil {
		return
	}
	at := c.path("lifecycle", field)
	out := Hook{Kind: kind, Path: at}
	switch {
	case h.Exec != nil:
		out.Handler, out.Command, out.Path = "exec", h.Exec.Command, c.d.paths.With(at, "exec", "command")
		prog := c.handler(h.Exec.Command, out.Path, "hook")
		out.Programs = programsOf(h.Exec.Command, prog)
		out.SleepSeconds = sleepOf(prog)
	case h.HTTPGet != nil:
		out.Handler, out.Host, out.HTTPPath = "http", h.HTTPGet.Host, h.HTTPGet.Path
		out.Port, out.PortName = c.port(h.HTTPGet.Port)
		out.Path = c.d.paths.With(at, "httpGet", "port")
	case h.TCPSocket != nil:
		out.Handler, out.Host = "tcp", h.TCPSocket.Host
		out.Port, out.PortName = c.port(h.TCPSocket.Port)
		out.Path = c.d.paths.With(at, "tcpSocket", "port")
	case h.Sleep != nil:
		out.Handler, out.SleepSeconds, out.Path = "sleep", float64(h.Sleep.Seconds), c.d.paths.With(at, "sleep", "seconds")
	default:
		return
	}
	c.out.Hooks = append(c.out.Hooks, out)
}

// handler analyses an exec handler; unlike command and args its words are not expanded by the kubelet.
func (c *draftContainer) handler(argv []string, at Path, phase string) *shell.Program {
	if len(argv) == 0 {
		return &shell.Program{}
	}
	p := c.commands(argv)
	place := func(f fact.Place) Path {
		if f.Arg < 0 || f.Arg >= len(argv) {
			return at
		}
		if f.Line > 0 {
			return c.d.paths.With(at, f.Arg, f.Line)
		}
		return c.d.paths.With(at, f.Arg)
	}
	c.add(p.Facts, "script", phase, place)
	for i := range p.Commands {
		c.out.Commands = append(c.out.Commands, c.command(&p.Commands[i], phase, place))
	}
	return p
}

func programOf(argv []string, p *shell.Program) string {
	if p.Shell != "" {
		return p.Shell
	}
	if len(argv) == 0 {
		return ""
	}
	return base(argv[0])
}

func programsOf(argv []string, p *shell.Program) []string {
	set := map[string]bool{}
	if name := programOf(argv, p); name != "" {
		set[name] = true
	}
	for i := range p.Commands {
		set[p.Commands[i].Name] = true
	}
	out := make([]string, 0, len(set))
	for n := range set {
		out = append(out, n)
	}
	sort.Strings(out)
	return out
}

// sleepOf adds up the constant sleeps of a hook, those of a counted loop once for each round.
func sleepOf(p *shell.Program) float64 {
	total := 0.0
	for i := range p.Facts {
		if f := &p.Facts[i]; f.Kind == fact.Sleep && f.Seconds > 0 && !f.Endless && !f.Background {
			total += f.Seconds * float64(max(1, f.Times))
		}
	}
	return total
}
