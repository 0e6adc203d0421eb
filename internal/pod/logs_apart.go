package pod

import (
	"cmp"
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

// tellLogsApart takes what is called a log, but tells people nothing, for the plain file that it is: the file in which the kubelet looks
// for the reason why a container ended, and that from which a database restores its data.
func (d *draft) tellLogsApart() {
	for _, c := range d.containers {
		for i := range c.facts {
			if f := &c.facts[i]; f.Kind == fact.Log && f.Sink == fact.SinkFile && c.noLog(f.File) {
				f.Fact = fact.Fact{Kind: fact.File, Op: fact.Write, File: f.File, Tool: f.Tool, At: f.At, Text: f.Text, Verified: f.Verified}
			}
		}
	}
}

func (c *draftContainer) noLog(file string) bool {
	return file == c.terminationMessage() || transactionLog.MatchString(strings.ToLower(path.Base(file)))
}

// terminationMessage is the file that the kubelet mounts for the reason why the container ended.
func (c *draftContainer) terminationMessage() string {
	if c.spec == nil {
		return ""
	}
	return cmp.Or(c.spec.TerminationMessagePath, corev1.TerminationMessagePathDefault)
}

// transactionLog are names of write-ahead, redo and binary logs: mastlog.ldf, store.wal, ib_logfile0, redo01.log, mysql-bin.000003.
var transactionLog = pattern.New(`\.(ldf|wal|aof|binlog)$|^#?(ib_logfile|ib_redo|redo)[0-9]+(\.log)?$|^(.*[-_.])?(binlog|bin|relay-log)(\.log|\.index|\.[0-9]+)?$`)
