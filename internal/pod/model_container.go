package pod

// Container is one container of the pod.
type Container struct {
	Name               string       `json:"name"              jsonschema:"the container's name"`
	Path               Path         `json:"path"              jsonschema:"of the container in the object; of the annotation for an injected one"`
	Class              string       `json:"class" enum:"init,sidecar,regular,ephemeral,injected" jsonschema:"init (also a step that another one follows), sidecar (native: init with restartPolicy Always), regular, ephemeral, injected"`
	InjectedAs         string       `json:"injected_as,omitempty" jsonschema:"of an injected container: init, sidecar or regular"`
	InjectedBy         string       `json:"injected_by,omitempty" jsonschema:"of an injected container: the annotation or label that adds it, as key=value"`
	Order              int          `json:"order"             jsonschema:"start order from 0; all regular containers start one after the other without waiting"`
	RestartPolicy      string       `json:"restart_policy,omitempty" jsonschema:"the container's own restartPolicy, as written"`
	Role               string       `json:"role"              jsonschema:"from knowledge of the image, else unknown"`
	Known              string       `json:"known,omitempty"   jsonschema:"id of the knowledge entry of the image"`
	KnownBy            string       `json:"known_by" enum:"vendor,name," jsonschema:"how the image meets that entry: vendor, it is from those who make the program; name, by its name alone, from another owner; empty when nothing is known of it"`
	Verified           bool         `json:"verified"          jsonschema:"the knowledge entry was checked against public documentation, and the image is surely the one that it is about"`
	Part               string       `json:"part" enum:"app,helper,unknown" jsonschema:"app, helper or unknown: whether it serves a neighbour, by edges first and knowledge second"`
	PartBy             string       `json:"part_by,omitempty" jsonschema:"why"`
	PartRung           string       `json:"part_certainty"    enum:"stated,shown,known,guessed" jsonschema:"of that reason"`
	Opaque             bool         `json:"opaque"            jsonschema:"what it does cannot be known: unknown image without a command, or a command that cannot be read"`
	OwnProgram         bool         `json:"own_program"       jsonschema:"the known image's own program runs: its entrypoint, or a command that names it"`
	ToolsOnly          bool         `json:"tools_only"        jsonschema:"its command line consists of well-known tools, whose files, ports and connections are all in sight"`
	Running            bool         `json:"running"           jsonschema:"it goes on while the others run: no init or ephemeral container"`
	Idle               bool         `json:"idle"              jsonschema:"it does nothing but wait"`
	Waits              bool         `json:"waits"             jsonschema:"it ends, or goes on, in nothing but a wait, whatever it did before"`
	WaitsBy            string       `json:"waits_by"          jsonschema:"the last command that only waits; empty when there is none"`
	Entered            bool         `json:"entered"           jsonschema:"a name, a label or an annotation says that people, or a tool, enter it"`
	AnswersQuit        bool         `json:"answers_quit"      jsonschema:"it listens for a call that ends it"`
	Shown              bool         `json:"shown"             jsonschema:"a script in the manifest, or in an object of the set, shows what it does"`
	Helps              bool         `json:"helps"             jsonschema:"its role is one of programs that serve a neighbour"`
	Serves             string       `json:"serves" enum:"never,often,always" jsonschema:"what its role says: never, its programs are work of their own; often, they serve a neighbour as often as not; always, they are of use to a neighbour alone"`
	Stdout             bool         `json:"stdout"            jsonschema:"its ordinary log is known to reach its stdout"`
	Prints             bool         `json:"prints"            jsonschema:"what it follows comes out at its own stdout: it ships nothing elsewhere"`
	Seen               Seen         `json:"seen"              jsonschema:"how much of what it does is in sight, by aspect"`
	Image              Image        `json:"image"             jsonschema:"the image reference, taken apart"`
	Argv               []string     `json:"argv,omitempty"    jsonschema:"effective command line: command and args with $(VAR) expanded, or the known image's entrypoint with args"`
	Flags              []Flag       `json:"flags,omitempty"   jsonschema:"options of that command line, taken apart: --name=value, --name value, -name=value; those that a script gives to its commands are none"`
	Program            string       `json:"program,omitempty" jsonschema:"base name of the program that the container runs, when known"`
	Subcommand         string       `json:"subcommand" jsonschema:"the first argument when it is no flag, which tells one program of a many-purpose image from another; empty for a script"`
	Declared           bool         `json:"declared"          jsonschema:"the manifest gives a command or args"`
	ConfigHidden       bool         `json:"config_hidden"     jsonschema:"something whose text is not in the set is mounted where the image keeps its configuration"`
	LogLinks           []string     `json:"log_links,omitempty" jsonschema:"directories whose log files the known image links to stdout or stderr"`
	Lifetime           string       `json:"lifetime" enum:"finite,endless,unknown" jsonschema:"finite, endless or unknown"`
	Lasts              float64      `json:"lasts" jsonschema:"seconds that its command line tells it to work before it ends, such as the 20m of wrk -d20m; 0 when nothing tells"`
	LifetimeEvidence   *Evidence    `json:"lifetime_evidence,omitempty" jsonschema:"why"`
	Script             *Script      `json:"script,omitempty"  jsonschema:"what its shell script does as a whole; absent when no shell runs"`
	Commands           []Command    `json:"commands,omitempty" jsonschema:"the simple commands of its script or command line"`
	Env                []EnvVar     `json:"env,omitempty"     jsonschema:"environment, envFrom included where its source is in the set"`
	EnvUnresolved      bool         `json:"env_unresolved"    jsonschema:"some of its environment comes from an object outside the set"`
	Links              []Link       `json:"service_links,omitempty" jsonschema:"variables that it reads and that Kubernetes sets because of a Service of the namespace"`
	OldFlags           []OldFlag    `json:"old_flags,omitempty" jsonschema:"flags and variables of another generation of its program"`
	Listens            []Listen     `json:"listens,omitempty" jsonschema:"ports and sockets it serves"`
	Dials              []Dial       `json:"dials,omitempty"   jsonschema:"addresses and sockets it connects to"`
	Mentions           []Mention    `json:"mentions,omitempty" jsonschema:"addresses on loopback that stand in its variables and arguments and of which nothing else speaks"`
	Mounts             []Mount      `json:"mounts,omitempty"  jsonschema:"its volume mounts and devices"`
	Files              []FileUse    `json:"files,omitempty"   jsonschema:"files it reads, writes, follows, watches, serves"`
	Places             []Place      `json:"places,omitempty"  jsonschema:"paths on volumes that its arguments and variables name, where nothing else says what becomes of them; the first 256"`
	KeyRefs            []KeyRef     `json:"key_refs,omitempty" jsonschema:"its variables that are filled from one key of a ConfigMap or Secret"`
	Logs               []LogSink    `json:"logs,omitempty"    jsonschema:"where its log goes"`
	Signals            []Signal     `json:"signals,omitempty" jsonschema:"signals it sends and processes it enters"`
	Probes             []Probe      `json:"probes,omitempty"  jsonschema:"its probes"`
	Hooks              []Hook       `json:"hooks,omitempty"   jsonschema:"its lifecycle hooks"`
	Resources          Resources    `json:"resources"         jsonschema:"requests and limits as numbers"`
	Security           Security     `json:"security"          jsonschema:"effective security context: own, else the pod's, else the image's default"`
	Neighbours         []string     `json:"neighbours,omitempty" jsonschema:"containers that an edge other than start-order or injected ties it to"`
	Overrides          bool         `json:"overrides_entrypoint" jsonschema:"the manifest gives a command"`
	PID1Outputs        []Output     `json:"pid1_outputs,omitempty" jsonschema:"where it is told to write to the standard output or error of process 1"`
	Fronts             bool         `json:"fronts" jsonschema:"its role is one of programs that connect to what stands behind them"`
	PortsUnknown       bool         `json:"ports_unknown" jsonschema:"a placeholder stands in place of a declared port"`
	Awaits             bool         `json:"awaits" jsonschema:"it holds its program back until something is there: a wait, a sleep, a tool that waits"`
	Processes          []string     `json:"processes,omitempty" jsonschema:"base names of its program: as the command line names it, and as its image is known to"`
	NamesUnseenEnv     bool         `json:"names_unseen_env" jsonschema:"its command line names a variable whose value the manifest does not show, or reads its whole environment"`
	TerminationMessage string       `json:"termination_message_path" jsonschema:"the file that the kubelet mounts for the reason why it ended"`
	Releases           []Release    `json:"releases,omitempty" jsonschema:"of which versions the servers and clients are that it runs, where the image's tag tells"`
	APICalls           []APICall    `json:"api_calls,omitempty" jsonschema:"what it is known to ask of the Kubernetes API"`
	TTY                bool         `json:"tty"               jsonschema:"tty or stdin is set"`
	Programs           []ProgramUse `json:"programs,omitempty" jsonschema:"programs that its command line, scripts, probes and hooks start by name"`

	RestartPolicyRules []RestartRule `json:"restart_policy_rules,omitempty" jsonschema:"its restartPolicyRules"`
	Unrequested        []Unrequested `json:"unrequested,omitempty" jsonschema:"of an injected container: what it surely asks nothing of, as far as settings tell; what is missing here it may ask for"`
	Drains             []Drain       `json:"drains,omitempty" jsonschema:"settings that say how long it goes on after the pod is told to end"`
	Redirects          bool          `json:"redirects"        jsonschema:"an init container from which on the pod's outgoing connections lead to a proxy"`
	CallsOut           bool          `json:"calls_out"        jsonschema:"it connects to a server outside of the pod"`
}

