package pod

// AppMember is a container that is the work of the pod.
type AppMember struct {
	Container string `json:"container" jsonschema:"who"`
	Reason    string `json:"reason"    jsonschema:"why, in a few words"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"of the reason"`
}

// Seen says how much of what a container does is in sight. all: nothing else can be (well-known tools only, or a verified image with all
// its settings in sight). told: all that it is told is in sight (arguments, variables, configuration), its defaults are not known.
// some: its program, or a setting, is out of sight.
type Seen struct {
	Listens string `json:"listens" enum:"all,told,some" jsonschema:"the ports and sockets that it serves"`
	Dials   string `json:"dials"   enum:"all,told,some" jsonschema:"what it connects to"`
	Files   string `json:"files"   enum:"all,told,some" jsonschema:"the files that it reads and writes"`
	Logs    string `json:"logs"    enum:"all,told,some" jsonschema:"where its log goes"`
	Ends    string `json:"ends"    enum:"all,some"      jsonschema:"whether it ends by itself"`
}

// Member is a container in a few words, for rules that look at several. Every scalar is always there: "", 0 and false are values.
type Member struct {
	Path         Path     `json:"path"        jsonschema:"of the container"`
	Class        string   `json:"class"       enum:"init,sidecar,regular,ephemeral,injected" jsonschema:"as in containers[]"`
	Order        int      `json:"order"       jsonschema:"start order from 0"`
	Role         string   `json:"role"        jsonschema:"from knowledge of the image, else unknown"`
	Part         string   `json:"part"        enum:"app,helper,unknown" jsonschema:"app for those in app[]"`
	PartBy       string   `json:"part_by"     jsonschema:"why"`
	PartRung     string   `json:"part_certainty" enum:"stated,shown,known,guessed" jsonschema:"of that reason"`
	Fronts       bool     `json:"fronts"      jsonschema:"the role is one of programs that connect to what stands behind them"`
	Helps        bool     `json:"helps"       jsonschema:"the role is one of programs that serve a neighbour"`
	Serves       string   `json:"serves"      enum:"never,often,always" jsonschema:"what its role says: never, its programs are work of their own; often, they serve a neighbour as often as not; always, they are of use to a neighbour alone"`
	Stdout       bool     `json:"stdout"      jsonschema:"its ordinary log is known to reach its stdout"`
	Running      bool     `json:"running"     jsonschema:"it goes on while the others run"`
	OwnProgram   bool     `json:"own_program" jsonschema:"the known image's own program runs"`
	ToolsOnly    bool     `json:"tools_only"  jsonschema:"its command line consists of well-known tools"`
	Opaque       bool     `json:"opaque"      jsonschema:"what it does cannot be known"`
	InjectedAs   string   `json:"injected_as" enum:"init,sidecar,regular," jsonschema:"of an injected container, else empty"`
	KnownRung    string   `json:"known_certainty" enum:"known,guessed" jsonschema:"that the image is the one of that entry; guessed when nothing is known of it"`
	KnownBy      string   `json:"known_by"    enum:"vendor,name," jsonschema:"how the image meets that entry: from those who make the program, or by its name alone; empty when nothing is known of it"`
	Waits        bool     `json:"waits"       jsonschema:"it ends, or goes on, in nothing but a wait"`
	Quits        bool     `json:"answers_quit" jsonschema:"it listens for a call that ends it"`
	ConfigHidden bool     `json:"config_hidden" jsonschema:"something whose text is not in the set is mounted where the image keeps its configuration"`
	Idle         bool     `json:"idle"        jsonschema:"it does nothing but wait"`
	Shell        bool     `json:"shell"       jsonschema:"a script in the manifest, or in an object of the set, shows what it does"`
	Processes    []string `json:"processes,omitempty" jsonschema:"base names of its program"`
	Awaits       bool     `json:"awaits"      jsonschema:"it holds its program back until something is there"`
	PostStart    bool     `json:"post_start"  jsonschema:"it has a postStart hook, which the kubelet waits for"`
	Image        string   `json:"image"       jsonschema:"registry and repository, without tag; empty when the manifest names none"`
	Subcommand   string   `json:"subcommand"  jsonschema:"the word that tells one program of a many-purpose image from another; empty when there is none"`
	Known        string   `json:"known"       jsonschema:"id of the knowledge entry of its image, else empty"`
	Lifetime     string   `json:"lifetime"    enum:"finite,endless,unknown" jsonschema:"whether it ends by itself"`
	Ends         Ending   `json:"ends"        jsonschema:"the evidence for the lifetime"`
	Seen         Seen     `json:"seen"        jsonschema:"how much of what it does is in sight"`
	Tied         bool     `json:"tied"        jsonschema:"an edge of certainty stated, shown or known to a container that runs beside it"`
	Probes       []string `json:"probes,omitempty" jsonschema:"kinds of its probes"`
	Ports        []Port   `json:"ports,omitempty"  jsonschema:"TCP ports that it declares or binds"`
	Main         *Port    `json:"main,omitempty"   jsonschema:"the one of them that is neither for metrics nor for health nor for an administrator; absent when there is none or more"`
	NamePath     Path     `json:"name_path"   jsonschema:"of its name"`
}

