package report

import (
	"bytes"
	"strconv"
	"unicode/utf16"
)

// hashWindow is the number of characters that identify a line, from its start on.
const hashWindow = 100

// hashEnd stands for the end of the file.
const hashEnd = 0xFFFF

// lineHashes returns the hash of every line as GitHub computes it (primaryLocationLineHash), so that an alert stays the same when
// lines above it are added: a polynomial over the UTF-16 code units from the start of the line, line breaks included, blanks and tabs
// not, with a count that tells equal lines apart. Blanks are not counted, so a changed indentation is no change.
func lineHashes(data []byte) []string {
	units, starts := hashUnits(data)
	seen := make(map[uint64]int, len(starts))
	hashes := make([]string, 0, len(starts))
	for _, start := range starts {
		var h uint64 // wraps around, as it does in the original
		for _, u := range units[start : start+hashWindow] {
			h = h*37 + uint64(u)
		}
		seen[h]++
		hashes = append(hashes, strconv.FormatUint(h, 16)+":"+strconv.Itoa(seen[h]))
	}
	return hashes
}

// hashUnits returns the code units that count, every line break as one LF, then the end of the file and zeros that fill the last
// window, together with the place of each line's first unit.
func hashUnits(data []byte) (units []uint16, starts []int) {
	text := utf16.Encode([]rune(string(unifyBreaks(data))))
	units = make([]uint16, 0, len(text)+hashWindow+1)
	starts = []int{0}
	for _, u := range text {
		if u == ' ' || u == '\t' {
			continue
		}
		units = append(units, u)
		if u == '\n' {
			starts = append(starts, len(units))
		}
	}
	units = append(units, hashEnd)
	return append(units, make([]uint16, hashWindow)...), starts
}

// unifyBreaks turns CRLF and CR into LF.
func unifyBreaks(data []byte) []byte {
	if !bytes.ContainsRune(data, '\r') {
		return data
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
}
