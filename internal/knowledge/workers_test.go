package knowledge

import (
	"strings"
	"testing"
)

func TestWorkers(t *testing.T) {
	torch := Program{WorkerFlags: []string{"--nproc_per_node", "--workers"}}
	for line, want := range map[string]int{
		"torchrun --nproc_per_node=4 train.py --workers=8": 8,
		"torchrun --nproc_per_node 2 train.py":             2,
		"torchrun --nproc_per_node=gpu train.py":           2,
		"torchrun --nproc_per_node=${RANKS} train.py":      0,
		"torchrun --workers --nproc_per_node=1":            1,
		"torchrun train.py":                                0,
		"":                                                 0,
	} {
		if got := torch.Workers(strings.Fields(line)); got != want {
			t.Errorf("%q: got %d workers, want %d", line, got, want)
		}
	}
	if got := (Program{}).Workers([]string{"torchrun", "--workers=8"}); got != 0 {
		t.Errorf("a program without such flags: got %d workers, want 0", got)
	}
}
