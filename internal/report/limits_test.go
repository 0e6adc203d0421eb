package report

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/lint"
)

func TestSARIFKeepsWithinGitHubsLimit(t *testing.T) {
	schema := loadSchema(t, "testdata/schema/sarif-2.1.0.json")
	tests := map[string]struct {
		results          int
		notes, left, all int
	}{
		"at the limit":  {25_000, 0, 0, 25_000},
		"one too many":  {25_001, 1, 2, 25_000},
		"many too many": {40_000, 1, 15_001, 25_000},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var warned []string
			data := render(t, SARIF, many(tt.results), Options{Warn: func(line string) { warned = append(warned, line) }})
			if tt.results == 25_001 {
				validate(t, schema, data)
			}
			results := sarifResults(t, data)
			if len(results) != tt.all || len(warned) != tt.notes {
				t.Fatalf("got %d results and warnings %q; want %d and %d", len(results), warned, tt.all, tt.notes)
			}
			if tt.notes == 0 {
				return
			}
			want := Count(tt.left, "result") + " left out"
			if last := results[len(results)-1]; last.RuleID != "results-left-out" || !strings.HasPrefix(last.Message.Text, want) {
				t.Errorf("got last result %+v, want %q", last, want)
			}
			if !strings.Contains(warned[0], want) {
				t.Errorf("got warning %q, want %q", warned[0], want)
			}
		})
	}
}

func TestSARIFLeavesOutTheLeastGrave(t *testing.T) {
	levels := map[string]int{}
	for _, r := range sarifResults(t, render(t, SARIF, many(30_000), Options{})) {
		levels[r.Level]++
	}
	if levels["error"] != 10_000 || levels["warning"] != 10_000 || levels["note"] != 5_000 {
		t.Errorf("got %v, want all errors and warnings, and notes up to the limit", levels)
	}
}

func sarifResults(t *testing.T, data []byte) []sarifResult {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal(data, &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0].Results
}

func TestSARIFListsSuppressedResultsOnRequest(t *testing.T) {
	plain := sarifResults(t, render(t, SARIF, awkward(), Options{}))
	all := sarifResults(t, render(t, SARIF, awkward(), Options{IncludeSuppressed: true}))
	if len(plain) != 4 || len(all) != 6 {
		t.Fatalf("got %d results and %d with suppressed ones, want 4 and 6", len(plain), len(all))
	}
	for i, r := range all {
		if (len(r.Suppressions) == 1) != (i >= len(plain)) {
			t.Errorf("result %d has suppressions %v", i, r.Suppressions)
		}
	}
	res := many(sarifMaxResults)
	res.Suppressed = awkward().Suppressed
	if got := len(sarifResults(t, render(t, SARIF, res, Options{IncludeSuppressed: true}))); got != 25_000 {
		t.Errorf("got %d results, want no more than GitHub's limit", got)
	}
}

var command = regexp.MustCompile(`^::(error|warning|notice) [^:]*::[^\r\n]+$`)

func TestGitHubShowsWhatFits(t *testing.T) {
	tests := map[string]struct {
		results, errors, warnings, notices int
		last                               string
	}{
		"all":           {30, 10, 10, 10, "::notice file=a.yaml"},
		"one too many":  {31, 10, 10, 10, "::notice title=podlint::2 more"},
		"many too many": {3000, 10, 10, 10, "::notice title=podlint::2971 more"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			lines := strings.Split(strings.TrimSuffix(string(render(t, GitHub, many(tt.results), Options{})), "\n"), "\n")
			kinds := map[string]int{}
			for _, line := range lines {
				m := command.FindStringSubmatch(line)
				if m == nil {
					t.Fatalf("not a workflow command: %q", line)
				}
				kinds[m[1]]++
			}
			if kinds["error"] != tt.errors || kinds["warning"] != tt.warnings || kinds["notice"] != tt.notices {
				t.Errorf("got %v, want %d errors, %d warnings, %d notices", kinds, tt.errors, tt.warnings, tt.notices)
			}
			if last := lines[len(lines)-1]; !strings.HasPrefix(last, tt.last) {
				t.Errorf("got last line %q, want %q", last, tt.last)
			}
		})
	}
}

func TestGitHubSummary(t *testing.T) {
	tests := map[string]struct {
		before  string
		res     *lint.Result
		want    string
		atLeast int
	}{
		"new":           {"", awkward(), "could not be read", 0},
		"after others":  {"# Build\n", nothing(), "# Build\n## podlint: no violations\n", 0},
		"as it fits":    {"", many(40_000), "more are not shown here.\n", 1<<20 - 1000},
		"beside others": {strings.Repeat("x\n", 300_000), many(40_000), "more are not shown here.\n", 1<<20 - 1000},
		"no room":       {strings.Repeat("x\n", 1<<19), many(3), "x\n", 1 << 20},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "summary.md")
			if err := os.WriteFile(file, []byte(tt.before), 0o600); err != nil {
				t.Fatal(err)
			}
			render(t, GitHub, tt.res, Options{StepSummary: file})
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := string(data)
			if len(got) > 1<<20 || len(got) < tt.atLeast || !utf8.ValidString(got) {
				t.Errorf("summary has %d bytes, want %d to 1 MiB of UTF-8", len(got), tt.atLeast)
			}
			if !strings.HasPrefix(got, tt.before) || !strings.Contains(got, tt.want) {
				t.Errorf("%q is missing", tt.want)
			}
		})
	}
}

