package lint

import (
	"bufio"
	"cmp"
	"hash/maphash"
	"io"
	"iter"
	"os"
	"slices"
	"sync"
)

// spillBatch is how many violations are sorted in memory at once; a run that has no more needs no file.
const spillBatch = 4096

// spill takes what is found on a long List, in any order, and keeps it sorted in a temporary file. A nil spill takes nothing. It is safe
// for concurrent use.
type spill struct {
	mu     sync.Mutex
	batch  []spilledViolation
	runs   []section // sorted, each for itself
	file   *os.File
	size   int64
	broken error // of the file: from then on the batch holds everything

	prints   printFilter
	errors   []Error
	judged   []Judged
	summary  Summary
	suspects map[string]int // fingerprints that may not be alone, and how often each was seen in the order of the report
}

// spilledViolation has the number of the object that it was found on: of equal ones the first counts.
type spilledViolation struct {
	Violation

	from int
}

// section is a part of a file.
type section struct{ at, size int64 }

// add takes everything out of w.
func (s *spill) add(from int, w *work) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range w.violations {
		s.suspect(w.violations[i].Fingerprint)
		s.batch = append(s.batch, spilledViolation{Violation: w.violations[i], from: from})
	}
	s.errors = append(s.errors, w.errors...)
	if w.pods {
		s.summary.Workloads++
		s.summary.Containers += w.containers
	}
	if w.judged != nil && w.item == nil {
		s.judged = append(s.judged, *w.judged)
	}
	*w = work{}
	if len(s.batch) >= spillBatch && s.broken == nil {
		s.flush()
	}
}

// flush writes the batch as one section. What cannot be written stays in the batch.
func (s *spill) flush() {
	sortSpilled(s.batch)
	if s.file == nil {
		if s.file, s.broken = unnamedFile(); s.broken != nil {
			return
		}
	}
	var out encoder
	w := bufio.NewWriterSize(io.NewOffsetWriter(s.file, s.size), 64<<10)
	written := int64(0)
	for i := range s.batch {
		n, err := w.Write(out.encode(&s.batch[i]))
		written += int64(n)
		s.broken = cmp.Or(s.broken, err)
	}
	if s.broken = cmp.Or(s.broken, w.Flush()); s.broken != nil {
		return
	}
	s.runs = append(s.runs, section{s.size, written})
	s.size += written
	clear(s.batch)
	s.batch = s.batch[:0]
}

// unnamedFile is gone when the process ends, however it ends.
func unnamedFile() (*os.File, error) {
	f, err := os.CreateTemp("", "podlint-*")
	if err == nil {
		_ = os.Remove(f.Name()) // fails where an open file cannot be removed; the system's own cleaning takes it then
	}
	return f, err
}

func sortSpilled(batch []spilledViolation) {
	slices.SortStableFunc(batch, func(a, b spilledViolation) int { return compareSpilled(&a, &b) })
}

func compareSpilled(a, b *spilledViolation) int {
	return cmp.Or(compareWeight(&a.Violation, &b.Violation), cmp.Compare(a.from, b.from))
}

// suspect notes a fingerprint that may have been seen before: the others need no counter.
func (s *spill) suspect(fingerprint string) {
	if s.prints.seen(fingerprint) {
		if s.suspects == nil {
			s.suspects = map[string]int{}
		}
		s.suspects[fingerprint] = 0
	}
}

// all yields everything in the order of the report: sorted, without repetitions, each with a fingerprint of its own.
func (s *spill) all() iter.Seq2[*Violation, error] {
	return func(yield func(*Violation, error) bool) {
		for print := range s.suspects {
			s.suspects[print] = 0
		}
		var last *spilledViolation
		for v, err := range s.merged() {
			if err != nil {
				yield(nil, err)
				return
			}
			if last != nil && comparePlace(&last.Violation, &v.Violation) == 0 {
				last.Rendered = both(last.Rendered, v.Rendered)
				continue
			}
			if last != nil && !yield(s.distinct(last), nil) {
				return
			}
			last = v
		}
		if last != nil {
			yield(s.distinct(last), nil)
		}
	}
}

func (s *spill) distinct(v *spilledViolation) *Violation {
	if n, ok := s.suspects[v.Fingerprint]; ok {
		s.suspects[v.Fingerprint]++
		v.Fingerprint = nth(v.Fingerprint, n)
	}
	return &v.Violation
}

// merged yields what the sections and the batch hold, sorted. Each violation is the caller's.
func (s *spill) merged() iter.Seq2[*spilledViolation, error] {
	return func(yield func(*spilledViolation, error) bool) {
		sortSpilled(s.batch)
		readers := []*sectionReader{{held: s.batch}}
		for _, run := range s.runs {
			readers = append(readers, newSectionReader(s.file, run))
		}
		for i := range readers {
			readers[i].next()
		}
		for {
			least := -1
			for i, r := range readers {
				if r.err != nil {
					yield(nil, r.err)
					return
				}
				if r.head != nil && (least < 0 || compareSpilled(r.head, readers[least].head) < 0) {
					least = i
				}
			}
			if least < 0 {
				return
			}
			v := readers[least].head
			readers[least].next()
			if !yield(v, nil) {
				return
			}
		}
	}
}

// sectionReader reads the violations of a section, or those that are held, one by one.
type sectionReader struct {
	in   *decoder
	held []spilledViolation
	head *spilledViolation // nil at the end
	err  error
}

func newSectionReader(f *os.File, at section) *sectionReader {
	return &sectionReader{in: newDecoder(io.NewSectionReader(f, at.at, at.size))}
}

func (r *sectionReader) next() {
	r.head = nil
	switch {
	case r.in != nil:
		r.head, r.err = r.in.decode()
	case len(r.held) > 0:
		v := r.held[0]
		r.head, r.held = &v, r.held[1:]
	}
}

// printFilter tells which fingerprints were not seen before, and errs on the other side: a Bloom filter of 1 MiB, made when it is needed.
type printFilter struct {
	bits []uint64
	seed maphash.Seed
}

const filterBits = 1 << 23

func (f *printFilter) seen(fingerprint string) bool {
	if f.bits == nil {
		f.bits, f.seed = make([]uint64, filterBits/64), maphash.MakeSeed()
	}
	h := maphash.String(f.seed, fingerprint)
	seen := true
	for range 2 {
		at, bit := h%filterBits/64, uint64(1)<<(h%64)
		seen = seen && f.bits[at]&bit != 0
		f.bits[at] |= bit
		h >>= 32
	}
	return seen
}
