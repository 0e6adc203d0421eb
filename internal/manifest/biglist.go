package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/source"
)

// referred are the kinds that say something about pods of other objects; they are held, so that they count wherever they stand.
var referred = map[string]bool{
	"ConfigMap": true, "Secret": true, "Service": true, "ServiceAccount": true, "Namespace": true, "PersistentVolumeClaim": true,
	"HorizontalPodAutoscaler": true, "VerticalPodAutoscaler": true, "PodDisruptionBudget": true, "NetworkPolicy": true,
	"PodMonitor": true, "ServiceMonitor": true, "LimitRange": true, "ResourceQuota": true, "Kustomization": true, "Component": true,
}

// Suppression begins the keys of annotations that suppress. An item that has one is held, because it is looked for in all that is held.
const Suppression = "ignore.podlint.dev/"

// What is not read of an item: the notes of the API server on who set which field and, of what is only referred to, its state.
var (
	loadedStubs = map[string]bool{"managedFields": true}
	heldStubs   = map[string]bool{"status": true, "managedFields": true}
	secretStubs = map[string]bool{"status": true, "managedFields": true, "data": true}
)

// bigList is a List that is read item by item.
type bigList struct {
	name     string
	from     *source.Large
	form     form
	w        *window
	is       objectType
	closed   bool // its items were all seen
	items    itemTable
	held     []*Object
	alike    alikes
	outlines map[string]int // of items that are like no others
	owners   itemNames
	errs     []Error

	documents  int // that are not empty
	kustomized []kustomization
	before     int // texts of the set that come before it
}

// form is how the items of a long input are written.
type form uint8

const (
	formJSON    form = iota // the items of a List in JSON
	formEntries             // the items of a List in YAML, block style, each from the line of its dash
	formStream              // the documents of a YAML stream
)

// newBigList begins to read a large input, its byte order mark passed.
func newBigList(name string, from *source.Large, form form) *bigList {
	l := &bigList{name: name, from: from, form: form, documents: 1, outlines: map[string]int{}, alike: newAlikes(), owners: newItemNames()}
	l.w = &window{from: io.NewSectionReader(from, 0, from.Size)}
	l.w.fill()
	if bytes.HasPrefix(l.w.buf, bom) {
		l.w.at, l.w.buf = int64(len(bom)), l.w.buf[len(bom):]
	}
	return l
}

func (l *bigList) header() *Object { return &Object{APIVersion: l.is.apiVersion, Kind: l.is.kind} }

// errNoList is the answer to an input that must be read as a whole.
var errNoList = errors.New("no List of items alone")

// errNoBrace is that answer to an input that is no JSON by its look.
var errNoBrace = fmt.Errorf("no JSON: %w", errNoList)

// readList takes a large input apart without holding more than an item of it. With an error the input has another form than that of
// one List; what is wrong with a List is in errs.
func readList(name string, from *source.Large) (*bigList, error) {
	l := newBigList(name, from, formJSON)
	err := l.document()
	if errors.Is(err, errNoList) && len(l.errs) > 0 && l.items.n+len(l.held) > 0 {
		return l, nil
	}
	if err == nil && (!l.closed || !strings.HasSuffix(l.is.kind, "List") || l.is.apiVersion == "") {
		err = errNoList
	}
	return l, err
}

// document reads the fields of the List.
func (l *bigList) document() error {
	if l.w.next() != '{' {
		return errNoBrace
	}
	for first := true; ; first = false {
		if !first && l.w.next() == '}' {
			break
		}
		l.w.pass(1)
		if err := l.field(); err != nil {
			return err
		}
		if c := l.w.next(); c != ',' && c != '}' {
			return l.broken("want a comma or } after a value in JSON")
		}
	}
	l.w.pass(1)
	if l.w.next() != 0 || !errors.Is(l.w.err, io.EOF) {
		return l.broken("want nothing after a List that is this long")
	}
	return nil
}

// broken is the end of reading: an error of the List when its items were seen, else a sign that it is none.
func (l *bigList) broken(message string) error {
	if !l.closed && l.items.n+len(l.held) == 0 {
		return errNoList
	}
	if l.w.next() == 0 && errors.Is(l.w.err, io.EOF) {
		message = "the JSON document ends too early"
	}
	l.errs = append(l.errs, *l.w.fail(l.name, "%s", message))
	return errNoList
}

func (l *bigList) field() error {
	if l.w.next() != '"' {
		return l.broken("want a key in double quotes in JSON")
	}
	n := l.w.value()
	key := string(l.w.buf[:n])
	if n > 0 && !json.Valid(l.w.buf[:n]) {
		return l.broken("this key is no string in JSON")
	}
	l.w.pass(n)
	if n == 0 || l.w.next() != ':' {
		return l.broken("want a colon after a key in JSON")
	}
	l.w.pass(1)
	c := l.w.next()
	if key == `"items"` {
		if c != '[' || l.closed {
			return l.broken("want one list of items")
		}
		return l.all()
	}
	n = l.w.value()
	if n == 0 {
		return l.broken("want a JSON value")
	}
	if err := l.note(key, n); err != nil {
		return err
	}
	l.w.pass(n)
	return nil
}

// note reads a value that is not the items and remembers the type of the List.
func (l *bigList) note(key string, size int) error {
	t := newText(l.name, l.w.buf[:size])
	t.origin = l.w.place()
	p := parseItem(t, nil, nil)
	if p.err != nil {
		l.errs = append(l.errs, *p.err)
		return errNoList
	}
	switch key {
	case `"kind"`:
		l.is.kind = strings.Clone(p.roots[0].Str())
	case `"apiVersion"`:
		l.is.apiVersion = strings.Clone(p.roots[0].Str())
	}
	return nil
}

