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

// writeFleet writes a List as "kubectl get pods,services -A -o json" does: pods of two containers, most of them tidy, of n/replicas
// templates, each with what the API server adds, about 12 KB; and at the end, behind all pods, a Service for each template.
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

func fleetService(template int) object {
	name := fmt.Sprintf("app-%04d", template)
	return object{
		"apiVersion": "v1", "kind": "Service", "metadata": object{"name": name, "namespace": namespaceOf(template)},
		"spec": object{"selector": object{"app": name}, "ports": []object{{"name": "http", "port": 80, "targetPort": "http"}}},
	}
}

func fleetPod(i int) object {
	template := i / replicas
	name := fmt.Sprintf("app-%04d", template)
	containers := []object{
		fleetContainer("app", "registry.example.com/shop/"+name+":1.4.2", 8080, template),
		fleetContainer("proxy", "registry.example.com/mesh/proxy:2.0.1", 9901, template),
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
	return object{
		"apiVersion": "v1", "kind": "Pod",
		"metadata": fleetMetadata(i, name, namespaceOf(template)),
		"spec": object{
			"containers": containers, "volumes": volumes, "nodeName": fmt.Sprintf("node-%03d", i%500), "restartPolicy": "Always",
			"serviceAccountName": name, "automountServiceAccountToken": false, "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
			"securityContext": object{"runAsNonRoot": true, "runAsUser": 1000, "fsGroup": 1000, "seccompProfile": object{"type": "RuntimeDefault"}},
			"tolerations":     []object{{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}},
		},
		"status": fleetStatus(i),
	}
}

func fleetMetadata(i int, name, namespace string) object {
	hash := fmt.Sprintf("%09x", i/replicas*2654435761%(1<<36))
	return object{
		"name": fmt.Sprintf("%s-%s-%05x", name, hash, i), "generateName": name + "-" + hash + "-", "namespace": namespace,
		"uid": fmt.Sprintf("00000000-0000-4000-8000-%012x", i), "resourceVersion": fmt.Sprint(1_000_000 + i), "creationTimestamp": "2026-01-02T03:04:05Z",
		"labels":          object{"app": name, "pod-template-hash": hash},
		"annotations":     object{"checksum/config": strings.Repeat(hash, 7)[:63], "kubectl.kubernetes.io/default-container": "app"},
		"ownerReferences": []object{{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": name + "-" + hash, "controller": true, "uid": fmt.Sprintf("%036x", i/replicas)}},
		"managedFields":   []object{{"manager": "kube-controller-manager", "operation": "Update", "fieldsType": "FieldsV1", "fieldsV1": managed(1)}, {"manager": "kubelet", "subresource": "status", "operation": "Update", "fieldsType": "FieldsV1", "fieldsV1": managed(0)}},
	}
}

// managed is what the API server notes about who set which field.
func managed(containers int) object {
	fields := object{}
	for i := range containers {
		of := object{".": object{}}
		for _, key := range []string{"args", "env", "image", "imagePullPolicy", "livenessProbe", "name", "ports", "readinessProbe", "resources"} {
			of["f:"+key] = object{}
		}
		fields[fmt.Sprintf("k:{\"name\":\"container-%d\"}", i)] = of
	}
	return object{"f:spec": object{"f:containers": fields}}
}

func fleetContainer(name, image string, port, template int) object {
	env := []object{{"name": "POD_NAME", "valueFrom": object{"fieldRef": object{"apiVersion": "v1", "fieldPath": "metadata.name"}}}}
	for i := range 3 {
		env = append(env, object{"name": fmt.Sprintf("SETTING_%d", i), "value": fmt.Sprintf("value-%d-%d", template, i)})
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
		"livenessProbe": probe("/live"), "readinessProbe": probe("/ready"),
		"resources":       object{"requests": object{"cpu": "100m", "memory": "128Mi"}, "limits": object{"memory": "256Mi"}},
		"securityContext": object{"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": object{"drop": []string{"ALL"}}},
		"volumeMounts":    []object{{"name": "config", "mountPath": "/etc/app", "readOnly": true}, {"name": "cache", "mountPath": "/var/cache/" + name}},
	}
}

func fleetStatus(i int) object {
	var conditions, statuses []object
	for _, c := range []string{"PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"} {
		conditions = append(conditions, object{"type": c, "status": "True", "lastProbeTime": nil, "lastTransitionTime": "2026-01-02T03:04:10Z"})
	}
	for _, c := range []string{"app", "proxy"} {
		statuses = append(statuses, object{
			"name": c, "ready": true, "started": true, "restartCount": 0, "containerID": fmt.Sprintf("containerd://%064x", i), "image": "registry.example.com/" + c,
			"imageID": fmt.Sprintf("registry.example.com/%s@sha256:%064x", c, i/replicas), "state": object{"running": object{"startedAt": "2026-01-02T03:04:09Z"}}, "lastState": object{},
		})
	}
	return object{
		"conditions": conditions, "containerStatuses": statuses, "phase": "Running", "qosClass": "Burstable", "startTime": "2026-01-02T03:04:06Z",
		"podIP": fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), "hostIP": "192.0.2.1",
	}
}
