package knowledge

// Image is what is known of an image. The comments of its fields, and of all that they hold, are what the schema of the configuration says of them.
type Image struct {
	// Name of the entry. It replaces the shipped one of the same name.
	ID string `json:"id"`
	// Globs on the repository path without registry and tag: "**/kube-rbac-proxy". A pattern with a dot in its first part is matched with the
	// registry; a bare name is an official image.
	Match []string `json:"match" form:"glob"`
	// Range of versions ("<2", ">=4 <5") or a glob ("*-alpine"); every tag when it is left out.
	Tags string `json:"tags,omitempty"`
	// An image of the same last name under any other owner (myorg/nginx) is taken for somebody's own build of this one: it gets the role and the
	// settings, but neither the user, the shell nor the certainty.
	Custom bool `json:"custom,omitempty"`
	// Globs on registry and repository of what the vendor fills; only an image from there is known for certain. When they are left out, every image
	// that matches is.
	Origins []string `json:"origins,omitempty" form:"origin"`
	// What the image does in a pod, such as proxy, gateway or log-shipper: a role that podlint knows, or one of the roles of the configuration.
	Role string `json:"role" form:"role"`
	// Conditions of which one is enough for the program to be work of its own, whatever its role: it serves others than its neighbours.
	AloneWhen []Condition `json:"alone_when,omitempty"`
	// Checked against public documentation: only then may an error rest on the entry alone.
	Verified bool `json:"verified,omitempty"`
	// https links that back the entry.
	Sources []string `json:"sources,omitempty" form:"link"`
	// What the image runs when the manifest gives no command.
	Entrypoint []string `json:"entrypoint,omitempty"`
	// Images of the entry, as globs on the last part of the repository, that have no entrypoint: args are their whole command line.
	NoEntrypoint []string `json:"no_entrypoint,omitempty" form:"glob"`
	// How long the entrypoint runs; command: its command line decides.
	Lifetime string `json:"lifetime" enum:"endless,finite,command,unknown"`
	// Of an endless image: what makes it end, such as a subcommand or a flag. One is enough.
	FiniteWhen []Condition `json:"finite_when,omitempty"`
	// Of a finite image: what makes it stay. One is enough.
	EndlessWhen []Condition `json:"endless_when,omitempty"`
	// Of an endless image with subcommands: those by which it serves. How long another one lives is not known.
	Serves []string `json:"serves,omitempty"`
	// The user id that it runs as by default; unknown when it is left out.
	User *int64 `json:"user,omitempty"`
	// A default user that is a name, which runAsNonRoot cannot check.
	UserName string `json:"user_name,omitempty"`
	// Whether it holds a shell and the usual tools; unknown when it is left out.
	Shell *bool `json:"shell,omitempty"`
	// Of which versions the entry, its shell and its user are.
	Since Since `json:"since,omitzero"`
	// Programs, by base name, that people miss in the image. Only of a verified entry is that a fact.
	Lacks []string `json:"lacks,omitempty"`
	// Base name of the process that stays, as pkill would name it.
	Process string `json:"process,omitempty"`
	// Other base names by which a command line starts the program of the image.
	Runs []string `json:"runs,omitempty"`
	// Client library by which it connects to databases: mysqlnd, libpq and so on.
	Library string `json:"library,omitempty"`
	// It talks to the Kubernetes API.
	UsesAPI bool `json:"uses_api,omitempty"`
	// Conditions of which one keeps it from that, such as arg:bootstrap.
	APIUnless []Condition `json:"api_unless,omitempty"`
	// What it needs: privileged, root, NET_ADMIN and so on.
	Privileges []string `json:"privileges,omitempty"`
	// What its program does is not known: the entry is about the build of the image alone.
	Opaque bool `json:"opaque,omitempty"`
	// Its init insists on being process 1.
	NeedsPID1 bool `json:"needs_pid1,omitempty"`
	// It logs to stdout by default.
	LogsStdout bool `json:"logs_stdout,omitempty"`
	// Conditions of which one sends its ordinary log to stdout or stderr, whatever its configuration says.
	StdoutWhen []Condition `json:"stdout_when,omitempty"`
	// Its makers ask for more at /dev/shm than the 64 MiB that a runtime gives.
	SharedMemory bool `json:"shared_memory,omitempty"`
	// Files and folders that configure it: a mount on one of them voids the defaults of its settings.
	Config []string `json:"config,omitempty"`
	// It opens ports at run time that its API, or a control plane, tells it.
	OpensPorts bool `json:"opens_ports,omitempty"`
	// Its settings name every port that it serves, as far as its configuration does not say more. Without it, that the program listens on no other
	// port is at most a doubt.
	AllPorts bool `json:"all_ports,omitempty"`
	// Conditions of which one is enough for ports that its settings do not name, such as arg:receive.
	MorePorts []Condition `json:"more_ports,omitempty"`
	// Its entrypoint decides on which address it listens, whatever a mounted configuration says.
	OwnAddress bool `json:"own_address,omitempty"`
	// Folders whose log files are links to stdout or stderr.
	LogLinks []string `json:"log_links,omitempty"`
	// Log files that are links to stdout or stderr, in folders of which that does not hold.
	LinkedLogs []string `json:"linked_logs,omitempty"`
	// The address on which it listens where its configuration file names none.
	DefaultHost string `json:"default_host,omitempty"`
	// Flags and variables with which something else decides that. One is enough.
	DefaultHostOpen []Condition `json:"default_host_open,omitempty"`
	// What a flag, a variable or a default makes the program do.
	Settings []Setting `json:"settings,omitempty"`
	// Flags of another generation of the program.
	OldFlags []OldFlag `json:"old_flags,omitempty"`
	// How its listeners that ask for a login or a permission refuse a request, and what they leave open.
	Door *Door `json:"door,omitempty"`
	// Of which version its programs are, by its tag.
	Release *Release `json:"release,omitempty"`
	// What it asks of the Kubernetes API.
	Calls []Call `json:"calls,omitempty"`

	// ShellAssumed and UserAssumed are set in a Match: the tag does not tell whether the image is of a version of which Shell and User are.
	ShellAssumed bool `json:"-"`
	UserAssumed  bool `json:"-"`
}

