package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// dimension is something of which an input may hold any number.
type dimension struct {
	name string
	// small is how many there are at first; the cost of eight times as many shows how it grows. Real pods stay far below that.
	small int
	write func(n int) string
	file  string   // its name; empty: grown.yaml
	flags []string // of podlint lint beside the file
	// pairs: a model states something of each two of them, which the most that a pod may hold bounds.
	pairs bool
	// baseline makes a baseline of the file's own violations first.
	baseline bool
}

func (d *dimension) fileName() string {
	if d.file == "" {
		return "grown.yaml"
	}
	return d.file
}

// dimensions are those of which strangers send many.
func dimensions() []dimension {
	return []dimension{
		{name: "containers", small: 60, pairs: true, write: plainContainers},
		{name: "containers that write to one volume", small: 60, pairs: true, write: sharingContainers},
		{name: "containers that follow one file", small: 60, pairs: true, write: followingContainers},
		{name: "containers that hand files on", small: 60, pairs: true, write: handingContainers},
		{name: "suppressions", small: 60, pairs: true, write: suppressedContainers},
		{name: "volumes", small: 60, write: manyVolumes},
		{name: "mounts in one another", small: 60, write: nestedMounts},
		{name: "ports", small: 120, write: manyPorts},
		{name: "environment", small: 250, write: environment},
		{name: "environment that refers to itself", small: 250, write: referringEnvironment},
		{name: "lines of a script", small: 250, write: func(n int) string { return script(n, "echo step >> /data/log-%d.txt") }},
		{name: "files of a script", small: 250, write: func(n int) string { return script(n, "cd /data; mkdir d%[1]d; cp a/%[1]d b/%[1]d") }},
		{name: "sections of a ConfigMap", small: 250, write: sections},
		{name: "documents", small: 100, write: documents},
		{name: "pods in one line of JSON", small: 50, file: "grown.json", write: oneLine},
		{name: "pods in one line of JSON, rdjson", small: 50, file: "grown.json", write: oneLine, flags: []string{"-o", "rdjson"}},
		{name: "entries of a baseline", small: 100, write: documents, baseline: true},
	}
}

const podHead = "apiVersion: v1\nkind: Pod\nmetadata: {name: grown}\nspec:\n"

func each(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "@", fmt.Sprint(i)))
	}
	return b.String()
}

func plainContainers(n int) string {
	return podHead + "  containers:\n" + each(n, "  - name: c@\n    image: registry.example.com/shop/c@:1.0.0\n    args: [--listen=:1@, --upstream=http://127.0.0.1:1@/]\n")
}

func sharingContainers(n int) string {
	return podHead + "  volumes:\n  - {name: data, emptyDir: {}}\n  containers:\n" + each(n, "  - name: c@\n    image: busybox:1.36.1\n"+
		"    command: [sh, -c, 'while true; do date >> /data/log; sleep 1; done']\n    volumeMounts: [{name: data, mountPath: /data}]\n")
}

func followingContainers(n int) string {
	return podHead + "  volumes:\n  - {name: data, emptyDir: {}}\n  containers:\n" + each(n, "  - name: c@\n    image: busybox:1.36.1\n"+
		"    command: [sh, -c, 'tail -F /data/log']\n    volumeMounts: [{name: data, mountPath: /data}]\n")
}

// handingContainers each copy what the one before has left, and log to a file of their own. What else they do is out of sight.
func handingContainers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  - name: c%[1]d\n    image: registry.example.com/shop/c%[1]d:1.0.0\n    env: [{name: LOG_FILE, value: /data/log%[1]d}]\n"+
			"    command: [sh, -c, 'cp /data/out%[2]d /data/out%[1]d; exec app --config /data/x']\n    volumeMounts: [{name: data, mountPath: /data}]\n", i, (i+n-1)%n)
	}
	return podHead + "  volumes:\n  - {name: data, emptyDir: {}}\n  containers:\n" + b.String()
}

func suppressedContainers(n int) string {
	return podHead + "  containers:\n" + each(n, "  - name: c@\n    image: registry.example.com/shop/c@:latest # podlint:ignore sidecar-image-unpinned -- it is built here\n")
}

func manyVolumes(n int) string {
	mounts := each(n, "    - {name: v@, mountPath: /data/@}\n")
	return podHead + "  volumes:\n" + each(n, "  - {name: v@, emptyDir: {}}\n") + "  containers:\n" +
		"  - name: a\n    image: registry.example.com/shop/a:1.0.0\n    volumeMounts:\n" + mounts +
		"  - name: b\n    image: registry.example.com/shop/b:1.0.0\n    volumeMounts:\n" + mounts
}

