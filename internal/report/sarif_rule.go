package report

import (
	"cmp"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/visible"
)

// sarifMaxText is the number of characters that GitHub takes of a rule's descriptions.
const sarifMaxText = 1024

func newSarifRule(rule *lint.Rule, page string) sarifRule {
	help := ruleHelp(rule)
	return sarifRule{
		ID:      rule.ID,
		Short:   sarifMessage{Text: shorten(rule.Title)},
		Full:    sarifMessage{Text: shorten(firstProse(rule))},
		Help:    sarifMessage{Text: help, Markdown: help},
		HelpURI: page,
		Default: sarifConfiguration{Level: sarifLevel(rule.Severity)},
		Props:   sarifProperties(rule),
	}
}

// ruleHelp is the text of a rule, its way out and its sources as Markdown.
func ruleHelp(rule *lint.Rule) string {
	parts := []string{strings.TrimSpace(rule.Description)}
	if rule.Fix != "" {
		parts = append(parts, "**Fix**: "+strings.TrimSpace(rule.Fix))
	}
	var links []string
	for _, r := range rule.Resources {
		text := r.Description
		if text == "" {
			text = r.Ref
		}
		links = append(links, "- ["+text+"]("+r.Ref+")")
	}
	if len(links) > 0 {
		parts = append(parts, "## Read more\n\n"+strings.Join(links, "\n"))
	}
	return cmp.Or(strings.TrimSpace(strings.Join(parts, "\n\n")), rule.Title)
}

// firstProse is the first paragraph of the description that is no heading, on one line; without one, the title.
func firstProse(rule *lint.Rule) string {
	var prose []string
	for line := range strings.Lines(rule.Description) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" && len(prose) > 0:
			return strings.Join(prose, " ")
		case line == "" || strings.HasPrefix(line, "#") && len(prose) == 0:
		default:
			prose = append(prose, line)
		}
	}
	if len(prose) == 0 {
		return rule.Title
	}
	return strings.Join(prose, " ")
}

// shorten cuts s to as many characters as SARIF and SonarQube take.
func shorten(s string) string { return visible.Cut(s, sarifMaxText) }

func sarifProperties(rule *lint.Rule) sarifRuleProperties {
	p := sarifRuleProperties{Tags: []string{}, Precision: precision(rule.Confidence)}
	if rule.Category != "" {
		p.Tags = append(p.Tags, rule.Category)
	}
	// A security-severity makes an alert a security alert, whatever its value is, so only these rules have one.
	if rule.Category == "security" {
		p.SecuritySeverity = securitySeverity(rule.Severity)
	} else {
		p.ProblemSeverity = problemSeverity(rule.Severity)
	}
	return p
}

// precision is how GitHub names podlint's confidence.
func precision(confidence string) string {
	switch confidence {
	case "certain":
		return "very-high"
	case "strong":
		return "high"
	default:
		return "medium"
	}
}

func problemSeverity(severity string) string {
	if severity == "info" {
		return "recommendation"
	}
	return severity
}

// securitySeverity is the middle of the band that GitHub shows as high, medium and low.
func securitySeverity(severity string) string {
	switch severity {
	case "error":
		return "8.0"
	case "warning":
		return "5.5"
	default:
		return "2.0"
	}
}

func sarifLevel(severity string) string {
	switch severity {
	case "error", "warning":
		return severity
	default:
		return "note"
	}
}
