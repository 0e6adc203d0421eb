package pod_test

import (
	"slices"
	"testing"

	"github.com/podlint/podlint/internal/pod"
)

// TestThisPod tells paths that are one pod's alone from those that an earlier pod may have had.
func TestThisPod(t *testing.T) {
	const name, uid = "{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}", "{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}"
	for _, tc := range []struct {
		kind, env, command, mount string
		want                      bool
	}{
		{"Deployment", name, "tail -f /data/${POD}", "mountPath: /data", true},
		{"Deployment", name, "tail -f /data/$(POD).log", "mountPath: /data", true},
		{"Deployment", name, "tail -f /data/$HOSTNAME/app.log", "mountPath: /data", true},
		{"Deployment", name, "tail -f /data/$(hostname).log", "mountPath: /data", true},
		{"Deployment", name, "tail -f /data/app.log", "mountPath: /data, subPathExpr: $(POD)", true},
		{"Deployment", name, "tail -f /data/app.log", "mountPath: /data, subPathExpr: logs", false},
		{"Deployment", name, "tail -f /data/app.log", "mountPath: /data", false},
		{"Deployment", "{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}", "tail -f /data/${POD}", "mountPath: /data", false},
		{"Deployment", "{name: HOSTNAME, value: here}", "tail -f /data/$HOSTNAME", "mountPath: /data", false},
		{"StatefulSet", name, "tail -f /data/${POD}", "mountPath: /data", false},
		{"StatefulSet", name, "tail -f /data/app.log", "mountPath: /data, subPathExpr: $(POD)", false},
		{"StatefulSet", uid, "tail -f /data/${POD}", "mountPath: /data", true},
	} {
		in := build(t, "apiVersion: apps/v1\nkind: "+tc.kind+"\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      volumes: [{name: data, nfs: {server: s, path: /}}]\n"+
			"      containers:\n      - {name: a, image: \"busybox:1.36\", env: ["+tc.env+"], command: [sh, -c, \""+tc.command+"\"], volumeMounts: [{name: data, "+tc.mount+"}]}\n")[0]
		got := slices.ContainsFunc(in.Pod.Containers[0].Files, func(f pod.FileUse) bool { return f.ThisPod })
		if got != tc.want {
			t.Errorf("%s, %s, %s, %s: this pod's alone is %t, want %t", tc.kind, tc.env, tc.command, tc.mount, got, tc.want)
		}
	}
}
