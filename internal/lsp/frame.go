package lsp

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

const (
	// maxFrame is the largest message that is read, in bytes: more than the largest file that podlint holds, with its escapes.
	maxFrame = 64 << 20
	// maxHeader is the most that the headers of a message may take, in bytes.
	maxHeader = 8 << 10
)

// errFrame is a stream of which nothing more can be understood.
var errFrame = errors.New("the stream is no sequence of messages with Content-Length")

// readFrame reads one message: headers, an empty line, and as many bytes as Content-Length says. io.EOF is the end between two messages.
func readFrame(from *bufio.Reader) ([]byte, error) {
	length, err := readHeaders(from)
	switch {
	case err != nil:
		return nil, err
	case length < 0:
		return nil, fmt.Errorf("%w: a message has none", errFrame)
	case length > maxFrame:
		return nil, fmt.Errorf("%w: a message of %d bytes is larger than %d", errFrame, length, maxFrame)
	}
	return readBody(from, length)
}

// readHeaders returns the length of the message that follows, -1 when none is said.
func readHeaders(from *bufio.Reader) (length int, err error) {
	length = -1
	for read := 0; ; {
		line, err := from.ReadSlice('\n')
		read += len(line)
		switch {
		case errors.Is(err, io.EOF) && read == 0:
			return 0, io.EOF
		case errors.Is(err, bufio.ErrBufferFull), read > maxHeader:
			return 0, fmt.Errorf("%w: a header is longer than %d bytes", errFrame, maxHeader)
		case err != nil:
			return 0, fmt.Errorf("read a header: %w", io.ErrUnexpectedEOF)
		}
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			return length, nil
		}
		name, value, ok := strings.Cut(text, ":")
		if !ok {
			return 0, fmt.Errorf("%w: want a header, got %q", errFrame, clip(text))
		}
		if !strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			continue
		}
		if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 {
			return 0, fmt.Errorf("%w: Content-Length is %q", errFrame, clip(value))
		}
	}
}

// readBody reads a message; room is made as it comes, because the length is what a stranger says.
func readBody(from io.Reader, length int) ([]byte, error) {
	var b strings.Builder
	n, err := io.Copy(&b, io.LimitReader(from, int64(length)))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read a message: %w", err)
	case n < int64(length):
		return nil, fmt.Errorf("read a message: %w", io.ErrUnexpectedEOF)
	}
	return []byte(b.String()), nil
}

func clip(s string) string {
	const most = 60
	if len(s) > most {
		return s[:most] + "..."
	}
	return s
}

// frameWriter writes whole messages; it is safe for concurrent use.
type frameWriter struct {
	mu  sync.Mutex
	to  io.Writer
	err error // the first one: nobody reads what follows
}

func (w *frameWriter) write(body []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		_, w.err = io.WriteString(w.to, "Content-Length: "+strconv.Itoa(len(body))+"\r\n\r\n"+string(body))
	}
	return w.err
}