func TestGitHubSummaryThatCannotBeWritten(t *testing.T) {
	err := GitHub(failing{}, nothing(), Options{StepSummary: filepath.Join(t.TempDir(), "missing", "summary.md")})
	if err == nil || !strings.Contains(err.Error(), "append to the summary of the step") {
		t.Errorf("got %v", err)
	}
}

func TestMarkdownFitsIntoAComment(t *testing.T) {
	for _, n := range []int{1, 300, 30_000} {
		got := string(render(t, Markdown, many(n), Options{}))
		if len(got) > 65_536 {
			t.Errorf("%d violations: %d bytes", n, len(got))
		}
		if strings.Count(got, "<details") != strings.Count(got, "</details>") {
			t.Errorf("%d violations: a section stays open", n)
		}
		rows := strings.Count(got, "| number ")
		if left := n - rows; left > 0 && !strings.Contains(got, fmt.Sprintf("\n%d more are not shown here.", left)) {
			t.Errorf("%d violations: %d rows, but the rest is not counted", n, rows)
		}
	}
}

func TestGitLabFingerprintsAreDistinct(t *testing.T) {
	var issues []gitlabIssue
	if err := json.Unmarshal(render(t, GitLab, awkward(), Options{}), &issues); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, issue := range issues {
		if seen[issue.Fingerprint] {
			t.Errorf("fingerprint %s occurs twice", issue.Fingerprint)
		}
		seen[issue.Fingerprint] = true
	}
}

func TestJUnitCountsAndNames(t *testing.T) {
	var got junitSuites
	if err := xml.Unmarshal(render(t, JUnit, awkward(), awkwardOptions()), &got); err != nil {
		t.Fatal(err)
	}
	tests, failures, errors := 0, 0, 0
	seen := map[string]bool{}
	for _, s := range got.Suites {
		if s.Tests != len(s.Cases) || s.Tests == 0 {
			t.Errorf("suite %s: got %d testcases, says %d", s.Name, len(s.Cases), s.Tests)
		}
		tests, failures, errors = tests+s.Tests, failures+s.Failures, errors+s.Errors
		for _, c := range s.Cases {
			if key := c.Class + "\n" + c.Name; seen[key] {
				t.Errorf("testcase %q occurs twice", key)
			} else {
				seen[key] = true
			}
		}
	}
	if tests != got.Tests || failures != got.Failures || errors != got.Errors || failures != 3 || errors != 2 {
		t.Errorf("got %d tests, %d failures, %d errors; the report says %d, %d, %d", tests, failures, errors, got.Tests, got.Failures, got.Errors)
	}
}

func TestJUnitOfManyWorkloads(t *testing.T) {
	res := &lint.Result{Rules: make([]lint.Rule, 60)}
	for i := range 1000 {
		res.Judged = append(res.Judged, lint.Judged{File: "a.yaml", Workload: lint.Workload{Kind: "Pod", Name: "web", Line: i}})
	}
	var got junitSuites
	if err := xml.Unmarshal(render(t, JUnit, res, Options{}), &got); err != nil {
		t.Fatal(err)
	}
	if got.Tests != 1000 {
		t.Errorf("got %d testcases for 1,000 workloads and 60 rules, want one for each workload", got.Tests)
	}
}

// TestJUnitIsSmall: 500 workloads, each with four violations and texts of a usual length, stay below 2 MB.
func TestJUnitIsSmall(t *testing.T) {
	res := &lint.Result{Rules: make([]lint.Rule, 90)}
	for i := range 500 {
		w := lint.Workload{APIVersion: "apps/v1", Kind: "Deployment", Namespace: "shop", Name: fmt.Sprintf("workload-%d", i), Document: i, Line: 30*i + 1}
		file := fmt.Sprintf("deploy/overlays/production/%d.yaml", i)
		res.Judged = append(res.Judged, lint.Judged{File: file, Workload: w})
		for n := range 4 {
			res.Violations = append(res.Violations, lint.Violation{
				Rule: fmt.Sprintf("a-rule-of-usual-length-%d", n), Severity: "warning", Message: strings.Repeat("words of it ", 9), File: file, Line: w.Line + n, Column: 9,
				Workload: w, Container: "app", Fix: &lint.Fix{Title: strings.Repeat("do this or ", 8)}, Documentation: "https://github.com/podlint/podlint/blob/main/docs/rules/x.md",
			})
		}
	}
	if size := len(render(t, JUnit, res, Options{})); size > 2_000_000 {
		t.Errorf("got %d bytes, want at most 2 MB", size)
	}
}