func nestedMounts(n int) string {
	var mounts strings.Builder
	for i := range n {
		fmt.Fprintf(&mounts, "    - {name: v%d, mountPath: /data%s}\n", i, strings.Repeat("/d", i))
	}
	return podHead + "  volumes:\n" + each(n, "  - {name: v@, emptyDir: {}}\n") + "  containers:\n" +
		"  - name: a\n    image: registry.example.com/shop/a:1.0.0\n    volumeMounts:\n" + mounts.String() +
		"  - name: b\n    image: registry.example.com/shop/b:1.0.0\n    volumeMounts:\n" + mounts.String()
}

func manyPorts(n int) string {
	ports := each(n, "    - {name: p@, containerPort: 1@}\n")
	return podHead + "  containers:\n  - name: a\n    image: registry.example.com/shop/a:1.0.0\n    ports:\n" + ports +
		"  - name: b\n    image: registry.example.com/shop/b:1.0.0\n    ports:\n" + ports
}

func environment(n int) string {
	return podHead + "  containers:\n  - name: a\n    image: registry.example.com/shop/a:1.0.0\n    env:\n" +
		each(n, "    - {name: URL_@, value: 'http://localhost:1@/'}\n") +
		"  - name: b\n    image: registry.example.com/shop/b:1.0.0\n    ports: [{containerPort: 8080}]\n"
}

func referringEnvironment(n int) string {
	return podHead + "  containers:\n  - name: a\n    image: registry.example.com/shop/a:1.0.0\n    env:\n    - {name: A, value: " +
		strings.Repeat("x", 10*n) + "}\n" + each(n, "    - {name: B_@, value: '$(A)'}\n") + "  - {name: b, image: registry.example.com/shop/b:1.0.0}\n"
}

func script(n int, line string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "      "+line+"\n", i)
	}
	return podHead + "  volumes:\n  - {name: data, emptyDir: {}}\n  containers:\n" +
		"  - name: a\n    image: busybox:1.36.1\n    volumeMounts: [{name: data, mountPath: /data}]\n    command:\n    - sh\n    - -c\n    - |\n" + b.String() +
		"  - name: b\n    image: registry.example.com/shop/b:1.0.0\n    volumeMounts: [{name: data, mountPath: /data}]\n"
}

func sections(n int) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: agent}\ndata:\n  fluent-bit.conf: |\n" +
		each(n, "    [INPUT]\n        Name tail\n        Path /data/log-@.txt\n        Tag t@\n    [OUTPUT]\n        Name http\n        Match t@\n        Port 1@\n") +
		"---\n" + podHead + "  volumes:\n  - {name: data, emptyDir: {}}\n  - {name: config, configMap: {name: agent}}\n  containers:\n" +
		"  - name: a\n    image: fluent/fluent-bit:3.2.2\n    volumeMounts: [{name: data, mountPath: /data}, {name: config, mountPath: /fluent-bit/etc}]\n" +
		"  - name: b\n    image: busybox:1.36.1\n    volumeMounts: [{name: data, mountPath: /data}]\n    command: [sh, -c, 'while true; do date >> /data/log-1.txt; done']\n"
}

// dirty is a pod of which several rules find something.
func dirty(i int) object {
	name := fmt.Sprintf("p%d", i)
	return object{
		"apiVersion": "v1", "kind": "Pod", "metadata": object{"name": name, "labels": object{"app": name}},
		"spec": object{
			"volumes": []object{{"name": "data", "emptyDir": object{}}, {"name": "lost-" + name, "emptyDir": object{}}},
			"containers": []object{
				{
					"name": "app-" + name, "image": "registry.example.com/shop/" + name + ":1.0.0", "ports": []object{{"containerPort": 8080}},
					"command":      []string{"sh", "-c", "while true; do echo " + name + " >> /data/" + name + ".log; sleep 1; done"},
					"volumeMounts": []object{{"name": "data", "mountPath": "/data"}},
				},
				{
					"name": "side", "image": "fluent/fluent-bit", "ports": []object{{"containerPort": 8080}},
					"volumeMounts": []object{{"name": "data", "mountPath": "/" + name}},
				},
			},
		},
	}
}

func documents(n int) string {
	var b strings.Builder
	for i := range n {
		text, _ := json.MarshalIndent(dirty(i), "", "  ") //nolint:errchkjson // maps, lists and texts alone
		b.WriteString("---\n" + string(text) + "\n")
	}
	return b.String()
}

func oneLine(n int) string {
	items := make([]object, 0, n)
	for i := range n {
		items = append(items, dirty(i))
	}
	text, _ := json.Marshal(object{"apiVersion": "v1", "kind": "List", "items": items}) //nolint:errchkjson // likewise
	return string(text) + "\n"
}
