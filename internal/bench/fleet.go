package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// object is a part of a manifest; encoding/json writes its keys in order, as kubectl does.
type object = map[string]any

// replicas is how many pods of a fleet share one template.
const replicas = 25

// sharedBy is how many namespaces run what a template of its own kind says: an agent that every team has.
const sharedBy = 5

// writeFleet writes a List as "kubectl get pods,services -A -o json" does: pods of one or two containers, most of them tidy, of n/replicas
// templates, each with what admission and the API server add, about 12 KB; and at the end, behind all pods, a Service for each template.
// No managedFields: kubectl leaves them out.
func writeFleet(w io.Writer, pods int) error {
	out := bufio.NewWriter(w)
	_, _ = fmt.Fprint(out, "{\n    \"apiVersion\": \"v1\",\n    \"items\": [") // the buffer keeps the error for Flush
	separator := "\n        "
	add := func(item object) error {
		text, err := json.MarshalIndent(item, "        ", "    ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s%s", separator, text)
		separator = ",\n        "
		return err
	}
	for i := range pods {
		if err := add(fleetPod(i)); err != nil {
			return err
		}
	}
	for i := range (pods + replicas - 1) / replicas {
		if err := add(fleetService(i)); err != nil {
			return err
		}
	}
	_, _ = fmt.Fprint(out, "\n    ],\n    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n")
	return out.Flush()
}

func namespaceOf(template int) string { return fmt.Sprintf("team-%02d", template%40) }

// nameOf is the name of a template's workload: of each ten one is the same in several namespaces.
func nameOf(template int) string {
	if template%10 == 5 {
		return fmt.Sprintf("agent-%03d", template/10/sharedBy)
	}
	return fmt.Sprintf("app-%04d", template)
}

func fleetService(template int) object {
	name := nameOf(template)
	return object{
		"apiVersion": "v1", "kind": "Service", "metadata": object{"name": name, "namespace": namespaceOf(template)},
		"spec": object{"selector": object{"app": name}, "ports": []object{{"name": "http", "port": 80, "targetPort": "http"}}},
	}
}

func fleetPod(i int) object {
	template := i / replicas
	name := nameOf(template)
	containers := []object{fleetContainer("app", "registry.example.com/shop/"+name+":1.4.2", 8080, name)}
	if template%4 < 2 || template%10 == 0 {
		containers = append(containers, fleetContainer("proxy", "registry.example.com/mesh/proxy:2.0.1", 9901, name))
	}
	volumes := []object{
		{"name": "cache", "emptyDir": object{"sizeLimit": "64Mi"}},
		{"name": "config", "configMap": object{"name": name, "defaultMode": 420}},
	}
	if template%10 == 0 { // one in ten is untidy
		volumes = append(volumes, object{"name": "lost", "emptyDir": object{}})
		delete(containers[1], "resources")
		containers[1]["image"] = "registry.example.com/mesh/proxy:latest"
	}
	spec := object{
		"containers": containers, "volumes": volumes, "nodeName": fmt.Sprintf("node-%03d", i%500), "restartPolicy": "Always",
		"serviceAccount": name, "serviceAccountName": name, "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
		"enableServiceLinks": true, "preemptionPolicy": "PreemptLowerPriority", "priority": 0, "schedulerName": "default-scheduler",
		"securityContext": object{"runAsNonRoot": true, "runAsUser": 1000, "fsGroup": 1000, "seccompProfile": object{"type": "RuntimeDefault"}},
		"tolerations":     []object{toleration("not-ready"), toleration("unreachable")},
	}
	if template%2 == 0 {
		addToken(spec, suffix(i))
	} else {
		spec["automountServiceAccountToken"] = false
	}
	return object{"apiVersion": "v1", "kind": "Pod", "metadata": fleetMetadata(i, name, namespaceOf(template)), "spec": spec, "status": fleetStatus(i, name, containers)}
}

// suffix is what the API server draws for each pod: five of the characters that it takes for names.
func suffix(i int) string {
	const from = "bcdfghjklmnpqrstvwxz2456789"
	seed, out := uint64(i)*0x9E3779B97F4A7C15, make([]byte, 5)
	for at := range out {
		out[at] = from[seed>>32%uint64(len(from))]
		seed = seed*6364136223846793005 + 1442695040888963407
	}
	return string(out)
}

func toleration(of string) object {
	return object{"key": "node.kubernetes.io/" + of, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}
}

