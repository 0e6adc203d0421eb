package report

import "github.com/podlint/podlint/internal/pattern"

// ownHeads are how the formats begin, as podlint writes them and other programs do not.
var ownHeads = [...]*pattern.Pattern{
	pattern.New(`^\{"version":"\d+","violations":\[(\{"rule":|\],"(errors|suppressed)":\[)`),                         // json
	pattern.New(`^\{"\$schema":"[^"]*sarif[^"]*","version":"2.1.0","runs":\[\{"tool":\{"driver":\{"name":"podlint"`), // sarif
	pattern.New(`^\{"source":\{"name":"podlint"`),                                                                    // rdjson
	pattern.New(`^(\[\]\n$|\[\n  \{\n    "description": "[a-z0-9-]+: .*\n    "check_name": )`),                       // gitlab
	pattern.New(`^\{\n  "rules": \[(\],\n  "issues": \[\]\n\}\n$|[^\]]*"engineId": "podlint")`),                      // sonar
	pattern.New(`^##vso\[task\.logissue type=[a-z]+;sourcepath=[^\n]*;code=`),                                        // azure
	pattern.New(`^<\?xml [^>]*\?>\n<testsuites name="podlint"`),                                                      // junit
	pattern.New(`^<\?xml [^>]*\?>\n<checkstyle version="4.3">(</checkstyle>|\n  <file name=(.*\n)+?.* source="podlint\.)`),
	pattern.New(`^TAP version 13\n1\.\.(0 # SKIP nothing to check\n|\d+\n(not )?ok 1 - \S)`),
	pattern.New(`^<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="generator" content="podlint">\n`),
	pattern.New(`^<!-- podlint -->\n`),                                                               // markdown
	pattern.New(`^::(error|warning|notice) [^\n]*title=podlint`),                                     // github
	pattern.New(`^[^\n]+:\d+:\d+: (suppressed )?(error|warning|info|doubt): [^\n]*\[[a-z0-9-]+\]\n`), // text
	pattern.New(`^\d+ files?, \d+ workloads?, \d+ containers?: `),                                    // text
	pattern.New(`^TOTAL +ERRORS +WARNINGS +INFOS +RULE\n`),                                           // text, counted
}

// Own tells by its first kilobytes whether a file is a report of podlint's, in whatever format.
func Own(head []byte) bool {
	for _, form := range ownHeads {
		if form.Match(head) {
			return true
		}
	}
	return false
}
