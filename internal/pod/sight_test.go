package pod_test

import "testing"

// TestPortsSeen: how much is in sight of the ports that a container serves. All of them are only where its image's entry lists them, and nothing out
// of sight configures it.
func TestPortsSeen(t *testing.T) {
	const settings = "volumes: [{name: s, secret: {secretName: s}}]\n"
	for _, tc := range []struct{ name, container, rest, want string }{
		{"every port is known", `{name: a, image: "nginx:1.27.0"}`, "", "all"},
		{"every port is known, and one declared", `{name: a, image: "mysql:8.4.3", ports: [{containerPort: 3306}]}`, "", "all"},
		{"none is served", `{name: a, image: "registry.k8s.io/sig-storage/csi-attacher:v4.2.1"}`, "", "all"},
		{"another port is declared", `{name: a, image: "nginx:1.27.0", ports: [{containerPort: 8081}]}`, "", "told"},
		{"not every port is known", `{name: a, image: "coredns/coredns:1.11.1", args: [-conf, /c], ports: [{containerPort: 53}]}`, "", "some"},
		{"not in this mode", `{name: a, image: "quay.io/thanos/thanos:v0.36.1", args: [query-frontend]}`, "", "some"},
		{"in that one", `{name: a, image: "quay.io/thanos/thanos:v0.36.1", args: [receive]}`, "", "all"},
		{"opened at run time", `{name: a, image: "sonatype/nexus3:3.70.1"}`, "", "some"},
		{"the command line decides", `{name: a, image: "python:3.12", command: [python, a.py], ports: [{containerPort: 80}]}`, "", "told"},
		{"settings in a hidden file", `{name: a, image: "x.io/a:1", command: [/a, "-c=/s/a.yaml"], ports: [{containerPort: 80}], volumeMounts: [{name: s, mountPath: /s}]}`, settings, "some"},
		{"a certificate in one", `{name: a, image: "x.io/a:1", command: [/a, "-c=/s/a.pem"], ports: [{containerPort: 80}], volumeMounts: [{name: s, mountPath: /s}]}`, settings, "told"},
		{"the way to the cluster in one", `{name: a, image: "x.io/a:1", command: [/a, "-c=/s/kubeconfig.yaml"], ports: [{containerPort: 80}], volumeMounts: [{name: s, mountPath: /s}]}`, settings, "told"},
		{"settings of the image", `{name: a, image: "x.io/a:1", command: [/a, "-c=/etc/a.yaml"], ports: [{containerPort: 80}], volumeMounts: [{name: s, mountPath: /s}]}`, settings, "told"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := build(t, spec("containers: ["+tc.container+"]\n"+tc.rest))
			if got := in[0].Pod.Containers[0].Seen.Listens; got != tc.want {
				t.Errorf("listens seen %q, want %q", got, tc.want)
			}
		})
	}
}
