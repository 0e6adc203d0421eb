package relate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/relate"
)

// shown writes connections as "via from answer: to, to", with the kind where there is one.
func shown(all []pod.Connection) []string {
	var out []string
	for i := range all {
		x := &all[i]
		to := make([]string, 0, len(x.To))
		for _, s := range x.To {
			to = append(to, s.Container)
		}
		out = append(out, strings.TrimSpace(strings.Join([]string{x.Via, x.From, x.Kind, x.Answer}, " ")+": "+strings.Join(to, ", ")))
	}
	return out
}

func expect(t *testing.T, p *pod.Pod, want ...string) {
	t.Helper()
	got := shown(p.Connections.Get())
	for i := range got {
		got[i] = strings.Join(strings.Fields(got[i]), " ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// dialler is a container "a" that connects.
func dialler(d pod.Dial) *pod.Container {
	return &pod.Container{Name: "a", Dials: []pod.Dial{d}}
}

func loopback(port int) pod.Dial {
	return pod.Dial{Host: "localhost", HostClass: "loopback", Port: port, Protocol: "TCP"}
}

func TestDials(t *testing.T) {
	meets, own := loopback(80), loopback(80)
	meets.Meets, own.MeetsOwn = "db", true
	socket := pod.Dial{HostClass: "socket", Socket: "/run/a.sock", Volume: "run", VolumePath: "a.sock"}
	server := pod.Listen{Socket: "/srv/a.sock", Volume: "run", VolumePath: "a.sock"}
	bare := pod.Dial{HostClass: "socket", Socket: "/run/a.sock"}
	for name, tc := range map[string]struct {
		dial  pod.Dial
		other pod.Listen
		want  string
	}{
		"a neighbour":                     {meets, bound(80), "dial a neighbour: db"},
		"itself":                          {own, bound(81), "dial a own:"},
		"nobody":                          {loopback(80), bound(81), "dial a nobody:"},
		"nobody for sure, but a declarer": {loopback(80), declared(80), "dial a nobody: db"},
		"an unknown port":                 {loopback(0), bound(80), "dial a away:"},
		"an unknown port and a socket":    {loopback(0), pod.Listen{Protocol: "TCP"}, "dial a away:"},
		"another host":                    {pod.Dial{HostClass: "external", Port: 80, Protocol: "TCP"}, bound(80), "dial a away:"},
		"a socket on a volume":            {socket, server, "dial a nobody: db"},
		"another place of the volume":     {socket, pod.Listen{Socket: "/srv/b.sock", Volume: "run", VolumePath: "b.sock"}, "dial a nobody:"},
		"another volume":                  {socket, pod.Listen{Socket: "/run/a.sock", Volume: "tmp", VolumePath: "a.sock"}, "dial a nobody:"},
		"a port is no socket":             {pod.Dial{HostClass: "socket"}, bound(80), "dial a away:"},
		"a socket on no volume":           {bare, pod.Listen{Socket: "/run/a.sock"}, "dial a away: db"},
		"another socket on none":          {bare, pod.Listen{Socket: "/run/b.sock"}, "dial a away:"},
	} {
		t.Run(name, func(t *testing.T) { expect(t, of(dialler(tc.dial), named("db", tc.other)), tc.want) })
	}
}

// TestAnswersFirst: who answers a dial comes first, then those that bind the port, then those that only declare it.
func TestAnswersFirst(t *testing.T) {
	d := loopback(80)
	d.Meets = "meant"
	expect(t, of(dialler(d), named("declares", declared(80)), named("binds", bound(80)), named("meant", declared(80)), named("too", bound(80))),
		"dial a neighbour: meant, binds, too, declares")
}

func TestDialsOfHooks(t *testing.T) {
	d := loopback(80)
	d.Phase, d.Path = "hook", pod.Path{"lifecycle", "preStop", "exec", "command", 2}
	c := dialler(d)
	c.Hooks = []pod.Hook{
		{Kind: "post-start", Handler: "exec", Path: pod.Path{"lifecycle", "postStart", "exec", "command"}},
		{Kind: "pre-stop", Handler: "exec", Path: pod.Path{"lifecycle", "preStop", "exec", "command"}},
		{Kind: "none", Handler: "exec", Path: pod.Path{"lifecycle", "preStop", "exec", "command", 2, "deeper"}},
	}
	expect(t, of(c), "dial a pre-stop nobody:")
	c.Dials[0].Phase = "run"
	expect(t, of(c), "dial a nobody:")
	c.Dials[0].Phase, c.Dials[0].Path = "hook", pod.Path{"elsewhere"}
	expect(t, of(c), "dial a nobody:")
	c.Dials[0].Path = pod.Path{"lifecycle", "preStop", "exec", "command"}
	expect(t, of(c), "dial a pre-stop nobody:")
}

func TestServices(t *testing.T) {
	service := pod.Service{Name: "db", Namespace: "shop", Workloads: 1, Ports: []pod.ServicePort{
		{Port: 81, TargetPort: 8081, Protocol: "TCP"}, {Port: 80, TargetPort: 8080, Protocol: "TCP"},
	}}
	change := func(f func(*pod.Service)) pod.Service {
		s := service
		f(&s)
		return s
	}
	for name, tc := range map[string]struct {
		service   pod.Service
		host, own string
		port      int
		found     bool
	}{
		"of this workload":             {service, "db", "shop", 80, true},
		"by its full name":             {service, "db.shop.svc", "other", 80, true},
		"of another namespace by name": {service, "db.other.svc", "shop", 80, false},
		"of another namespace":         {service, "db", "other", 80, false},
		"a pod of no namespace":        {service, "db", "", 80, true},
		"a Service of no namespace":    {change(func(s *pod.Service) { s.Namespace = "" }), "db", "other", 80, true},
		"of two workloads":             {change(func(s *pod.Service) { s.Workloads = 2 }), "db", "shop", 80, false},
		"headless":                     {change(func(s *pod.Service) { s.Headless = true }), "db", "shop", 80, false},
		"of another name":              {change(func(s *pod.Service) { s.Name = "cache" }), "db", "shop", 80, false},
		"a port that it does not have": {service, "db", "shop", 8080, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := pod.Dial{Host: tc.host, HostClass: "service", Service: "db", Port: tc.port, Protocol: "TCP"}
			p := &pod.Pod{Containers: []*pod.Container{dialler(d), named("server", bound(8080))}, Workload: pod.Workload{Namespace: tc.own}}
			relate.Attach(&pod.Input{Pod: p, Related: &pod.Related{Services: []pod.Service{tc.service}}})
			want := "dial a away:"
			if tc.found {
				want += " server"
			}
			expect(t, p, want)
		})
	}
}

func TestMentions(t *testing.T) {
	udp := bound(80)
	udp.Protocol = "UDP"
	for name, tc := range map[string]struct {
		other pod.Listen
		want  string
	}{
		"somebody serves it":          {bound(80), "mention a neighbour: b"},
		"somebody serves it over UDP": {udp, "mention a neighbour:"},
		"nobody serves it":            {bound(81), "mention a nobody:"},
	} {
		t.Run(name, func(t *testing.T) {
			a := &pod.Container{Name: "a", Mentions: []pod.Mention{{Host: "localhost", Port: 80}}}
			expect(t, of(a, named("b", tc.other)), tc.want)
		})
	}
}

func probed(p pod.Probe, listens ...pod.Listen) *pod.Container {
	p.Kind = "liveness"
	c := named("a", listens...)
	c.Probes = []pod.Probe{p}
	return c
}

func TestProbes(t *testing.T) {
	web := declared(8080)
	web.Name = "web"
	undeclared := web
	undeclared.Declared = false
	for name, tc := range map[string]struct {
		probe      pod.Probe
		own, other []pod.Listen
		want       []string
	}{
		"its own port":                      {pod.Probe{Port: 80, Own: true}, []pod.Listen{bound(80)}, nil, []string{"probe a liveness own: a"}},
		"its own by the lack of others":     {pod.Probe{Port: 80, Own: true}, nil, nil, []string{"probe a liveness nobody:"}},
		"a neighbour's":                     {pod.Probe{Port: 80, Reaches: "b"}, nil, []pod.Listen{bound(80)}, []string{"probe a liveness neighbour: b"}},
		"nobody's":                          {pod.Probe{Port: 80}, nil, nil, []string{"probe a liveness nobody:"}},
		"own where it reaches another":      {pod.Probe{Port: 80, Own: true, Reaches: "b"}, nil, []pod.Listen{bound(80)}, []string{"probe a liveness nobody: b"}},
		"its own, not for sure":             {pod.Probe{Port: 80}, []pod.Listen{bound(80)}, nil, []string{"probe a liveness nobody: a"}},
		"a neighbour's by name":             {pod.Probe{PortName: "web"}, nil, []pod.Listen{web}, []string{"probe a liveness name: b"}},
		"a name nobody has":                 {pod.Probe{PortName: "web"}, nil, []pod.Listen{declared(80)}, []string{"probe a liveness nobody:"}},
		"a name of its own is looked up":    {pod.Probe{PortName: "web"}, []pod.Listen{web}, nil, []string{"probe a liveness nobody:"}},
		"a name that no entry declares":     {pod.Probe{PortName: "web"}, nil, []pod.Listen{undeclared}, []string{"probe a liveness nobody:"}},
		"a name that is found":              {pod.Probe{Port: 8080, PortName: "web", Own: true}, []pod.Listen{web}, nil, []string{"probe a liveness own: a"}},
		"no port":                           {pod.Probe{}, []pod.Listen{bound(80)}, nil, []string{"probe a liveness away:"}},
		"a command asks as its script says": {pod.Probe{Handler: "exec", Port: 80}, nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) { expect(t, of(probed(tc.probe, tc.own...), named("b", tc.other...)), tc.want...) })
	}
}

func TestHooks(t *testing.T) {
	for name, tc := range map[string]struct {
		hook pod.Hook
		want []string
	}{
		"its own port":      {pod.Hook{Handler: "http", Port: 80}, []string{"hook a pre-stop own: a"}},
		"a neighbour's":     {pod.Hook{Handler: "tcp", Port: 81, Reaches: "b"}, []string{"hook a pre-stop neighbour: b"}},
		"a command":         {pod.Hook{Handler: "exec", Port: 80}, nil},
		"nothing but sleep": {pod.Hook{Handler: "sleep"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c := named("a", bound(80))
			tc.hook.Kind = "pre-stop"
			c.Hooks = []pod.Hook{tc.hook}
			expect(t, of(c, named("b", bound(81))), tc.want...)
		})
	}
}

func TestHostsOfProbes(t *testing.T) {
	for host, want := range map[string]string{"": "pod", "localhost": "loopback", "127.0.0.1": "loopback", "db.example": "unknown"} {
		if got := of(probed(pod.Probe{Port: 80, Host: host})).Connections.Get()[0].HostClass; got != want {
			t.Errorf("host %q: got %s, want %s", host, got, want)
		}
	}
}
