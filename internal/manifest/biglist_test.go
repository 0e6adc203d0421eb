package manifest

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/source"
)

// dribble reads a few bytes at a time, so that every buffer ends everywhere.
type dribble struct{ *bytes.Reader }

func (d dribble) ReadAt(p []byte, off int64) (int, error) {
	n, err := d.Reader.ReadAt(p[:min(len(p), 7)], off)
	if n == 7 {
		err = nil
	}
	return n, err
}

// large hands data out as source.Read does with what is too long to be held.
func large(data []byte, slow bool) *source.Large {
	l := &source.Large{ReaderAt: bytes.NewReader(data), Size: int64(len(data))}
	if slow {
		l.ReaderAt = dribble{bytes.NewReader(data)}
	}
	return l
}

// streamed reads data as a List item by item and returns its objects in the order of their places.
func streamed(t *testing.T, data []byte, slow bool) ([]*Object, []Error, bool) {
	t.Helper()
	l, err := readList("a.json", large(data, slow))
	if err != nil {
		return nil, nil, false
	}
	l.from = large(data, false)
	out := make(map[int]*Object)
	for _, o := range l.held {
		out[o.Item] = o
	}
	for i := range l.items.n {
		it := l.items.at(i)
		it.list = l
		o, err := it.Load()
		if err != nil {
			l.errs = append(l.errs, *err)
		} else if o != nil {
			out[o.Item] = o
		}
	}
	var objects []*Object
	for i := range l.items.n + len(l.held) + len(l.errs) {
		if o := out[i]; o != nil {
			objects = append(objects, o)
		}
	}
	return objects, l.errs, true
}

// said is what there is to know of an object, at its places.
func said(o *Object) string {
	span, _ := o.Locate(Path{"spec", "containers", 0, "args", 0, 1})
	root, _ := o.Locate(nil)
	return fmt.Sprintf("%s %s %s/%s item %d line %d %v %v %v\n%s", o.APIVersion, o.Kind, o.Namespace, o.Name, o.Item, o.Line, o.Duplicates, span, root, spans(o.Root))
}

func spans(n *Node) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %q %v\n", n.Type, n.Text, n.Span)
	for _, f := range n.Fields {
		fmt.Fprintf(&b, "%q %v %s", f.Key, f.Span, spans(f.Value))
	}
	for _, item := range n.Items {
		b.WriteString(spans(item))
	}
	return b.String()
}

func agreeOn(t *testing.T, data []byte, slow bool) (isList bool) {
	t.Helper()
	got, errs, ok := streamed(t, data, slow)
	if !ok {
		return false
	}
	want := read(t, "a.json", string(data))
	if len(errs) > 0 { // the whole may still be YAML, which asks for less than JSON
		return true
	}
	if len(want.Errors) > 0 {
		if bytes.Contains(data, []byte("managedFields")) || bytes.Contains(data, []byte("status")) {
			return true // it may lie in what is passed over
		}
		t.Errorf("no errors item by item, want %v", want.Errors)
		return true
	}
	if len(got) != len(want.Objects) {
		t.Fatalf("got %d objects item by item, want %d", len(got), len(want.Objects))
	}
	for i, o := range got {
		if diff := cmp.Diff(said(want.Objects[i]), said(o)); diff != "" {
			t.Errorf("object %d (-whole +item by item):\n%s", i, diff)
		}
	}
	return true
}

const (
	podItem     = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"é\"b\\","namespace":"n","labels":{"app":"a","data":"b"}},"spec":{"containers":[{"name":"a","image":"b","args":["x\ny\nz"]}]}}`
	serviceItem = "{\n  \"apiVersion\":\"v1\",\n  \"kind\":\"Service\",\n  \"metadata\":{\"name\":\"s\",\"namespace\":\"n\"},\n  \"spec\":{\"selector\":{\"app\":\"a\",\"app\":\"a\"}}}"
)

// lists are Lists in the ways that programs write them.
var lists = map[string]string{
	"items first":     `{"apiVersion":"v1","items":[` + podItem + "," + serviceItem + `],"kind":"List","metadata":{}}` + "\n",
	"items last":      `{"kind":"List","apiVersion":"v1","metadata":{"a":[1,"]"]},"items":[` + podItem + "  ,\n\t" + podItem + `]}`,
	"no types":        `{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"a"},"spec":{"containers":[{"image":"x"}]}}]}`,
	"types come late": `{"items":[{"metadata":{"name":"a"},"spec":{"containers":[{"image":"x"}]}}],"kind":"PodList","apiVersion":"v1"}`,
	"empty":           `{"kind":"List","apiVersion":"v1","items":[ ]}`,
	"no objects":      `{"kind":"List","apiVersion":"v1","items":[null, 1, "a]}", [], {}, true]}`,
	"CRLF":            "\ufeff{\r\n \"kind\":\"List\",\"apiVersion\":\"v1\",\r\n\"items\":[\r\n" + podItem + ",\r\n" + serviceItem + "]\r\n}\r\n",
	"CR":              "{\r \"kind\":\"List\",\"apiVersion\":\"v1\",\r\"items\":[\r\r" + podItem + ",\r" + serviceItem + "]}",
	"suppressed":      `{"kind":"List","apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{"ignore.podlint.dev/x":"y"}}}]}`,
	"a broken item":   `{"kind":"List","apiVersion":"v1","items":[` + podItem + `,{"apiVersion":tru},` + podItem + `]}`,
	"cut off":         `{"kind":"List","apiVersion":"v1","items":[` + podItem + `,{"apiVersion":"v1`,
	"two commas":      `{"kind":"List","apiVersion":"v1","items":[` + podItem + `,,` + podItem + `]}`,
	"more behind":     `{"kind":"List","apiVersion":"v1","items":[` + podItem + `]} x`,
	"not UTF-8":       `{"kind":"List","apiVersion":"v1","items":[{"a":"` + "\xff" + `"}]}`,
}

