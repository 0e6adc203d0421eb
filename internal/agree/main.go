// Command agree compares what podlint makes of the charts and kustomizations of repositories with what helm and kustomize print, and lists what podlint
// refuses, and whether these do as well. The repositories are given by their folders; nothing in them is changed, and nothing is fetched.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/peer"
)

// usualAPIs are those that podlint tells charts of beside those of Kubernetes.
const usualAPIs = "monitoring.coreos.com/v1,monitoring.coreos.com/v1/PodMonitor,monitoring.coreos.com/v1/PrometheusRule,monitoring.coreos.com/v1/ServiceMonitor," +
	"cert-manager.io/v1,cert-manager.io/v1/Certificate,cert-manager.io/v1/Issuer"

func main() {
	podlint := flag.String("podlint", "", "a podlint whose processor time is measured; empty: none")
	apis := flag.String("api-versions", usualAPIs, "what helm is told that the cluster has, as podlint tells it")
	most := flag.Int("most", 0, "look at so many charts and kustomizations of a repository at most, evenly spread; 0: at all")
	flag.Parse()
	if err := start(context.Background(), *podlint, *apis, *most, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "agree:", err)
		os.Exit(1)
	}
}

func start(ctx context.Context, podlint, apis string, most int, dirs []string) error {
	helm, err := peer.Helm().Installed()
	if err != nil {
		return err
	}
	kustomize, err := peer.Kustomize().Installed()
	if err != nil {
		return err
	}
	if err := os.Setenv("PATH", filepath.Dir(helm)+string(filepath.ListSeparator)+os.Getenv("PATH")); err != nil {
		return err
	}
	if podlint != "" {
		if podlint, err = filepath.Abs(podlint); err != nil {
			return err
		}
	}
	for i := range dirs {
		if dirs[i], err = filepath.Abs(dirs[i]); err != nil {
			return err
		}
	}
	fmt.Println(heading)
	total := row{name: "all"}
	for _, dir := range dirs {
		r := repository{helm: helm, kustomize: kustomize, podlint: podlint, most: most, row: row{name: filepath.Base(dir)}}
		for api := range strings.SplitSeq(apis, ",") {
			if api != "" {
				r.apis = append(r.apis, "--api-versions", api)
			}
		}
		r.dir = dir
		if err := r.compare(ctx); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		fmt.Println(r.row)
		total.add(r.row)
	}
	fmt.Println(total)
	return nil
}

// repository is one that is looked at.
type repository struct {
	dir                      string // absolute
	helm, kustomize, podlint string
	apis                     []string // arguments of helm
	most                     int
	row                      row
}

// compare fills the row; what does not agree, and each refusal, is said as it is found.
func (r *repository) compare(ctx context.Context) error {
	if err := os.Chdir(r.dir); err != nil {
		return err
	}
	charts, overlays, err := r.find()
	if err != nil {
		return err
	}
	for _, dir := range spread(charts, r.most) {
		r.row.charts.add(r.chart(ctx, dir), dir)
	}
	for _, dir := range spread(overlays, r.most) {
		r.row.overlays.add(r.overlay(ctx, dir), dir)
	}
	return r.measure(ctx)
}

// spread takes so many of a list at most, evenly.
func spread(all []string, most int) []string {
	if most == 0 || len(all) <= most {
		return all
	}
	out := make([]string, 0, most)
	for i := range most {
		out = append(out, all[i*len(all)/most])
	}
	return out
}

// measure lints the whole repository once and notes the processor time, that of helm included.
func (r *repository) measure(ctx context.Context) error {
	if r.podlint == "" {
		return nil
	}
	cmd := exec.CommandContext(ctx, r.podlint, "lint", "--fail-on", "never", "-o", "json", ".")
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		return err
	}
	r.row.time = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return nil
}

// verdict is what came of one chart or kustomization.
type verdict struct {
	state         state
	say           string // why
	known, values int    // scalars whose place is known, and all
}

type state int

const (
	equal   state = iota
	differs       // from what the program prints
	only          // podlint renders what the program refuses
	partly        // built without what podlint does not fetch or run, which is said
	theirs        // both refuse it, or it needs a network or another program
	ours          // podlint alone refuses it
	nothing       // there is nothing to render, and nothing is said
	states
)

// side counts the charts, or the kustomizations, of a repository.
type side struct {
	counts        [states]int
	known, values int
}

func (s *side) add(v verdict, dir string) {
	s.counts[v.state]++
	s.known, s.values = s.known+v.known, s.values+v.values
	if v.say != "" {
		fmt.Fprintf(os.Stderr, "%s\t%s\t%s\n", dir, [...]string{"equal", "differs", "only podlint", "in part", "theirs", "OURS", "nothing"}[v.state], v.say)
	}
}

func (s *side) sum(o side) {
	for i, n := range o.counts {
		s.counts[i] += n
	}
	s.known, s.values = s.known+o.known, s.values+o.values
}

// row is a line of the table.
type row struct {
	name             string
	charts, overlays side
	time             time.Duration
}

func (r *row) add(o row) {
	r.charts.sum(o.charts)
	r.overlays.sum(o.overlays)
	r.time += o.time
}

const heading = `| repository | charts: rendered | equal | refused: theirs | ours | overlays: built | equal | in part | refused: theirs | ours | placed | CPU |
|---|---|---|---|---|---|---|---|---|---|---|---|`

// String is the row as Markdown.
func (r row) String() string {
	c, o := r.charts.counts, r.overlays.counts
	placed := 100 * float64(r.charts.known+r.overlays.known) / float64(max(r.charts.values+r.overlays.values, 1))
	return fmt.Sprintf("| %s | %d of %d | %s | %d | %d | %d of %d | %s | %d | %d | %d | %.1f %% | %s |",
		r.name, c[equal]+c[differs]+c[only], all(c)-c[nothing], share(c), c[theirs], c[ours],
		o[equal]+o[differs]+o[only], all(o)-o[nothing], share(o), o[partly], o[theirs], o[ours], placed, cmp.Or(seconds(r.time), "-"))
}

func all(counts [states]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// share is how many of those that both render are equal.
func share(counts [states]int) string {
	if counts[equal]+counts[differs] == 0 {
		return "-"
	}
	return fmt.Sprintf("%d of %d", counts[equal], counts[equal]+counts[differs])
}

func seconds(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
