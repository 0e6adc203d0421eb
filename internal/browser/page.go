package browser

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
)

// Page is a tab.
type Page struct {
	b       *Browser
	session string
	loaded  chan struct{}

	mu       sync.Mutex
	troubles []string
	asked    []string
}

// Open opens a tab with a page and waits until it is loaded. Each setting is a call of the DevTools protocol that is made before.
func (b *Browser) Open(ctx context.Context, address string, settings ...Setting) (*Page, error) {
	var target struct{ TargetID string }
	if err := b.ask(ctx, "", "Target.createTarget", map[string]any{"url": "about:blank"}, &target); err != nil {
		return nil, err
	}
	var session struct{ SessionID string }
	if err := b.ask(ctx, "", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session); err != nil {
		return nil, err
	}
	p := &Page{b: b, session: session.SessionID, loaded: make(chan struct{}, 1)}
	b.mu.Lock()
	b.pages[p.session] = p
	b.mu.Unlock()
	before := []Setting{{"Page.enable", nil}, {"Runtime.enable", nil}, {"Log.enable", nil}, {"Network.enable", nil}}
	for _, s := range append(before, settings...) {
		if _, err := b.call(ctx, p.session, s.Method, s.Params); err != nil {
			return nil, err
		}
	}
	return p, p.Go(ctx, address)
}

// Setting is a call of the DevTools protocol.
type Setting struct {
	Method string
	Params any
}

// Dark is the theme of those who like it dark.
func Dark() Setting {
	return Setting{"Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": "dark"}}}}
}

func (b *Browser) ask(ctx context.Context, session, method string, params, result any) error {
	data, err := b.call(ctx, session, method, params)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, result)
}

// Go leads the page to an address and waits until it is loaded.
func (p *Page) Go(ctx context.Context, address string) error {
	var result struct{ ErrorText string }
	if err := p.b.ask(ctx, p.session, "Page.navigate", map[string]any{"url": address}, &result); err != nil {
		return err
	}
	if result.ErrorText != "" {
		return fmt.Errorf("open %s: %s", address, result.ErrorText)
	}
	select {
	case <-ctx.Done():
		return fmt.Errorf("open %s: %w", address, ctx.Err())
	case <-p.loaded:
		return nil
	}
}

// Eval runs a script in the page and decodes what it returns, or what it promises, into result.
func (p *Page) Eval(ctx context.Context, script string, result any) error {
	var reply struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	if err := p.b.ask(ctx, p.session, "Runtime.evaluate", map[string]any{"expression": script, "awaitPromise": true, "returnByValue": true}, &reply); err != nil {
		return err
	}
	if e := reply.ExceptionDetails; e != nil {
		return fmt.Errorf("%s %s", e.Text, e.Exception.Description)
	}
	if result == nil || len(reply.Result.Value) == 0 {
		return nil
	}
	return json.Unmarshal(reply.Result.Value, result)
}

// Close closes the tab.
func (p *Page) Close(ctx context.Context) error { return p.Call(ctx, Setting{Method: "Page.close"}) }

// Call makes a call of the DevTools protocol.
func (p *Page) Call(ctx context.Context, s Setting) error {
	_, err := p.b.call(ctx, p.session, s.Method, s.Params)
	return err
}

// Print is the page on paper, as PDF.
func (p *Page) Print(ctx context.Context) ([]byte, error) {
	return p.data(ctx, "Page.printToPDF", map[string]any{"printBackground": true})
}

// Screenshot is what the page looks like, all of it, as PNG.
func (p *Page) Screenshot(ctx context.Context) ([]byte, error) {
	return p.data(ctx, "Page.captureScreenshot", map[string]any{"captureBeyondViewport": true})
}

func (p *Page) data(ctx context.Context, method string, params any) ([]byte, error) {
	var reply struct{ Data string }
	if err := p.b.ask(ctx, p.session, method, params, &reply); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(reply.Data)
}

// Troubles are the errors and warnings of the console, exceptions and dialogs so far.
func (p *Page) Troubles() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.troubles...)
}

// Asked are the addresses that the page has asked for.
func (p *Page) Asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.asked...)
}

func (p *Page) event(method string, params json.RawMessage) {
	switch method {
	case "Page.loadEventFired":
		select {
		case p.loaded <- struct{}{}:
		default:
		}
	case "Network.requestWillBeSent":
		var e struct{ Request struct{ URL string } }
		if err := json.Unmarshal(params, &e); err == nil {
			p.note(&p.asked, e.Request.URL)
		}
	case "Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Page.javascriptDialogOpening":
		p.note(&p.troubles, method+" "+string(params))
	}
}

func (p *Page) note(list *[]string, s string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	*list = append(*list, s)
}

// Skip tells whether a test has nothing to run in, and says so.
func Skip(err error) (reason string, skip bool) {
	if errors.Is(err, ErrMissing) {
		return err.Error(), true
	}
	return "", false
}
