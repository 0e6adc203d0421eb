package admission

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// verdict is what became of a request, for metrics and the log.
type verdict string

const (
	allowed   verdict = "allowed"
	warned    verdict = "warned"
	denied    verdict = "denied"
	skipped   verdict = "skipped"
	unjudged  verdict = "unjudged"
	malformed verdict = "malformed"
)

// fault is what is wrong with a review, so that there is no answer to it but a status of HTTP.
type fault struct {
	status int
	text   string
}

func (f *fault) Error() string { return f.text }

// validate answers one review.
func (s *Server) validate(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	ctx, cancel := s.within(r)
	defer cancel()
	body, done, err := s.body(ctx, w, r)
	if err != nil {
		s.refuse(w, err, start)
		return
	}
	defer done()
	req, err := decode(body)
	if err != nil {
		s.refuse(w, err, start)
		return
	}
	resp, v, said := s.review(ctx, req)
	took := time.Since(start)
	s.metrics.request(string(req.Operation), v, took)
	s.opt.Log.Info("review", "verdict", v, "operation", req.Operation, "kind", req.Kind.Kind, "namespace", req.Namespace, "name", nameOf(req),
		"uid", req.UID, "dry_run", req.DryRun != nil && *req.DryRun, "rules", said, "duration_ms", float64(took.Microseconds())/1000)
	resp.UID = req.UID
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(&admissionv1.AdmissionReview{ // when it fails the API server has gone
		TypeMeta: metav1.TypeMeta{APIVersion: "admission.k8s.io/v1", Kind: "AdmissionReview"}, Response: resp,
	})
}

// margin is the part of the time that the API server waits which is left for the answer to reach it.
const margin = 10

// within is the context of a request: it ends with the budget, or shortly before the API server has waited long enough, which says so in the
// parameter timeout.
func (s *Server) within(r *http.Request) (context.Context, context.CancelFunc) {
	budget := s.opt.Budget
	if waits, err := time.ParseDuration(r.URL.Query().Get("timeout")); err == nil && waits > 0 {
		if waits -= waits / margin; budget <= 0 || waits < budget {
			budget = waits
		}
	}
	if budget <= 0 {
		return context.WithCancel(r.Context())
	}
	return context.WithTimeout(r.Context(), budget)
}

// body reads the review within what all of them may hold. The caller must call done when it needs the body no longer.
func (s *Server) body(ctx context.Context, w http.ResponseWriter, r *http.Request) (body []byte, done func(), err error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, nil, &fault{http.StatusUnsupportedMediaType, "want a review in application/json"}
	}
	size := r.ContentLength
	if size < 0 || size > maxReview {
		size = maxReview
	}
	size = max(size, smallest)
	if err := s.bytes.Acquire(ctx, size); err != nil {
		return nil, nil, &fault{http.StatusServiceUnavailable, "too many reviews at once"}
	}
	if until, ok := ctx.Deadline(); ok {
		_ = http.NewResponseController(w).SetReadDeadline(until) // where there is none a slow client is held to the server's own
	}
	body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, maxReview))
	if err != nil {
		s.bytes.Release(size)
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return nil, nil, &fault{http.StatusRequestEntityTooLarge, fmt.Sprintf("want a review of at most %d MiB", maxReview>>20)}
		}
		return nil, nil, &fault{http.StatusRequestTimeout, "the review did not come to its end in time"}
	}
	return body, func() { s.bytes.Release(size) }, nil
}

// refuse answers what is no review.
func (s *Server) refuse(w http.ResponseWriter, err error, start time.Time) {
	status := http.StatusBadRequest
	if f, ok := errors.AsType[*fault](err); ok {
		status = f.status
	}
	s.metrics.request("", malformed, time.Since(start))
	s.opt.Log.Warn("no review", "status", status, "error", err.Error())
	answer(w, status, err.Error())
}