// Image is an image reference, taken apart.
type Image struct {
	Reference    string   `json:"reference"            jsonschema:"as written"`
	Registry     string   `json:"registry"             jsonschema:"host, docker.io when none is written"`
	Repository   string   `json:"repository"           jsonschema:"path without registry and tag; library/ is left out"`
	Tag          string   `json:"tag,omitempty"        jsonschema:"absent when none is written"`
	Digest       string   `json:"digest,omitempty"     jsonschema:"absent when none is written"`
	Pinned       bool     `json:"pinned"               jsonschema:"a digest, or a tag that stays (two numeric parts, a date, a commit)"`
	Moves        string   `json:"moves,omitempty" enum:"untagged,latest,channel,variant,major,language" jsonschema:"how a reference that does not stay moves; absent when it stays, is never pulled, or when that is not known: untagged, latest, channel, variant (of builds of one version), major (a lone number), language (the version of a language or runtime alone)"`
	Placeholder  bool     `json:"placeholder"          jsonschema:"an unrendered placeholder stands in the reference"`
	Substituted  bool     `json:"substituted"          jsonschema:"a kustomization of the set gives it another name, tag or digest"`
	Certainty    string   `json:"certainty,omitempty" enum:"known,guessed" jsonschema:"how sure the facts are that come from knowledge of the image: known (a verified entry, and the vendor's own image or a copy of it) or guessed; absent when nothing is known of it"`
	CertaintyBy  string   `json:"certainty_by,omitempty" jsonschema:"why, in a few words"`
	NoShell      bool     `json:"no_shell"             jsonschema:"known to hold neither a shell nor the usual tools"`
	Bare         bool     `json:"no_entrypoint"        jsonschema:"known to have no entrypoint: args are the whole command line"`
	NeedsPID1    bool     `json:"needs_pid1"           jsonschema:"its init insists on being process 1"`
	SharedMemory bool     `json:"shared_memory"        jsonschema:"known to want more at /dev/shm than the 64 MiB that a runtime gives"`
	UsesAPI      bool     `json:"uses_api"             jsonschema:"known to talk to the Kubernetes API"`
	Injectors    []string `json:"injectors,omitempty" jsonschema:"ids of the injectors that add containers of this image"`
	Needs        []string `json:"needs,omitempty"      jsonschema:"rights that its program needs for its work: privileged, root, NET_ADMIN, SYS_ADMIN..."`
	Retired      *Retired `json:"retired,omitempty" jsonschema:"what became of it; absent when nothing is known to have happened"`
	Path         Path     `json:"path"                 jsonschema:"of the image field"`
}