// Ending is why a container ends or goes on.
type Ending struct {
	Origin    string  `json:"origin"    jsonschema:"script, image, declared; empty when the lifetime is unknown"`
	Certainty string  `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"guessed when the lifetime is unknown"`
	Text      string  `json:"text"      jsonschema:"the words of the manifest, or the reasoning"`
	Lasts     float64 `json:"lasts"    jsonschema:"seconds that its command line tells it to work before; 0 when nothing tells"`
	Path      Path    `json:"path"      jsonschema:"of the command that decides it, else of the container's name"`
}

// Port is a TCP port of a container.
type Port struct {
	Port      int    `json:"port"      jsonschema:"its number"`
	Name      string `json:"name"      jsonschema:"of the declared port, else empty"`
	Declared  bool   `json:"declared"  jsonschema:"an entry of ports[]"`
	Binds     bool   `json:"binds"     jsonschema:"something beyond the declaration says that the program binds it"`
	Variable  bool   `json:"variable"  jsonschema:"that something is a variable alone, which the program may not read"`
	Address   string `json:"address"   enum:"all,loopback,pod-ip,unknown" jsonschema:"address class"`
	Purpose   string `json:"purpose"   jsonschema:"metrics, health, admin, quit; empty for a main port"`
	Origin    string `json:"origin"    jsonschema:"declared, flag, env, script, config, image, injected"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that the program binds it"`
	Text      string `json:"text"      jsonschema:"the evidence"`
	Path      Path   `json:"path"      jsonschema:"of the evidence"`
	Door      *Door  `json:"door,omitempty" jsonschema:"how it treats who brings neither a login nor a permission; absent where it asks for none"`
}

// Binding is a port of the pod's network with everybody who takes it.
type Binding struct {
	Port     int     `json:"port"     jsonschema:"its number"`
	Protocol string  `json:"protocol" enum:"TCP,UDP,SCTP" jsonschema:"transport"`
	Shared   bool    `json:"shared"   jsonschema:"more than one container takes it"`
	Takers   []Taker `json:"takers,omitempty"   jsonschema:"who takes it, in start order"`
}

// Taker is one container that takes a port.
type Taker struct {
	Container        string `json:"container" jsonschema:"who"`
	Declared         bool   `json:"declared"  jsonschema:"an entry of ports[] says so"`
	Name             string `json:"name"      jsonschema:"of the declared port, else empty"`
	Binds            bool   `json:"binds"     jsonschema:"something beyond the declaration says that the program binds it"`
	Variable         bool   `json:"variable"  jsonschema:"that something is a variable alone, which the program may not read"`
	Optional         bool   `json:"optional"  jsonschema:"the program is known to go on without it when it cannot bind"`
	Certainty        string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that the program binds it"`
	Address          string `json:"address"   enum:"all,loopback,pod-ip,unknown" jsonschema:"address class"`
	AddressCertainty string `json:"address_certainty" enum:"stated,shown,known,guessed" jsonschema:"that it binds that address"`
	Origin           string `json:"origin"    jsonschema:"declared, flag, env, script, config, image, injected"`
	Text             string `json:"text"      jsonschema:"the evidence"`
	HostPort         int    `json:"host_port" jsonschema:"declared port on the node, else 0"`
	Path             Path   `json:"path"      jsonschema:"of the evidence that it binds, else of the entry"`
	EntryPath        Path   `json:"entry_path,omitempty" jsonschema:"of the entry of ports[]; absent when there is none"`
}

