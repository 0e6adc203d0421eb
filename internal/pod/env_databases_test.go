package pod_test

import "testing"

func TestDatabaseFiles(t *testing.T) {
	for value, want := range map[string]string{
		"sqlite:////data/a.sqlite3":             "/data/a.sqlite3",
		"sqlite+aiosqlite:////data/a.db":        "/data/a.db",
		"sqlite3:/data/a.db":                    "/data/a.db",
		"sqlite:///data/a.db?mode=rwc&cache=no": "/data/a.db",
		"jdbc:sqlite:/data/a.db":                "/data/a.db",
		"file:/data/a.db?_fk=1":                 "/data/a.db",
		"file:///data/settings.yaml":            "",
		"sqlite://":                             "",
		"sqlite:memory":                         "",
		"sqlite://host/a.db":                    "",
		"postgres:///data/a.db":                 "",
		"/data/a.db":                            "",
	} {
		p := built(t, withEnv("    - {name: DATABASE_URL, value: '"+value+"'}\n"))
		got := ""
		for _, f := range p.Containers[0].Files {
			if f.Op == "write" && f.Origin == "env" {
				got = f.File
			}
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", value, got, want)
		}
	}
}