// Script is a container's shell script as a whole.
type Script struct {
	Shell       string    `json:"shell"                jsonschema:"base name of the interpreter; empty for a bare command"`
	Main        string    `json:"main"                 jsonschema:"base name of process 1 once start-up is done"`
	MainKind    string    `json:"main_kind" enum:"shell,program" jsonschema:"shell when a shell stays process 1, else program"`
	Last        string    `json:"last" enum:"loop,pipeline,compound,list,sleep,tail,cat,nc,simple,exec,wait,background" jsonschema:"form of the last command: loop, pipeline, compound, list (joined by && or ||: some shells put its last command in their own place), sleep, tail, cat, nc, simple, exec, wait, background"`
	Statements  int       `json:"statements"           jsonschema:"commands at the top level"`
	Init        bool      `json:"init"                 jsonschema:"tini, dumb-init or the like is process 1"`
	Trap        bool      `json:"trap"                 jsonschema:"it handles TERM"`
	Idle        bool      `json:"idle"                 jsonschema:"it does nothing but wait"`
	IgnoresTerm bool      `json:"ignores_term" jsonschema:"its process 1 takes no notice of TERM: no init, no trap, and a program that installs no handler"`
	Work        []Command `json:"work,omitempty"       jsonschema:"finite work before it only waits"`
	Path        Path      `json:"path"                 jsonschema:"of its last command"`
}

