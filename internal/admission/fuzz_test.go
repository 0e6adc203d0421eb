package admission_test

import (
	"encoding/json"
	"net/http"
	"testing"

	admissionv1 "k8s.io/api/admission/v1"

	"github.com/podlint/podlint/internal/admission"
)

// FuzzReview sends any bytes: whatever they are, there is an answer, to the request where it is one.
func FuzzReview(f *testing.F) {
	for _, operation := range []admissionv1.Operation{"CREATE", "UPDATE", "DELETE"} {
		data, err := json.Marshal(review(operation, podJSON("a:1", `,"annotations":{"a":"b"}`), podJSON("a:2", "")))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-1","operation":"UPDATE","object":[],"oldObject":{"metadata":7}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		s := newServer(t, says("error", violation("error", "broken")), admission.Options{})
		w := post(s, "application/json", body)
		var r admissionv1.AdmissionReview
		switch {
		case w.Code == http.StatusBadRequest:
		case w.Code != http.StatusOK || json.Unmarshal(w.Body.Bytes(), &r) != nil || r.Response == nil || r.Response.UID == "":
			t.Errorf("got status %d: %s", w.Code, w.Body)
		case !r.Response.Allowed && r.Response.Result == nil:
			t.Errorf("a denial without a reason: %s", w.Body)
		}
	})
}
