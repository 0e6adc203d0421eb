package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// Azure writes logging commands, which Azure Pipelines turns into issues of the step: errors and warnings, as it knows no others. Infos
// are lines of the log.
func Azure(w io.Writer, r *lint.Result, opt Options) error {
	out := bufio.NewWriter(w)
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) } // Flush returns the error
	for _, e := range ErrorsOnce(r.Errors) {
		line("%s", azureIssue("error", inputError, opt.place(e.File), newRegion(e.Line, e.Column, e.Line, e.Column+1), Printable(e.Message)))
	}
	for i := range r.Violations {
		v := &r.Violations[i]
		if v.Severity == "info" {
			line("%s", azurePlain.Replace(conciseLine(v, opt.place)))
			continue
		}
		message := messageOf(v, &opt) + " [" + v.Rule + "]"
		if v.Fix != nil {
			message += "\n" + Printable(v.Fix.Title)
		}
		line("%s", azureIssue(v.Severity, v.Rule, opt.place(v.File), regionOf(v), message))
	}
	return out.Flush()
}

func azureIssue(kind, rule, file string, at region, message string) string {
	return fmt.Sprintf("##vso[task.logissue type=%s;sourcepath=%s;linenumber=%d;columnnumber=%d;code=%s;]%s",
		kind, azureProperty.Replace(Printable(file)), at.line, at.column, azureProperty.Replace(rule), azureData.Replace(message))
}

// The escapes of Microsoft's own task library. In a line that is no command nothing may look like one: the agent finds ##vso[ anywhere.
var (
	azureData     = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A")
	azureProperty = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", "]", "%5D", ";", "%3B")
	azurePlain    = strings.NewReplacer("##", "# #")
)
