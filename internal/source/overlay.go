package source

// Overlay is a tree in which some files have other contents. Their names are as in the tree.
type Overlay struct {
	Tree

	Files map[string][]byte
}

// ReadFile returns the bytes of a file.
func (o Overlay) ReadFile(name string) ([]byte, error) {
	if data, changed := o.Files[name]; changed {
		return data, nil
	}
	return o.Tree.ReadFile(name)
}
