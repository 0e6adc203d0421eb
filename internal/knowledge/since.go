package knowledge

// Since are the tags (ranges as in [Image].Tags) of the versions of which an entry knows the user and the shell, where older images were
// built otherwise. Of another version neither is known, and where the tag tells no version they are assumed. Program is the range of which it
// knows anything: an older program had other flags and ports, and nothing is said of it; a tag without a version is taken for a newer one.
type Since struct {
	// Range of tags, as under tags: of which versions anything is known. A tag without a version is taken for one of them.
	Program string `json:"program,omitempty"`
	// Range of tags: of which versions it is that the image holds a shell, or none.
	Shell string `json:"shell,omitempty"`
	// Range of tags: of which versions the user is.
	User string `json:"user,omitempty"`
}

// age is what a tag tells of the version, as far as an entry asks.
type age int

const (
	sameVersion  age = iota // one that the entry is about, as all are where it does not ask
	otherVersion            // another one
	noVersion               // nobody tells: latest, a digest, a name
)

// ageOf compares the version of a tag with a range.
func ageOf(since, tag string) age {
	if since == "" {
		return sameVersion
	}
	if _, ok := version(tag); !ok {
		return noVersion
	}
	if rule, err := parseTags(since); err != nil || !rule.holds(tag) {
		return otherVersion
	}
	return sameVersion
}

// check wants ranges.
func (s Since) check() error {
	for _, text := range []string{s.Program, s.Shell, s.User} {
		if _, err := parseTags(text); err != nil {
			return err
		}
	}
	return nil
}