// Command is one simple command.
type Command struct {
	Name       string   `json:"name"       jsonschema:"base name of the program"`
	Argv       []string `json:"argv"       jsonschema:"expanded words; a part that is not known is the replacement character"`
	Endless    bool     `json:"endless"    jsonschema:"in an endless loop"`
	Background bool     `json:"background" jsonschema:"in the background"`
	Condition  bool     `json:"condition"  jsonschema:"in a condition"`
	Ignorable  bool     `json:"ignorable"  jsonschema:"its failure is tolerated"`
	Network    bool     `json:"network"    jsonschema:"the program talks to others"`
	Processes  bool     `json:"processes" jsonschema:"the program looks at, signals or enters other processes"`
	Workers    int      `json:"workers"    jsonschema:"processes that it is told to start and that share memory with each other; 0 when it is not"`
	Phase      string   `json:"phase" enum:"init,run,hook,probe" jsonschema:"init, run, hook or probe"`
	Fallback   bool     `json:"fallback"   jsonschema:"another command takes its place when it fails"`
	Passed     bool     `json:"passed"     jsonschema:"the script goes on when it fails: something follows, or it is in a loop, and nothing says set -e"`
	Hosts      []string `json:"hosts,omitempty" jsonschema:"words that the program takes for the name or address of a host, such as what follows -h of psql"`
	Lifetime   string   `json:"lifetime"   enum:"finite,endless,unknown" jsonschema:"whether it ends by itself, as far as its name and arguments tell"`
	Path       Path     `json:"path"       jsonschema:"of its line"`
}

// EnvVar is one environment variable.
type EnvVar struct {
	Name      string `json:"name"                jsonschema:"the variable"`
	Value     string `json:"value,omitempty"     jsonschema:"its value with $(VAR) expanded; absent when unknown"`
	Known     bool   `json:"known"               jsonschema:"the value is known"`
	ConfigMap string `json:"config_map,omitempty" jsonschema:"the ConfigMap it comes from"`
	Secret    string `json:"secret,omitempty"    jsonschema:"the Secret it comes from"`
	SecretKey string `json:"secret_key,omitempty" jsonschema:"the key in that Secret; absent for a whole Secret (envFrom), whose name is then *"`
	Path      Path   `json:"path"                jsonschema:"of the entry"`

	whole bool // it was taken with all of its ConfigMap
}

// Listen is a port or socket that a container serves.
type Listen struct {
	Port       int    `json:"port,omitempty"   jsonschema:"absent for a socket"`
	Socket     string `json:"socket,omitempty" jsonschema:"absolute path of a Unix socket"`
	Volume     string `json:"volume,omitempty" jsonschema:"the volume on which the socket lies"`
	VolumePath string `json:"volume_path,omitempty" jsonschema:"its path in that volume"`
	Protocol   string `json:"protocol" enum:"TCP,UDP,SCTP,UNIX" jsonschema:"TCP, UDP, SCTP or UNIX"`
	Address    string `json:"address" enum:"all,loopback,pod-ip,unknown" jsonschema:"all, loopback, pod-ip or unknown"`
	Name       string `json:"name,omitempty"   jsonschema:"of the declared port"`
	HostPort   int    `json:"host_port,omitempty" jsonschema:"declared port on the node"`
	Purpose    string `json:"purpose,omitempty" jsonschema:"metrics, health, admin; absent for the main port"`
	Declared   bool   `json:"declared"         jsonschema:"an entry of ports[]; false for a listener known only otherwise"`
	Effective  bool   `json:"effective"        jsonschema:"the program is known to bind it (flag, env, script, config, image); a merely declared port is informational"`
	Verified   bool   `json:"verified"         jsonschema:"not resting on a guess about the image"`
	Origin     string `json:"origin" enum:"declared,flag,env,script,config,image,injected,annotation" jsonschema:"declared, flag, env, script, config, image, injected, annotation (of the pod, for an injected container); the strongest that speaks for it"`
	Text       string `json:"text,omitempty"   jsonschema:"the evidence"`
	Path       Path   `json:"path"             jsonschema:"of the evidence: the port's entry for a declared port"`
	BindPath   Path   `json:"bind_path,omitempty" jsonschema:"of the evidence that the program binds it; absent when nothing tells"`

	Certainty        string `json:"certainty"        enum:"stated,shown,known,guessed" jsonschema:"that the program binds it: a port that is merely declared is guessed"`
	AddressCertainty string `json:"address_certainty" enum:"stated,shown,known,guessed" jsonschema:"that it binds that address: the default of a program whose version nobody tells is guessed"`
	Optional         bool   `json:"optional"         jsonschema:"the program is known to go on without it when it cannot bind"`
	Variable         bool   `json:"variable"         jsonschema:"rests on a variable such as PORT alone, which the program may not read"`
	Speaks           Speech `json:"speaks"           jsonschema:"what is spoken there, above the transport"`
	Door             *Door  `json:"door,omitempty"   jsonschema:"how it treats who brings neither a login nor a permission; absent for a listener that asks for none"`

	assumed bool // the address is the one that the program takes by itself
	spoken  bool // settings that are not read in full speak of it, which is no more than a guess
}

