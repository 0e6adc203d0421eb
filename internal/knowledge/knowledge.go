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

// Image is what is known of an image.
type Image struct {
	ID    string   `json:"id"`
	Match []string `json:"match"`          // globs on the repository path without registry and tag: "**/kube-rbac-proxy"; a pattern with a dot in its first part is matched with the registry; a bare name is an official image (see match.go)
	Tags  string   `json:"tags,omitempty"` // semver range ("<2", ">=4 <5") or glob ("*-alpine"); empty matches every tag
	// Custom says that an image of the same last name under any other owner (myorg/nginx) is taken for somebody's own build of
	// this one: it gets the role and the settings, but neither the user, the shell nor the certainty.
	Custom bool `json:"custom,omitempty"`
	// Origins are globs on registry/repository, in the names that origin.go gives them, of the repositories that the vendor fills: only of
	// an image from one of them is it certain that it is this one. Official images need none, and entries of the user's own may leave them out.
	Origins []string `json:"origins,omitempty"`
	Role    string   `json:"role"`
	// AloneWhen are conditions of which one is enough for the program to be work of its own, whatever its role: it serves others than its neighbours.
	AloneWhen []Condition `json:"alone_when,omitempty"`
	// Verified is set when the entry was checked against public documentation; only then may an error-level rule rest on it alone.
	Verified bool     `json:"verified,omitempty"`
	Sources  []string `json:"sources,omitempty"`
	// Entrypoint is what the image runs when the manifest gives no command.
	Entrypoint []string `json:"entrypoint,omitempty"`
	// NoEntrypoint are images of the entry (globs on the last part of the repository) that have no entrypoint: args are their whole command line.
	NoEntrypoint []string `json:"no_entrypoint,omitempty"`
	Lifetime     string   `json:"lifetime"` // of the entrypoint: endless, finite, command (decided by the command line), unknown
	// FiniteWhen (of an endless image) and EndlessWhen (of a finite one) are conditions of which one is enough.
	FiniteWhen  []Condition `json:"finite_when,omitempty"`
	EndlessWhen []Condition `json:"endless_when,omitempty"`
	Serves      []string    `json:"serves,omitempty"`    // of an endless image with subcommands: those by which it serves; how long another one lives is not known
	User        *int64      `json:"user,omitempty"`      // default UID; absent means unknown
	UserName    string      `json:"user_name,omitempty"` // a default user that is a name, which runAsNonRoot cannot check
	Shell       *bool       `json:"shell,omitempty"`     // whether the image holds a shell and the usual tools; absent means unknown
	// Since tells of which versions user, shell and everything else are.
	Since        Since       `json:"since,omitzero"`
	Lacks        []string    `json:"lacks,omitempty"`         // programs, by base name, that people miss in the image; only of a verified entry is that a fact
	Process      string      `json:"process,omitempty"`       // base name of the long-running process, as pkill would name it
	Runs         []string    `json:"runs,omitempty"`          // other base names by which a command line starts the image's program
	Library      string      `json:"library,omitempty"`       // client library by which it connects to databases: mysqlnd, libpq...
	UsesAPI      bool        `json:"uses_api,omitempty"`      // talks to the Kubernetes API
	APIUnless    []Condition `json:"api_unless,omitempty"`    // but not under one of these
	Privileges   []string    `json:"privileges,omitempty"`    // what the role needs: privileged, root, NET_ADMIN, SYS_ADMIN...
	Opaque       bool        `json:"opaque,omitempty"`        // what the program does is not known: the entry is about the image's build alone
	NeedsPID1    bool        `json:"needs_pid1,omitempty"`    // its init insists on being process 1
	LogsStdout   bool        `json:"logs_stdout,omitempty"`   // logs to stdout by default
	StdoutWhen   []Condition `json:"stdout_when,omitempty"`   // conditions of which one sends its ordinary log to stdout or stderr, whatever its configuration says
	SharedMemory bool        `json:"shared_memory,omitempty"` // its makers ask for more at /dev/shm than the 64 MiB that a runtime gives
	Config       []string    `json:"config,omitempty"`        // files and directories that configure it: a mount on one of them voids the defaults of its settings
	OpensPorts   bool        `json:"opens_ports,omitempty"`   // opens ports at run time: its API, or a control plane, tells which
	AllPorts     bool        `json:"all_ports,omitempty"`     // its settings name every port that it serves, as far as its configuration does not say more
	MorePorts    []Condition `json:"more_ports,omitempty"`    // conditions of which one is enough for ports that its settings do not name
	OwnAddress   bool        `json:"own_address,omitempty"`   // its entrypoint decides on which address it listens, whatever a mounted configuration says
	LogLinks     []string    `json:"log_links,omitempty"`     // directories whose log files are links to stdout or stderr
	LinkedLogs   []string    `json:"linked_logs,omitempty"`   // log files that are, in directories of which that does not hold
	// DefaultHost is the address on which it listens where its configuration file names none, unless one of DefaultHostOpen holds.
	DefaultHost     string      `json:"default_host,omitempty"`
	DefaultHostOpen []Condition `json:"default_host_open,omitempty"`
	Settings        []Setting   `json:"settings,omitempty"`
	OldFlags        []OldFlag   `json:"old_flags,omitempty"`
	Door            *Door       `json:"door,omitempty"`    // of its guarded listeners
	Release         *Release    `json:"release,omitempty"` // of which version its programs are
	Calls           []Call      `json:"calls,omitempty"`   // what it asks of the Kubernetes API

	// ShellAssumed and UserAssumed are set in a Match: the tag does not tell whether the image is of a version of which Shell and User are.
	ShellAssumed bool `json:"-"`
	UserAssumed  bool `json:"-"`
}

