package report

import "regexp"

// ownHeads are how the formats begin, as podlint writes them and other programs do not.
var ownHeads = [...]*regexp.Regexp{
	regexp.MustCompile(`^\{"version":"\d+","violations":\[(\{"rule":|\],"(errors|suppressed)":\[)`),                         // json
	regexp.MustCompile(`^\{"\$schema":"[^"]*sarif[^"]*","version":"2.1.0","runs":\[\{"tool":\{"driver":\{"name":"podlint"`), // sarif
	regexp.MustCompile(`^\{"source":\{"name":"podlint"`),                                                                    // rdjson
	regexp.MustCompile(`^(\[\]\n$|\[\n  \{\n    "description": "[a-z0-9-]+: .*\n    "check_name": )`),                       // gitlab
	regexp.MustCompile(`^\{\n  "rules": \[(\],\n  "issues": \[\]\n\}\n$|[^\]]*"engineId": "podlint")`),                      // sonar
	regexp.MustCompile(`^##vso\[task\.logissue type=[a-z]+;sourcepath=[^\n]*;code=`),                                        // azure
	regexp.MustCompile(`^<\?xml [^>]*\?>\n<testsuites name="podlint"`),                                                      // junit
	regexp.MustCompile(`^<\?xml [^>]*\?>\n<checkstyle version="4.3">(</checkstyle>|\n  <file name=(.*\n)+?.* source="podlint\.)`),
	regexp.MustCompile(`^TAP version 13\n1\.\.(0 # SKIP nothing to check\n|\d+\n(not )?ok 1 - \S)`),
	regexp.MustCompile(`^<!-- podlint -->\n`),                                                               // markdown
	regexp.MustCompile(`^::(error|warning|notice) [^\n]*title=podlint`),                                     // github
	regexp.MustCompile(`^[^\n]+:\d+:\d+: (suppressed )?(error|warning|info|doubt): [^\n]*\[[a-z0-9-]+\]\n`), // text
	regexp.MustCompile(`^\d+ files?, \d+ workloads?, \d+ containers?: `),                                    // text
	regexp.MustCompile(`^TOTAL +ERRORS +WARNINGS +INFOS +RULE\n`),                                           // text, counted
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