// Dial is an address or socket that a container connects to.
type Dial struct {
	Host       string `json:"host,omitempty"   jsonschema:"as written"`
	HostClass  string `json:"host_class" enum:"loopback,service,external,socket,unknown" jsonschema:"loopback, service (a Service of the set or a cluster name), external, socket, unknown"`
	Port       int    `json:"port,omitempty"   jsonschema:"absent when unknown or a socket"`
	Socket     string `json:"socket,omitempty" jsonschema:"absolute path of a Unix socket"`
	Volume     string `json:"volume,omitempty" jsonschema:"the volume on which the socket lies"`
	VolumePath string `json:"volume_path,omitempty" jsonschema:"its path in that volume"`
	Protocol   string `json:"protocol" enum:"TCP,UDP,UNIX" jsonschema:"TCP, UDP or UNIX"`
	URL        string `json:"url,omitempty"    jsonschema:"path part of the URL"`
	Purpose    string `json:"purpose,omitempty" jsonschema:"upstream, scrape, reload, database, telemetry, proxy, build, quit, health, metrics"`
	Phase      string `json:"phase" enum:"init,start,run,hook,probe" jsonschema:"init, start (before the program serves), run, hook or probe"`
	Wait       bool   `json:"wait"             jsonschema:"retried until it succeeds"`
	GivesUp    bool   `json:"gives_up"         jsonschema:"it is tried so often only, and nothing ends the script for its failure"`
	Repeats    bool   `json:"repeats"          jsonschema:"made again and again, or in the background"`
	Ignorable  bool   `json:"ignorable"        jsonschema:"its failure is tolerated"`
	Meets      string `json:"meets,omitempty"  jsonschema:"the container of this pod that answers; absent when none is known to"`
	MeetsOwn   bool   `json:"meets_own"        jsonschema:"the container itself answers"`
	Service    string `json:"service,omitempty" jsonschema:"the Service of the set that it names"`
	Library    string `json:"library,omitempty" jsonschema:"the client library by which the program connects to databases, where it is known: mysqlnd, libmysqlclient, libmariadb..."`
	Verified   bool   `json:"verified"         jsonschema:"not resting on a guess about the image"`
	Certainty  string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that the program connects there"`
	Origin     string `json:"origin" enum:"flag,env,script,config,image" jsonschema:"flag, env, script, config, image"`
	Text       string `json:"text,omitempty"   jsonschema:"the evidence"`
	Path       Path   `json:"path"             jsonschema:"of the evidence"`
	Speaks     Speech `json:"speaks"           jsonschema:"what it speaks there, above the transport"`
	Carries    []int  `json:"carries,omitempty" jsonschema:"the container's own ports whose input goes out here"`
}

// Output is a place of the manifest that names the output of a process.
type Output struct {
	File string `json:"file" jsonschema:"such as /proc/1/fd/1"`
	Path Path   `json:"path" jsonschema:"of the text that names it"`
}

// Mention is an address on loopback that stands in a text, whatever the program does with it.
type Mention struct {
	Host   string `json:"host"   jsonschema:"as written"`
	Port   int    `json:"port"   jsonschema:"its port"`
	Origin string `json:"origin" enum:"flag,env" jsonschema:"an argument or a variable"`
	Text   string `json:"text"   jsonschema:"the text, shortened"`
	Path   Path   `json:"path"   jsonschema:"of the text"`
}

// Mount is a volume as a container sees it.
type Mount struct {
	Volume      string `json:"volume"                  jsonschema:"the volume's name"`
	Kind        string `json:"kind"                    jsonschema:"the volume's kind; unknown when the pod has no such volume"`
	MountPath   string `json:"mount_path"              jsonschema:"cleaned"`
	SubPath     string `json:"sub_path,omitempty"      jsonschema:"subPath or subPathExpr"`
	SubPathExpr bool   `json:"sub_path_expr"           jsonschema:"sub_path is an expression with variables"`
	ReadOnly    bool   `json:"read_only"               jsonschema:"mounted read-only, by the mount or by the nature of the volume"`
	DeclaredRO  bool   `json:"declared_read_only"      jsonschema:"readOnly: true is written on the mount"`
	Propagation string `json:"propagation,omitempty"   jsonschema:"mountPropagation, as written"`
	Device      bool   `json:"device"                  jsonschema:"a block device (volumeDevices)"`
	Path        Path   `json:"path"                    jsonschema:"of the mount's entry"`
}

