package lsp

import (
	"bytes"
	"encoding/json"
	"errors"
)

// message is a request, a notification or an answer of JSON-RPC 2.0. A request has an id and a method, an answer an id alone.
type message struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *rpcError       `json:"error,omitempty"`
}

// rpcError is why a request is not answered.
type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *rpcError) Error() string { return e.Message }

// Codes of JSON-RPC and of the protocol.
const (
	codeParse          = -32700
	codeInvalidRequest = -32600
	codeUnknownMethod  = -32601
	codeInvalidParams  = -32602
	codeInternal       = -32603
	codeNotInitialized = -32002
	codeCancelled      = -32800
	codeFailed         = -32803
)

// errorOf is an error as the protocol has it.
func errorOf(err error) *rpcError {
	if e, ok := errors.AsType[*rpcError](err); ok {
		return e
	}
	return &rpcError{Code: codeFailed, Message: err.Error()}
}

// parseMessage reads a message; an array of them is refused, which the protocol does not have.
func parseMessage(body []byte) (*message, *rpcError) {
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 && trimmed[0] == '[' {
		return nil, &rpcError{codeInvalidRequest, "want one message, not a list of them"}
	}
	m := &message{}
	if err := json.Unmarshal(body, m); err != nil {
		if !json.Valid(body) {
			return nil, &rpcError{codeParse, "the message is no JSON: " + err.Error()}
		}
		return nil, &rpcError{codeInvalidRequest, "the message has a wrong type: " + err.Error()}
	}
	if m.JSONRPC != "2.0" {
		return nil, &rpcError{codeInvalidRequest, `want "jsonrpc": "2.0"`}
	}
	if len(m.ID) > 0 && m.ID[0] != '"' && m.ID[0] != '-' && (m.ID[0] < '0' || m.ID[0] > '9') {
		m.ID = nil // null, or what no id is
		if m.Method == "" {
			return nil, &rpcError{codeInvalidRequest, "want an id that is a number or a text"}
		}
	}
	return m, nil
}

// params reads the parameters of a message.
func params[T any](raw json.RawMessage) (T, error) {
	var out T
	if len(raw) == 0 {
		return out, nil
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		return out, &rpcError{codeInvalidParams, "wrong parameters: " + err.Error()}
	}
	return out, nil
}
