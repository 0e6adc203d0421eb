package picture

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// shop is an ordinary pod with one of everything.
func shop() *Drawing {
	return &Drawing{
		Kind: "Deployment", Namespace: "shop", Name: "web", File: "deploy/web.yaml", Line: 3, Traits: []string{"network of the node"},
		Nodes: []Node{
			{Kind: Container, Name: "migrate", Class: "init", Part: Helper, Image: "shop/migrate:1.2.0"},
			{
				Kind: Container, Name: "app", Class: "regular", Part: App, Image: "shop/web:1.2.0", Unseen: []string{"listens", "ends"}, Defaults: []string{"files"},
				Pins: []Pin{
					{Severity: "warning", Rule: "app-logs-to-file", Message: `container "app" logs to a file`, Place: "deploy/web.yaml:20", Fingerprint: "aa"},
					{Severity: "error", Rule: "port-conflict", Message: `container "app" binds 8080`, Place: "deploy/web.yaml:22", Fingerprint: "bb", New: true},
					{Severity: "info", Rule: "some-doubt", Message: "perhaps", Place: "deploy/web.yaml:23", Fingerprint: "cc", Doubt: true},
				},
			},
			{Kind: Container, Name: "shipper", Class: "regular", Image: "shop/shipper", Unseen: []string{"listens", "dials", "files", "logs", "ends"}, Notes: []string{"log-agent"}},
			{Kind: Container, Name: "proxy", Class: "regular", Part: Helper, By: "sidecar.istio.io/inject=true"},
			{Kind: Volume, Name: "logs", Notes: []string{"emptyDir"}},
			{Kind: Volume, Name: "tls", Notes: []string{"secret web-tls", "mounted by no container"}, Pins: []Pin{{Severity: "warning", Rule: "unmounted-volume", Message: "tls", Place: "deploy/web.yaml:40"}}},
			{Kind: Port, Name: "8080", Owner: 1, Notes: []string{"http"}, Sure: true},
			{Kind: Port, Name: "9102", Owner: 2},
			{Kind: Service, Name: "web", Notes: []string{"ClusterIP"}},
			{Kind: Kubelet, Name: "kubelet"},
			{Kind: Host, Name: "db.example.org:5432", Notes: []string{"outside"}},
			{Kind: Unknown, Name: "port nowhere", Notes: []string{"of no container in sight"}},
		},
		Ties: []Tie{
			{From: 0, To: 10, Deed: Calls, Label: "dials for database"},
			{From: 1, To: 4, Deed: Writes, Label: "writes app.log"},
			{From: 2, To: 4, Deed: Reads, Label: "reads app.log", Guessed: true},
			{From: 3, To: 4, Deed: Shares, Label: "writes a; reads b"},
			{From: 8, To: 6, Deed: Routes, Label: "port 80 to http"},
			{From: 8, To: 11, Deed: Routes, Label: "port 81 to nowhere"},
			{From: 9, To: 6, Deed: Probes, Label: "liveness /healthz"},
			{From: 9, To: 1, Deed: Probes, Label: "startup runs check"},
			{From: 1, To: 7, Deed: Calls, Label: "dials", Guessed: true},
			{From: 2, To: 1, Deed: Acts, Label: "signal"},
			{From: 2, To: 5, Deed: Mounts, Label: "mounts /tls"},
		},
		Pins: []Pin{{Severity: "info", Rule: "no-pod-level", Message: "the pod", Place: "deploy/web.yaml:3"}},
	}
}

// hostile is the shop of somebody who puts a text wherever a text can be.
func hostile(text string) *Drawing {
	d := shop()
	d.Kind, d.Namespace, d.Name, d.File, d.From, d.Traits = text, text, text, text, text, []string{text}
	for i := range d.Nodes {
		n := &d.Nodes[i]
		n.Name, n.Image, n.By, n.Notes = text, text, text, []string{text, text}
		for j := range n.Pins {
			p := &n.Pins[j]
			p.Rule, p.Message, p.Place, p.Fingerprint = text, text, text, text
		}
	}
	for i := range d.Ties {
		d.Ties[i].Label = text
	}
	return d
}

// hostileTexts are what somebody may call a container that somebody else draws.
var hostileTexts = []string{
	`"><script>alert(1)</script>`, `</title></svg><img src=x onerror=alert(1)>`, `'"--></style><script>alert(1)</script>`,
	"]\"]:::error\n  click n0 href \"javascript:alert(1)\"", "end", "```\n# out of the fence", "`\"] --> x", "1. list", "- list", "#quot;&quot;", "%%{init: {'theme':'dark'}}%%",
	`"]; evil -> here; //`, `\`, `\"`, `\N\G`, "a|b|c", "\u202egnp.exe\u2066", "\x1b[2J\x00\r\n\x07", "\xff\xfe", "日本語のとても長い名前がここにあります", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
	strings.Repeat("long-", 100), "", " ", "@everyone #1 ![x](http://x)", "<!--", "]]>", "&lt;b&gt;", "$x^2$",
}

// random is a pod of a shape that nobody has thought of.
func random(r *rand.Rand) *Drawing {
	d := &Drawing{Kind: "Pod", Name: strings.Repeat("x", r.IntN(120))}
	name := func() string { return strings.Repeat("n", 1+r.IntN(70)) }
	classes := []string{"init", "sidecar", "regular", "ephemeral"}
	n := 1 + r.IntN(9)
	at := 0
	for range n {
		if r.IntN(3) == 0 && at < 3 {
			at++
		}
		c := Node{Kind: Container, Name: name(), Class: classes[at], Part: []string{App, Helper, "unknown"}[r.IntN(3)], Image: name()}
		for range r.IntN(4) {
			c.Pins = append(c.Pins, Pin{Severity: []string{"error", "warning", "info"}[r.IntN(3)], Rule: name(), Message: name()})
		}
		d.Nodes = append(d.Nodes, c)
	}
	for i := range r.IntN(8) {
		d.Nodes = append(d.Nodes, Node{Kind: Port, Name: fmt.Sprint(8000 + i), Owner: r.IntN(n), Sure: r.IntN(2) == 0})
	}
	for range r.IntN(8) {
		d.Nodes = append(d.Nodes, Node{Kind: []Kind{Volume, Volume, Service, Kubelet, Host, Unknown}[r.IntN(6)], Name: name(), Notes: []string{name()}})
	}
	for range r.IntN(30) {
		d.tieSomehow(r, n, name())
	}
	return d
}

// tieSomehow adds a tie between two nodes that a model could tie.
func (d *Drawing) tieSomehow(r *rand.Rand, containers int, label string) {
	from, to := r.IntN(containers), r.IntN(len(d.Nodes))
	if from == to {
		return
	}
	t := Tie{From: from, To: to, Label: label, Guessed: r.IntN(2) == 0}
	switch d.Nodes[to].Kind {
	case Container:
		t.Deed = Acts
	case Volume:
		t.Deed = []Deed{Reads, Writes, Shares, Mounts}[r.IntN(4)]
	case Service, Kubelet:
		t.From, t.To, t.Deed = to, from, Probes
		if r.IntN(2) == 0 {
			t.To = r.IntN(len(d.Nodes))
			if k := d.Nodes[t.To].Kind; k != Port && k != Unknown {
				return
			}
		}
	default:
		t.Deed = Calls
	}
	d.Ties = append(d.Ties, t)
}
