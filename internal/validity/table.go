package validity

import (
	"math"
	"reflect"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// table is what the API takes, by Go type: the validation of Pods in Kubernetes 1.37, as its API reference documents it.
var table = sync.OnceValue(func() map[reflect.Type]object {
	t := map[reflect.Type]object{}
	for _, part := range []func(map[reflect.Type]object){tablePod, tableContainer, tableEnv, tableProbe, tableVolume, tableStorage, tableSecurity, tableScheduling} {
		part(t)
	}
	return t
})

func of[T any]() reflect.Type { return reflect.TypeFor[T]() }

// texts are the constants of an enumeration.
func texts[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// oneOf is a field with an enumeration whose empty text means the default.
func oneOf[T ~string](values ...T) field { return field{values: texts(values...), empty: true} }

// exactly is a field with an enumeration in which an empty text is no value either: an optional field whose Go type is a pointer.
func exactly[T ~string](values ...T) field { return field{values: texts(values...)} }

// The ranges of numbers.
var (
	notNegative = &span{max: math.MaxInt64}
	positive    = &span{min: 1, max: math.MaxInt64}
	portRange   = &span{min: 1, max: 65535}
	hostPorts   = &span{max: 65535}
	ids         = &span{max: math.MaxInt32}
	fileMode    = &span{max: 0o777, octal: true}
	weights     = &span{min: 1, max: 100}
)

func tablePod(t map[reflect.Type]object) {
	t[of[corev1.PodSpec]()] = object{
		fields: map[string]field{
			"restartPolicy":         oneOf(corev1.RestartPolicyAlways, corev1.RestartPolicyOnFailure, corev1.RestartPolicyNever),
			"dnsPolicy":             oneOf(corev1.DNSClusterFirst, corev1.DNSClusterFirstWithHostNet, corev1.DNSDefault, corev1.DNSNone),
			"preemptionPolicy":      exactly(corev1.PreemptLowerPriority, corev1.PreemptNever),
			"serviceAccountName":    {of: "name of a ServiceAccount", form: dnsSubdomain},
			"nodeName":              {of: "name of a node", form: dnsSubdomain},
			"hostname":              {form: dnsLabel},
			"subdomain":             {form: dnsLabel},
			"hostnameOverride":      {form: dnsSubdomain, whole: true},
			"priorityClassName":     {of: "name of a PriorityClass", form: dnsSubdomain},
			"runtimeClassName":      {of: "name of a RuntimeClass", form: dnsSubdomain, whole: true},
			"activeDeadlineSeconds": {within: &span{min: 1, max: math.MaxInt32}},
			"nodeSelector":          {of: "label", keys: labelKey, form: labelValue},
		},
		also: []func(*walk, *node){(*walk).podNames, (*walk).podReferences, (*walk).hostPorts, (*walk).podNamespaces, (*walk).podDNS, (*walk).containerResources, (*walk).podLimits, (*walk).ephemerals, (*walk).spreads},
	}
	t[of[corev1.PodOS]()] = object{fields: map[string]field{"name": {values: texts(corev1.Linux, corev1.Windows), required: true}}}
	t[of[corev1.PodReadinessGate]()] = object{fields: map[string]field{"conditionType": {form: labelKey, required: true}}}
	t[of[corev1.PodSchedulingGate]()] = object{fields: map[string]field{"name": {form: labelKey, required: true}}}
	t[of[corev1.HostAlias]()] = object{fields: map[string]field{"ip": {form: ipAddress, required: true}, "hostnames": {of: "host name", form: dnsSubdomain}}}
	t[of[corev1.PodDNSConfig]()] = object{fields: map[string]field{"nameservers": {of: "name server", form: ipAddress}, "searches": {of: "search domain", form: search}}}
	t[of[corev1.PodDNSConfigOption]()] = object{fields: map[string]field{"name": {required: true}}}
	t[of[corev1.PodResourceClaim]()] = object{
		fields: map[string]field{
			"name": {required: true, form: dnsLabel}, "resourceClaimName": {form: dnsSubdomain, whole: true}, "resourceClaimTemplateName": {form: dnsSubdomain, whole: true},
		},
		oneOf: []choice{{of: "claim", members: []string{"resourceClaimName", "resourceClaimTemplateName"}, required: true}},
	}
	t[of[metav1.ObjectMeta]()] = object{fields: map[string]field{
		"labels": {of: "label", keys: labelKey, form: labelValue}, "annotations": {of: "annotation", keys: lowerKey},
	}, also: []func(*walk, *node){(*walk).metadata}}
}

func tableContainer(t map[reflect.Type]object) {
	container := object{
		fields: map[string]field{
			"name":                     {of: "container name", required: true, form: dnsLabel},
			"image":                    {required: true},
			"imagePullPolicy":          oneOf(corev1.PullAlways, corev1.PullIfNotPresent, corev1.PullNever),
			"terminationMessagePolicy": oneOf(corev1.TerminationMessageReadFile, corev1.TerminationMessageFallbackToLogsOnError),
			"restartPolicy":            exactly(corev1.ContainerRestartPolicyAlways, corev1.ContainerRestartPolicyNever, corev1.ContainerRestartPolicyOnFailure),
		},
		also: []func(*walk, *node){
			(*walk).containerFields, (*walk).containerProbes, (*walk).containerPorts, (*walk).containerMounts, (*walk).containerResources, (*walk).restartRules, (*walk).imageBlanks,
		},
	}
	t[of[corev1.Container]()] = container
	t[of[corev1.EphemeralContainerCommon]()] = container
	t[of[corev1.ContainerPort]()] = object{fields: map[string]field{
		"name":          {of: "port name", form: portName},
		"containerPort": {required: true, within: portRange},
		"hostPort":      {within: hostPorts},
		"protocol":      oneOf(corev1.ProtocolTCP, corev1.ProtocolUDP, corev1.ProtocolSCTP),
	}}
	t[of[corev1.VolumeMount]()] = object{
		fields: map[string]field{
			"name":              {of: "volume", required: true},
			"mountPath":         {required: true},
			"subPath":           {form: inside},
			"subPathExpr":       {form: inside},
			"mountPropagation":  exactly(corev1.MountPropagationNone, corev1.MountPropagationHostToContainer, corev1.MountPropagationBidirectional),
			"recursiveReadOnly": exactly(corev1.RecursiveReadOnlyDisabled, corev1.RecursiveReadOnlyIfPossible, corev1.RecursiveReadOnlyEnabled),
		},
		also: []func(*walk, *node){(*walk).mount},
	}
	t[of[corev1.ResourceClaim]()] = object{fields: map[string]field{"name": {of: "resource claim", required: true}, "request": {form: dnsLabel}}}
	t[of[corev1.VolumeDevice]()] = object{fields: map[string]field{"name": {of: "volume", required: true}, "devicePath": {required: true, form: noBackstep}}}
	t[of[corev1.ContainerResizePolicy]()] = object{fields: map[string]field{
		"resourceName":  {required: true, values: texts(corev1.ResourceCPU, corev1.ResourceMemory)},
		"restartPolicy": {required: true, values: texts(corev1.NotRequired, corev1.RestartContainer)},
	}}
	t[of[corev1.ContainerRestartRule]()] = object{fields: map[string]field{
		"action":    {required: true, values: texts(corev1.ContainerRestartRuleActionRestart, corev1.ContainerRestartRuleActionRestartAllContainers)},
		"exitCodes": {required: true},
	}}
	t[of[corev1.ContainerRestartRuleOnExitCodes]()] = object{fields: map[string]field{
		"operator": {required: true, values: texts(corev1.ContainerRestartRuleOnExitCodesOpIn, corev1.ContainerRestartRuleOnExitCodesOpNotIn)},
	}}
}

func tableEnv(t map[reflect.Type]object) {
	t[of[corev1.EnvVar]()] = object{
		fields: map[string]field{"name": {of: "name of a variable", required: true, form: envName}},
		also:   []func(*walk, *node){(*walk).envVar},
	}
	t[of[corev1.EnvVarSource]()] = object{
		oneOf: []choice{{of: "source", members: []string{"fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"}, required: true}},
		also:  []func(*walk, *node){(*walk).envFields},
	}
	t[of[corev1.EnvFromSource]()] = object{
		fields: map[string]field{"prefix": {form: envName}},
		oneOf:  []choice{{of: "source", members: []string{"configMapRef", "secretRef"}, required: true}},
	}
	reference := func(kind string) object {
		return object{fields: map[string]field{"name": {of: "name of a " + kind, required: true, form: dnsPrefix}}}
	}
	t[of[corev1.ConfigMapEnvSource]()], t[of[corev1.SecretEnvSource]()] = reference("ConfigMap"), reference("Secret")
	key := func(kind string) object {
		return object{fields: map[string]field{
			"name": {of: "name of a " + kind, required: true, form: dnsSubdomain}, "key": {of: "key of a " + kind, required: true, form: configKey},
		}}
	}
	t[of[corev1.ConfigMapKeySelector]()], t[of[corev1.SecretKeySelector]()] = key("ConfigMap"), key("Secret")
	t[of[corev1.FileKeySelector]()] = object{fields: map[string]field{
		"key": {required: true, form: envName}, "volumeName": {of: "volume", required: true, form: dnsLabel}, "path": {required: true, form: noBackstep},
	}}
	t[of[corev1.ObjectFieldSelector]()] = object{fields: map[string]field{"fieldPath": {required: true}, "apiVersion": oneOf("v1")}}
	t[of[corev1.ResourceFieldSelector]()] = object{
		fields: map[string]field{"resource": {required: true}},
		also:   []func(*walk, *node){(*walk).resourceField},
	}
}

func tableProbe(t map[reflect.Type]object) {
	t[of[corev1.Probe]()] = object{
		fields: map[string]field{
			"initialDelaySeconds": {within: notNegative}, "timeoutSeconds": {within: notNegative}, "periodSeconds": {within: notNegative},
			"successThreshold": {within: notNegative}, "failureThreshold": {within: notNegative}, "terminationGracePeriodSeconds": {within: positive},
		},
		oneOf: []choice{{of: "handler", members: []string{"exec", "httpGet", "tcpSocket", "grpc"}, required: true}},
	}
	t[of[corev1.LifecycleHandler]()] = object{oneOf: []choice{{of: "handler", members: []string{"exec", "httpGet", "tcpSocket", "sleep"}, required: true}}}
	t[of[corev1.ExecAction]()] = object{fields: map[string]field{"command": {required: true}}}
	t[of[corev1.HTTPGetAction]()] = object{fields: map[string]field{
		"port": {of: "port name", required: true, within: portRange, form: portName}, "scheme": oneOf(corev1.URISchemeHTTP, corev1.URISchemeHTTPS),
	}}
	t[of[corev1.HTTPHeader]()] = object{fields: map[string]field{"name": {required: true, form: headerName}}}
	t[of[corev1.TCPSocketAction]()] = object{fields: map[string]field{"port": {of: "port name", required: true, within: portRange, form: portName}}}
	t[of[corev1.GRPCAction]()] = object{fields: map[string]field{"port": {required: true, within: portRange}}}
	t[of[corev1.SleepAction]()] = object{also: []func(*walk, *node){(*walk).sleep}}
}

func tableSecurity(t map[reflect.Type]object) {
	user := map[string]field{"runAsUser": {within: ids}, "runAsGroup": {within: ids}}
	t[of[corev1.PodSecurityContext]()] = object{
		fields: map[string]field{
			"runAsUser": user["runAsUser"], "runAsGroup": user["runAsGroup"], "fsGroup": {within: ids}, "supplementalGroups": {of: "group", within: ids},
			"fsGroupChangePolicy":      exactly(corev1.FSGroupChangeOnRootMismatch, corev1.FSGroupChangeAlways),
			"supplementalGroupsPolicy": exactly(corev1.SupplementalGroupsPolicyMerge, corev1.SupplementalGroupsPolicyStrict),
			"seLinuxChangePolicy":      exactly(corev1.SELinuxChangePolicyRecursive, corev1.SELinuxChangePolicyMountOption),
		},
	}
	t[of[corev1.SecurityContext]()] = object{
		fields: map[string]field{
			"runAsUser": user["runAsUser"], "runAsGroup": user["runAsGroup"],
			"procMount": exactly(corev1.DefaultProcMount, corev1.UnmaskedProcMount),
		},
		also: []func(*walk, *node){(*walk).privileges},
	}
	t[of[corev1.Sysctl]()] = object{fields: map[string]field{"name": {required: true, form: sysctlName}}}
	t[of[corev1.SeccompProfile]()] = object{
		fields: map[string]field{
			"type":             {required: true, values: texts(corev1.SeccompProfileTypeLocalhost, corev1.SeccompProfileTypeRuntimeDefault, corev1.SeccompProfileTypeUnconfined)},
			"localhostProfile": {form: inside},
		},
		also: []func(*walk, *node){(*walk).localhostProfile},
	}
	t[of[corev1.AppArmorProfile]()] = object{
		fields: map[string]field{
			"type": {required: true, values: texts(corev1.AppArmorProfileTypeLocalhost, corev1.AppArmorProfileTypeRuntimeDefault, corev1.AppArmorProfileTypeUnconfined)},
		},
		also: []func(*walk, *node){(*walk).localhostProfile},
	}
	t[of[corev1.WindowsSecurityContextOptions]()] = object{
		fields: map[string]field{"gmsaCredentialSpecName": {form: dnsSubdomain, whole: true}},
		also:   []func(*walk, *node){(*walk).windowsUser},
	}
}

func tableScheduling(t map[reflect.Type]object) {
	effects := oneOf(corev1.TaintEffectNoSchedule, corev1.TaintEffectPreferNoSchedule, corev1.TaintEffectNoExecute)
	t[of[corev1.Toleration]()] = object{
		fields: map[string]field{"key": {form: labelKey}, "operator": oneOf(corev1.TolerationOpExists, corev1.TolerationOpEqual, corev1.TolerationOpLt, corev1.TolerationOpGt), "effect": effects},
		also:   []func(*walk, *node){(*walk).toleration},
	}
	t[of[corev1.TopologySpreadConstraint]()] = object{
		fields: map[string]field{
			"maxSkew": {required: true, within: positive}, "topologyKey": {required: true}, "minDomains": {within: positive},
			"whenUnsatisfiable":  {required: true, values: texts(corev1.DoNotSchedule, corev1.ScheduleAnyway)},
			"nodeAffinityPolicy": exactly(corev1.NodeInclusionPolicyIgnore, corev1.NodeInclusionPolicyHonor),
			"nodeTaintsPolicy":   exactly(corev1.NodeInclusionPolicyIgnore, corev1.NodeInclusionPolicyHonor),
			"matchLabelKeys":     {of: "label", form: labelKey},
		},
		also: []func(*walk, *node){(*walk).spread},
	}
	t[of[corev1.NodeSelector]()] = object{fields: map[string]field{"nodeSelectorTerms": {required: true}}}
	t[of[corev1.NodeSelectorTerm]()] = object{also: []func(*walk, *node){(*walk).nodeTerm}}
	t[of[corev1.PreferredSchedulingTerm]()] = object{fields: map[string]field{"weight": {required: true, within: weights}}}
	t[of[corev1.WeightedPodAffinityTerm]()] = object{fields: map[string]field{"weight": {required: true, within: weights}, "podAffinityTerm": {required: true}}}
	t[of[corev1.PodAffinityTerm]()] = object{fields: map[string]field{
		"topologyKey": {required: true, form: labelKey}, "namespaces": {of: "namespace", form: dnsLabel}, "matchLabelKeys": {of: "label", form: labelKey}, "mismatchLabelKeys": {of: "label", form: labelKey},
	}, also: []func(*walk, *node){(*walk).labelKeys}}
	t[of[metav1.LabelSelector]()] = object{fields: map[string]field{"matchLabels": {of: "label", keys: labelKey, form: labelValue}}}
	t[of[metav1.LabelSelectorRequirement]()] = object{
		fields: map[string]field{
			"key": {required: true, form: labelKey}, "values": {of: "label", form: labelValue},
			"operator": {required: true, values: texts(metav1.LabelSelectorOpIn, metav1.LabelSelectorOpNotIn, metav1.LabelSelectorOpExists, metav1.LabelSelectorOpDoesNotExist)},
		},
		also: []func(*walk, *node){(*walk).operands},
	}
}
