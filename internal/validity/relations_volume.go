package validity

import (
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pattern"
)

// azureDisk: where a disk lies depends on what manages it.
func (w *walk) azureDisk(n *node) {
	prefix := "https://"
	if n.Str("kind") == string(corev1.AzureManagedDisk) {
		prefix = "/subscriptions/"
	}
	uri := n.Str("diskURI")
	if uri != "" && set(n, "kind") && !manifest.Placeholder(uri) && !strings.HasPrefix(uri, prefix) {
		w.add(Value{Problem: Malformed, Of: "diskURI", Got: uri, Expected: "a URI that begins with " + prefix}, "diskURI")
	}
}

func (w *walk) fibreChannel(n *node) {
	if len(items(n, "targetWWNs")) > 0 && !set(n, "lun") {
		w.lacks("lun", "a lun beside targetWWNs")
	}
}

func (w *walk) csiSecret(n *node) {
	if name := n.Str("nodePublishSecretRef", "name"); name != "" && !manifest.Placeholder(name) && !dnsSubdomain.fits(name) {
		w.add(malformed("name of a Secret", name, dnsSubdomain), "nodePublishSecretRef", "name")
	}
	if secret := n.Get("nodePublishSecretRef"); secret != nil && secret.Type == manifest.Map && absent(secret.Get("name")) {
		w.lacks("nodePublishSecretRef.name", "")
	}
}

// What the name of a user on Windows may hold, with the domain before a backslash.
var (
	windowsDomain = pattern.New(`^[^\\/:*?"<>|.][^\\/:*?"<>|]*$`)
	windowsName   = pattern.New(`^[^"/\\:;|=,+*?<>@\[\][:cntrl:]]{1,104}$`)
)

func (w *walk) windowsUser(n *node) {
	if !set(n, "runAsUserName") {
		return
	}
	got := n.Str("runAsUserName")
	domain, user, found := strings.Cut(got, `\`)
	if !found {
		domain, user = "domain", got
	}
	if manifest.Placeholder(got) || n.Get("runAsUserName").Type != manifest.String || windowsDomain.MatchString(domain) && windowsName.MatchString(user) && strings.Trim(user, ". ") != "" {
		return
	}
	w.add(Value{Problem: Malformed, Of: "runAsUserName", Got: got, Expected: "a user, or a domain and a user"}, "runAsUserName")
}