func TestListItemByItem(t *testing.T) {
	for name, text := range lists {
		t.Run(name, func(t *testing.T) {
			for _, slow := range []bool{false, true} {
				if !agreeOn(t, []byte(text), slow) {
					t.Error("not read as a List")
				}
			}
		})
	}
}

func TestOtherLargeInputsAreReadWhole(t *testing.T) {
	for _, text := range []string{podItem, "{}", "{", "[]", `{"kind":"List"`, `{"kind":"Pod","items":[1]}`, `{"items":{}}`, `{a: b}`, ``} {
		t.Run(text, func(t *testing.T) {
			if _, err := readList("a.json", large([]byte(text), false)); err == nil {
				t.Error("read as a List")
			}
			want := read(t, "a.json", text)
			got := Read([]source.File{{Name: "a.json", Large: large([]byte(text), false)}}, 1)
			if diff := cmp.Diff(want.Errors, got.Errors); diff != "" || len(got.Objects) != len(want.Objects) {
				t.Errorf("got %d objects, want %d; errors (-want +got):\n%s", len(got.Objects), len(want.Objects), diff)
			}
		})
	}
}

func TestOutlinesKeepWhatSelectorsSee(t *testing.T) {
	text := `{"kind":"List","apiVersion":"v1","items":[` + podItem + "," + podItem + "," + serviceItem + `]}`
	set := Read([]source.File{{Name: "a.json", Large: large([]byte(text), false)}}, 1)
	if set.Items.Len() != 2 || set.Find("Service", "n", "s") == nil || set.Documents != 1 || set.Files != 1 {
		t.Fatalf("got %d items and %d objects in %d documents, want 2 and the Service in 1", set.Items.Len(), len(set.Objects), set.Documents)
	}
	seen := 0
	set.EachOutline(func(o *Object, n int) {
		seen += n
		if o.Kind != "Pod" || o.Namespace != "n" || o.Root.Str("metadata", "labels", "data") != "b" || o.Root.Get("spec", "containers") == nil || o.Name != "" {
			t.Errorf("got outline %s", o.Root.appendJSON(nil))
		}
	})
	if seen != 2 {
		t.Errorf("got outlines of %d items, want 2", seen)
	}
}

// TestLongListTakesWindows: places stay right when the buffer moves.
func TestLongListTakesWindows(t *testing.T) {
	var b strings.Builder
	b.WriteString("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[\n")
	for b.Len() < 9*windowStep {
		b.WriteString(podItem + ",\n" + serviceItem + ", ")
	}
	b.WriteString(`{"apiVersion":"v1","kind":"Pod","status":"` + strings.Repeat(`\"é`, 3*windowStep) + `"}]}`)
	if !agreeOn(t, []byte(b.String()), false) {
		t.Error("not read as a List")
	}
}

type vanishing struct{ io.ReaderAt }

func (vanishing) ReadAt([]byte, int64) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestItemThatVanishesIsAnError(t *testing.T) {
	l, err := readList("a.json", large([]byte(lists["items last"]), false))
	if err != nil {
		t.Fatal(err)
	}
	l.from.ReaderAt = vanishing{}
	it := l.items.at(1)
	it.list = l
	o, failed := it.Load()
	if o != nil || failed == nil || failed.Line != 2 || failed.Column != 2 {
		t.Errorf("got %v, %v; want an error at 2:2", o, failed)
	}
}

// TestItemThatChangesIsReadAnew: whatever stands in its place by then, there is an object of what is there or an error at the place.
func TestItemThatChangesIsReadAnew(t *testing.T) {
	text := lists["items last"]
	for name, now := range map[string]string{
		"shorter":     text[:len(text)/2],
		"empty":       "",
		"other bytes": strings.Repeat("\x00", len(text)),
		"no JSON":     strings.Repeat("{", len(text)),
		"moved":       " " + text,
		"the same":    text,
	} {
		t.Run(name, func(t *testing.T) {
			l, err := readList("a.json", large([]byte(text), false))
			if err != nil {
				t.Fatal(err)
			}
			l.from.ReaderAt = strings.NewReader(now)
			for i := range l.items.n {
				it := l.items.at(i)
				it.list = l
				o, failed := it.Load()
				if (failed == nil) != (now == text) || (o == nil) == (now == text) || failed != nil && (failed.Line < 1 || failed.Column < 1) {
					t.Errorf("item %d: got %v, %+v", i, o, failed)
				}
			}
		})
	}
}

// FuzzList: a List gives the same objects at the same places, read as a whole or item by item.
func FuzzList(f *testing.F) {
	for _, text := range lists {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { agreeOn(t, data, true) })
}
