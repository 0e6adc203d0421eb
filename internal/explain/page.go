package explain

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/report"
)

// Page renders the page of a rule as Markdown. fsys and dir say where the rule's folder is.
func (j Judge) Page(ctx context.Context, rule policy.Rule, fsys fs.FS, dir string) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", rule.ID, rule.Title)
	fmt.Fprintf(&b, "Category `%s`, severity `%s`, confidence `%s`.\n\n", rule.Category, rule.Severity, rule.Confidence)
	fmt.Fprintf(&b, "%s\n\n", strings.TrimSpace(rule.Description))
	if err := j.examples(ctx, &b, rule, fsys, dir); err != nil {
		return "", err
	}
	if err := parameters(&b, rule.Parameters); err != nil {
		return "", fmt.Errorf("describe rule %s: %w", rule.ID, err)
	}
	resources(&b, rule.Resources)
	return strings.TrimRight(b.String(), "\n") + "\n", nil
}

func (j Judge) examples(ctx context.Context, b *strings.Builder, rule policy.Rule, fsys fs.FS, dir string) error {
	bad, err := Cases(fsys, dir, Bad)
	if err != nil {
		return err
	}
	if c, ok := example(bad, rule.ID); ok {
		said, drawn, err := j.output(ctx, rule, c)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "## Example\n\n%s\npodlint says:\n\n```text\n%s\n```\n\n", manifestBlock(c), said)
		if rule.Picture {
			fmt.Fprintf(b, "`podlint show` draws:\n\n```text\n%s\n```\n\n", drawn)
		}
	}
	good, err := Cases(fsys, dir, Good)
	if err != nil {
		return err
	}
	if c, ok := example(good, rule.ID); ok {
		fmt.Fprintf(b, "## Corrected, or right from the start\n\n%s\n", manifestBlock(c))
	}
	return nil
}

func manifestBlock(c Case) string {
	return "```yaml\n" + strings.TrimRight(string(WithoutWants(c.Data)), "\n") + "\n```\n"
}

func parameters(b *strings.Builder, params map[string]policy.Parameter) error {
	if len(params) == 0 {
		return nil
	}
	b.WriteString("## Settings\n\n| name | takes | default | meaning |\n|---|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(params)) {
		p := params[name]
		value, err := json.Marshal(p.Default)
		if err != nil {
			return fmt.Errorf("render default of %s: %w", name, err)
		}
		fmt.Fprintf(b, "| `%s` | %s | `%s` | %s |\n", name, takes(p.Schema), value, strings.Join(strings.Fields(p.Description), " "))
	}
	b.WriteString("\n")
	return nil
}

// takes words a JSON Schema: its type, then what narrows it.
func takes(schema map[string]any) string {
	var words []string
	if t, ok := schema["type"].(string); ok {
		words = append(words, t)
	}
	for _, key := range slices.Sorted(maps.Keys(schema)) {
		if key == "type" || key == "description" {
			continue
		}
		value, err := json.Marshal(schema[key])
		if err != nil {
			continue // no JSON, so no schema either; loading the rule refuses it
		}
		words = append(words, strings.ReplaceAll(fmt.Sprintf("%s `%s`", key, value), "|", "\\|"))
	}
	return strings.Join(words, ", ")
}

func resources(b *strings.Builder, all []policy.Resource) {
	if len(all) == 0 {
		return
	}
	b.WriteString("## Read more\n\n")
	for _, r := range all {
		if r.Description == "" {
			fmt.Fprintf(b, "- <%s>\n", r.Ref)
		} else {
			fmt.Fprintf(b, "- [%s](%s)\n", r.Description, r.Ref)
		}
	}
}

// Index renders the list of rules by category, with links to their pages below base, which ends in a slash or is empty.
func Index(rules []policy.Rule, base string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Rules\n\n%s. `podlint explain RULE` prints the same pages.\n", report.Count(len(rules), "rule"))
	category := ""
	for _, r := range rules {
		if r.Category != category {
			category = r.Category
			fmt.Fprintf(&b, "\n## %s\n\n| rule | severity | confidence | what it finds |\n|---|---|---|---|\n", category)
		}
		fmt.Fprintf(&b, "| [%s](%s%s/%s.md) | %s | %s | %s |\n", r.ID, base, r.Category, r.ID, r.Severity, r.Confidence, r.Title)
	}
	return b.String()
}

// Category renders what the rules of a category find, one after the other, as Markdown.
func Category(name string, rules []policy.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s. `podlint explain RULE` says all of one, with an example.\n", name, report.Count(len(rules), "rule"))
	for _, r := range rules {
		first, _, _ := strings.Cut(strings.TrimSpace(prose(r.Description)), "\n\n")
		fmt.Fprintf(&b, "\n## %s\n\n%s (%s, %s).\n\n%s\n", r.ID, r.Title, r.Severity, r.Confidence, first)
	}
	return b.String()
}

// prose is a description from its first paragraph on that is no heading.
func prose(text string) string {
	for strings.HasPrefix(strings.TrimSpace(text), "#") {
		_, rest, more := strings.Cut(strings.TrimSpace(text), "\n")
		if !more {
			return ""
		}
		text = rest
	}
	return text
}
