package cli

import "testing"

func TestUseColor(t *testing.T) {
	tests := map[string]struct {
		flag     string
		env      map[string]string
		terminal bool
		want     bool
	}{
		"terminal":                            {flag: "auto", terminal: true, want: true},
		"no terminal":                         {flag: "auto"},
		"the flag wins over NO_COLOR":         {flag: "always", env: map[string]string{"NO_COLOR": "1"}, want: true},
		"the flag wins over FORCE_COLOR":      {flag: "never", env: map[string]string{"FORCE_COLOR": "1"}, terminal: true},
		"NO_COLOR":                            {flag: "auto", env: map[string]string{"NO_COLOR": "yes"}, terminal: true},
		"NO_COLOR of any value":               {flag: "auto", env: map[string]string{"NO_COLOR": "0"}, terminal: true},
		"empty NO_COLOR":                      {flag: "auto", env: map[string]string{"NO_COLOR": ""}, terminal: true, want: true},
		"NO_COLOR wins over FORCE_COLOR":      {flag: "auto", env: map[string]string{"NO_COLOR": "1", "FORCE_COLOR": "1"}},
		"FORCE_COLOR":                         {flag: "auto", env: map[string]string{"FORCE_COLOR": "1"}, want: true},
		"FORCE_COLOR wins over a dumb TERM":   {flag: "auto", env: map[string]string{"FORCE_COLOR": "1", "TERM": "dumb"}, want: true},
		"FORCE_COLOR=0 forces nothing":        {flag: "auto", env: map[string]string{"FORCE_COLOR": "0"}},
		"CLICOLOR_FORCE":                      {flag: "auto", env: map[string]string{"CLICOLOR_FORCE": "1"}, want: true},
		"CLICOLOR=0":                          {flag: "auto", env: map[string]string{"CLICOLOR": "0"}, terminal: true},
		"CLICOLOR_FORCE wins over CLICOLOR=0": {flag: "auto", env: map[string]string{"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, want: true},
		"TERM=dumb":                           {flag: "auto", env: map[string]string{"TERM": "dumb"}, terminal: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := useColor(tt.flag, func(name string) string { return tt.env[name] }, tt.terminal)
			if got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}
