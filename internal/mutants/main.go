// Command mutants measures how much of what podlint judges is held by its tests. It draws changes by a seed: a condition of a rule, of the
// library or of a relation dropped or negated, a clause or an element of a table dropped, a text or a threshold replaced, a row of knowledge
// dropped, a flag flipped. Each is tried against the fixtures and Rego tests, in this process; those of Go code against the tests of their
// package. It lists the changes that no test minds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"strings"
	"time"
)

func main() {
	seed := flag.Uint64("seed", 0, "draw by this seed; 0 takes a new one, which is printed")
	n := flag.Int("n", 60, "draw this many mutants; 0 tries all")
	only := flag.String("only", "", "change only files whose path, from the root of the project, begins with this")
	list := flag.Bool("list", false, "list the mutants without trying them")
	flag.Parse()
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	if err := start(*seed, *n, *only, *list); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func start(seed uint64, n int, only string, list bool) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	root := os.DirFS(".")
	found, err := all(root, only)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("nothing to change below %q: run it in the root of the project", only)
	}
	drawn := draw(found, seed)
	if n == 0 {
		n = len(found)
	}
	fmt.Printf("seed %d: %d of %d mutants (%s)\n", seed, min(n, len(found)), len(found), perRoom(found))
	if list {
		for i := range drawn[:min(n, len(drawn))] {
			fmt.Println(drawn[i].String())
		}
		return nil
	}
	j, err := newJury(ctx, root)
	if err != nil {
		return err
	}
	if err := j.sound(ctx); err != nil {
		return err
	}
	return tryAll(ctx, j, drawn, n)
}

// draw orders mutants at random, the rooms in turn as long as each has some, so that none is drowned by the largest.
func draw(found []mutant, seed uint64) []mutant {
	random := rand.New(rand.NewPCG(seed, 0))
	byRoom := map[string][]mutant{}
	for _, i := range random.Perm(len(found)) {
		byRoom[found[i].room] = append(byRoom[found[i].room], found[i])
	}
	out := make([]mutant, 0, len(found))
	for len(out) < len(found) {
		for _, room := range []string{"rules", "library", "rules", "relations", "rules", "knowledge"} {
			if rest := byRoom[room]; len(rest) > 0 {
				out, byRoom[room] = append(out, rest[0]), rest[1:]
			}
		}
	}
	return out
}

func perRoom(found []mutant) string {
	counts := map[string]int{}
	for i := range found {
		counts[found[i].room]++
	}
	parts := make([]string, 0, len(rooms))
	for _, room := range rooms {
		parts = append(parts, fmt.Sprintf("%d of %s", counts[room], room))
	}
	return strings.Join(parts, ", ")
}

// tryAll tries mutants until n of them were valid, lists the survivors and counts.
func tryAll(ctx context.Context, j *jury, drawn []mutant, n int) error {
	tried, killed := map[string]int{}, map[string]int{}
	var total, dead int
	for i := range drawn {
		if total == n {
			break
		}
		m := &drawn[i]
		hit, err := verdict(ctx, j, m)
		switch {
		case errors.Is(err, errInvalid):
			continue
		case err != nil:
			return fmt.Errorf("%s: %w", m, err)
		case hit:
			killed[m.room]++
			dead++
		default:
			fmt.Printf("%s\n", m)
		}
		tried[m.room]++
		total++
	}
	fmt.Printf("killed %d of %d", dead, total)
	for _, room := range rooms {
		if tried[room] > 0 {
			fmt.Printf(", %s %d of %d", room, killed[room], tried[room])
		}
	}
	fmt.Println()
	return ctx.Err()
}

func verdict(ctx context.Context, j *jury, m *mutant) (bool, error) {
	if m.room == "relations" {
		return tryPackages(ctx, m, "./internal/relate")
	}
	return j.try(ctx, m)
}