// all passes the items.
func (l *bigList) all() error {
	l.w.pass(1)
	for index := int32(0); index > 0 || l.w.next() != ']'; index++ {
		l.w.next()
		n := l.w.value()
		if n == 0 {
			return l.broken("want a JSON value")
		}
		l.item(index, n)
		l.w.pass(n)
		c := l.w.next()
		if c == ']' {
			break
		}
		if c != ',' {
			return l.broken("want a comma or ] after a value in JSON")
		}
		l.w.pass(1)
	}
	l.w.pass(1)
	l.closed = true
	return nil
}

// item looks at the item that the buffer begins with: it is held when others may refer to it, else only its outline is. One that is
// like another needs no second look.
func (l *bigList) item(index int32, size int) {
	at, data := l.w.place(), l.w.buf[:size]
	it := Item{offset: l.w.at, size: int32(size), index: index, line: int32(at.line), column: int32(at.column)} //nolint:gosec // maxItem bounds size; no more lines than bytes
	marked := bytes.Contains(data, []byte(Suppression))
	key, regular := l.alike.key(data)
	if regular && plain(data, marked) {
		if it.alike = l.alike.seen(key); l.alike.enough(it.alike) {
			l.items.add(it)
			return
		}
	}
	t := newText(l.name, data)
	t.origin = at
	p := parseItem(t, stubbed, nil)
	if p.err != nil {
		l.errs = append(l.errs, *p.err)
		return
	}
	is := itemType(p.roots[0], l.header())
	if referred[is.kind] || marked || isList(p.roots[0], is.kind) {
		t.data = bytes.Clone(t.data)
		it.list = l
		l.hold(&it, t, is.kind)
		return
	}
	seen := string(outline(p.roots[0], is).appendJSON(nil))
	l.remember(p.roots[0], is.kind, seen)
	if regular && it.alike == 0 {
		it.alike = l.alike.add(key, is, seen)
	}
	if it.alike == 0 {
		l.outlines[seen]++
	}
	l.items.add(it)
}

// plain tells whether an item without a suppression is text.
func plain(data []byte, marked bool) bool {
	return !marked && utf8.Valid(data) && bytes.IndexByte(data, 0) < 0
}

func (l *bigList) hold(it *Item, t *text, kind string) {
	pass := heldStubs
	if kind == "Secret" {
		pass = secretStubs // nothing looks at what is encoded
	}
	o, err := it.object(t, parseItem(t, pass, nil))
	if err != nil {
		l.errs = append(l.errs, *err)
	} else if o != nil {
		l.held = append(l.held, o.Unfold(noHolds)...)
	}
}

// addLarge reads a large input as a List, or else gives back all of it to be read as any other; ok is false when nothing is left to do.
func (r *reader) addLarge(f *source.File) (whole []byte, ok bool) {
	l, err := r.readLarge(f)
	if err == nil {
		r.addList(l)
		return nil, false
	}
	if f.Large.Size > maxItem {
		r.fail(f.Name, fmt.Sprintf("cannot read: it is larger than %d bytes and no List or stream of objects that can be read one by one", maxItem))
		return nil, false
	}
	whole = make([]byte, f.Large.Size)
	if _, err := io.ReadFull(io.NewSectionReader(f.Large, 0, f.Large.Size), whole); err != nil {
		r.fail(f.Name, fmt.Sprintf("cannot read: %v", err))
		return nil, false
	}
	return whole, true
}

func (r *reader) readLarge(f *source.File) (*bigList, error) {
	l, err := readList(f.Name, f.Large)
	if errors.Is(err, errNoBrace) {
		return readYAML(f.Name, f.Large, r.workers)
	}
	return l, err
}

func (r *reader) fail(name, message string) {
	r.set.Errors = append(r.set.Errors, Error{File: name, Message: message})
}

func (r *reader) addList(l *bigList) {
	l.before = len(r.texts)
	r.lists = append(r.lists, l)
	r.set.Sources[l.name] = nil
	if l.form != formJSON {
		if r.set.Long == nil {
			r.set.Long = map[string]*source.Large{}
		}
		r.set.Long[l.name] = l.from
	}
	r.set.Documents += l.documents
	r.set.Errors = append(r.set.Errors, l.errs...)
	r.kustomized = append(r.kustomized, l.kustomized...)
	clear(l.alike.ids)
	l.alike.ids, l.alike.scratch, l.w = nil, nil, nil
}

// addHeld adds what is held of the lists that come before a text.
func (r *reader) addHeld(next *int, text int) {
	for ; *next < len(r.lists) && r.lists[*next].before <= text; *next++ {
		r.set.Objects = append(r.set.Objects, r.lists[*next].held...)
	}
}

// addItems adds what is not held, but for files that are patches: the objects in them are fragments.
func (r *reader) addItems(patches map[string]bool) {
	for _, l := range r.lists {
		if patches[l.name] {
			continue
		}
		r.set.Items.add(l)
		if r.set.outlines == nil {
			r.set.outlines = map[string]int{}
		}
		for key, n := range l.outlines {
			r.set.outlines[l.typed(key)] += n
		}
		for i := range l.alike.likes {
			like := &l.alike.likes[i]
			r.set.outlines[l.typed(like.outline)] += int(like.n)
			like.outline = ""
		}
		l.outlines = nil
	}
}

// typed puts the List's type into the outline of an item that has none of its own and was seen before it.
func (l *bigList) typed(key string) string {
	const without = `{"apiVersion":"","kind":""`
	if rest, ok := strings.CutPrefix(key, without); ok {
		is := itemType(&Node{Type: Map}, l.header())
		return fmt.Sprintf(`{"apiVersion":%q,"kind":%q%s`, is.apiVersion, is.kind, rest)
	}
	return key
}