// Setting is one thing that a flag, an environment variable or a default makes the program do.
type Setting struct {
	// What it does; quit is a listener that ends the program when it is called.
	Does string `json:"does" enum:"listen,dial,read,tail,watch,serve,write,append,log,quit"`
	// Flags that give the value: --port, -p; #1 is the first argument that is no flag, #* every such argument. The first that is there wins.
	Flags []string `json:"flags,omitempty" form:"flag"`
	// Variables that give the value where no flag does.
	Env []string `json:"env,omitempty"`
	// The value without any of them. When it is left out, nothing happens then.
	Default string `json:"default,omitempty"`
	// Form of the value: address (host:port, :port), port, url, socket, path, dsn, list (with commas, of urls or addresses; of paths where it is about
	// files), instance (of the Cloud SQL and AlloyDB proxies).
	Form string `json:"form" enum:"address,port,url,socket,path,dsn,list,instance"`
	// The host when the value is a bare port: 0.0.0.0, also when it is left out, or 127.0.0.1.
	Host string `json:"host,omitempty"`
	// Flags, or variables as env:NAME, that give another host.
	HostFlags []string `json:"host_flags,omitempty" form:"flag"`
	// Of the form instance: flags that give the port of the first one; the next one takes the next.
	PortFlags []string `json:"port_flags,omitempty" form:"flag"`
	// Of the form instance: flags that give the folder of sockets, one for each instance.
	DirFlags []string `json:"dir_flags,omitempty" form:"flag"`
	// The path that is called when the value names none, or that a quit listener answers.
	URL string `json:"url,omitempty"`
	// Conditions of which one must hold, else nothing happens.
	When []Condition `json:"when,omitempty"`
	// Conditions of which none may hold.
	Unless []Condition `json:"unless,omitempty"`
	// Directives of the configuration that replace the default: it stands where the configuration is in sight and has none of them.
	UnlessSaid []string `json:"unless_said,omitempty"`
	// Where the manifest puts the main file there (the first of config), one of these must be in it.
	IfSaid []string `json:"if_said,omitempty"`
	// What a port, a call, a log or a file is for; the main thing when it is left out.
	Purpose string `json:"purpose,omitempty" enum:"access,admin,audit,build,database,error,health,metrics,positions,proxy,quit,reload,scrape,telemetry,upstream"`
	// TCP when it is left out.
	Protocol string `json:"protocol,omitempty" enum:"TCP,UDP"`
	// The path is that of a folder.
	Dir bool `json:"dir,omitempty"`
	// Ever more or larger files come to be.
	Grows bool `json:"grows,omitempty"`
	// Of the form dsn: what stands before a value that has none.
	Scheme string `json:"scheme,omitempty"`
	// A dial that must succeed at start.
	Startup bool `json:"startup,omitempty"`
	// It rotates the log itself.
	Rotated bool `json:"rotated,omitempty"`
	// A listener without which the program goes on when it cannot bind.
	Optional bool `json:"optional,omitempty"`
	// What is spoken above the transport by what listens or dials, where the value does not say it.
	Speaks string `json:"speaks,omitempty" enum:"http,grpc,otlp-http,otlp-grpc,postgres,mysql,redis,mongodb,amqp,nats,ldap,fastcgi"`
	// Whether with TLS, where the value does not say it; no when it is left out of what listens and speaks something, else not known.
	TLS string `json:"tls,omitempty" enum:"yes,no,either"`
	// Conditions of which one turns TLS on.
	TLSWhen []Condition `json:"tls_when,omitempty"`
	// Conditions of which one leaves TLS to something that is not seen.
	TLSOpen []Condition `json:"tls_open,omitempty"`
	// It listens and asks for a login or a permission, as the door of the image says.
	Guarded bool `json:"guarded,omitempty"`
}

// Condition holds when the flag, variable or subcommand is there ("--one-time", "env:METHOD=LIST", "--watch-interval=0", "arg:wait"),
// or when both of two do ("arg:logs & -f"). A name by which the program is started counts as a subcommand.
type Condition string

// OldFlag is a flag of another generation of the program.
type OldFlag struct {
	// The flag, as --dest, or a variable, as env:GIT_SYNC_REPO.
	Flag string `json:"flag" form:"flag"`
	// What this generation calls it.
	Instead string `json:"instead,omitempty"`
	// The program refuses it; else it is accepted or ignored.
	Breaks bool `json:"breaks,omitempty"`
	// The program still does what it says.
	Accepted bool `json:"accepted,omitempty"`
	// Conditions of which one says the same otherwise, so that nothing is lost.
	Unless []Condition `json:"unless,omitempty"`
}
