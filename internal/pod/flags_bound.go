package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

// listenPurposes are what words in the name of a flag say of the port.
var listenPurposes = []struct{ word, purpose string }{
	{"metric", fact.PurposeMetrics},
	{"monitor", fact.PurposeMetrics},
	{"health", fact.PurposeHealth},
	{"status", fact.PurposeHealth},
	{"admin", fact.PurposeAdmin},
	{"debug", fact.PurposeAdmin},
}

// boundAddress reads an address of every interface under a name that says no more than that it is one: --status-addr=0.0.0.0:15021,
// --monitoringAddr=:15014. Without a host it may as well be one on the same machine to which the program connects, where its name speaks of others.
func boundAddress(f *flag) []fact.Fact {
	host, port := splitHostPort(f.value)
	switch {
	case port == 0 || !strings.Contains(f.value, ":") || namesOthersWay(f.name) || !addressWord.MatchString(f.words):
		return nil
	case host == "" && !dialFlag(f.words) && !othersAddress.in(f.words), wildcard(host):
		return listenNamed(f)
	}
	return nil
}

var addressWord = pattern.New(`[-.](addr|address|addresses)$`)

// othersAddress are words for those whose address a program is told.
var othersAddress = words{"peer", "join", "proxy", "db", "sql", "postgres", "mongo", "cache", "queue", "nats", "kafka", "consul", "vault", "forward", "export", "dest"}
