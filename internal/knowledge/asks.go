package knowledge

import "errors"

// Ask is what decides whether an injected container asks for some of a resource.
type Ask struct {
	Resource string `json:"resource"` // cpu or memory
	// Settings are the annotations that give a request, or a limit, which stands for one.
	Settings []string `json:"settings"`
	// NoneWith lists annotations ("SETTING=value", value a glob) one of which must hold for it to ask for nothing without Settings; empty when
	// it always is so.
	NoneWith []string `json:"none_with,omitempty"`
	// Installed is set where whoever installs the injector may give a request for every pod, which nobody sees in the pod.
	Installed bool `json:"installed,omitempty"`
}

func (a *Ask) check() error {
	if len(a.Settings) == 0 {
		return errors.New("asks needs the settings that give a request")
	}
	return oneOf("resource", a.Resource, "cpu", "memory")
}
