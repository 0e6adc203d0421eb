package appconf

import "strings"

// setting is one scalar of a configuration: a.b.0.c = value. Lists have numbers for keys; a key that holds dots counts as nested.
type setting struct {
	path  []string
	value string
	line  int
}

// key is the last element of the path.
func (s setting) key() string { return s.path[len(s.path)-1] }

// settings are the scalars of one configuration in the order of the file, whatever its syntax was (YAML, JSON, TOML, INI).
type settings struct {
	list  []setting
	index map[string]int // joined path in lower case -> first position
}

// add appends a setting; keys are split at their dots.
func (s *settings) add(path []string, value string, line int) {
	joined := strings.Join(path, ".")
	if s.index == nil {
		s.index = map[string]int{}
	}
	low := strings.ToLower(joined)
	if _, found := s.index[low]; !found {
		s.index[low] = len(s.list)
	}
	s.list = append(s.list, setting{path: strings.Split(joined, "."), value: value, line: line})
}

// get is the setting at the exact path "a.b.0.c".
func (s *settings) get(path string) (setting, bool) {
	if s == nil {
		return setting{}, false
	}
	i, found := s.index[strings.ToLower(path)]
	if !found {
		return setting{}, false
	}
	return s.list[i], true
}

// first is the first of the paths that is set.
func (s *settings) first(paths ...string) (setting, bool) {
	for _, p := range paths {
		if found, ok := s.get(p); ok {
			return found, true
		}
	}
	return setting{}, false
}

// value is the value at the path, or "".
func (s *settings) value(path string) string {
	found, _ := s.get(path)
	return found.value
}

// all are the settings whose whole path matches the pattern: "*" is one element, "otlp*" an element with that start.
func (s *settings) all(pattern string) []setting {
	if s == nil {
		return nil
	}
	parts := strings.Split(pattern, ".")
	var out []setting
	for _, one := range s.list {
		if len(one.path) == len(parts) && matchStart(one.path, parts) {
			out = append(out, one)
		}
	}
	return out
}

// below are the settings whose path starts with the pattern, the path itself included.
func (s *settings) below(pattern string) []setting {
	if s == nil {
		return nil
	}
	parts := strings.Split(pattern, ".")
	var out []setting
	for _, one := range s.list {
		if len(one.path) >= len(parts) && matchStart(one.path, parts) {
			out = append(out, one)
		}
	}
	return out
}

// has tells whether anything is set at or below each of the paths.
func (s *settings) has(patterns ...string) bool {
	for _, p := range patterns {
		if len(s.below(p)) == 0 {
			return false
		}
	}
	return s != nil
}

// hasAny tells whether anything is set at or below one of the paths.
func (s *settings) hasAny(patterns ...string) bool {
	for _, p := range patterns {
		if s.has(p) {
			return true
		}
	}
	return false
}

// sibling is the setting with another last key beside one.
func (s *settings) sibling(one setting, key string) (setting, bool) {
	return s.get(one.parent() + "." + key)
}

// parent is the joined path without its last element.
func (s setting) parent() string { return strings.Join(s.path[:len(s.path)-1], ".") }

// prefix is the joined path of the first n elements.
func (s setting) prefix(n int) string {
	if n > len(s.path) {
		n = len(s.path)
	}
	return strings.Join(s.path[:n], ".")
}

// groups are the joined prefixes of n elements that stand below the pattern, each once, with the line of its first setting.
func (s *settings) groups(pattern string) []setting {
	n := strings.Count(pattern, ".") + 1
	seen := map[string]bool{}
	var out []setting
	for _, one := range s.below(pattern) {
		p := one.prefix(n)
		if !seen[p] {
			seen[p] = true
			out = append(out, setting{path: one.path[:n], value: p, line: one.line})
		}
	}
	return out
}

func matchStart(path, parts []string) bool {
	for i, want := range parts {
		start, wild := strings.CutSuffix(want, "*")
		if !wild && !strings.EqualFold(path[i], want) {
			return false
		}
		if wild && !strings.HasPrefix(strings.ToLower(path[i]), strings.ToLower(start)) {
			return false
		}
	}
	return true
}
