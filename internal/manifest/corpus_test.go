package manifest

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/podlint/podlint/internal/source"
)

// corpusDir holds real manifests beside the repository on the machines that have them; elsewhere the tests that want it skip.
const corpusDir = "../../../shared/corpus"

type sampleRow struct {
	ID, Path, Kind, Name string
	Doc, Item, Line      int
}

func sample(t *testing.T) []sampleRow {
	t.Helper()
	f, err := os.Open(filepath.Join(corpusDir, "sample.jsonl"))
	if err != nil {
		t.Skip("no corpus here")
	}
	defer func() { _ = f.Close() }()
	var rows []sampleRow
	for s := bufio.NewScanner(f); s.Scan(); {
		var row sampleRow
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestReadFindsTheSampledObjects(t *testing.T) {
	for _, row := range sample(t) {
		data, err := os.ReadFile(filepath.Join(corpusDir, "manifests", row.Path))
		if err != nil {
			t.Fatal(err)
		}
		set := Read([]source.File{{Name: row.Path, Data: data}}, 1)
		found := false
		for _, o := range set.Objects {
			if o.Kind == row.Kind && o.Name == row.Name && o.Document == row.Doc && o.Item == row.Item {
				found = true
				// The sample gives the line of the document; an item of a list starts further down.
				if o.Line != row.Line && (row.Item < 0 || o.Line < row.Line) {
					t.Errorf("%s %s: line %d, want %d", row.ID, row.Path, o.Line, row.Line)
				}
			}
		}
		if !found {
			t.Errorf("%s %s: no %s %q at document %d item %d", row.ID, row.Path, row.Kind, row.Name, row.Doc, row.Item)
		}
	}
}