// Setting is one thing that a flag, an environment variable or a default makes the program do.
type Setting struct {
	// Does: listen, dial, read, tail, watch, serve, write, append, log, quit (a listener that ends the program when it is called).
	Does string `json:"does"`
	// Flags and Env name where the value comes from, the first that is present wins; Default holds without any of them (empty: nothing happens then).
	Flags   []string `json:"flags,omitempty"` // "--port", "-p"; "#1" is the first argument that is no flag, "#*" is every such argument
	Env     []string `json:"env,omitempty"`
	Default string   `json:"default,omitempty"`
	// Form of the value: address (host:port, :port), port, url, socket, path, dsn, list (comma-separated, of urls or addresses; of
	// paths when Does is about files), instance (of the Cloud SQL and AlloyDB proxies).
	Form string `json:"form"`
	// Host is the host when the value is a bare port: "0.0.0.0" (also when empty) or "127.0.0.1"; HostFlags override it.
	Host      string      `json:"host,omitempty"`
	HostFlags []string    `json:"host_flags,omitempty"` // flags, or variables as "env:NAME"
	PortFlags []string    `json:"port_flags,omitempty"` // of the form instance: the port of the first one, the next one takes the next
	DirFlags  []string    `json:"dir_flags,omitempty"`  // of the form instance: the directory of sockets, one per instance
	URL       string      `json:"url,omitempty"`        // path that is called when the value names none, or that a quit listener answers
	When      []Condition `json:"when,omitempty"`       // one must hold, else nothing happens
	Unless    []Condition `json:"unless,omitempty"`
	// UnlessSaid are the directives of the configuration that replace the default: it stands where the configuration is in sight and has
	// none of them. IfSaid: where the manifest puts the main file there (the first of Image.Config), one of these must be in it.
	UnlessSaid []string `json:"unless_said,omitempty"`
	IfSaid     []string `json:"if_said,omitempty"`
	Purpose    string   `json:"purpose,omitempty"`
	Protocol   string   `json:"protocol,omitempty"`
	Dir        bool     `json:"dir,omitempty"`     // the path is a directory
	Grows      bool     `json:"grows,omitempty"`   // ever more or larger files come to be
	Scheme     string   `json:"scheme,omitempty"`  // of the form dsn: what stands before a value that has none
	Startup    bool     `json:"startup,omitempty"` // a dial that must succeed at start
	Rotated    bool     `json:"rotated,omitempty"`
	Optional   bool     `json:"optional,omitempty"` // a listener without which the program goes on when it cannot bind
	// Speaks is what is spoken above the transport (of a listen or dial), where the value's scheme does not say it.
	Speaks string `json:"speaks,omitempty"`
	// TLS says whether with TLS, where the value does not: yes, no, either; empty is no where Speaks is given for a listen, else not known.
	TLS string `json:"tls,omitempty"`
	// TLSWhen turns it on; TLSOpen leaves it to something that is not seen. One condition is enough.
	TLSWhen []Condition `json:"tls_when,omitempty"`
	TLSOpen []Condition `json:"tls_open,omitempty"`
	// Guarded is set on a listen that asks for a login or a permission, as the image's door says.
	Guarded bool `json:"guarded,omitempty"`
}

// Condition holds when the flag, variable or subcommand is there ("--one-time", "env:METHOD=LIST", "--watch-interval=0", "arg:wait"),
// or when both of two do ("arg:logs & -f"). A name by which the program is started counts as a subcommand.
type Condition string

// OldFlag is a flag of another generation of the program.
type OldFlag struct {
	Flag     string      `json:"flag"`              // "--dest", or "env:GIT_SYNC_REPO"
	Instead  string      `json:"instead,omitempty"` // what this generation calls it
	Breaks   bool        `json:"breaks"`            // false: accepted or ignored
	Accepted bool        `json:"accepted,omitempty"`
	Unless   []Condition `json:"unless,omitempty"` // something else says it, so that nothing is lost
}

// Programs is what is known of programs by base name.
type Programs map[string]Program

// Program is what is known of a program that a command line names.
type Program struct {
	Lifetime    string      `json:"lifetime"` // endless, finite, unknown
	FiniteWhen  []Condition `json:"finite_when,omitempty"`
	EndlessWhen []Condition `json:"endless_when,omitempty"`
	Serves      []string    `json:"serves,omitempty"`        // of an endless program with subcommands: those by which it serves
	Network     bool        `json:"network,omitempty"`       // talks to the network
	Processes   bool        `json:"processes,omitempty"`     // looks at, signals or enters other processes
	Refuses     string      `json:"refuses_newer,omitempty"` // product whose servers it refuses to serve when their major version is above its own
	WorkerFlags []string    `json:"workers,omitempty"`       // flags that give a number of processes which share memory with each other
	LastFlags   []string    `json:"lasts,omitempty"`         // flags that say how long it works before it ends
	Library     string      `json:"library,omitempty"`       // as of an image
	IgnoresTerm bool        `json:"ignores_term,omitempty"`  // as process 1, because it installs no handler
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
	Role      string    `json:"role"`
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
