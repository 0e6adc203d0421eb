package manifest

import (
	"strings"
	"testing"
)

const replicaItem = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a-1","uid":"1","creationTimestamp":"2026-01-02T03:04:05Z","labels":{"app":"a"},
 "annotations":{"checksum":"c","cni.projectcalico.org/podIP":"10.0.0.1/32"}},
 "spec":{"nodeName":"n1","containers":[{"name":"a","image":"a","volumeMounts":[{"name":"kube-api-access-abcde"}]}],"volumes":[{"name":"kube-api-access-abcde"}]},
 "status":{"podIP":"10.0.0.1"}}`

// TestAlike: what replicas differ in is left out, and nothing else.
func TestAlike(t *testing.T) {
	for name, test := range map[string]struct {
		old, text string
		alike     bool
	}{
		"name":                       {`"a-1"`, `"a-2"`, true},
		"uid":                        {`"uid":"1"`, `"uid":"22"`, true},
		"time":                       {`04:05Z`, `04:06Z`, true},
		"node":                       {`"n1"`, `"n2"`, true},
		"address":                    {`"10.0.0.1/32"`, `"10.0.0.2/32"`, true},
		"status":                     {`{"podIP":"10.0.0.1"}`, `{"phase":"Running","a":[1,2]}`, true},
		"token volume":               {`abcde`, `vwxyz`, true},
		"image":                      {`"image":"a"`, `"image":"b"`, false},
		"label":                      {`"app":"a"`, `"app":"b"`, false},
		"annotation":                 {`"checksum":"c"`, `"checksum":"d"`, false},
		"no time":                    {`2026-01-02T`, `2026-13-02T`, false},
		"name of another type":       {`"a-1"`, `1`, false},
		"no name":                    {`"a-1"`, `""`, false},
		"name with an escape":        {`"a-1"`, `"a\n1"`, false},
		"one mount without a volume": {`"name":"kube-api-access-abcde"}]}]`, `"name":"kube-api-access-vwxyz"}]}]`, false},
		"another node name":          {`"spec":{"nodeName":"n1",`, `"spec":{"nodeName":"n1","nodeName":"n1",`, false},
		"no status": {`,
 "status":{"podIP":"10.0.0.1"}`, ``, false},
		"kind": {`"Pod"`, `"Pot"`, false},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAlikes()
			want, ok := a.key([]byte(replicaItem))
			if !ok || !strings.Contains(replicaItem, test.old) {
				t.Fatal("the example is none")
			}
			got, ok := a.key([]byte(strings.Replace(replicaItem, test.old, test.text, count(test.old))))
			if alike := ok && got == want; alike != test.alike {
				t.Errorf("got alike %t, want %t", alike, test.alike)
			}
		})
	}
}

// count is how often a text is replaced: the suffix of the token volume everywhere.
func count(old string) int {
	if old == "abcde" {
		return -1
	}
	return 1
}

// TestOnlyPodsAreAlike: other objects are referred to by their names.
func TestOnlyPodsAreAlike(t *testing.T) {
	for kind, want := range map[string]bool{`"kind":"Pod"`: true, `"kind":"ReplicaSet"`: false} {
		item := strings.Replace(replicaItem, `"kind":"Pod"`, kind, 1)
		l, err := readList("a.json", large([]byte(`{"kind":"List","apiVersion":"v1","items":[`+item+`,`+strings.ReplaceAll(item, "a-1", "a-2")+`]}`), true))
		if err != nil {
			t.Fatal(err)
		}
		first, second := l.items.at(0), l.items.at(1)
		first.list, second.list = l, l
		a, ok := first.Alike()
		b, also := second.Alike()
		if ok != want || also != want || a != b {
			t.Errorf("%s: got %t and %t, want %t and the same", kind, ok, also, want)
		}
	}
}

// TestPartOfAnItem: what is read for some paths has the places that it has in the whole.
func TestPartOfAnItem(t *testing.T) {
	l, err := readList("a.json", large([]byte(`{"kind":"List","apiVersion":"v1","items":[`+replicaItem+`]}`), false))
	if err != nil {
		t.Fatal(err)
	}
	item := l.items.at(0)
	item.list = l
	whole, failed := item.Load()
	if failed != nil {
		t.Fatal(failed)
	}
	for _, path := range []Path{
		{"spec", "containers", 0},
		{"spec", "containers", 0, "image"},
		{"spec", "containers", 0, "resources", "limits"},
		{"spec", "containers"},
		{"metadata", "labels", "app"},
		{"spec", "volumes", 7},
		{"spec"},
		{},
		{"spec", "containers", 0, "volumeMounts", 0, "name"},
	} {
		part, failed := item.LoadPart(NewPart([]Path{path}))
		if failed != nil {
			t.Fatal(failed)
		}
		want, exact := whole.Locate(path)
		got, also := part.Locate(path)
		if got != want || exact != also || part.Name != whole.Name || part.Line != whole.Line || part.Kind != whole.Kind {
			t.Errorf("%v: got %v (%t), want %v (%t)", path, got, also, want, exact)
		}
		if n := part.Root.Get("status"); n != nil && len(n.Fields) > 0 {
			t.Errorf("%v: status was read", path)
		}
	}
}

// FuzzAlike: no bytes make the digest panic, and items that are alike have the same fields.
func FuzzAlike(f *testing.F) {
	for _, text := range lists {
		f.Add([]byte(text))
	}
	f.Add([]byte(replicaItem))
	f.Add([]byte(`{"metadata":{"name":"\u0000"},"spec":{"x":"kube-api-access-*****"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a := newAlikes()
		if key, ok := a.key(data); ok {
			if again, ok := a.key(data); !ok || again != key {
				t.Errorf("the same bytes are not alike")
			}
		}
	})
}
