// Package cluster reads the objects of a cluster through its API: page by page, in the order of namespaces, so that no more than one namespace
// and a page of each kind are held.
package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// requestTime is how long one page may take.
const requestTime = time.Minute

// Options say which cluster is read.
type Options struct {
	// Kubeconfig is a file; empty: those of KUBECONFIG, else the user's own, else the account of the pod that podlint runs in.
	Kubeconfig string
	Context    string // empty: the current one
	UserAgent  string
	// Page is how many objects are asked for at once; zero means 200.
	Page int
	// Retry is how long to wait before a request that the server could not answer for the moment is sent again; zero means 1 s.
	Retry time.Duration
}

// Client reads a cluster. It is safe for concurrent use.
type Client struct {
	rest      rest.Interface
	long      rest.Interface // whose answers have no end
	namespace string
	opt       Options
}

// Open finds the cluster. Nothing is asked of it yet.
func Open(opt Options) (*Client, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = opt.Kubeconfig
	found := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, &clientcmd.ConfigOverrides{CurrentContext: opt.Context})
	config, err := found.ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("find the cluster: %w", err)
	}
	namespace, _, err := found.Namespace()
	if err != nil {
		return nil, fmt.Errorf("find the cluster: %w", err)
	}
	config.UserAgent, config.Timeout = opt.UserAgent, requestTime
	config.NegotiatedSerializer = serializer.NewCodecFactory(runtime.NewScheme()).WithoutConversion()
	config.WarningHandler = rest.NoWarnings{} // what is deprecated is not podlint's to say
	config.QPS = -1                           // the server says itself when it is too much, and is heeded
	client, err := rest.UnversionedRESTClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("find the cluster: %w", err)
	}
	config.Timeout = 0
	long, err := rest.UnversionedRESTClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("find the cluster: %w", err)
	}
	if opt.Page <= 0 {
		opt.Page = 200
	}
	if opt.Retry <= 0 {
		opt.Retry = time.Second
	}
	return &Client{rest: client, long: long, namespace: namespace, opt: opt}, nil
}

// Namespace is that of the context.
func (c *Client) Namespace() string { return c.namespace }

// Version is the version of Kubernetes that the cluster says it has, such as 1.31.
func (c *Client) Version(ctx context.Context) (string, error) {
	var v struct {
		Major string `json:"major"`
		Minor string `json:"minor"`
	}
	if err := c.get(ctx, "/version", nil, &v); err != nil {
		return "", fmt.Errorf("ask the cluster for its version: %w", err)
	}
	return v.Major + "." + strings.TrimRight(v.Minor, "+"), nil
}

// attempts are how often a request is sent that the server cannot answer for the moment.
const attempts = 5

// get reads what is at a path.
func (c *Client) get(ctx context.Context, path string, params map[string]string, into any) error {
	return c.getAs(ctx, "application/json", path, params, into)
}

// getAs is get for another form of the answer.
func (c *Client) getAs(ctx context.Context, accept, path string, params map[string]string, into any) error {
	return c.again(ctx, func() error { return c.getOnce(ctx, accept, path, params, into) })
}

func (c *Client) getOnce(ctx context.Context, accept, path string, params map[string]string, into any) error {
	data, err := request(c.rest, accept, path, params).Do(ctx).Raw()
	if err != nil {
		return c.statusOf(err, data)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// stream reads what is at a path while it comes. The caller must close it.
func (c *Client) stream(ctx context.Context, path string, params map[string]string) (io.ReadCloser, error) {
	return request(c.long, "application/json", path, params).MaxRetries(0).Stream(ctx)
}

func request(client rest.Interface, accept, path string, params map[string]string) *rest.Request {
	req := client.Get().AbsPath(path).SetHeader("Accept", accept)
	for name, value := range params {
		if value != "" {
			req = req.Param(name, value)
		}
	}
	return req
}

// statusOf is what the server says in words, where it does: the client makes a status of its own where it takes the answer for no object.
func (c *Client) statusOf(err error, data []byte) error {
	status := &apierrors.StatusError{}
	if !errors.As(err, &status) {
		return err
	}
	said := apierrors.StatusError{}
	if json.Unmarshal(data, &said.ErrStatus) == nil && said.ErrStatus.Kind == "Status" {
		return &said
	}
	return err
}

// passing tells of what may be over in a moment.
func passing(err error) bool {
	if status := apierrors.APIStatus(nil); errors.As(err, &status) {
		code := status.Status().Code
		return code == http.StatusTooManyRequests || code == http.StatusInternalServerError || code == http.StatusServiceUnavailable || code == http.StatusGatewayTimeout
	}
	return !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}
