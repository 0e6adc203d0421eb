package child

import "bytes"

// Output keeps what a program prints, up to a number of bytes.
type Output struct {
	// Left is how many more bytes are kept.
	Left int
	// Stop is called once when there is more; nil: the rest is dropped.
	Stop func()
	// Full tells that there was more.
	Full bool

	kept bytes.Buffer
}

// Bytes is what was kept.
func (o *Output) Bytes() []byte { return o.kept.Bytes() }

// String is what was kept.
func (o *Output) String() string { return o.kept.String() }

// Write keeps what there is room for. It never fails.
func (o *Output) Write(data []byte) (int, error) {
	kept := data[:min(len(data), o.Left)]
	o.Left -= len(kept)
	o.kept.Write(kept)
	if len(kept) < len(data) && !o.Full {
		o.Full = true
		if o.Stop != nil {
			o.Stop()
		}
	}
	return len(data), nil
}
