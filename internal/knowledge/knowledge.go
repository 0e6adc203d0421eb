// Package knowledge is what podlint knows beyond the manifest: images, programs, injectors, retired images and version gates.
// The data is YAML under policies/knowledge; this package validates it, finds the entry of an image and states the facts that
// an entry and a command line give together.
package knowledge

// Base is all knowledge, validated. It is read-only and safe for concurrent use.
type Base struct {
	Images    []Image
	Programs  Programs
	Injectors []Injector
	Retired   []Retired
	Gates     []Gate
	Folders   []Folder
	// PodAnnotations are keys (globs) that only a pod template carries; on a workload's own metadata nobody reads them.
	PodAnnotations []string
	// FilledAnnotations are annotations and labels (globs) of ConfigMaps and Secrets that others fill.
	FilledAnnotations []string
	// MadeLabels are labels (globs on KEY=VALUE) of pods that programs make at run time.
	MadeLabels []string
	// ChangingLabels are labels (globs on KEY=VALUE, KEY without what stands before a slash, both in lower case) that programs or controllers set on
	// pods that live, or that differ from one rollout to the next.
	ChangingLabels []string
	// Naming are the annotations that name containers or volumes of their pod.
	Naming []Naming
	// Roles are those that images may have.
	Roles []Role
	// Kinds are those that hold pods.
	Kinds []Kind
	// Customs are what flags say of the protocol of a listener, whatever the program.
	Customs []Custom
	// Mirrors are the user's, the longest prefix first.
	Mirrors []Mirror

	index index
}

// Programs is what is known of programs by base name.
type Programs map[string]Program

// Program is what is known of a program that a command line names.
type Program struct {
	Lifetime    string      `json:"lifetime"` // endless, finite, unknown
	FiniteWhen  []Condition `json:"finite_when,omitempty"`
	EndlessWhen []Condition `json:"endless_when,omitempty"`
	Serves      []string    `json:"serves,omitempty"`              // of an endless program with subcommands: those by which it serves
	Network     bool        `json:"network,omitempty"`             // talks to the network
	Processes   bool        `json:"processes,omitempty"`           // looks at, signals or enters other processes
	Refuses     string      `json:"refuses_newer,omitempty"`       // product whose servers it refuses to serve when their major version is above its own
	WorkerFlags []string    `json:"workers,omitempty" form:"flag"` // flags that give a number of processes which share memory with each other
	LastFlags   []string    `json:"lasts,omitempty" form:"flag"`   // flags that say how long it works before it ends
	Arguments   []string    `json:"arguments,omitempty"`           // variables whose words it takes for arguments, before those of its command line
	Library     string      `json:"library,omitempty"`             // as of an image
	IgnoresTerm bool        `json:"ignores_term,omitempty"`        // as process 1, because it installs no handler
	Sources     []string    `json:"sources,omitempty"`
}

// Injector is a webhook or operator that adds containers to a pod.
type Injector struct {
	ID       string   `json:"id"`
	Sources  []string `json:"sources"`
	Verified bool     `json:"verified"`
	// Switches turn it on; Offs turn it off and win.
	Switches []Switch `json:"switches"`
	Offs     []Switch `json:"offs,omitempty"`
	// Containers it adds.
	Containers []Injected `json:"containers"`
	Ports      []int      `json:"ports,omitempty"`    // ports it owns in the pod
	Moves      []Move     `json:"moves,omitempty"`    // annotations that take it off one of them
	UID        *int64     `json:"uid,omitempty"`      // user that bypasses its redirection
	Images     []string   `json:"images,omitempty"`   // globs of its own images: a hand-made copy is recognised by them
	Provides   []string   `json:"provides,omitempty"` // directories it fills (/vault/secrets)
	Drivers    []string   `json:"drivers,omitempty"`  // CSI drivers whose volumes it serves
	Env        []string   `json:"env,omitempty"`      // variables by which programs are told where it is
	Answers    []Answer   `json:"answers,omitempty"`  // what it alone answers on localhost
	// EndsWith lists annotations ("key=value") under which it does not outlive a Job's work.
	EndsWith    []string `json:"ends_with,omitempty"`
	NativeFrom  string   `json:"native_from,omitempty"`  // Kubernetes version from which it injects native sidecars by default, else empty
	NativeWith  []string `json:"native_with,omitempty"`  // annotations ("key=value") that make it inject native sidecars, whatever the version
	ClassicWith []string `json:"classic_with,omitempty"` // annotations that make it inject none
	Webhook     string   `json:"webhook,omitempty"`      // name of its webhook configuration: the API server asks webhooks in the order of these names
	Inherits    bool     `json:"inherits,omitempty"`     // it reads its settings from the Namespace where the pod does not have them
	Outbound    Outbound `json:"outbound,omitzero"`
}

