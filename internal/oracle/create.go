package oracle

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Answer is what the server says to an object.
type Answer struct {
	Status  int    // of HTTP; 201 when it takes the object
	Message string // why it does not
	Causes  []Cause
}

// Refused tells whether the server does not take the object.
func (a *Answer) Refused() bool { return a.Status != http.StatusCreated }

// Cause is one thing that the server does not take.
type Cause struct {
	Field   string // such as spec.containers[0].name; empty when the server names none
	Message string
}

// Create sends an object as JSON, as kubectl create --dry-run=server --validate=strict does: nothing is stored.
func (s *Server) Create(ctx context.Context, object map[string]any) (*Answer, error) {
	data, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	apiVersion, _ := object["apiVersion"].(string)
	kind, _ := object["kind"].(string)
	meta, _ := object["metadata"].(map[string]any)
	namespace, _ := meta["namespace"].(string)
	return s.Send(ctx, apiVersion, kind, namespace, "application/json", data)
}

// Send sends the text of an object, which may be YAML.
func (s *Server) Send(ctx context.Context, apiVersion, kind, namespace, contentType string, data []byte) (*Answer, error) {
	if namespace == "" {
		namespace = "default"
	}
	root := "/apis/"
	if !strings.Contains(apiVersion, "/") {
		root = "/api/"
	}
	path := root + apiVersion + "/namespaces/" + url.PathEscape(namespace) + "/" + strings.ToLower(kind) + "s?dryRun=All&fieldValidation=Strict"
	status, body, err := s.request(ctx, http.MethodPost, path, contentType, bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("create %s %s: %w", apiVersion, kind, err)
	}
	a := &Answer{Status: status}
	if a.Refused() {
		a.read(body)
	}
	return a, nil
}

func (a *Answer) read(body []byte) {
	var status struct {
		Message string `json:"message"`
		Details struct {
			Causes []Cause `json:"causes"`
		} `json:"details"`
	}
	if json.Unmarshal(body, &status) != nil || status.Message == "" {
		a.Message = string(body)
		return
	}
	a.Message, a.Causes = status.Message, status.Details.Causes
	if len(a.Causes) == 0 {
		a.Causes = decodingCauses(a.Message)
	}
}

// How the server names the fields that it cannot decode: the second leaves indexes out.
var (
	strictField = regexp.MustCompile(`(?:unknown|duplicate) field "([^"]+)"`)
	typedField  = regexp.MustCompile(`Go struct field \w+\.(\S+) of type`)
	embedded    = regexp.MustCompile(`\.[A-Z]\w+`) // types that are no fields
)

func decodingCauses(message string) []Cause {
	var out []Cause
	for _, re := range []*regexp.Regexp{strictField, typedField} {
		for _, m := range re.FindAllStringSubmatch(message, -1) {
			out = append(out, Cause{Field: embedded.ReplaceAllString(m[1], ""), Message: message})
		}
	}
	if len(out) == 0 {
		out = append(out, Cause{Message: message})
	}
	return out
}