// Connection is one address that a container, its probe or its hook asks, with who is in sight on the other end. Every scalar is always
// there.
type Connection struct {
	Via        string   `json:"via"         enum:"dial,probe,hook,mention" jsonschema:"dial: the program connects; probe and hook: the kubelet does; mention: an address on loopback that merely stands in a variable or an argument"`
	From       string   `json:"from"        jsonschema:"the container; of a probe or hook the one it belongs to"`
	Kind       string   `json:"kind"        jsonschema:"of a probe: liveness, readiness, startup; of a hook, and of what its command connects to: post-start, pre-stop; else empty"`
	Host       string   `json:"host"        jsonschema:"as written; empty when none is"`
	HostClass  string   `json:"host_class"  enum:"loopback,service,external,socket,unknown,pod" jsonschema:"pod: a probe or hook without a host"`
	Port       int      `json:"port"        jsonschema:"0 when it is unknown, a name that is not found, or a socket"`
	PortName   string   `json:"port_name"   jsonschema:"of a probe or hook: as written, when it is a name"`
	Socket     string   `json:"socket"      jsonschema:"absolute path of a Unix socket, else empty"`
	Volume     string   `json:"volume"      jsonschema:"the volume on which the socket lies, else empty"`
	VolumePath string   `json:"volume_path" jsonschema:"its path in that volume, else empty"`
	Protocol   string   `json:"protocol"    enum:"TCP,UDP,UNIX" jsonschema:"transport"`
	URL        string   `json:"url"         jsonschema:"path part of the URL, else empty"`
	Purpose    string   `json:"purpose"     jsonschema:"upstream, scrape, reload, database, telemetry, proxy, build, quit, health, metrics; empty when unknown"`
	Phase      string   `json:"phase"       enum:"init,start,run,hook,probe" jsonschema:"when"`
	Wait       bool     `json:"wait"        jsonschema:"retried until it succeeds"`
	GivesUp    bool     `json:"gives_up"    jsonschema:"it is tried so often only, and nothing ends the script for its failure"`
	Repeats    bool     `json:"repeats"     jsonschema:"made again and again, or in the background"`
	Ignorable  bool     `json:"ignorable"   jsonschema:"its failure is tolerated"`
	Service    string   `json:"service"     jsonschema:"the Service of the set that the host names, else empty"`
	Library    string   `json:"library"     jsonschema:"the client library by which the program connects to databases, where it is known: mysqlnd, libmysqlclient, libmariadb...; else empty"`
	Origin     string   `json:"origin"      enum:"declared,flag,env,script,config,image" jsonschema:"where it was read"`
	Certainty  string   `json:"certainty"   enum:"stated,shown,known,guessed" jsonschema:"that it is made"`
	Text       string   `json:"text"        jsonschema:"the evidence"`
	Path       Path     `json:"path"        jsonschema:"of the evidence"`
	Speaks     Speech   `json:"speaks"      jsonschema:"what the asker speaks"`
	Carries    []int    `json:"carries,omitempty" jsonschema:"of a dial: the container's own ports whose input goes out here"`
	Headers    []string `json:"headers,omitempty" jsonschema:"of an http probe: names of the headers that it sends, in lower case"`
	Answer     string   `json:"answer"      enum:"own,neighbour,name,nobody,away" jsonschema:"who is in sight on the other end: the container itself, a neighbour, only a neighbour's port of that name, nobody in this pod, or it leads out of the pod or is unknown"`
	To         []Server `json:"to,omitempty"  jsonschema:"those in sight there, the one that answers first"`
}

// Server is a container that serves, or declares, what a connection asks for.
type Server struct {
	Container        string `json:"container" jsonschema:"who"`
	Declared         bool   `json:"declared"  jsonschema:"an entry of ports[] says so"`
	Binds            bool   `json:"binds"     jsonschema:"something beyond the declaration says that the program binds it"`
	Address          string `json:"address"   enum:"all,loopback,pod-ip,unknown" jsonschema:"address class"`
	AddressCertainty string `json:"address_certainty" enum:"stated,shown,known,guessed" jsonschema:"that it binds that address"`
	Origin           string `json:"origin"    jsonschema:"declared, flag, env, script, config, image, injected"`
	Certainty        string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that it serves it"`
	Text             string `json:"text"      jsonschema:"the evidence"`
	Path             Path   `json:"path"      jsonschema:"of the evidence"`
	Speaks           Speech `json:"speaks"    jsonschema:"what is spoken there"`
}
