package appconf

import (
	"encoding/xml"
	"io"
	"strings"
)

// maxElements bounds the tree of one XML text.
const maxElements = 50000

// element is one XML element. Names of elements and attributes carry no name space and are lower case.
type element struct {
	name string
	attr map[string]string
	text string
	line int
	kids []*element
}

// xml is the root element of the text, or nil when it is no XML. The text is parsed once.
func (s *source) xml() *element {
	if !s.xmlDone {
		s.xmlDone = true
		if s.isXML() {
			s.xmlRoot = parseXML(s.text)
		}
	}
	return s.xmlRoot
}

func parseXML(text string) *element {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	root := &element{}
	stack := []*element{root}
	for count := 0; count < maxElements; {
		line, _ := d.InputPos()
		token, err := d.Token()
		if err != nil {
			break
		}
		top := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			count++
			if len(stack) > maxDepth {
				return nil
			}
			kid := newElement(t, line-1)
			top.kids = append(top.kids, kid)
			stack = append(stack, kid)
		case xml.EndElement:
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
		case xml.CharData:
			if top.text == "" {
				top.text = strings.TrimSpace(string(t))
			}
		}
	}
	if len(root.kids) == 0 {
		return nil
	}
	return root.kids[0]
}

func newElement(t xml.StartElement, line int) *element {
	e := &element{name: strings.ToLower(t.Name.Local), attr: map[string]string{}, line: line}
	for _, a := range t.Attr {
		e.attr[strings.ToLower(a.Name.Local)] = a.Value
	}
	return e
}

// walk visits the element and everything below it in the order of the file.
func (e *element) walk(visit func(*element)) {
	if e == nil {
		return
	}
	visit(e)
	for _, kid := range e.kids {
		kid.walk(visit)
	}
}

// named are the elements of that name at or below this one.
func (e *element) named(name string) []*element {
	var out []*element
	e.walk(func(x *element) {
		if x.name == name {
			out = append(out, x)
		}
	})
	return out
}

// child is the direct child of that name, or nil.
func (e *element) child(name string) *element {
	for _, kid := range e.kids {
		if kid.name == name {
			return kid
		}
	}
	return nil
}
