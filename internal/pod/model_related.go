package pod

// Related are other objects of the manifest set that concern this pod.
type Related struct {
	Services      []Service       `json:"services,omitempty"    jsonschema:"Services that select the pod"`
	ConfigMaps    []ConfigRef     `json:"config_maps,omitempty" jsonschema:"ConfigMaps that it mounts or reads"`
	Secrets       []ConfigRef     `json:"secrets,omitempty"     jsonschema:"Secrets that it mounts or reads"`
	Autoscalers   []Autoscaler    `json:"autoscalers,omitempty" jsonschema:"HorizontalPodAutoscalers that target the workload, and ScaledObjects of KEDA, which makes some of them"`
	Policies      []NetworkPolicy `json:"network_policies,omitempty" jsonschema:"NetworkPolicies that select the pod"`
	Monitors      []Monitor       `json:"monitors,omitempty"    jsonschema:"PodMonitors that select the pod, ServiceMonitors that select one of its Services"`
	NearSelectors []NearSelector  `json:"near_selectors,omitempty" jsonschema:"selectors that select nothing in the set, although all but one requirement fits this pod or a Service of it"`
	Namespace     *Namespace      `json:"namespace,omitempty"   jsonschema:"the pod's Namespace, when it is in the set"`
	ServiceSeen   bool            `json:"service_seen"          jsonschema:"a Service, of this pod or not, is in the set"`
	LimitRange    bool            `json:"limit_range"           jsonschema:"a LimitRange with container defaults is in the pod's namespace"`
	Quotas        []Quota         `json:"quotas,omitempty"      jsonschema:"ResourceQuotas without scopes of the pod's namespace, where the manifests name it"`
	Quota         bool            `json:"quota"                 jsonschema:"a ResourceQuota is in the pod's namespace"`
	Token         *bool           `json:"token,omitempty"       jsonschema:"automountServiceAccountToken of the ServiceAccount, when it is in the set and says so"`
	Account       *Account        `json:"account,omitempty"     jsonschema:"the pod's service account, when a binding of the set names it"`
	Called        []CalledService `json:"called,omitempty"      jsonschema:"Services of the set that its containers call by name, whether they lead to this pod or not"`
	Unresolved    []Unresolved    `json:"unresolved,omitempty"  jsonschema:"names that lead out of the set"`
}

// Service is a Service that selects the pod.
type Service struct {
	Name      string        `json:"name"        jsonschema:"metadata.name"`
	Namespace string        `json:"namespace"   jsonschema:"as written"`
	Near      string        `json:"near" enum:"same-build,same-file,same-folder,above-below,sibling" jsonschema:"how near it stands: made by one build, in the same file or folder, in a folder above or below, or in a sibling folder"`
	Type      string        `json:"type"        jsonschema:"ClusterIP when not declared"`
	Headless  bool          `json:"headless"    jsonschema:"clusterIP None"`
	Governing bool          `json:"governing"   jsonschema:"the StatefulSet's serviceName"`
	Workloads int           `json:"workloads"   jsonschema:"workloads of the set that it selects"`
	Ports     []ServicePort `json:"ports,omitempty" jsonschema:"its ports, resolved in this pod"`
	Path      Path          `json:"path"        jsonschema:"of the Service (an @ path)"`
}

// ServicePort is a port of a Service, resolved in this pod.
type ServicePort struct {
	Name       string   `json:"name,omitempty"        jsonschema:"of the port"`
	Port       int      `json:"port"                  jsonschema:"of the Service"`
	Protocol   string   `json:"protocol"              jsonschema:"TCP when not declared"`
	TargetName string   `json:"target_name,omitempty" jsonschema:"targetPort when it is a name"`
	TargetPort int      `json:"target_port,omitempty" jsonschema:"resolved number; absent when the name is not found"`
	Containers []string `json:"containers,omitempty" jsonschema:"containers that declare or serve it"`
	Address    string   `json:"address,omitempty"     jsonschema:"address class of the effective listener: all, loopback, pod-ip, unknown; absent when none is known"`
	Side       bool     `json:"side"                  jsonschema:"it is for the operation of a program (metrics, health, administration): its names say so, or what listens there"`
	Path       Path     `json:"path"                  jsonschema:"of targetPort, else of port (an @ path)"`
}

