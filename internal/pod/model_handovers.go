package pod

// Handover is a file on a volume that a container reads, watches, serves or follows, or a file that it follows wherever that lies, with
// everybody who may put it there. Every scalar is always there.
type Handover struct {
	Container string      `json:"container" jsonschema:"who reads"`
	Op        string      `json:"op"        enum:"read,tail,watch,serve" jsonschema:"what it does with the file"`
	Does      string      `json:"does"      enum:"reads,follows" jsonschema:"follows: it takes in what is added, as tail -f and log agents do"`
	File      string      `json:"file"      jsonschema:"absolute path, as the reader sees it"`
	Volume    string      `json:"volume"    jsonschema:"the volume on which it lies; empty for a followed file on the reader's own file system"`
	Kind      string      `json:"kind"      jsonschema:"that volume's kind, else empty"`
	In        string      `json:"in"        jsonschema:"the path in the volume, subPath included; . is the root; empty without a volume"`
	Mount     string      `json:"mount"     jsonschema:"where the reader mounts that volume, else empty"`
	SubPath   string      `json:"sub_path"  jsonschema:"which part of the volume it mounts there; empty for all of it"`
	Wide      bool        `json:"wide"      jsonschema:"a directory or wildcards"`
	Pattern   bool        `json:"pattern"   jsonschema:"wildcards"`
	Spans     bool        `json:"spans"     jsonschema:"volumes of the reader lie below the path"`
	ThisPod   bool        `json:"this_pod"  jsonschema:"the path is this pod's alone: it holds the UID of the pod, or its name where pods do not get the same name again"`
	Phase     string      `json:"phase"     enum:"init,run,hook,probe" jsonschema:"when"`
	Tool      string      `json:"tool"      jsonschema:"the command that does it; empty for a program's own setting"`
	Ignorable bool        `json:"ignorable" jsonschema:"its failure is tolerated"`
	Endless   bool        `json:"endless"   jsonschema:"again and again"`
	Awaited   bool        `json:"awaited"   jsonschema:"the program waits for as long as it is missing, and nothing ends that"`
	Held      bool        `json:"held"      jsonschema:"of what is awaited: until it is there nothing but well-known tools runs in the container"`
	Kept      bool        `json:"kept"      jsonschema:"what is read goes to a file or nowhere, not to stdout"`
	Retries   bool        `json:"retries"   jsonschema:"of a command that follows: a file that is missing is waited for"`
	ByName    bool        `json:"by_name"   jsonschema:"of a command that follows: a file that is replaced is found again"`
	Whole     bool        `json:"whole"     jsonschema:"of a command that follows: from the start, or from a place given on purpose"`
	Detached  bool        `json:"detached"  jsonschema:"of a command that follows: it runs in a loop, in the background or as a condition, so that its end does not end the container"`
	Delayed   bool        `json:"delayed"   jsonschema:"of a command that follows: the script waits for the file, or sleeps"`
	Certainty string      `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that it reads the file"`
	Origin    string      `json:"origin"    enum:"flag,env,script,config,image" jsonschema:"where that was read"`
	Text      string      `json:"text"      jsonschema:"the evidence"`
	Path      Path        `json:"path"      jsonschema:"of the evidence"`
	At        Path        `json:"at"        jsonschema:"where the manifest decides it: the evidence, or the mount where an image's default is the evidence"`
	MountPath Path        `json:"mount_path,omitempty" jsonschema:"of the reader's mount; absent without a volume"`
	ReadOnly  bool        `json:"read_only" jsonschema:"that mount is read-only, by its own word or by the nature of the volume"`
	Met       bool        `json:"met"       jsonschema:"a change in sight can concern the file, or what lies above or below it"`
	Written   bool        `json:"written"   jsonschema:"another container in sight writes the file"`
	Writes    []FileWrite `json:"writes,omitempty"  jsonschema:"changes on the volume, in start order, the first 64 of those that can concern the file and the first 16 of the others; of a file on the reader's own file system its own changes"`
	Outside   []FileWrite `json:"outside,omitempty" jsonschema:"files of the same name, and logs, that other containers write elsewhere; the first 16"`
	Mounts    []Mounting  `json:"mounts,omitempty"  jsonschema:"who mounts the volume, in start order: the reader and the first 64 others"`
}

// FileWrite is a change of a file by one container.
type FileWrite struct {
	Container string `json:"container" jsonschema:"who"`
	Self      bool   `json:"self"      jsonschema:"the reader itself"`
	Op        string `json:"op"        enum:"write,append,create,remove,chmod" jsonschema:"what it does; create: an empty file or directory"`
	File      string `json:"file"      jsonschema:"as the writer sees it"`
	Volume    string `json:"volume"    jsonschema:"the volume on which it lies, else empty"`
	In        string `json:"in"        jsonschema:"the path in the volume, else empty"`
	Meets     string `json:"meets"     enum:"same,overlap,near,apart" jsonschema:"same: the very path; overlap: a directory or wildcards that hold it; near: something above or below it; apart: none of these"`
	Log       bool   `json:"log"       jsonschema:"the writer's log goes there"`
	Followed  bool   `json:"followed"  jsonschema:"somebody follows, ships or reads that log"`
	Renames   bool   `json:"renames"   jsonschema:"the file is moved away and a new one takes its place: by a logger, by logrotate, by mv"`
	Tool      string `json:"tool"      jsonschema:"the command that does it, else empty"`
	Phase     string `json:"phase"     enum:"init,run,hook,probe" jsonschema:"when"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that it does"`
	Origin    string `json:"origin"    enum:"flag,env,script,config,image" jsonschema:"where it was read"`
	Text      string `json:"text"      jsonschema:"the evidence"`
	Path      Path   `json:"path"      jsonschema:"of the evidence"`
}

// Mounting is one container that mounts a volume.
type Mounting struct {
	Container string `json:"container" jsonschema:"who"`
	Self      bool   `json:"self"      jsonschema:"the container that the relation is about"`
	Running   bool   `json:"running"   jsonschema:"it goes on while the others run"`
	Writable  bool   `json:"writable"  jsonschema:"it may write there"`
	Seen      string `json:"seen"      enum:"all,told,some" jsonschema:"how much of what it may do with the file is in sight"`
	Does      string `json:"does"      enum:"reads,writes,both,nothing" jsonschema:"what it is seen to do on the volume while it runs"`
	Path      Path   `json:"path"      jsonschema:"of its first mount of the volume"`
}
