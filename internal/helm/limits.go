package helm

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// limits bound what helm may take.
type limits struct {
	run time.Duration // one run
	all time.Duration // all runs for all charts
	// output is how many bytes the renderings of one chart may have together; they are held at the same time.
	output int
}

// usualLimits are far beyond what people render: a run takes a twentieth of a second.
func usualLimits() limits {
	return limits{run: 30 * time.Second, all: 10 * time.Minute, output: 256 << 20}
}

// maxGivenUp is how many runs may be given up before no other is tried, as with builds of kustomize.
const maxGivenUp = 3

var errGivenUp = errors.New("the runs of helm before it took too long")

// account is what the runs for one chart have taken; they go on side by side.
type account struct {
	*ledger

	output int // of the chart
}

// ledger is what the runs for all charts have taken.
type ledger struct {
	limits limits
	until  time.Time

	mu      sync.Mutex
	givenUp int
}

func newAccount(l limits) *account {
	return &account{ledger: &ledger{limits: l, until: time.Now().Add(l.all)}}
}

// chart is the account of another chart.
func (a *account) chart() *account { return &account{ledger: a.ledger} }

// begin returns how long a run may take, or why there must be none.
func (a *account) begin() (time.Duration, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	left := time.Until(a.until)
	switch {
	case a.givenUp >= maxGivenUp:
		return 0, errGivenUp
	case left <= 0:
		return 0, fmt.Errorf("all charts together take longer than %v", a.limits.all)
	case a.output > a.limits.output:
		return 0, fmt.Errorf("what helm prints for its choices of values is more than %d bytes", a.limits.output)
	}
	return min(left, a.limits.run), nil
}

func (a *account) print(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.output += n
}

// giveUp notes a run that took too long.
func (a *account) giveUp() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.givenUp++
}
