package helm

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
)

// usualAPIs are APIs beside those of Kubernetes that charts ask for before they make what watches over pods or gives them certificates. Without
// them a chart leaves out what it makes in most clusters.
var usualAPIs = [...]string{
	"monitoring.coreos.com/v1", "monitoring.coreos.com/v1/PodMonitor", "monitoring.coreos.com/v1/PrometheusRule", "monitoring.coreos.com/v1/ServiceMonitor",
	"cert-manager.io/v1", "cert-manager.io/v1/Certificate", "cert-manager.io/v1/Issuer",
}

// newestMinor is that of the Kubernetes whose types podlint knows; oldestMinor is that of the first one with helm 3's own default.
const (
	newestMinor = 37
	oldestMinor = 16
)

var tooOld = once(`chart requires kubeVersion: (.*) which is incompatible with Kubernetes `)

// refusal is the kubeVersion of a chart that helm's own default does not meet, empty when that is not what keeps it from being rendered.
func (c *chart) refusal() string {
	for _, run := range c.runs {
		said, ok := errors.AsType[*failure](run.plain.err)
		if !ok {
			return ""
		}
		if m := tooOld().FindStringSubmatch(said.text); m != nil {
			return m[1]
		}
	}
	return ""
}

// findVersion looks for the newest version of Kubernetes that a chart does not refuse. helm is asked on a copy that has nothing but the chart's
// description: it reads a constraint in its own way.
func (r *renderer) findVersion(ctx context.Context, c *chart) bool {
	dir := filepath.Join(filepath.Dir(c.copies.plain), "version")
	about := fmt.Sprintf("apiVersion: v2\nname: probe\nversion: 0.1.0\nkubeVersion: %q\n", c.about.Root.Str("kubeVersion"))
	if err := writeFile(dir, chartFile, []byte(about)); err != nil {
		return false
	}
	for minor := newestMinor; minor >= oldestMinor; minor-- {
		c.kube = fmt.Sprintf("1.%d", minor)
		if _, err := r.template(ctx, c, dir, &run{}); err == nil {
			return true
		}
	}
	c.kube = ""
	return false
}
