package pod

import (
	"encoding/json"
	"reflect"
	"sync"
)

// Later is a part of the model that is made when somebody looks at it: a relation costs nothing on a pod of which no rule asks for it.
// It is written as its value.
type Later[T any] struct {
	once sync.Once
	make func() T
	made T
}

// NewLater returns a part that f makes, at most once.
func NewLater[T any](f func() T) *Later[T] { return &Later[T]{make: f} }

// Get makes the part, or returns what was made before. A nil part is the zero value.
func (l *Later[T]) Get() T {
	if l == nil {
		var none T
		return none
	}
	l.once.Do(func() {
		if l.make != nil {
			l.made, l.make = l.make(), nil
		}
	})
	return l.made
}

// Made is Get for those who do not know the type.
func (l *Later[T]) Made() any { return l.Get() }

// MarshalJSON writes the value.
func (l *Later[T]) MarshalJSON() ([]byte, error) { return json.Marshal(l.Get()) }

// IsZero tells whether the part is empty, so that omitzero leaves it out.
func (l *Later[T]) IsZero() bool {
	v := reflect.ValueOf(l.Get())
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	}
	return !v.IsValid() || v.IsZero()
}
