// Package pod works out what every container of a pod does and what ties the containers together: the pod model, the input of
// every rule. It states facts with evidence and paths; it judges nothing and knows nothing of OPA.
package pod

import (
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/validity"
)

// Path is where in the manifest a fact was read; see [manifest.Path].
type Path = manifest.Path

// Input is one document per pod: what every rule sees as `input`.
type Input struct {
	Object     any                       `json:"object"     jsonschema:"the manifest as written, of any kind"`
	Pod        *Pod                      `json:"pod"        jsonschema:"the pod model"`
	Related    *Related                  `json:"related"    jsonschema:"other objects of the manifest set that concern this pod"`
	Parameters map[string]map[string]any `json:"parameters" jsonschema:"the settings of each rule, by the rule's id, with defaults filled in"`
	Target     Target                    `json:"target"     jsonschema:"the cluster that the manifests are meant for"`
}

// Target is the cluster that the manifests are meant for.
type Target struct {
	Kubernetes string `json:"kubernetes,omitempty" jsonschema:"version such as 1.31; absent when the user gave none"`
	Minor      int    `json:"minor,omitempty"      jsonschema:"the minor version as a number (31); absent when the user gave none"`
}

// Pod is the model of one pod. Lists are in the order of the manifest and absent when empty.
type Pod struct {
	Path                  Path                       `json:"path"                    jsonschema:"where the PodSpec lies in the object"`
	MetadataPath          Path                       `json:"metadata_path"           jsonschema:"where the pod's (template's) metadata lies in the object"`
	Workload              Workload                   `json:"workload"                jsonschema:"the object that holds the pod"`
	Runs                  string                     `json:"runs" enum:"always,to-completion" jsonschema:"always, or to-completion (Job, CronJob and the like, restartPolicy Never or OnFailure)"`
	RestartPolicy         string                     `json:"restart_policy"          jsonschema:"the pod's restart policy, defaulted"`
	Replicas              int                        `json:"replicas,omitempty"      jsonschema:"declared replicas; absent when none are declared"`
	HostNetwork           bool                       `json:"host_network"            jsonschema:"the pod uses the node's network"`
	HostPID               bool                       `json:"host_pid"                jsonschema:"the pod uses the node's process namespace"`
	HostIPC               bool                       `json:"host_ipc"                jsonschema:"the pod uses the node's shared memory and semaphores"`
	RuntimeClass          string                     `json:"runtime_class,omitempty" jsonschema:"runtimeClassName, which may run the containers otherwise than the node's own runtime does"`
	APIToken              APIToken                   `json:"api_token"               jsonschema:"whether its containers are given a token for the Kubernetes API"`
	Sysctls               map[string]string          `json:"sysctls,omitempty"       jsonschema:"kernel parameters that the pod sets"`
	ShareProcessNamespace bool                       `json:"share_process_namespace" jsonschema:"the containers see each other's processes"`
	GracePeriodSeconds    int                        `json:"grace_period_seconds"    jsonschema:"terminationGracePeriodSeconds, 30 when not declared"`
	ActiveDeadlineSeconds int                        `json:"active_deadline_seconds,omitempty" jsonschema:"of the pod or of its Job; absent when not declared"`
	Windows               bool                       `json:"windows"                 jsonschema:"the pod runs on Windows nodes"`
	HostProcess           bool                       `json:"host_process"            jsonschema:"Windows containers that run on the node itself"`
	Test                  bool                       `json:"test"                    jsonschema:"a test pod (helm.sh/hook: test)"`
	AsksCluster           bool                       `json:"asks_cluster"            jsonschema:"its template asks the cluster (Helm's lookup), so that another cluster may get what is not here"`
	Hook                  string                     `json:"hook,omitempty"          jsonschema:"the Helm hook that the object is, such as pre-install"`
	CIAgent               bool                       `json:"ci_agent"                jsonschema:"the pod of a build agent, whose tool containers wait until the agent runs commands in them"`
	Managed               string                     `json:"managed,omitempty"       jsonschema:"a controller that starts and stops containers by itself, so that none outlives the work: tekton, argo-workflows, knative, actions-runner, jenkins, or what a configuration calls one"`
	MadeBeside            []string                   `json:"made_beside,omitempty" enum:"containers,services,policies" jsonschema:"what the controller of the workload may make that the manifest does not show: containers in the pod, Services that lead to it, NetworkPolicies that guard it"`
	Annotations           map[string]string          `json:"annotations"             jsonschema:"of the pod (template)"`
	Labels                map[string]string          `json:"labels"                  jsonschema:"of the pod (template)"`
	QOS                   string                     `json:"qos" enum:"Guaranteed,Burstable,BestEffort" jsonschema:"Guaranteed, Burstable or BestEffort"`
	Request               ResourceList               `json:"request"                 jsonschema:"effective request of the pod by KEP-753"`
	PodLevelResources     bool                       `json:"pod_level_resources"     jsonschema:"spec.resources is declared"`
	NodeAgent             bool                       `json:"node_agent"              jsonschema:"serves the node rather than the pod: a DaemonSet with host access"`
	Containers            []*Container               `json:"containers"              jsonschema:"every container in start order: init containers and native sidecars, then regular ones, then ephemeral ones; injected ones stand where their injector puts them"`
	Volumes               []*Volume                  `json:"volumes,omitempty"       jsonschema:"the pod's volumes"`
	Edges                 []Edge                     `json:"edges,omitempty"         jsonschema:"what ties two containers together"`
	App                   []AppMember                `json:"app,omitempty"           jsonschema:"the containers that are the work of the pod, the likeliest first (ways of Services, main ports, probes, ties, knowledge, order): the one answer that every rule uses"`
	Who                   *Later[map[string]*Member] `json:"who,omitzero" jsonschema:"every container in a few words, by its name; of two with one name the first keeps it, later ones are name#order"`
	Requests              *Later[[]Request]          `json:"requests,omitzero" jsonschema:"what the pod asks for of CPU and of memory, container by container"`
	References            *Later[[]Reference]        `json:"references,omitzero" jsonschema:"names by which annotations, autoscalers and fields mean containers and volumes of the pod"`
	Lookups               *Later[[]Lookup]           `json:"lookups,omitzero" jsonschema:"files and keys for which programs, mounts and variables look in ConfigMaps and Secrets, with what is there"`
	Named                 []Reference                `json:"-"` // what is looked up for References
	Bindings              *Later[[]Binding]          `json:"bindings,omitzero"       jsonschema:"ports of the pod's network, each with everybody who declares or binds it"`
	Rights                *Later[[]Right]            `json:"rights,omitzero" jsonschema:"what containers of the manifest may do beyond the ordinary"`
	Connections           *Later[[]Connection]       `json:"connections,omitzero" jsonschema:"every address that a container, a probe or a hook asks, with who is in sight on the other end"`
	Handovers             *Later[[]Handover]         `json:"handovers,omitzero" jsonschema:"files that containers read on volumes, or follow, each with everybody who may put it there"`
	Logs                  *Later[[]Log]              `json:"logs,omitzero" jsonschema:"where the containers' logs go, each with those who read it"`
	Expectations          []Expectation              `json:"expectations,omitempty"  jsonschema:"uses of what injectors are known to provide"`
	Shares                *Later[[]SharedVolume]     `json:"shares,omitzero"         jsonschema:"volumes that two containers mount which run side by side, the first 10000 pairs"`
	Endings               *Later[[]Stop]             `json:"endings,omitzero"        jsonschema:"what ends containers that do not end by themselves"`
	Waits                 *Later[[]Wait]             `json:"waits,omitzero"          jsonschema:"files without which containers go no further"`
	Outputs               *Later[[]FileOutput]       `json:"outputs,omitzero" jsonschema:"what containers do to files, with everybody else who has to do with the same file"`
	Injectors             []Injector                 `json:"injectors,omitempty"     jsonschema:"injectors that are switched on for this pod"`
	Unknown               []UnknownField             `json:"unknown_fields,omitempty" jsonschema:"fields of the pod part that Kubernetes does not know"`
	Invalid               []validity.Value           `json:"invalid_values,omitempty" jsonschema:"values of the pod part that do not fit the Kubernetes API"`
	Duplicates            []DuplicateKey             `json:"duplicate_keys,omitempty" jsonschema:"keys of the object that occur twice"`
}

