package pod

// Source is an object from which a volume of settings draws its files.
type Source struct {
	Kind     string       `json:"kind"     enum:"ConfigMap,Secret,DownwardAPI,ServiceAccountToken,other" jsonschema:"what it draws from"`
	Name     string       `json:"name"     jsonschema:"of the ConfigMap or Secret, else empty"`
	Optional bool         `json:"optional" jsonschema:"the pod starts without it"`
	Items    []SourceItem `json:"items,omitempty" jsonschema:"the keys that are asked for, each with its file; absent when all are meant"`
	Path     Path         `json:"path"     jsonschema:"of the reference"`
}

// SourceItem is one key of a source and the file that it becomes.
type SourceItem struct {
	Key  string `json:"key"  jsonschema:"the key, or the field of the downward API; empty for a token"`
	File string `json:"file" jsonschema:"its path in the volume"`
	Mode *int32 `json:"mode,omitempty" jsonschema:"its own mode; absent when the volume's counts"`
	Path Path   `json:"path" jsonschema:"of the key"`
}

// KeyRef is a variable that is filled from one key of a ConfigMap or Secret.
type KeyRef struct {
	Variable string `json:"variable" jsonschema:"the variable"`
	Kind     string `json:"kind"     enum:"ConfigMap,Secret" jsonschema:"of the object"`
	Name     string `json:"name"     jsonschema:"of the object"`
	Key      string `json:"key"      jsonschema:"the key"`
	Optional bool   `json:"optional" jsonschema:"the container starts without it"`
	Path     Path   `json:"path"     jsonschema:"of the key"`
}

// Place is an absolute path on a volume that an argument or a variable names and of whose use nothing else speaks.
type Place struct {
	File      string `json:"file"      jsonschema:"the path, cleaned"`
	Volume    string `json:"volume"    jsonschema:"the volume on which it lies"`
	In        string `json:"in"        jsonschema:"its path in that volume, subPath included; . is the root"`
	Runs      bool   `json:"runs"      jsonschema:"it is the program that is run"`
	Dir       bool   `json:"dir"       jsonschema:"a slash at its end, or the name of the option or variable, says that a directory is meant"`
	Origin    string `json:"origin"    enum:"flag,env,config" jsonschema:"an argument, a variable, or a mounted key that holds nothing else"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that a file is meant, and needed: a program that is run, an argument with the ending of a file's name, another"`
	Text      string `json:"text"      jsonschema:"the argument, or the variable with its value"`
	Path      Path   `json:"path"      jsonschema:"of the argument or variable"`
}

// Lookup is a file or key for which something of the pod looks in ConfigMaps and Secrets, with what is there. Every scalar is always there.
type Lookup struct {
	Via       string   `json:"via"       enum:"file,name,mount,item,variable" jsonschema:"file: a program uses it; name: an argument or variable names it; mount: it is mounted, alone by its subPath or with the whole volume; item: an entry of items; variable: valueFrom"`
	Container string   `json:"container" jsonschema:"who looks; empty for an item"`
	Variable  string   `json:"variable"  jsonschema:"of via variable, else empty"`
	Op        string   `json:"op"        enum:"read,tail,watch,serve," jsonschema:"of via file: what is done; else empty"`
	Runs      bool     `json:"runs"      jsonschema:"of via name: it is the program that is run"`
	Tool      string   `json:"tool"      jsonschema:"the command that does it, else empty"`
	Phase     string   `json:"phase"     enum:"init,run,hook,probe" jsonschema:"when"`
	File      string   `json:"file"      jsonschema:"as the container sees it; empty for keys"`
	Volume    string   `json:"volume"    jsonschema:"the volume; empty for a variable"`
	In        string   `json:"in"        jsonschema:"the path in the volume, . for its root; the key for an item or variable"`
	Kind      string   `json:"kind"      enum:"ConfigMap,Secret,projected,downwardAPI" jsonschema:"where it looks: the object's kind, or the volume's where several objects fill it"`
	Object    string   `json:"object"    jsonschema:"name of the ConfigMap or Secret; empty where there are several or none"`
	Sibling   bool     `json:"sibling"   jsonschema:"the object, or one of them, stands in a sibling folder: another of that name may be meant"`
	Mount     string   `json:"mount"     jsonschema:"where the volume, or the part that is mounted, lies; empty for keys"`
	Part      string   `json:"part"      jsonschema:"that mount's subPath; empty for all of the volume"`
	Wide      bool     `json:"wide"      jsonschema:"a directory or wildcards are meant"`
	Pattern   bool     `json:"pattern"   jsonschema:"wildcards"`
	Optional  bool     `json:"optional"  jsonschema:"the manifest says that it may be missing"`
	Ignorable bool     `json:"ignorable" jsonschema:"a failure to read it is tolerated"`
	Complete  bool     `json:"complete"  jsonschema:"all that can be there is in sight"`
	Found     bool     `json:"found"     jsonschema:"it is there, as a file, a key, or a directory that holds files"`
	Dir       bool     `json:"dir"       jsonschema:"what is there is a directory"`
	Withheld  string   `json:"withheld"  jsonschema:"of a key that is not there: the condition under which the template of its object writes it; empty where none does"`
	Asks      bool     `json:"asks_cluster" jsonschema:"the template of the object, or of one of them, asks the cluster (Helm's lookup), so that another cluster may get what is not here"`
	FilledBy  string   `json:"filled_by" jsonschema:"of a key that is not there: the Job beside its object whose account may change it, as Job NAME; empty when there is none"`
	Mode      int      `json:"mode"      jsonschema:"permission bits of the file that is there, or that will be where the object is out of sight; 0 for a directory, a key, and where they are not known"`
	ModePath  Path     `json:"mode_path,omitempty" jsonschema:"of the mode, or of the volume where none is declared; absent when mode is 0"`
	Nearest   string   `json:"nearest"   jsonschema:"what is spelt much like it; empty when nothing is"`
	Choices   []string `json:"choices,omitempty" jsonschema:"the files or keys that are there, sorted; the first 16"`
	Origin    string   `json:"origin"    enum:"declared,flag,env,script,config,image" jsonschema:"where it was read"`
	Certainty string   `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that it is needed"`
	Text      string   `json:"text"      jsonschema:"the evidence"`
	Path      Path     `json:"path"      jsonschema:"of the evidence"`
}
