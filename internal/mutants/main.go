// Command mutants measures how much of what podlint judges is held by its tests. It draws changes by a seed: a condition of a rule, of the
// library or of a relation dropped or negated, a clause or an element of a table dropped, a text or a threshold replaced, a row of knowledge
// dropped, a flag flipped. Each is tried against the fixtures and Rego tests, knowledge against the examples of internal/known before, in this
// process; Go code against the tests of its package and the fixtures. It lists the changes that no test minds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := start(ctx, os.Stdout, *seed, *n, *only, *list)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func start(ctx context.Context, w io.Writer, seed uint64, n int, only string, list bool) error {
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
	if _, err := fmt.Fprintf(w, "seed %d: %d of %d mutants (%s)\n", seed, min(n, len(found)), len(found), perRoom(found)); err != nil {
		return err
	}
	if list {
		return listed(w, drawn[:min(n, len(drawn))])
	}
	j, err := newJury(ctx, root)
	if err != nil {
		return err
	}
	if err := j.sound(ctx); err != nil {
		return err
	}
	return tryAll(ctx, w, j, drawn, n)
}

func listed(w io.Writer, drawn []mutant) error {
	for i := range drawn {
		if _, err := fmt.Fprintln(w, drawn[i].String()); err != nil {
			return err
		}
	}
	return nil
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
func tryAll(ctx context.Context, w io.Writer, j *jury, drawn []mutant, n int) error {
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
			if _, err := fmt.Fprintf(w, "%s\n", m); err != nil {
				return err
			}
		}
		tried[m.room]++
		total++
	}
	text := fmt.Sprintf("killed %d of %d", dead, total)
	for _, room := range rooms {
		if tried[room] > 0 {
			text = fmt.Sprintf("%s, %s %d of %d", text, room, killed[room], tried[room])
		}
	}
	if _, err := fmt.Fprintln(w, text); err != nil {
		return err
	}
	return ctx.Err()
}

func verdict(ctx context.Context, j *jury, m *mutant) (bool, error) {
	if m.room != "relations" {
		return j.try(ctx, m)
	}
	if killed, err := tryPackages(ctx, m, "./internal/relate"); killed || err != nil {
		return killed, err
	}
	return tryPackages(ctx, m, "./internal/explain", "-run", "^TestRules$") // the fixtures, whose relations come from the changed file
}