// decode reads a review of which everything is there that an answer needs.
func decode(body []byte) (*admissionv1.AdmissionRequest, error) {
	var review admissionv1.AdmissionReview
	if err := json.Unmarshal(body, &review); err != nil {
		return nil, fmt.Errorf("read the review: %w", withoutContents(err))
	}
	switch {
	case review.Kind != "AdmissionReview" || review.APIVersion != "admission.k8s.io/v1":
		return nil, errors.New("want an AdmissionReview of admission.k8s.io/v1")
	case review.Request == nil:
		return nil, errors.New("the review has no request")
	case review.Request.UID == "":
		return nil, errors.New("the request has no uid")
	}
	return review.Request, nil
}

// withoutContents is what is wrong with JSON, and nothing of what it holds.
func withoutContents(err error) error {
	if typed, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("%s has another type than %s, at byte %d", cmp.Or(typed.Field, "it"), typed.Type, typed.Offset)
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("it is no JSON at byte %d", syntax.Offset)
	}
	return errors.New("it is no review in JSON")
}

// nameOf is the name of an object, or how a name of it begins.
func nameOf(req *admissionv1.AdmissionRequest) string {
	if req.Name != "" {
		return req.Name
	}
	var object struct {
		Metadata struct {
			Name         string `json:"name"`
			GenerateName string `json:"generateName"`
		} `json:"metadata"`
	}
	_ = json.Unmarshal(req.Object.Raw, &object) // what cannot be read has no name
	if object.Metadata.Name == "" && object.Metadata.GenerateName != "" {
		return object.Metadata.GenerateName + "*"
	}
	return object.Metadata.Name
}

// errBudget is why nothing is known of an object in time.
var errBudget = errors.New("its budget of time is over")

// review answers a request. said are the rules of what it says.
func (s *Server) review(ctx context.Context, req *admissionv1.AdmissionRequest) (resp *admissionv1.AdmissionResponse, v verdict, said []string) {
	rules := s.rules.Load()
	if !rules.concerns(req) {
		return &admissionv1.AdmissionResponse{Allowed: true}, skipped, nil
	}
	j, err := s.judged(ctx, rules.Judge, Object{Namespace: req.Namespace, Kind: req.Kind.Kind, Name: nameOf(req), Data: req.Object.Raw})
	if err != nil {
		return s.unjudged(err), unjudged, nil
	}
	return s.respond(j)
}

// judged judges an object in its turn. What takes longer than the budget goes on beside, until it heeds the end of the context.
func (s *Server) judged(ctx context.Context, judge Judge, o Object) (*Judgement, error) {
	done, err := s.turn(ctx, len(o.Data))
	if err != nil {
		return nil, err
	}
	type found struct {
		j   *Judgement
		err error
	}
	answers := make(chan found, 1)
	go func() {
		defer done()
		defer func() {
			if p := recover(); p != nil {
				answers <- found{err: fmt.Errorf("internal error: %v", p)}
			}
		}()
		j, err := judge(ctx, o)
		answers <- found{j, err}
	}()
	select {
	case f := <-answers:
		return s.complete(ctx, f.j, f.err)
	case <-ctx.Done():
		return nil, errBudget
	}
}

// turn waits until an object of so many bytes may be judged. The caller must call done.
func (s *Server) turn(ctx context.Context, size int) (done func(), err error) {
	if size > maxObject {
		return nil, fmt.Errorf("it has more than %d MiB", maxObject>>20)
	}
	places := []chan struct{}{s.turns}
	if size > largeObject {
		places = []chan struct{}{s.large, s.turns}
	}
	for i, place := range places {
		select {
		case place <- struct{}{}:
		case <-ctx.Done():
			leave(places[:i])
			return nil, errBudget
		}
	}
	return func() { leave(places) }, nil
}

func leave(places []chan struct{}) {
	for _, place := range places {
		<-place
	}
}

// complete demands that everything was judged.
func (s *Server) complete(ctx context.Context, j *Judgement, err error) (*Judgement, error) {
	switch {
	case ctx.Err() != nil:
		return nil, errBudget
	case err != nil:
		return nil, err
	case j.Result.Runaway:
		select {
		case s.fatal <- errors.New("a rule that was stopped goes on taking memory"):
		default:
		}
	case len(j.Result.Errors) == 0:
		return j, nil
	}
	var texts []string
	for _, e := range j.Result.Errors {
		texts = append(texts, e.Message)
	}
	return nil, errors.New(strings.Join(texts, "; "))
}