// FileUse is what a container does with a file or directory.
type FileUse struct {
	Op         string `json:"op" enum:"read,tail,watch,serve,write,append,create,remove,chmod" jsonschema:"read, tail, watch, serve, write, append, create, remove, chmod"`
	File       string `json:"file"                  jsonschema:"absolute path in the container; relative when the working directory is unknown"`
	Volume     string `json:"volume,omitempty"      jsonschema:"the volume on which it lies; absent when it lies on the container's own file system"`
	VolumePath string `json:"volume_path,omitempty" jsonschema:"its path in that volume, subPath included, without a leading slash; . is the root"`
	VolumeKind string `json:"volume_kind,omitempty" jsonschema:"that volume's kind"`
	MountRO    bool   `json:"mount_read_only"       jsonschema:"the mount it lies under is read-only"`
	Dir        bool   `json:"dir"                   jsonschema:"a directory with everything below it"`
	Glob       bool   `json:"glob"                  jsonschema:"file holds wildcards"`
	Endless    bool   `json:"endless"               jsonschema:"again and again"`
	Grows      bool   `json:"grows"                 jsonschema:"ever more bytes or files come to be, with no bound in sight"`
	Log        bool   `json:"log"                   jsonschema:"the file is a log, by its name, its directory, a setting or a follower"`
	Linked     bool   `json:"linked"                jsonschema:"a log that the image links to stdout or stderr"`
	Phase      string `json:"phase" enum:"init,run,hook,probe" jsonschema:"init, run, hook or probe"`
	Wait       bool   `json:"wait"                  jsonschema:"waits until it is there"`
	Kept       bool   `json:"kept"                  jsonschema:"of a read by a command: its output goes to a file or nowhere, not to stdout"`
	Awaited    bool   `json:"awaited"               jsonschema:"the program waits for as long as it is missing, and nothing ends that"`
	Held       bool   `json:"held"                  jsonschema:"of what is awaited: until it is there nothing but well-known tools runs in the container"`
	Ignorable  bool   `json:"ignorable"             jsonschema:"its failure is tolerated"`
	Guarded    bool   `json:"guarded"               jsonschema:"only where it, or the directory that it lies in, was found missing"`
	Retries    bool   `json:"retries"               jsonschema:"of a command that follows: a file that is missing is waited for"`
	ByName     bool   `json:"by_name"               jsonschema:"of a command that follows: a file that is replaced is found again"`
	Whole      bool   `json:"whole"                 jsonschema:"of what follows: from the start, or from a place given on purpose"`
	Detached   bool   `json:"detached"              jsonschema:"of a command that follows: it runs in a loop, in the background or as a condition, so that its end does not end the container"`
	Delayed    bool   `json:"delayed"               jsonschema:"of a command that follows: the script waits for the file, or sleeps"`
	As         string `json:"as,omitempty"          jsonschema:"of what is rotated: the user and group that the program acts as; absent when its configuration names none"`
	Private    bool   `json:"private"               jsonschema:"of what is made or changed: its mode leaves it to its owner alone"`
	Positions  bool   `json:"positions"             jsonschema:"of what is written: a log agent notes there how far it has read"`
	Renames    bool   `json:"renames"               jsonschema:"the file is moved away and a new one takes its place: by a logger, by logrotate, by mv"`
	ThisPod    bool   `json:"this_pod"              jsonschema:"the path is this pod's alone: it holds the UID of the pod, or its name where pods do not get the same name again"`
	Tool       string `json:"tool,omitempty"        jsonschema:"the command that does it; logrotate for what its configuration says"`
	Verified   bool   `json:"verified"              jsonschema:"not resting on a guess about the image"`
	Certainty  string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that the program does that"`
	Origin     string `json:"origin" enum:"flag,env,script,config,image" jsonschema:"flag, env, script, config, image"`
	Text       string `json:"text,omitempty"        jsonschema:"the evidence"`
	Path       Path   `json:"path"                  jsonschema:"of the evidence"`
}

