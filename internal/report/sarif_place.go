package report

import (
	"net/url"
	"path"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/pattern"
)

// homepage is where podlint is explained.
const homepage = "https://github.com/podlint/podlint"

// sarifRoot is the base that GitHub takes for the root of the repository.
const sarifRoot = "%SRCROOT%"

func (s *sarif) physical(file string, r region) sarifPhysical {
	return sarifPhysical{Artifact: s.artifact(file), Region: newSarifRegion(r)}
}

func newSarifRegion(r region) *sarifRegion {
	return &sarifRegion{StartLine: r.line, StartColumn: r.column, EndLine: r.endLine, EndColumn: r.endColumn}
}

func (s *sarif) artifact(file string) sarifArtifact {
	file = s.opt.place(file)
	if path.IsAbs(file) || drive.MatchString(file) {
		return sarifArtifact{URI: fileURI(file)}
	}
	a := sarifArtifact{URI: relativeURI(file)}
	if s.opt.Root != "" {
		a.BaseID = sarifRoot
	}
	return a
}

// drive matches an absolute path of Windows.
var drive = pattern.New(`^[A-Za-z]:/`)

// fileURI is the URI of an absolute path with forward slashes.
func fileURI(file string) string {
	if !strings.HasPrefix(file, "/") {
		file = "/" + file
	}
	return (&url.URL{Scheme: "file", Path: file}).String()
}

// relativeURI is the reference to a relative path: percent-encoded, with ./ only when its first part would else look like a scheme.
func relativeURI(file string) string {
	return (&url.URL{Path: strings.TrimPrefix(file, "./")}).String()
}

func newLogical(v *lint.Violation) sarifLogical {
	w := v.Workload
	name := w.Kind + "/" + w.Name
	if w.Namespace != "" {
		name = w.Namespace + "/" + name
	}
	if v.Container == "" {
		return sarifLogical{Name: w.Name, Qualified: name, Kind: "object"}
	}
	return sarifLogical{Name: v.Container, Qualified: name + "/containers/" + v.Container, Kind: "member"}
}
