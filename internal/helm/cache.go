package helm

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// Cache keeps what helm printed, so that a chart that is the same in two states of a repository is rendered once. The zero value is ready.
type Cache struct {
	mu    sync.Mutex
	texts map[[sha256.Size]byte]string
	bytes int
}

// maxCached bounds what a Cache keeps, in bytes.
const maxCached = 64 << 20

func (c *Cache) get(id [sha256.Size]byte) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	text, ok := c.texts[id]
	return text, ok
}

func (c *Cache) put(id [sha256.Size]byte, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bytes += len(text); c.bytes > maxCached {
		c.bytes -= len(text)
		return
	}
	if c.texts == nil {
		c.texts = map[[sha256.Size]byte]string{}
	}
	c.texts[id] = text
}

// digest identifies all that a run of helm on a copy of the chart depends on; false when a file of values cannot be read.
func (c *chart) digest(copied string, opt *Options, values []string) (id [sha256.Size]byte, ok bool) {
	h := sha256.New()
	write(h, filepath.Base(copied), string(c.sum()), opt.release(), opt.namespace(), opt.KubeVersion)
	for _, list := range [...][]string{opt.APIVersions, opt.Set, opt.setText} {
		write(h, list...)
	}
	for _, file := range values {
		data, err := os.ReadFile(file)
		if err != nil {
			return id, false
		}
		write(h, string(data))
	}
	return [sha256.Size]byte(h.Sum(nil)), true
}

// sum is a digest of the files of the chart.
func (c *chart) sum() []byte {
	c.summed.Do(func() {
		h := sha256.New()
		for _, name := range sortedNames(c.files) {
			write(h, name, string(c.files[name]))
		}
		c.digested = h.Sum(nil)
	})
	return c.digested
}

// write adds texts to a hash so that no two lists of them are the same.
func write(h hash.Hash, texts ...string) {
	for _, text := range texts {
		_, _ = fmt.Fprintf(h, "%d:", len(text)) // a hash never fails to write
		_, _ = io.WriteString(h, text)
	}
	_, _ = io.WriteString(h, ";")
}

// printed runs helm, unless it printed the same before.
func (r *renderer) printed(c *chart, dir string, opt *Options, values []string, run func() (string, error)) (string, error) {
	if r.opt.Cache == nil || !slices.Contains([]string{c.copies.plain, c.copies.full, c.copies.own}, dir) {
		return run()
	}
	id, ok := c.digest(dir, opt, values)
	if !ok {
		return run()
	}
	if text, known := r.opt.Cache.get(id); known {
		return text, nil
	}
	text, err := run()
	if err == nil {
		r.opt.Cache.put(id, text)
	}
	return text, err
}