// addToken does what the admission of service accounts does.
func addToken(spec object, suffix string) {
	name := "kube-api-access-" + suffix
	spec["volumes"] = append(spec["volumes"].([]object), object{"name": name, "projected": object{"defaultMode": 420, "sources": []object{
		{"serviceAccountToken": object{"expirationSeconds": 3607, "path": "token"}},
		{"configMap": object{"name": "kube-root-ca.crt", "items": []object{{"key": "ca.crt", "path": "ca.crt"}}}},
		{"downwardAPI": object{"items": []object{{"path": "namespace", "fieldRef": object{"apiVersion": "v1", "fieldPath": "metadata.namespace"}}}}},
	}}})
	for _, c := range spec["containers"].([]object) {
		c["volumeMounts"] = append(c["volumeMounts"].([]object), object{"name": name, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": true})
	}
}

func fleetMetadata(i int, name, namespace string) object {
	hash := fmt.Sprintf("%09x", i/replicas*2654435761%(1<<36))
	return object{
		"name": name + "-" + hash + "-" + suffix(i+1<<20), "generateName": name + "-" + hash + "-", "namespace": namespace,
		"uid": fmt.Sprintf("00000000-0000-4000-8000-%012x", i), "resourceVersion": fmt.Sprint(1_000_000 + i), "creationTimestamp": "2026-01-02T03:04:05Z",
		"labels":          object{"app": name, "pod-template-hash": hash},
		"annotations":     object{"checksum/config": strings.Repeat(hash, 7)[:63], "kubectl.kubernetes.io/default-container": "app"},
		"ownerReferences": []object{{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": name + "-" + hash, "controller": true, "blockOwnerDeletion": true, "uid": fmt.Sprintf("%036x", i/replicas)}},
	}
}

func fleetContainer(name, image string, port int, of string) object {
	env := []object{{"name": "POD_NAME", "valueFrom": object{"fieldRef": object{"apiVersion": "v1", "fieldPath": "metadata.name"}}}}
	for i := range 2 {
		env = append(env, object{"name": fmt.Sprintf("SETTING_%d", i), "value": fmt.Sprintf("value-%s-%d", of, i)})
	}
	portName := name
	if name == "app" {
		portName = "http"
	}
	probe := func(path string) object {
		return object{"httpGet": object{"path": path, "port": portName, "scheme": "HTTP"}, "periodSeconds": 10, "timeoutSeconds": 1, "failureThreshold": 3, "successThreshold": 1}
	}
	return object{
		"name": name, "image": image, "imagePullPolicy": "IfNotPresent", "env": env,
		"args":          []string{"--listen=:" + fmt.Sprint(port), "--log-format=json"},
		"ports":         []object{{"name": portName, "containerPort": port, "protocol": "TCP"}},
		"livenessProbe": probe("/live"), "readinessProbe": probe("/ready"), "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
		"resources":       object{"requests": object{"cpu": "100m", "memory": "128Mi"}, "limits": object{"memory": "256Mi"}},
		"securityContext": object{"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": object{"drop": []string{"ALL"}}},
		"volumeMounts":    []object{{"name": "config", "mountPath": "/etc/app", "readOnly": true}, {"name": "cache", "mountPath": "/var/cache/" + name}},
	}
}

func fleetStatus(i int, name string, containers []object) object {
	var conditions, statuses []object
	for _, c := range []string{"PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"} {
		conditions = append(conditions, object{"type": c, "status": "True", "lastProbeTime": nil, "lastTransitionTime": "2026-01-02T03:04:10Z"})
	}
	for _, c := range containers {
		statuses = append(statuses, object{
			"name": c["name"], "ready": true, "started": true, "restartCount": 0, "containerID": fmt.Sprintf("containerd://%064x", i), "image": "registry.example.com/shop/" + name,
			"imageID": fmt.Sprintf("registry.example.com/%s@sha256:%064x", name, i/replicas), "state": object{"running": object{"startedAt": "2026-01-02T03:04:09Z"}}, "lastState": object{},
		})
	}
	ip, host := fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), fmt.Sprintf("192.0.2.%d", i%250)
	return object{
		"conditions": conditions, "containerStatuses": statuses, "phase": "Running", "qosClass": "Burstable", "startTime": "2026-01-02T03:04:06Z",
		"podIP": ip, "podIPs": []object{{"ip": ip}}, "hostIP": host, "hostIPs": []object{{"ip": host}},
	}
}
