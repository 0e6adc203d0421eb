package pod

import "strings"

// databaseFile is the file of an SQLite database that a URL names absolutely, else empty. Four slashes are absolute in SQLAlchemy and
// Django, three in sqlx and Rails, one in JDBC and Prisma.
func databaseFile(url string) string {
	rest, jdbc := strings.CutPrefix(url, "jdbc:")
	scheme, rest, found := strings.Cut(rest, ":")
	driver, _, _ := strings.Cut(scheme, "+")
	if !found || driver != "sqlite" && driver != "sqlite3" && (driver != "file" || jdbc || !databaseName(rest)) {
		return ""
	}
	rest, _, _ = strings.Cut(rest, "?")
	slashes := len(rest) - len(strings.TrimLeft(rest, "/"))
	if slashes == 0 || slashes == 2 || !plainPath("/"+rest[slashes:]) {
		return ""
	}
	return cleanPath("/" + rest[slashes:])
}

// databaseName tells whether a file is called as databases of SQLite are.
func databaseName(file string) bool {
	file, _, _ = strings.Cut(file, "?")
	for _, end := range []string{".db", ".sqlite", ".sqlite3", ".db3"} {
		if strings.HasSuffix(file, end) {
			return true
		}
	}
	return false
}
