package validity

import (
	"math"
	"reflect"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// sources are the members of a VolumeSource, in the order of the API.
func sources() []string {
	t := reflect.TypeFor[corev1.VolumeSource]()
	out := make([]string, t.NumField())
	for i := range out {
		out[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	return out
}

func tableVolume(t map[reflect.Type]object) {
	t[of[corev1.Volume]()] = object{
		fields: map[string]field{"name": {of: "volume name", required: true, form: dnsLabel}},
		oneOf:  []choice{{of: "kind of volume", members: sources()}},
	}
	mode := field{within: fileMode}
	t[of[corev1.EmptyDirVolumeSource]()] = object{also: []func(*walk, *node){(*walk).sizeLimit}}
	t[of[corev1.HostPathVolumeSource]()] = object{fields: map[string]field{
		"path": {required: true, form: noBackstep},
		"type": oneOf(corev1.HostPathDirectoryOrCreate, corev1.HostPathDirectory, corev1.HostPathFileOrCreate, corev1.HostPathFile, corev1.HostPathSocket, corev1.HostPathCharDev, corev1.HostPathBlockDev),
	}}
	t[of[corev1.SecretVolumeSource]()] = object{fields: map[string]field{"secretName": {required: true}, "defaultMode": mode}}
	t[of[corev1.ConfigMapVolumeSource]()] = object{fields: map[string]field{"name": {required: true}, "defaultMode": mode}}
	t[of[corev1.KeyToPath]()] = object{fields: map[string]field{"key": {required: true}, "path": {required: true, form: insideFile}, "mode": mode}}
	t[of[corev1.DownwardAPIVolumeSource]()] = object{fields: map[string]field{"defaultMode": mode}}
	t[of[corev1.DownwardAPIVolumeFile]()] = object{
		fields: map[string]field{"path": {required: true, form: insideFile}, "mode": mode},
		oneOf:  []choice{{of: "source", members: []string{"fieldRef", "resourceFieldRef"}, required: true}},
		also:   []func(*walk, *node){(*walk).volumeFields},
	}
	t[of[corev1.PersistentVolumeClaimVolumeSource]()] = object{fields: map[string]field{"claimName": {required: true}}}
	t[of[corev1.ProjectedVolumeSource]()] = object{fields: map[string]field{"defaultMode": mode}, also: []func(*walk, *node){(*walk).projected}}
	t[of[corev1.VolumeProjection]()] = object{oneOf: []choice{{
		of: "kind of source", members: []string{"secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate"},
	}}}
	t[of[corev1.SecretProjection]()] = object{fields: map[string]field{"name": {required: true}}}
	t[of[corev1.ConfigMapProjection]()] = object{fields: map[string]field{"name": {required: true}}}
	t[of[corev1.ServiceAccountTokenProjection]()] = object{fields: map[string]field{
		"path": {required: true, form: insideFile}, "expirationSeconds": {within: &span{min: 600, max: 1 << 32}},
	}}
	t[of[corev1.ClusterTrustBundleProjection]()] = object{
		fields: map[string]field{"path": {required: true, form: insideFile}},
		oneOf:  []choice{{of: "source", members: []string{"name", "signerName"}, required: true}},
	}
	t[of[corev1.PodCertificateProjection]()] = object{fields: map[string]field{
		"signerName":           {required: true},
		"keyType":              {required: true, values: []string{"RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"}},
		"maxExpirationSeconds": {within: &span{min: 3600, max: math.MaxInt32}},
	}}
	t[of[corev1.CSIVolumeSource]()] = object{fields: map[string]field{"driver": {required: true, form: driverName}}}
	t[of[corev1.ImageVolumeSource]()] = object{fields: map[string]field{
		"reference": {required: true}, "pullPolicy": oneOf(corev1.PullAlways, corev1.PullIfNotPresent, corev1.PullNever),
	}}
	t[of[corev1.EphemeralVolumeSource]()] = object{fields: map[string]field{"volumeClaimTemplate": {required: true}}}
	t[of[corev1.PersistentVolumeClaimTemplate]()] = object{fields: map[string]field{"spec": {required: true}}}
	t[of[corev1.PersistentVolumeClaimSpec]()] = object{
		fields: map[string]field{
			"accessModes":      {required: true, values: texts(corev1.ReadWriteOnce, corev1.ReadOnlyMany, corev1.ReadWriteMany, corev1.ReadWriteOncePod)},
			"storageClassName": {form: dnsSubdomain},
			"volumeMode":       exactly(corev1.PersistentVolumeBlock, corev1.PersistentVolumeFilesystem),
		},
		also: []func(*walk, *node){(*walk).storage},
	}
}

// tableStorage is for the volumes of single vendors: what they cannot do without.
func tableStorage(t map[reflect.Type]object) {
	for is, required := range map[reflect.Type][]string{
		of[corev1.NFSVolumeSource]():                  {"server"},
		of[corev1.GitRepoVolumeSource]():              {"repository"},
		of[corev1.GCEPersistentDiskVolumeSource]():    {"pdName"},
		of[corev1.AWSElasticBlockStoreVolumeSource](): {"volumeID"},
		of[corev1.ISCSIVolumeSource]():                {"targetPortal", "iqn"},
		of[corev1.GlusterfsVolumeSource]():            {"endpoints", "path"},
		of[corev1.RBDVolumeSource]():                  {"monitors", "image"},
		of[corev1.CinderVolumeSource]():               {"volumeID"},
		of[corev1.CephFSVolumeSource]():               {"monitors"},
		of[corev1.FlexVolumeSource]():                 {"driver"},
		of[corev1.AzureFileVolumeSource]():            {"secretName", "shareName"},
		of[corev1.AzureDiskVolumeSource]():            {"diskName", "diskURI"},
		of[corev1.VsphereVirtualDiskVolumeSource]():   {"volumePath"},
		of[corev1.FlockerVolumeSource]():              nil,
		of[corev1.FCVolumeSource]():                   nil,
		of[corev1.PhotonPersistentDiskVolumeSource](): {"pdID"},
		of[corev1.PortworxVolumeSource]():             {"volumeID"},
		of[corev1.ScaleIOVolumeSource]():              {"gateway", "system", "volumeName"},
		of[corev1.QuobyteVolumeSource]():              {"registry", "volume"},
	} {
		o := object{fields: map[string]field{}}
		for _, name := range required {
			o.fields[name] = field{required: true}
		}
		t[is] = o
	}
	t[of[corev1.NFSVolumeSource]()].fields["path"] = field{required: true, form: absolute}
	t[of[corev1.FlockerVolumeSource]()].fields["datasetName"] = field{form: noSlash}
	t[of[corev1.QuobyteVolumeSource]()].fields["registry"] = field{required: true, form: registries}
	units := field{within: &span{max: 255}}
	t[of[corev1.ISCSIVolumeSource]()].fields["iqn"] = field{required: true, form: initiator}
	t[of[corev1.ISCSIVolumeSource]()].fields["initiatorName"] = field{form: initiator}
	t[of[corev1.ISCSIVolumeSource]()].fields["lun"] = units
	t[of[corev1.FCVolumeSource]()].fields["lun"] = units
	t[of[corev1.GCEPersistentDiskVolumeSource]()].fields["partition"] = units
	t[of[corev1.AWSElasticBlockStoreVolumeSource]()].fields["partition"] = units
	azure := t[of[corev1.AzureDiskVolumeSource]()].fields
	azure["cachingMode"] = exactly(corev1.AzureDataDiskCachingNone, corev1.AzureDataDiskCachingReadOnly, corev1.AzureDataDiskCachingReadWrite)
	azure["kind"] = exactly(corev1.AzureSharedBlobDisk, corev1.AzureDedicatedBlobDisk, corev1.AzureManagedDisk)
	for is, c := range map[reflect.Type]choice{
		of[corev1.FlockerVolumeSource](): {of: "data set", members: []string{"datasetName", "datasetUUID"}, required: true},
		of[corev1.FCVolumeSource]():      {of: "disk", members: []string{"targetWWNs", "wwids"}, required: true},
	} {
		o := t[is]
		o.oneOf = []choice{c}
		t[is] = o
	}
	for is, check := range map[reflect.Type]func(*walk, *node){
		of[corev1.AzureDiskVolumeSource](): (*walk).azureDisk, of[corev1.FCVolumeSource](): (*walk).fibreChannel, of[corev1.CSIVolumeSource](): (*walk).csiSecret,
	} {
		o := t[is]
		o.also = append(o.also, check)
		t[is] = o
	}
}
