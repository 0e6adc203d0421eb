package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Certainty says how far the evidence bears a match.
type Certainty struct {
	Lower      int    // steps that the severity goes down: error, warning, info, then a doubt
	Doubt      bool   // whatever the severity, it is no report
	Confidence string // of the match: certain | strong | heuristic
	Reason     string // the weakest link of the evidence in words; empty when nothing was taken away
}

// certaintyOf reads the violation's certainty, nil when it says nothing of it.
func certaintyOf(obj ast.Object) (*Certainty, error) {
	t := obj.Get(keyTerm("certainty"))
	if t == nil {
		return nil, nil //nolint:nilnil // a rule need not say how certain it is
	}
	said, ok := t.Value.(ast.Object)
	if !ok {
		return nil, fmt.Errorf("certainty that is %s, expected an object as certainty.of of the library gives it", ast.ValueName(t.Value))
	}
	if err := onlyKeys(said, "certainty", certaintyKeys); err != nil {
		return nil, err
	}
	out := &Certainty{}
	number, _ := said.Get(keyTerm("lower")).Value.(ast.Number)
	if out.Lower, ok = number.Int(); !ok || out.Lower < 0 {
		return nil, fmt.Errorf("certainty whose lower is %s, expected a number of steps from 0", said.Get(keyTerm("lower")))
	}
	doubt, ok := said.Get(keyTerm("doubt")).Value.(ast.Boolean)
	if out.Doubt = bool(doubt); !ok {
		return nil, fmt.Errorf("certainty whose doubt is %s, expected true or false", said.Get(keyTerm("doubt")))
	}
	if out.Confidence, _ = text(said, "confidence"); !slices.Contains(confidences, out.Confidence) {
		return nil, fmt.Errorf("certainty whose confidence is %s, expected one of %s", said.Get(keyTerm("confidence")), strings.Join(confidences, ", "))
	}
	if out.Reason, ok = text(said, "reason"); !ok {
		return nil, fmt.Errorf("certainty whose reason is %s, expected a text", said.Get(keyTerm("reason")))
	}
	return out, nil
}

// onlyKeys demands that an object has each of the keys and no other.
func onlyKeys(obj ast.Object, what string, keys []string) error {
	for _, t := range obj.Keys() {
		if key, ok := t.Value.(ast.String); !ok || !slices.Contains(keys, string(key)) {
			return fmt.Errorf("%s with key %s, expected %s%s", what, t, strings.Join(keys, ", "), didYouMean(strings.Trim(t.String(), `"`), keys))
		}
	}
	for _, key := range keys {
		if obj.Get(keyTerm(key)) == nil {
			return fmt.Errorf("%s without %s, expected %s", what, key, strings.Join(keys, ", "))
		}
	}
	return nil
}

// compareCertainty orders what the evidence bears best first.
func compareCertainty(a, b *Certainty) int {
	var none Certainty
	x, y := cmp.Or(a, &none), cmp.Or(b, &none)
	doubt := 0
	if x.Doubt != y.Doubt {
		doubt = 1
		if y.Doubt {
			doubt = -1
		}
	}
	return cmp.Or(doubt, cmp.Compare(x.Lower, y.Lower), cmp.Compare(slices.Index(confidences, x.Confidence), slices.Index(confidences, y.Confidence)),
		strings.Compare(x.Reason, y.Reason))
}