// Answer is a port on localhost by whose URLs an injected container is known.
type Answer struct {
	Port int      `json:"port"`
	URLs []string `json:"urls"` // beginnings; a call of another URL is of something else
}

// Move is an annotation that takes an injected container off a port.
type Move struct {
	Port int    `json:"port"`
	When string `json:"when"` // "key=value"; the value is a glob
}

// Switch is a label or annotation that turns an injector on or off.
type Switch struct {
	On    string `json:"on"`    // pod, namespace, workload
	As    string `json:"as"`    // annotation, label, either
	Key   string `json:"key"`   // exact, or a glob
	Value string `json:"value"` // glob; "*" is any value
}

// Injected is a container that an injector adds.
type Injected struct {
	Name      string    `json:"name"`
	Class     string    `json:"class"` // init, regular, sidecar
	Role      string    `json:"role" form:"role"`
	When      string    `json:"when,omitempty"` // annotation "key=value" that it takes, else always
	Unless    string    `json:"unless,omitempty"`
	Listens   []Setting `json:"listens,omitempty"`
	Place     string    `json:"place,omitempty"`      // of an init container among those that are there already: first (also when empty) or last
	FirstWith []string  `json:"first_with,omitempty"` // annotations ("key=value") that move it to the front
	Redirects bool      `json:"redirects,omitempty"`  // from then on the pod's outgoing connections lead to a proxy
	// RedirectsWith lists annotations ("key=value") one of which must hold for that; empty when it always is so.
	RedirectsWith []string `json:"redirects_with,omitempty"`
	Network       bool     `json:"network,omitempty"`   // talks to servers outside of the pod
	User          string   `json:"user,omitempty"`      // annotation that gives its UID
	Upstreams     string   `json:"upstreams,omitempty"` // annotation that lists services, NAME:PORT and comma, for which it listens on loopback
	Drains        []Drain  `json:"drains,omitempty"`
	Asks          []Ask    `json:"asks,omitempty"`  // what decides on its requests, where that is known
	Tails         string   `json:"tails,omitempty"` // annotation that lists the files which it follows, CONTAINER:FILE or FILE of the first container, and comma
}

// Retired is an image reference that is gone or frozen.
type Retired struct {
	Match   string   `json:"match"` // glob on registry/repository:tag
	Except  []string `json:"except,omitempty"`
	Instead string   `json:"instead"` // what to use
	Reason  string   `json:"reason"`
	Safe    bool     `json:"safe"` // a plain swap of the name works
	Gone    bool     `json:"gone"` // cannot be pulled any more; else frozen or deprecated
	Sources []string `json:"sources"`
}

// Gate is a feature of Kubernetes with the minor versions at which it came; empty means never yet.
type Gate struct {
	ID      string   `json:"id"`
	Alpha   string   `json:"alpha,omitempty"`
	Beta    string   `json:"beta,omitempty"`
	Stable  string   `json:"stable,omitempty"`
	Default string   `json:"default,omitempty"` // from which version it is on by default
	Sources []string `json:"sources"`
}