// ConfigRef is a ConfigMap or Secret that the pod uses.
type ConfigRef struct {
	Name      string   `json:"name"            jsonschema:"metadata.name"`
	Resolved  bool     `json:"resolved"        jsonschema:"it is in the set, and no other object may be meant"`
	Near      string   `json:"near" enum:"same-build,same-file,same-folder,above-below,sibling,apart" jsonschema:"how near it stands: made by one build, in the same file or folder, in a folder above or below, or in a sibling folder, or apart when it is not resolved"`
	Optional  bool     `json:"optional"        jsonschema:"the reference is optional"`
	Immutable bool     `json:"immutable"       jsonschema:"it is immutable"`
	Keys      []string `json:"keys,omitempty"  jsonschema:"its keys, when it is in the set"`
	Complete  bool     `json:"complete"        jsonschema:"it is in the set, and nothing says that others change or fill it"`
	Asks      bool     `json:"asks_cluster"    jsonschema:"its template asks the cluster (Helm's lookup), so that another cluster may get what is not here"`
	FilledBy  string   `json:"filled_by"       jsonschema:"the Job beside it whose account may change it, as Job NAME, so that more keys may come at run time; empty when there is none"`
	Path      Path     `json:"path"            jsonschema:"of the reference"`

	// Withheld is the condition under which its template writes a key; nil: it is not in the set.
	Withheld func(key string) (condition string, ok bool) `json:"-"`
}

// Autoscaler is a HorizontalPodAutoscaler that targets the workload, or a ScaledObject of KEDA.
type Autoscaler struct {
	Name    string   `json:"name"              jsonschema:"metadata.name"`
	Near    string   `json:"near" enum:"same-build,same-file,same-folder,above-below,sibling" jsonschema:"how near it stands: made by one build, in the same file or folder, in a folder above or below, or in a sibling folder"`
	Metrics []Metric `json:"metrics,omitempty" jsonschema:"resource metrics"`
	Path    Path     `json:"path"              jsonschema:"of the autoscaler (an @ path)"`
}

// Metric is a resource metric of an autoscaler.
type Metric struct {
	Type        string `json:"type"                jsonschema:"Resource or ContainerResource"`
	Resource    string `json:"resource"            jsonschema:"cpu or memory"`
	Container   string `json:"container,omitempty" jsonschema:"of a ContainerResource metric"`
	Utilization bool   `json:"utilization"         jsonschema:"the target is a share of the request"`
	Path        Path   `json:"path"                jsonschema:"of the metric (an @ path): of the container's name for ContainerResource"`
}

// NetworkPolicy is a NetworkPolicy that selects the pod.
type NetworkPolicy struct {
	Name     string `json:"name"            jsonschema:"metadata.name"`
	Near     string `json:"near" enum:"same-build,same-file,same-folder,above-below,sibling" jsonschema:"how near it stands: made by one build, in the same file or folder, in a folder above or below, or in a sibling folder"`
	Ingress  bool   `json:"ingress"         jsonschema:"it restricts incoming traffic"`
	AllPorts bool   `json:"all_ports"       jsonschema:"a rule allows every port"`
	// A rule without "from" lets everybody in.
	AnyoneAllPorts bool      `json:"anyone_all_ports" jsonschema:"a rule allows every port to everybody"`
	Allows         []Allowed `json:"allows,omitempty" jsonschema:"ports that rules name, in the order of the rules"`
	Path           Path      `json:"path"             jsonschema:"of the policy (an @ path)"`
}

// Allowed is a port that a rule of a NetworkPolicy names.
type Allowed struct {
	Port   int  `json:"port"   jsonschema:"its number; names and ranges are resolved in this pod"`
	Anyone bool `json:"anyone" jsonschema:"the rule names no peers, so that everybody may reach the port"`
	Path   Path `json:"path"   jsonschema:"of the port (an @ path)"`
}

// Monitor is a PodMonitor or ServiceMonitor.
type Monitor struct {
	Kind      string            `json:"kind"            jsonschema:"PodMonitor or ServiceMonitor"`
	Name      string            `json:"name"            jsonschema:"metadata.name"`
	Near      string            `json:"near" enum:"same-build,same-file,same-folder,above-below,sibling" jsonschema:"how near it stands: made by one build, in the same file or folder, in a folder above or below, or in a sibling folder"`
	Labels    int               `json:"labels"          jsonschema:"how many labels its selector asks for"`
	Ports     []string          `json:"ports,omitempty" jsonschema:"port names or numbers of its endpoints"`
	Endpoints []MonitorEndpoint `json:"-"` // what is looked up for References
	Path      Path              `json:"path"            jsonschema:"of the monitor (an @ path)"`
}

// Namespace is the pod's Namespace.
type Namespace struct {
	Name   string            `json:"name"   jsonschema:"metadata.name"`
	Near   string            `json:"near" enum:"same-build,same-file,same-folder,above-below,sibling" jsonschema:"how near it stands: made by one build, in the same file or folder, in a folder above or below, or in a sibling folder"`
	Labels map[string]string `json:"labels" jsonschema:"its labels"`
	Path   Path              `json:"path"   jsonschema:"of the Namespace (an @ path)"`
}

// Unresolved is a name that leads out of the set.
type Unresolved struct {
	Kind string `json:"kind" jsonschema:"ConfigMap, Secret, Service, PersistentVolumeClaim..."`
	Name string `json:"name" jsonschema:"the name"`
	Path Path   `json:"path" jsonschema:"of the reference"`
}
