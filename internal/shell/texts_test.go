package shell

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/fact"
)

// What a script writes by its own words is the text of the file.
func TestTexts(t *testing.T) {
	for _, tt := range []struct {
		name, script string
		want         []Text
	}{
		{"here-document", "cat > /etc/a.conf <<EOF\nlisten 1;\nport $PORT;\nEOF\nexec a", []Text{{File: "/etc/a.conf", Text: "listen 1;\nport ${};\n", At: fact.Place{Arg: 2, Line: 1}}}},
		{"quoted", "cat <<'EOF' >/etc/a.conf\nhost $host;\nEOF", []Text{{File: "/etc/a.conf", Text: "host $host;\n", At: fact.Place{Arg: 2, Line: 1}}}},
		{"tabs are taken away", "cat - <<-EOF >/etc/a.conf\n\tlisten 1;\n\tEOF", []Text{{File: "/etc/a.conf", Text: "listen 1;\n", At: fact.Place{Arg: 2, Line: 1}}}},
		{"tee", "tee /etc/a.conf >/dev/null <<EOF\nx\nEOF", []Text{{File: "/etc/a.conf", Text: "x\n", At: fact.Place{Arg: 2, Line: 1}}}},
		{"echo and more", "echo 'a 1' > /etc/a.conf\necho b >> /etc/a.conf", []Text{{File: "/etc/a.conf", Text: "a 1\nb\n", At: fact.Place{Arg: 2}}}},
		{"group", "{ echo a; echo b; } > /etc/a.conf", []Text{{File: "/etc/a.conf", Text: "a\nb\n", At: fact.Place{Arg: 2}}}},
		{"printf", "printf 'listen %s;\\n' 80 > /etc/a.conf", []Text{{File: "/etc/a.conf", Text: "listen 80;\n", At: fact.Place{Arg: 2}}}},
		{"anew", "if x; then echo a > /f; else echo b > /f; fi", []Text{{File: "/f", Text: "a\n", At: fact.Place{Arg: 2}, Several: true}}},
		{"through a filter", "cat <<EOF | sed s/a/b/ > /etc/a.conf\na\nEOF", nil},
		{"printed", "echo a", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Analyze([]string{"sh", "-c", tt.script}, Options{}).Texts); diff != "" {
				t.Error(diff)
			}
		})
	}
}
