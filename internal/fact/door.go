package fact

// Door is how a listener that asks for a login or a permission treats who has neither.
type Door struct {
	Answers string     // the HTTP status that they get
	Open    []OpenPath // what is answered without
	Hidden  bool       // a setting is out of sight, so more may be open
}

// OpenPath is a path that a door leaves open.
type OpenPath struct {
	Match string // exact, prefix or regexp (one of RE2 that compiles)
	Path  string
}
