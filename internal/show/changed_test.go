package show_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/picture"
	"github.com/podlint/podlint/internal/show"
)

// drawn is a pod with two containers, of which the second reads a volume, and a port.
func drawn(change func(d *picture.Drawing)) *picture.Drawing {
	d := &picture.Drawing{Kind: "Pod", Name: "web", File: "web.yaml", Nodes: []picture.Node{
		{Kind: picture.Container, Name: "app", Image: "app:1", Pins: []picture.Pin{{Rule: "a"}}},
		{Kind: picture.Container, Name: "tail", Image: "tail:1"},
		{Kind: picture.Port, Name: ":80", Owner: 0},
		{Kind: picture.Volume, Name: "logs", Notes: []string{"emptyDir"}},
	}, Ties: []picture.Tie{{From: 1, To: 3, Deed: picture.Reads, Label: "reads a.log"}}}
	change(d)
	return d
}

// TestChanged marks what is new, what is another one and what has gone; places and violations are no change.
func TestChanged(t *testing.T) {
	type marks struct {
		Nodes  []string // the last note of each node
		Traits []string
	}
	for name, tt := range map[string]struct {
		change func(d *picture.Drawing)
		want   marks
	}{
		"nothing": {func(d *picture.Drawing) { d.Line, d.Nodes[0].Pins = 7, nil }, marks{Nodes: []string{"", "", "", "emptyDir"}}},
		"image":   {func(d *picture.Drawing) { d.Nodes[0].Image = "app:2" }, marks{Nodes: []string{"changed", "", "", "emptyDir"}}},
		"tie":     {func(d *picture.Drawing) { d.Ties[0].Label = "reads b.log" }, marks{Nodes: []string{"", "changed", "", "emptyDir"}}},
		"order": {func(d *picture.Drawing) {
			d.Nodes[0], d.Nodes[1] = d.Nodes[1], d.Nodes[0]
			d.Ties[0].From, d.Nodes[2].Owner = 0, 1
		}, marks{Nodes: []string{"", "", "", "emptyDir"}}},
		"name": {func(d *picture.Drawing) { d.Nodes[0].Name = "web" }, marks{
			Nodes: []string{"new", "", "new", "emptyDir"}, Traits: []string{"gone: container app", "gone: port :80 of app"},
		}},
		"volume":              {func(d *picture.Drawing) { d.Nodes[3].Notes = []string{"secret s"} }, marks{Nodes: []string{"", "", "", "changed"}}},
		"the same name twice": {func(d *picture.Drawing) { d.Nodes = append(d.Nodes, d.Nodes[1]) }, marks{Nodes: []string{"", "", "", "emptyDir", "new"}}},
		"pod":                 {func(d *picture.Drawing) { d.Name = "other" }, marks{Nodes: []string{"", "", "", "emptyDir"}, Traits: []string{"new"}}},
		"file":                {func(d *picture.Drawing) { d.File = "moved.yaml" }, marks{Nodes: []string{"", "", "", "emptyDir"}}},
	} {
		t.Run(name, func(t *testing.T) {
			now := drawn(tt.change)
			show.Changed([]*picture.Drawing{now}, []*picture.Drawing{drawn(func(*picture.Drawing) {})})
			got := marks{Traits: now.Traits}
			for i := range now.Nodes {
				last := ""
				if notes := now.Nodes[i].Notes; len(notes) > 0 {
					last = notes[len(notes)-1]
				}
				got.Nodes = append(got.Nodes, last)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
