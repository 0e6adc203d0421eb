package relate

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/podlint/podlint/internal/pod"
)

// TestNear: whatever meets a file is found near it, wherever both lie.
func TestNear(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	paths := []string{".", "", "a", "a/b", "a/b/c", "a/bc", "ab", "d", "a/*", "*", "a/*.log", "a/x.log", "**/x.log", "d/e/f", "a//b", "d/"}
	p := &pod.Pod{}
	for i := range 3 {
		c := &pod.Container{Name: "c" + strconv.Itoa(i)}
		for range 60 {
			at := paths[random.IntN(len(paths))]
			f := pod.FileUse{File: "/" + at, Op: []string{"read", "write", "append", "create"}[random.IntN(4)], Dir: random.IntN(3) == 0}
			if f.Glob = slices.Contains([]rune(at), '*'); random.IntN(2) == 0 {
				f.Volume, f.VolumePath = "data", at
			}
			c.Files = append(c.Files, f)
		}
		p.Containers = append(p.Containers, c)
	}
	all := placesOf(p)
	for i, c := range p.Containers {
		for j := range c.Files {
			f := &c.Files[j]
			on := all.on(i, f)
			near := on.near(f)
			if !slices.IsSorted(near) {
				t.Fatalf("not in order: %v", near)
			}
			for n := range on.uses {
				g := on.uses[n].file
				if (meet(f, g) != "" || meets(f, g) != "apart") && !slices.Contains(near, n) {
					t.Errorf("%+v is not found near %+v", g, f)
				}
			}
		}
	}
}
