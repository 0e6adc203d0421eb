package main_test

import (
	"fmt"
	"strings"

	"github.com/podlint/podlint/internal/pod"
)

// found is a match as a rule in Go would state it.
type found struct {
	rule, message, container, severity string
	path                               pod.Path
	related                            pod.Path
}

// nativeRules are ten of the shipped rules written in Go, as the measure of what Rego costs.
var nativeRules = map[string]func(in *pod.Input) []found{
	"unmounted-volume":              unmountedVolume,
	"sleep-only-container":          sleepOnlyContainer,
	"one-shot-work-in-sidecar":      oneShotWork,
	"reader-mount-writable":         readerMountWritable,
	"shared-emptydir-unbounded":     sharedEmptyDirUnbounded,
	"sidecar-image-unpinned":        sidecarImageUnpinned,
	"sidecar-image-retired":         sidecarImageRetired,
	"port-conflict-declared":        portConflictDeclared,
	"default-container-missing":     defaultContainerMissing,
	"sidecar-blocks-job-completion": sidecarBlocksJob,
}

func nativeIDs() []string {
	out := make([]string, 0, len(nativeRules))
	for id := range nativeRules {
		out = append(out, id)
	}
	return out
}

func judge(in *pod.Input) []found {
	var out []found
	for id, rule := range nativeRules {
		for _, f := range rule(in) {
			f.rule = id
			out = append(out, f)
		}
	}
	return out
}

func unmountedVolume(in *pod.Input) (out []found) {
	for _, v := range in.Pod.Volumes {
		injected := len(in.Pod.Injectors) > 0 || strings.HasPrefix(v.Name, "gke-gcsfuse-") ||
			strings.Contains(in.Pod.Annotations["sidecar.istio.io/userVolume"], fmt.Sprintf("%q", v.Name))
		if len(v.MountedBy) == 0 && !v.Template && !v.Placeholder && !injected {
			out = append(out, found{message: fmt.Sprintf("volume %q (%s) is mounted by no container", v.Name, v.Kind), path: v.Path})
		}
	}
	return out
}

func sleepOnlyContainer(in *pod.Input) (out []found) {
	for _, i := range in.Pod.Lifecycle.Idlers {
		if in.Pod.Runs == "always" && !i.Probed && !i.Toolbox && !in.Pod.Test {
			out = append(out, found{message: fmt.Sprintf("container %q only waits (%s) beside %q", i.Container, i.Command, i.Beside), path: i.Path, container: i.Container})
		}
	}
	return out
}

func oneShotWork(in *pod.Input) (out []found) {
	for _, s := range in.Pod.Lifecycle.OneShots {
		if !s.Bounded || in.Pod.Runs != "to-completion" {
			out = append(out, found{message: fmt.Sprintf("container %q works once for %q (%s), then only waits (%s)", s.Container, s.Neighbour, s.Output, s.Wait), path: s.Path, container: s.Container})
		}
	}
	return out
}

func readerMountWritable(in *pod.Input) (out []found) {
	for _, r := range in.Pod.Coupling.PureReaders {
		out = append(out, found{message: fmt.Sprintf("container %q only reads what %q writes to volume %q", r.Reader, r.Writer, r.Volume), path: r.Path, container: r.Reader, related: r.WriterPath})
	}
	return out
}

func sharedEmptyDirUnbounded(in *pod.Input) (out []found) {
	for _, g := range in.Pod.Coupling.Growing {
		f := found{message: fmt.Sprintf("container %q keeps filling emptyDir %q (%s)", g.Producer, g.Volume, g.File), path: g.Path, container: g.Producer, related: g.ProducerPath}
		if !g.Known {
			f.severity = "info"
		}
		out = append(out, f)
	}
	return out
}

func sidecarImageUnpinned(in *pod.Input) (out []found) {
	for _, i := range in.Pod.Images.Floating {
		f := found{message: fmt.Sprintf("image of %q moves (%s), while %q stays at %s", i.Container, i.Moves, i.Pinned, i.PinnedTo), path: i.Path, container: i.Container, related: i.PinnedPath, severity: "info"}
		if i.Helper && i.PinnedApp && i.Moves != "language" {
			f.severity = "warning"
		}
		out = append(out, f)
	}
	return out
}

func sidecarImageRetired(in *pod.Input) (out []found) {
	for _, i := range in.Pod.Images.Retired {
		f := found{message: fmt.Sprintf("image of %q is retired: use %s (%s)", i.Container, i.Instead, i.Reason), path: i.Path, container: i.Container, severity: "warning"}
		if i.Gone {
			f.severity = "error"
		}
		out = append(out, f)
	}
	return out
}

func portConflictDeclared(in *pod.Input) (out []found) {
	for _, c := range in.Pod.Network.PortConflicts {
		if c.Declared {
			out = append(out, found{message: fmt.Sprintf("containers %q and %q both declare port %d/%s", c.First, c.Second, c.Port, c.Protocol), path: c.Path, container: c.Second, related: c.FirstPath})
		}
	}
	return out
}

func defaultContainerMissing(in *pod.Input) (out []found) {
	for _, m := range in.Pod.Logging.Misdirected {
		out = append(out, found{message: fmt.Sprintf("kubectl picks the first container %q; no annotation names %q", m.First, m.Wanted), path: m.Path, container: m.First, related: m.WantedAt})
	}
	return out
}

func sidecarBlocksJob(in *pod.Input) (out []found) {
	for _, o := range in.Pod.Lifecycle.Outlivers {
		if o.Class == "regular" && o.StoppedBy == "" {
			out = append(out, found{message: fmt.Sprintf("container %q (%s) never ends, so the pod does not complete when %q is done", o.Container, o.By, o.Work), path: o.Path, container: o.Container})
		}
	}
	return out
}
