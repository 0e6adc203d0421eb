package explain

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/policy"
)

// Settings are what a fixture is judged with. The zero value changes nothing.
type Settings struct {
	Kubernetes string         // minor version of the cluster, as 1.28; empty: the one of the run
	Parameters map[string]any // of the fixture's rule; what they leave out is as elsewhere
	Line       int            // on which they stand, from 1; 0 when there are none
}

var (
	settingsLine = pattern.New(`^#\s*podlint-test:(.*)$`)
	kubeSetting  = pattern.New(`^kube-version=(1\.\d{1,3})(?:\s+|$)`)
)

// SettingsOf reads the settings of a fixture: # podlint-test: kube-version=1.28 parameters={"max": 3}, among the comments of its first lines.
// Parameters are JSON and come last.
func SettingsOf(data []byte) (Settings, error) {
	var s Settings
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" {
			break
		}
		m := settingsLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		s.Line = number
		if err := s.read(strings.TrimSpace(m[1])); err != nil {
			return s, fmt.Errorf("line %d: read settings: %w", number, err)
		}
	}
	return s, nil
}

func (s *Settings) read(text string) error {
	if m := kubeSetting.FindStringSubmatch(text); m != nil {
		s.Kubernetes, text = m[1], text[len(m[0]):]
	}
	parameters, ok := strings.CutPrefix(text, "parameters=")
	switch {
	case text == "":
		return nil
	case !ok:
		return fmt.Errorf("want kube-version=1.28, parameters={...} or both in this order, got %q", text)
	}
	if err := json.Unmarshal([]byte(parameters), &s.Parameters); err != nil || s.Parameters == nil {
		return fmt.Errorf("want a JSON object for parameters, got %q", parameters)
	}
	return nil
}

// For checks the parameters against a rule and lays them over those that hold elsewhere.
func (s Settings) For(rule policy.Rule, elsewhere map[string]map[string]any) (map[string]map[string]any, error) {
	if len(s.Parameters) == 0 {
		return elsewhere, nil
	}
	if err := rule.CheckParameters(s.Parameters); err != nil {
		return nil, fmt.Errorf("line %d: %w", s.Line, err)
	}
	own := maps.Clone(elsewhere[rule.ID])
	if own == nil {
		own = map[string]any{}
	}
	maps.Copy(own, s.Parameters)
	return map[string]map[string]any{rule.ID: own}, nil
}
