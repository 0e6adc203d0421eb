package appconf

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/fact"
)

// hostile are texts that a careless reader needs very long for, or never ends on.
func hostile() map[string]string {
	alias := "a: &a [x, x, x, x]\n"
	for i := range 20 {
		c := string(rune('b' + i))
		p := string(rune('a' + i))
		alias += c + ": &" + c + " [*" + p + ", *" + p + ", *" + p + ", *" + p + "]\n"
	}
	return map[string]string{
		"prometheus.yml":         "scrape_configs:\n" + alias,
		"deep.yaml":              "receivers: " + strings.Repeat("[", 5000),
		"envoy.yaml":             "static_resources:\n  socket_address: " + strings.Repeat("{a: ", 900) + strings.Repeat("}", 900),
		"logback.xml":            "<configuration><appender class=\"logback\">" + strings.Repeat("<a>", 5000),
		"nginx.conf":             "http {\nlisten 80;\n" + strings.Repeat("server {\nlisten 80;\n", 5000),
		"many.conf":              "server {\n" + strings.Repeat("listen 80;\naccess_log /a;\n", 10000) + "}\n",
		"telegraf.toml":          "[[inputs.cpu]]\na = " + strings.Repeat("[", 5000) + "\nb = " + strings.Repeat("{a=", 3000),
		"log4j.properties":       "log4j.rootLogger=INFO, A\nlog4j.appender.A=org.FileAppender\nlog4j.appender.A.File=${A}\nA=${B}${B}${B}\nB=${A}${A}\n",
		"application.properties": "logging.file.name=" + strings.Repeat("${a:", 3000),
		"log4j2.properties":      "rootLogger = INFO" + strings.Repeat(", A", 5000) + "\n" + strings.Repeat("appender.a.type=File\nlogger.a=INFO, A, B\n", 5000),
		"fluent.conf":            strings.Repeat("<source>\n@type tail\n<match **>\n", 5000),
		"logrotate.conf":         strings.Repeat("/var/log/a.log\ndaily\nrotate 3\n{\n", 5000),
	}
}

func TestHostileTextsEndSoon(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			Read(name, text, Hint{Image: "nginx"})
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("reading %d bytes took %v, want well below 2s", len(text), took)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for name, text := range hostile() {
		f.Add(name, text, "")
	}
	files, err := filepath.Glob("*_test.go")
	if err != nil || len(files) == 0 {
		f.Fatalf("find seeds: %v, %d files", err, len(files))
	}
	for _, file := range files { // the samples of all formats stand in raw strings
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatalf("read seeds: %v", err)
		}
		for i, part := range strings.Split(string(data), "text: `") {
			if text, _, found := strings.Cut(part, "`"); found && i > 0 {
				f.Add(seedName(part), text, "")
			}
		}
	}
	f.Fuzz(func(t *testing.T, name, text, image string) {
		lines := strings.Count(text, "\n") + 1
		for _, one := range Read(name, text, Hint{Image: image}) {
			checkFact(t, one, lines)
		}
	})
}

// checkFact checks what holds for every fact of a text with that many lines.
func checkFact(t *testing.T, f fact.Fact, lines int) {
	t.Helper()
	if f.At.Line < 0 || f.At.Line >= lines {
		t.Errorf("line %d of %d: %+v", f.At.Line, lines, f)
	}
	if len(f.Text) > maxText {
		t.Errorf("text of %d bytes, want at most %d", len(f.Text), maxText)
	}
	if f.Port < 0 || f.Port > 65535 {
		t.Errorf("port %d", f.Port)
	}
}

// seedName is a file name that lets the sample reach its reader.
func seedName(sample string) string {
	switch text := strings.TrimSpace(sample); {
	case strings.HasPrefix(text, "<"):
		return "config.xml"
	case strings.HasPrefix(text, "{"):
		return "config.json"
	case strings.Contains(text, "[["):
		return "config.toml"
	case strings.Contains(text, ": "):
		return "application.yml"
	}
	return "app.conf"
}
