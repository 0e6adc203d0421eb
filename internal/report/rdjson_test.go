package report

import "testing"

func TestBytesOfColumns(t *testing.T) {
	rd := &rdjson{files: lines{sources: map[string][]byte{"a.yaml": []byte("\uFEFFab: ä日😀x\r\nlast\r\n")}}}
	tests := map[string]struct {
		file               string
		line, column, want int
	}{
		"first":                            {"a.yaml", 1, 1, 1},
		"before what is not ASCII":         {"a.yaml", 1, 5, 5},
		"after two bytes":                  {"a.yaml", 1, 6, 7},
		"after three more":                 {"a.yaml", 1, 7, 10},
		"after four more":                  {"a.yaml", 1, 8, 14},
		"end of the line":                  {"a.yaml", 1, 9, 15},
		"past the end":                     {"a.yaml", 1, 11, 17},
		"line break of Windows is no part": {"a.yaml", 2, 5, 5},
		"a file that is not known":         {"b.yaml", 1, 7, 7},
		"a line that is not there":         {"a.yaml", 9, 7, 7},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := rd.column(tt.file, tt.line, tt.column); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