// Workload names the object that holds the pod.
type Workload struct {
	APIVersion  string            `json:"api_version"           jsonschema:"such as apps/v1"`
	Kind        string            `json:"kind"                  jsonschema:"such as Deployment"`
	Namespace   string            `json:"namespace"             jsonschema:"as written; empty when the manifest names none"`
	Name        string            `json:"name"                  jsonschema:"metadata.name, or generateName"`
	Annotations map[string]string `json:"annotations,omitempty" jsonschema:"of the workload itself; absent for a bare Pod"`
	Labels      map[string]string `json:"labels,omitempty"      jsonschema:"of the workload itself; absent for a bare Pod"`
	Scales      string            `json:"scales" enum:"copies,members,nodes," jsonschema:"what there are several of its pods of: copies, any as good as the other; members, each with a name of its own; nodes, one on each; empty when that is not known"`
	Selects     string            `json:"selects" enum:"own,others,nothing" jsonschema:"whether its selector matches the labels of its own pods: own, others, or nothing where it has none"`
	Unmet       []Unmet           `json:"unmet,omitempty"       jsonschema:"what its selector asks for that the labels of its own pods do not meet"`
	ForPods     []Annotation      `json:"for_pods,omitempty"    jsonschema:"annotations of the workload itself, or of a job template, that tools read on pods"`
}

