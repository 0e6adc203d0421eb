package manifest

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// indexFrom is the number of fields from which a map of names pays.
const indexFrom = 16

// fieldSet gathers the fields of one map.
type fieldSet struct {
	fields []Field
	index  map[string]int  // name to place, once there are many fields
	merged map[string]bool // names that came in through "<<"
}

// find returns the place of a field, -1 when there is none, and whether it was merged in.
func (s *fieldSet) find(key string) (i int, merged bool) {
	if s.index != nil {
		if i, ok := s.index[key]; ok {
			return i, s.merged[key]
		}
		return -1, false
	}
	for i := range s.fields {
		if s.fields[i].Key == key {
			return i, s.merged[key]
		}
	}
	return -1, false
}

func (s *fieldSet) add(f Field) {
	s.fields = append(s.fields, f)
	if s.index != nil {
		s.index[f.Key] = len(s.fields) - 1
		return
	}
	if len(s.fields) < indexFrom {
		return
	}
	s.index = make(map[string]int, 2*len(s.fields))
	for i := range s.fields {
		s.index[s.fields[i].Key] = i
	}
}

// mergeIn adds the fields of a merged map. They replace fields that are there already, written ones too: kubectl's YAML library
// goes through a map from top to bottom and lets the later entry win, a "<<" like any other.
func (s *fieldSet) mergeIn(fields []Field) {
	if s.merged == nil {
		s.merged = make(map[string]bool, len(fields))
	}
	for _, f := range fields {
		if i, _ := s.find(f.Key); i >= 0 {
			s.fields[i] = f
		} else {
			s.add(f)
		}
		s.merged[f.Key] = true
	}
}

func isMergeKey(k *yaml.Node) bool {
	return k.Kind == yaml.ScalarNode && k.Value == "<<" && k.Tag == tagMerge
}

// merge adds what a "<<" names: a map, or a list of maps of which the first wins.
func (c *converter) merge(set *fieldSet, v *yaml.Node, depth int) (height int) {
	sources := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		sources = v.Content
	}
	for _, src := range slices.Backward(sources) {
		n, h := c.node(src, depth+1)
		if c.err != nil {
			return 0
		}
		if n.Type != Map {
			c.fail(src, "\"<<\" wants a map or a list of maps, not %s", typeName(n))
			return 0
		}
		set.mergeIn(n.Fields)
		height = max(height, h)
	}
	return height
}