// LogSink is where a container's log, or a part of it, goes.
type LogSink struct {
	Sink        string   `json:"sink" enum:"file,stdout,syslog,off" jsonschema:"file, stdout, syslog or off"`
	File        string   `json:"file,omitempty"        jsonschema:"absolute path of a file"`
	Volume      string   `json:"volume,omitempty"      jsonschema:"the volume on which it lies"`
	VolumePath  string   `json:"volume_path,omitempty" jsonschema:"its path in that volume"`
	Purpose     string   `json:"purpose,omitempty"     jsonschema:"access, error, audit; absent for the ordinary log"`
	Rung        int      `json:"rung"                  jsonschema:"evidence: 1 redirect, 2 flag, 3 env, 4 configuration, 5 image default"`
	Linked      bool     `json:"linked"                jsonschema:"the image links the file to stdout or stderr and no volume hides the link"`
	Shadowed    bool     `json:"shadowed"              jsonschema:"the image links the file to stdout or stderr, but a volume lies over the link"`
	OftenLinked bool     `json:"often_linked"          jsonschema:"nothing is known of the image, and those that others build on keep links to stdout or stderr there"`
	Partial     bool     `json:"partial"               jsonschema:"the same lines reach stdout too, or only part of the log goes here"`
	Rotated     bool     `json:"rotated"               jsonschema:"rotation or a bound is visible"`
	StreamedBy  []string `json:"streamed_by,omitempty" jsonschema:"containers that follow, ship or read this file"`
	Verified    bool     `json:"verified"              jsonschema:"not resting on a guess about the image"`
	Certainty   string   `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that the log goes there"`
	Origin      string   `json:"origin" enum:"flag,env,script,config,image" jsonschema:"flag, env, script, config, image"`
	Text        string   `json:"text,omitempty"        jsonschema:"the evidence"`
	Path        Path     `json:"path"                  jsonschema:"of the evidence"`
}

// Signal is a signal that a container sends, or a process that it enters.
type Signal struct {
	Signal    string `json:"signal"  jsonschema:"such as HUP; absent when the tool only enters the process (nsenter, gdb)"`
	Tool      string `json:"tool"              jsonschema:"kill, pkill, killall, nsenter, jcmd..."`
	Target    string `json:"target"  jsonschema:"process name or PID; absent when unknown"`
	Own       bool   `json:"own"               jsonschema:"the target is a process of the container itself"`
	Reaches   string `json:"reaches" jsonschema:"the other container whose process it is meant for, when known"`
	Phase     string `json:"phase" enum:"init,run,hook,probe" jsonschema:"init, run, hook or probe"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that it is sent"`
	Origin    string `json:"origin"            jsonschema:"flag, script, config, image"`
	Text      string `json:"text,omitempty"    jsonschema:"the evidence"`
	Path      Path   `json:"path"              jsonschema:"of the evidence"`
}

// Probe is a probe with the container that it really judges.
type Probe struct {
	Kind      string    `json:"kind" enum:"liveness,readiness,startup" jsonschema:"liveness, readiness or startup"`
	Handler   string    `json:"handler" enum:"http,tcp,grpc,exec" jsonschema:"http, tcp, grpc or exec"`
	Host      string    `json:"host,omitempty"      jsonschema:"declared host"`
	Port      int       `json:"port,omitempty"      jsonschema:"resolved in the container's own ports; absent when the name is not found there"`
	PortName  string    `json:"port_name,omitempty" jsonschema:"as written, when it is a name"`
	HTTPPath  string    `json:"http_path,omitempty" jsonschema:"path of the request"`
	Command   []string  `json:"command,omitempty"   jsonschema:"of an exec probe"`
	Program   string    `json:"program,omitempty"   jsonschema:"base name of the program of an exec probe"`
	Pipeline  []Command `json:"pipeline,omitempty" jsonschema:"of an exec probe that ends as a pipeline does, and a pipeline as its last command: the commands of that; absent under pipefail"`
	Reaches   string    `json:"reaches,omitempty"   jsonschema:"the container that listens on the port; absent when none is known to"`
	Own       bool      `json:"own"                 jsonschema:"reaches the container itself (or nothing else is known to listen there)"`
	Address   string    `json:"address,omitempty"   jsonschema:"address class of the listener it reaches"`
	Speaks    Speech    `json:"speaks"              jsonschema:"what the kubelet speaks"`
	Headers   []string  `json:"headers,omitempty"   jsonschema:"names of the headers of an http probe, in lower case"`
	Path      Path      `json:"path"                jsonschema:"of the probe's port, command or handler"`
	ProbePath Path      `json:"probe_path"          jsonschema:"of the probe"`
}