// Annotation is an annotation that tools read on pods and that stands on a workload.
type Annotation struct {
	Key       string `json:"key"        jsonschema:"the annotation"`
	Value     string `json:"value"      jsonschema:"its value"`
	On        string `json:"on"         jsonschema:"what bears it: the workload's kind, or jobTemplate"`
	OnPod     bool   `json:"on_pod"     jsonschema:"the pod (template) has an annotation or a label of this key as well"`
	OnService bool   `json:"on_service" jsonschema:"a Service of the set that selects the pod has it as well"`
	Path      Path   `json:"path"       jsonschema:"of the annotation"`
}

// Evidence backs a derived value.
type Evidence struct {
	Origin    string `json:"origin" enum:"declared,flag,env,script,config,image,injected,edge" jsonschema:"declared, flag, env, script, config, image, injected, edge"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"its rung"`
	Text      string `json:"text,omitempty" jsonschema:"the words of the manifest, or the reasoning in a few words"`
	Path      Path   `json:"path"           jsonschema:"where it was read; an int after a scalar is a line of its text, a first element @Kind/namespace/name leads into another object"`
}

// Volume is one of the pod's volumes.
type Volume struct {
	Name      string      `json:"name"                 jsonschema:"the volume's name"`
	Kind      string      `json:"kind"                 jsonschema:"the field that declares it: emptyDir, configMap, secret, projected, downwardAPI, persistentVolumeClaim, hostPath, csi, ephemeral, nfs, image...; emptyDir when it declares nothing"`
	Source    string      `json:"source,omitempty"     jsonschema:"name of the ConfigMap, Secret or claim, path of a hostPath, driver of a csi volume"`
	Template  bool        `json:"template"             jsonschema:"declared by volumeClaimTemplates"`
	SizeLimit *int64      `json:"size_limit_bytes,omitempty" jsonschema:"of an emptyDir; absent when not declared"`
	Medium    string      `json:"medium,omitempty"     jsonschema:"of an emptyDir"`
	Type      string      `json:"type,omitempty"       jsonschema:"of a hostPath"`
	Mode      *int32      `json:"mode,omitempty"       jsonschema:"defaultMode; absent when not declared"`
	Immutable bool        `json:"immutable"            jsonschema:"a ConfigMap or Secret of the set that is immutable"`
	Facility  bool        `json:"facility"             jsonschema:"a path of the node that containers mount for their own sake, such as /dev or /etc"`
	Config    bool        `json:"config"               jsonschema:"holds settings, not shared files: configMap, secret, projected, downwardAPI"`
	Sources   []Source    `json:"sources,omitempty"    jsonschema:"of settings: what it draws its files from"`
	MountedBy []MountedBy `json:"mounted_by,omitempty" jsonschema:"who mounts it how"`
	Path      Path        `json:"path"                 jsonschema:"of the volume's entry"`
}

