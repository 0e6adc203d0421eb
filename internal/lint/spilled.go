package lint

import (
	"bufio"
	"io"
	"iter"
	"os"
	"slices"
)

// spilled are the violations of a result that are not held: sorted and counted, in an unnamed file.
type spilled struct {
	file *os.File
	size int64
	err  error // of reading
}

// All yields the violations in their order. What it yields is the caller's until it asks for the next. See Broken.
func (res *Result) All() iter.Seq[*Violation] {
	if res.spilled != nil {
		return res.spilled.all
	}
	return func(yield func(*Violation) bool) {
		for i := range res.Violations {
			if !yield(&res.Violations[i]) {
				return
			}
		}
	}
}

// Broken is why All yielded less than there was: the temporary file could not be read.
func (res *Result) Broken() error {
	if res.spilled == nil {
		return nil
	}
	return res.spilled.err
}

func (s *spilled) all(yield func(*Violation) bool) {
	in := newDecoder(io.NewSectionReader(s.file, 0, s.size))
	for s.err == nil {
		v, err := in.decode()
		if s.err = err; err != nil || v == nil || !yield(&v.Violation) {
			return
		}
	}
}

// writeSpilled keeps a sequence of violations in a file of its own.
func writeSpilled(all iter.Seq2[*Violation, error]) (*spilled, error) {
	f, err := unnamedFile()
	if err != nil {
		return nil, err
	}
	s := &spilled{file: f}
	w := bufio.NewWriterSize(f, 64<<10)
	var out encoder
	for v, err := range all {
		if err != nil {
			return nil, err
		}
		n, err := w.Write(out.encode(&spilledViolation{Violation: *v}))
		if err != nil {
			return nil, err
		}
		s.size += int64(n)
	}
	return s, w.Flush()
}

// replace puts all in the place of the violations of the result: in memory when they are there, or when no file can be written.
func (res *Result) replace(all iter.Seq2[*Violation, error]) {
	if res.spilled != nil {
		s, err := writeSpilled(all)
		if err == nil {
			res.spilled = s
			return
		}
		res.spilled = nil
	}
	kept := make([]Violation, 0, len(res.Violations))
	for v, err := range all {
		if err != nil {
			res.Errors = append(res.Errors, Error{Message: "keep violations: " + err.Error()})
			break
		}
		kept = append(kept, *v)
	}
	res.Violations = kept
}

// safely is a sequence of violations that cannot fail.
func safely(all iter.Seq[*Violation]) iter.Seq2[*Violation, error] {
	return func(yield func(*Violation, error) bool) {
		for v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// with merges sorted violations into a sorted sequence.
func with(all iter.Seq[*Violation], more []Violation) iter.Seq[*Violation] {
	return func(yield func(*Violation) bool) {
		rest := slices.Clone(more)
		for v := range all {
			for len(rest) > 0 && comparePlace(&rest[0], v) < 0 {
				if !yield(&rest[0]) {
					return
				}
				rest = rest[1:]
			}
			if !yield(v) {
				return
			}
		}
		for i := range rest {
			if !yield(&rest[i]) {
				return
			}
		}
	}
}
