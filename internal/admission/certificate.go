package admission

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// maxPEM is the largest file of a certificate or of a key that is read, in bytes.
const maxPEM = 1 << 20

// certificate is that of the server, read again when its files change.
type certificate struct {
	certFile, keyFile string

	mu      sync.RWMutex
	current *tls.Certificate
	leaf    *x509.Certificate
	text    []byte // both files, of what is in use or was refused
}

// newCertificate reads the files.
func newCertificate(certFile, keyFile string) (*certificate, error) {
	c := &certificate{certFile: certFile, keyFile: keyFile}
	_, err := c.read()
	return c, err
}

// read takes what the files hold when that is something else than before.
func (c *certificate) read() (changed bool, err error) {
	cert, err := readBounded(c.certFile)
	if err != nil {
		return false, err
	}
	key, err := readBounded(c.keyFile)
	if err != nil {
		return false, err
	}
	text := bytes.Join([][]byte{cert, key}, nil)
	c.mu.RLock()
	same := bytes.Equal(text, c.text)
	c.mu.RUnlock()
	if same {
		return false, nil
	}
	pair, err := tls.X509KeyPair(cert, key)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.text = text
	if err != nil {
		return true, fmt.Errorf("read certificate %s with key %s: %w", c.certFile, c.keyFile, err)
	}
	c.current, c.leaf = &pair, pair.Leaf
	return true, nil
}

func readBounded(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxPEM {
		return nil, fmt.Errorf("read %s: want a file of at most %d KiB in PEM", name, maxPEM>>10)
	}
	return os.ReadFile(name)
}

// refresh reads the files again. New ones that are broken are refused.
func (c *certificate) refresh(now time.Time, log *slog.Logger, m *metrics) {
	if c == nil {
		return
	}
	changed, err := c.read()
	switch {
	case err != nil && (changed || !os.IsNotExist(err)):
		log.Error("the new certificate is refused, the old one stays", "error", err.Error())
		m.certificates.WithLabelValues("refused").Inc()
	case changed:
		log.Info("a new certificate is in use")
		m.certificates.WithLabelValues("used").Inc()
	}
	m.expires.Set(float64(c.until().Unix()))
	if err := c.valid(now); err != nil && changed {
		log.Error("the certificate does not serve", "error", err.Error())
	}
}

func (c *certificate) until() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.leaf.NotAfter
}

// valid tells whether clients can take the certificate now, as far as its dates say.
func (c *certificate) valid(now time.Time) error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	switch {
	case now.After(c.leaf.NotAfter):
		return fmt.Errorf("the certificate in %s expired at %s", c.certFile, c.leaf.NotAfter.UTC().Format(time.RFC3339))
	case now.Before(c.leaf.NotBefore):
		return fmt.Errorf("the certificate in %s is not valid before %s", c.certFile, c.leaf.NotBefore.UTC().Format(time.RFC3339))
	}
	return nil
}

// config is that of the server's TLS.
func (c *certificate) config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			c.mu.RLock()
			defer c.mu.RUnlock()
			if c.current == nil {
				return nil, errors.New("there is no certificate")
			}
			return c.current, nil
		},
	}
}