// TestMaxPerRule: so many violations of a rule are listed, the rest is counted on one line for each rule.
func TestMaxPerRule(t *testing.T) {
	res := &lint.Result{}
	for i := range 7 {
		v := lint.Violation{Rule: "much", Severity: "warning", Message: "m", File: "a.yaml", Line: i + 1, Column: 1}
		if i%3 == 1 {
			v.Rule = "little"
		}
		res.Violations = append(res.Violations, v)
	}
	for name, want := range map[string]string{
		"concise": "a.yaml:1:1: warning: m [much]\na.yaml:2:1: warning: m [little]\na.yaml:3:1: warning: m [much]\na.yaml:5:1: warning: m [little]\nand 3 more of much\n",
		"text":    "\nand 3 more of much\n\n",
	} {
		got := string(render(t, Formats()[name], res, Options{MaxPerRule: 2, Quiet: true}))
		if !strings.HasSuffix(got, want) || strings.Count(got, "warning") != 4 {
			t.Errorf("%s: got:\n%s\nwant four violations and at the end:\n%s", name, got, want)
		}
		if all := string(render(t, Formats()[name], res, Options{Quiet: true})); strings.Count(all, "warning") != 7 || strings.Contains(all, "more of") {
			t.Errorf("%s without a limit: got:\n%s", name, all)
		}
	}
}

// TestErrorsOnce: what is said of several documents of one file is one error for people.
func TestErrorsOnce(t *testing.T) {
	in := []lint.Error{{File: "a", Line: 1, Message: "x"}, {File: "a", Line: 2, Message: "y"}, {File: "a", Line: 3, Message: "x"}, {File: "a", Line: 4, Message: "x"}, {File: "b", Line: 1, Message: "x"}}
	want := []lint.Error{{File: "a", Line: 1, Message: "x (and at 2 further places of this file)"}, {File: "a", Line: 2, Message: "y"}, {File: "b", Line: 1, Message: "x"}}
	if diff := cmp.Diff(want, ErrorsOnce(in)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAzureCannotBeTold: no text of a manifest begins a command of its own, on any line.
func TestAzureCannotBeTold(t *testing.T) {
	res := awkward()
	for i := range res.Violations {
		res.Violations[i].Message = "##vso[task.setvariable variable=x;]y\r\n##vso[task.complete result=Succeeded;]100%"
		res.Violations[i].File = "a];type=error;##vso[b"
	}
	for line := range strings.Lines(string(render(t, Azure, res, awkwardOptions()))) {
		first, rest, _ := strings.Cut(line, "]")
		if command := strings.HasPrefix(first, "##vso[task.logissue type="); !command && strings.Contains(line, "##") {
			t.Errorf("a line that is no command holds one: %q", line)
		} else if command && (strings.Count(first, ";") != 5 || strings.ContainsAny(rest, "\r")) {
			t.Errorf("properties are broken up: %q", line)
		}
	}
}

func TestXMLWithNamesOfControlCharacters(t *testing.T) {
	res := awkward()
	for i := range res.Violations {
		res.Violations[i].File = "a\x01\x0b\ufffe\xff.yaml"
		res.Violations[i].Container = "c\x02"
	}
	for _, format := range []Format{JUnit, Checkstyle} {
		data := render(t, format, res, Options{})
		var doc struct {
			XMLName xml.Name
		}
		if err := xml.Unmarshal(data, &doc); err != nil {
			t.Errorf("%v in\n%s", err, data)
		}
	}
}

// ours matches the attributes that GitLab reads and the schema of Jenkins does not know.
var ours = regexp.MustCompile(`(<testcase [^>]*?) file="[^"]*"(?: line="\d+")?|(<skipped) message="[^"]*"`)

// TestXMLLint asks libxml2, where it is installed.
func TestXMLLint(t *testing.T) {
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed")
	}
	dir := t.TempDir()
	check := func(t *testing.T, data []byte, args ...string) {
		t.Helper()
		file := filepath.Join(dir, "report.xml")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), xmllint, append(args, "--nonet", "--noout", file)...).CombinedOutput()
		if err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
	for name, res := range map[string]*lint.Result{"awkward": awkward(), "nothing": nothing()} {
		t.Run(name, func(t *testing.T) {
			check(t, render(t, Checkstyle, res, Options{}), "--schema", "testdata/schema/checkstyle.xsd")
			junit := ours.ReplaceAll(render(t, JUnit, res, Options{}), []byte("$1$2"))
			check(t, junit, "--schema", "testdata/schema/junit.xsd")
		})
	}
}