// Hook is a lifecycle hook.
type Hook struct {
	Kind         string   `json:"kind" enum:"post-start,pre-stop" jsonschema:"post-start (postStart) or pre-stop (preStop)"`
	Handler      string   `json:"handler" enum:"exec,http,tcp,sleep" jsonschema:"exec, http, tcp or sleep"`
	Command      []string `json:"command,omitempty"       jsonschema:"of an exec hook"`
	Programs     []string `json:"programs,omitempty"      jsonschema:"base names of all programs that an exec hook needs, the shell included"`
	Host         string   `json:"host,omitempty"          jsonschema:"declared host"`
	Port         int      `json:"port,omitempty"          jsonschema:"of an http or tcp hook"`
	HTTPPath     string   `json:"http_path,omitempty"     jsonschema:"path of the request of an http hook"`
	PortName     string   `json:"port_name,omitempty"     jsonschema:"as written, when it is a name"`
	Reaches      string   `json:"reaches,omitempty"       jsonschema:"the container that listens on that port"`
	SleepSeconds float64  `json:"sleep_seconds,omitempty" jsonschema:"constant seconds that it sleeps in all"`
	Path         Path     `json:"path"                    jsonschema:"of the handler's command, port or seconds"`
}

// Resources are parsed numbers; a value that is not declared is absent.
type Resources struct {
	Requests ResourceList `json:"requests" jsonschema:"declared, or taken from the limits"`
	Limits   ResourceList `json:"limits"   jsonschema:"declared"`
	Declared []string     `json:"declared,omitempty" jsonschema:"what the lists hold, such as limits.memory; not what is taken from the limits"`
	Unknown  bool         `json:"unknown" jsonschema:"a placeholder stands in place of an amount"`
	Path     Path         `json:"path"     jsonschema:"of the resources field"`
}

// ResourceList holds amounts.
type ResourceList struct {
	CPU              *int64 `json:"cpu_millis,omitempty"              jsonschema:"thousandths of a CPU"`
	Memory           *int64 `json:"memory_bytes,omitempty"            jsonschema:"bytes"`
	EphemeralStorage *int64 `json:"ephemeral_storage_bytes,omitempty" jsonschema:"bytes"`
}

// Security is the effective security context.
type Security struct {
	RunAsUser                Sourced  `json:"run_as_user"                jsonschema:"UID"`
	RunAsGroup               Sourced  `json:"run_as_group"               jsonschema:"GID"`
	RunAsNonRoot             Sourced  `json:"run_as_non_root"            jsonschema:"whether root is refused"`
	Privileged               Sourced  `json:"privileged"                 jsonschema:"whether the container is privileged"`
	AllowPrivilegeEscalation Sourced  `json:"allow_privilege_escalation" jsonschema:"whether it may gain privileges"`
	ReadOnlyRootFilesystem   Sourced  `json:"read_only_root_filesystem"  jsonschema:"whether its own file system is read-only"`
	SeccompProfile           Sourced  `json:"seccomp_profile"            jsonschema:"type of the profile"`
	SELinuxLevel             Sourced  `json:"selinux_level"              jsonschema:"level of seLinuxOptions"`
	SELinuxType              string   `json:"selinux_type,omitempty"    jsonschema:"type of seLinuxOptions"`
	ProcMount                Sourced  `json:"proc_mount"                 jsonschema:"procMount"`
	FSGroup                  Sourced  `json:"fs_group"                   jsonschema:"the pod's fsGroup"`
	UserName                 string   `json:"user_name,omitempty"        jsonschema:"the image's default user when it is a name"`
	CapabilitiesAdded        []string `json:"capabilities_added,omitempty"   jsonschema:"without CAP_, upper case"`
	CapabilitiesDropped      []string `json:"capabilities_dropped,omitempty" jsonschema:"without CAP_, upper case"`
	SupplementalGroups       []int64  `json:"supplemental_groups,omitempty"  jsonschema:"the pod's"`
	Path                     Path     `json:"path"                       jsonschema:"of the container's own securityContext"`
	CapabilitiesPath         Path     `json:"capabilities_path"          jsonschema:"of capabilities.add"`
}

// Sourced is a value with the place that decides it; a value that nothing decides is absent.
type Sourced struct {
	Value     any    `json:"value,omitempty"  jsonschema:"number, boolean or text; absent when nothing decides it"`
	Origin    string `json:"origin,omitempty" enum:"container,pod,image,default" jsonschema:"container, pod, image or default"`
	Certainty string `json:"certainty,omitempty" enum:"stated,shown,known,guessed" jsonschema:"of the value: stated by the manifest, known or guessed of the image"`
	Path      Path   `json:"path,omitempty"   jsonschema:"of the deciding field"`
}
