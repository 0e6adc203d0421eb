package lsp

import (
	"net/url"
	"path"
	"strings"
)

// pathOf is the absolute name of a file, with forward slashes; false for what is no file of this machine, such as a document that has no name yet.
func pathOf(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || !isLocal(u) {
		return "", false
	}
	name := u.Path
	if strings.ContainsRune(name, 0) || !strings.HasPrefix(name, "/") {
		return "", false
	}
	if len(name) > 3 && name[2] == ':' && name[3] == '/' { // /C:/folder
		name = name[1:]
	}
	return path.Clean(name), true
}

// isLocal tells whether a URI names a file of this machine and nothing beside.
func isLocal(u *url.URL) bool {
	return u.Scheme == "file" && (u.Host == "" || u.Host == "localhost") && u.Opaque == "" && u.RawQuery == "" && u.Fragment == ""
}

// uriOf is the reverse.
func uriOf(name string) string {
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	return "file://" + (&url.URL{Path: name}).EscapedPath()
}