// MountedBy is one mount of a volume.
type MountedBy struct {
	Container string `json:"container"           jsonschema:"who"`
	Class     string `json:"class" enum:"init,sidecar,regular,ephemeral,injected" jsonschema:"that container's class"`
	MountPath string `json:"mount_path"          jsonschema:"where"`
	SubPath   string `json:"sub_path,omitempty"  jsonschema:"which part"`
	ReadOnly  bool   `json:"read_only"           jsonschema:"mounted read-only"`
	Path      Path   `json:"path"                jsonschema:"of the mount's entry"`
}

// Edge ties two containers together.
type Edge struct {
	From      string `json:"from"           jsonschema:"the container that acts: writes, dials, probes, signals, starts first"`
	To        string `json:"to"             jsonschema:"the container that is acted on"`
	Kind      string `json:"kind" enum:"shared-volume,socket,localhost-dial,probe,signal,shared-memory,log-stream,config-reload,content-sync,auth-front,metrics-scrape,start-order,injected,declared-by-user" jsonschema:"shared-volume, socket, localhost-dial, probe, signal, shared-memory, log-stream, config-reload, content-sync, auth-front, metrics-scrape, start-order, injected, declared-by-user"`
	Origin    string `json:"origin" enum:"declared,flag,env,script,config,image,injected,role" jsonschema:"declared, flag, env, script, config, image, injected, role"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"its rung: of the weaker end"`
	Text      string `json:"text,omitempty" jsonschema:"what ties them: the volume and path, the port, the socket"`
	Path      Path   `json:"path"           jsonschema:"of the evidence"`
}

// Injector is an injector that is switched on for this pod.
type Injector struct {
	ID     string   `json:"id"     jsonschema:"id of the knowledge entry: istio, linkerd, vault..."`
	Switch string   `json:"switch" jsonschema:"the annotation or label that switches it on, as key=value"`
	On     string   `json:"on"     jsonschema:"pod or namespace: where the switch stands"`
	Ports  []int    `json:"ports,omitempty" jsonschema:"ports that it owns in the pod; not those from which an annotation moves it"`
	Adds   []string `json:"adds,omitempty" jsonschema:"names of the containers that it adds, by its settings or not"`
	UID    *int64   `json:"uid,omitempty"   jsonschema:"user that bypasses its redirection"`
	Ends   bool     `json:"ends"   jsonschema:"does not outlive a Job's work, by its settings"`
	Native bool     `json:"native" jsonschema:"injects native sidecars, by its settings or the target version"`
	From   string   `json:"native_from" jsonschema:"Kubernetes version from which it injects native sidecars; empty when none is known"`
	Path   Path     `json:"path"   jsonschema:"of the switch"`

	Outbound Outbound `json:"outbound" jsonschema:"what its proxy takes of the pod's outgoing connections"`
}

// UnknownField is a field that Kubernetes does not know.
type UnknownField struct {
	Key     string `json:"key"               jsonschema:"as written"`
	Nearest string `json:"nearest,omitempty" jsonschema:"a known field with a similar name"`
	In      string `json:"in"                jsonschema:"the path it stands in, as text"`
	Belongs string `json:"belongs,omitempty" jsonschema:"where else in the object Kubernetes knows one of that name, as text; absent when that is known of no place near"`
	Below   string `json:"below,omitempty"   jsonschema:"the field beside it in which Kubernetes knows one of that name: it stands one level too high"`
	Path    Path   `json:"path"              jsonschema:"of the field's key"`
}

// DuplicateKey is a key that a map holds twice; the later value counts.
type DuplicateKey struct {
	Key   string `json:"key"   jsonschema:"as written"`
	First int    `json:"first" jsonschema:"line of the entry that is lost, of the file that a person wrote where that is known"`
	Where string `json:"where" jsonschema:"the place of the entry that is lost in words: line 12, or FILE:12 where that is another file than the one of the entry that counts"`
	Same  bool   `json:"same"  jsonschema:"both entries have one value"`
	Empty bool   `json:"empty" jsonschema:"the entry that is lost has no value"`
	In    string `json:"in" enum:"manifest,chart" jsonschema:"what holds both: a manifest, or what a chart's templates make, of which Helm takes the later entry"`
	Path  Path   `json:"path"  jsonschema:"of the key of the entry that counts"`
}
