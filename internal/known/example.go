package known

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// example is a container as `docker run` would be told of it: options, the image, its arguments.
type example struct {
	options []option
	image   string
	args    []string
}

type option struct{ name, value string }

// someImage is one of which nothing is known.
const someImage = "example.com/app:1.0.0"

// parse reads an example. "$ PROGRAM ARGS" is the command line of an image of which nothing is known.
func parse(words string) (*example, error) {
	e, rest := &example{image: someImage}, strings.Fields(words)
	if len(rest) > 1 && rest[0] == "$" {
		e.options, e.args = []option{{"--entrypoint", rest[1]}}, rest[2:]
		return e, nil
	}
	for len(rest) > 1 && strings.HasPrefix(rest[0], "-") {
		if options[rest[0]] == nil {
			return nil, fmt.Errorf("%s: want one of the options of an example in front of the image", rest[0])
		}
		e.options = append(e.options, option{rest[0], rest[1]})
		rest = rest[2:]
	}
	if len(rest) == 0 {
		return nil, errors.New("an example without an image")
	}
	if rest[0] != "app" {
		e.image = rest[0]
	}
	e.args = rest[1:]
	return e, nil
}

// bare tells whether nothing but the image is given.
func (e *example) bare() bool { return len(e.options)+len(e.args) == 0 }

// held tells whether the example is about the object that holds the container.
func (e *example) held() bool {
	return slices.ContainsFunc(e.options, func(o option) bool { return strings.HasPrefix(o.name, "--in") })
}

// begins tells whether another example has the options of this one, and more.
func (e *example) begins(o *example) bool {
	return len(e.options) > 0 && len(e.options) < len(o.options) && slices.Equal(e.options, o.options[:len(e.options)])
}
