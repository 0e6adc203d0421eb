package pod

// FileOutput is one thing that a container does to a file or directory, the writer's end of a hand-over, with everybody else who has to do
// with the same file. Every scalar is always there: "" and false are values.
type FileOutput struct {
	Container  string      `json:"container"   jsonschema:"who"`
	Op         string      `json:"op"          enum:"write,append,create,remove,chmod" jsonschema:"write, append, create, remove, chmod (also chown)"`
	File       string      `json:"file"        jsonschema:"as the container sees it; relative when the working directory is unknown"`
	Exact      bool        `json:"exact"       jsonschema:"no part of the name is unknown"`
	Dir        bool        `json:"dir"         jsonschema:"a directory with everything below it"`
	Glob       bool        `json:"glob"        jsonschema:"file holds wildcards"`
	Volume     string      `json:"volume"      jsonschema:"the volume on which it lies; empty when it lies on the container's own file system"`
	Kind       string      `json:"kind"        jsonschema:"that volume's kind, else empty"`
	In         string      `json:"in"          jsonschema:"its path in that volume, subPath included; . is the root; empty without a volume"`
	Mount      string      `json:"mount"       jsonschema:"where the container mounts that volume, else empty"`
	ReadOnly   bool        `json:"read_only"   jsonschema:"that mount is read-only, by its own word or by the nature of the volume"`
	DeclaredRO bool        `json:"declared_read_only" jsonschema:"readOnly: true is written on that mount"`
	HoldsMount bool        `json:"holds_mount" jsonschema:"a volume is mounted at it, or at a directory below it"`
	DirMissing bool        `json:"dir_missing" jsonschema:"the directory in which it lies is not there: the volume starts empty, and none of those who mount it makes one"`
	Phase      string      `json:"phase"       enum:"init,run,hook,probe" jsonschema:"when"`
	Endless    bool        `json:"endless"     jsonschema:"again and again"`
	Grows      bool        `json:"grows"       jsonschema:"ever more bytes or files come to be, with no bound in sight"`
	Log        bool        `json:"log"         jsonschema:"the file is a log"`
	Private    bool        `json:"private"     jsonschema:"its mode leaves it to its owner alone, by the program that makes it, a umask or a chmod"`
	Ignorable  bool        `json:"ignorable"   jsonschema:"its failure is tolerated"`
	Guarded    bool        `json:"guarded"     jsonschema:"only where it, or the directory that it lies in, was found missing"`
	Tool       string      `json:"tool"        jsonschema:"the command that does it; empty when a program does it by its settings"`
	Origin     string      `json:"origin"      enum:"flag,env,script,config,image" jsonschema:"where it was read"`
	Certainty  string      `json:"certainty"   enum:"stated,shown,known,guessed" jsonschema:"that the program does that"`
	Text       string      `json:"text"        jsonschema:"the evidence"`
	Path       Path        `json:"path"        jsonschema:"of the evidence"`
	MountPath  Path        `json:"mount_path,omitempty" jsonschema:"of the mount's entry; absent without a volume"`
	Readers    []FileEnd   `json:"readers,omitempty" jsonschema:"those that read, follow, watch or serve it, the container itself included, the first 64"`
	Writers    []FileEnd   `json:"writers,omitempty" jsonschema:"what is done to the same file otherwise, by other containers or the container itself, the first 64"`
	Mounts     []FileMount `json:"mounts,omitempty"  jsonschema:"the other containers' mounts of the volume, the first 64"`
}

// FileEnd is what somebody does with a file that another use is about.
type FileEnd struct {
	Container string `json:"container" jsonschema:"who"`
	Self      bool   `json:"self"      jsonschema:"the very container whose use it is held against"`
	Op        string `json:"op"        enum:"read,tail,watch,serve,write,append,create,remove,chmod" jsonschema:"what it does"`
	File      string `json:"file"      jsonschema:"as it sees the file"`
	In        string `json:"in"        jsonschema:"its path in the volume"`
	Meets     string `json:"meets"     enum:"same,overlap" jsonschema:"same: the same path; overlap: one lies in the other's directory, or a wildcard matches"`
	Dir       bool   `json:"dir"       jsonschema:"a directory with everything below it"`
	Glob      bool   `json:"glob"      jsonschema:"file holds wildcards"`
	Exact     bool   `json:"exact"     jsonschema:"no part of the name is unknown"`
	Phase     string `json:"phase"     enum:"init,run,hook,probe" jsonschema:"when"`
	Endless   bool   `json:"endless"   jsonschema:"again and again"`
	Ignorable bool   `json:"ignorable" jsonschema:"its failure is tolerated"`
	Tool      string `json:"tool"      jsonschema:"the command that does it, else empty"`
	Origin    string `json:"origin"    enum:"flag,env,script,config,image" jsonschema:"where it was read"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that the program does that"`
	Text      string `json:"text"      jsonschema:"the evidence"`
	Path      Path   `json:"path"      jsonschema:"of the evidence"`
}

// FileMount is another container's mount of the volume on which a file lies.
type FileMount struct {
	Container string `json:"container" jsonschema:"who"`
	Mount     string `json:"mount"     jsonschema:"where"`
	Holds     bool   `json:"holds"     jsonschema:"the part of the volume that it mounts can hold the file; false for another subPath"`
	ReadOnly  bool   `json:"read_only" jsonschema:"mounted read-only"`
	Seen      string `json:"seen"      enum:"all,told,some" jsonschema:"how much of the container's files is in sight"`
	Path      Path   `json:"path"      jsonschema:"of the mount's entry"`
}
