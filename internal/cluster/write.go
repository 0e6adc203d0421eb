package cluster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// Named is the resource of that kind, whose objects have namespaces; there is false when the cluster has none.
func (c *Client) Named(ctx context.Context, apiVersion, kind, plural string) (r *Resource, there bool, err error) {
	var of apiResources
	r = &Resource{APIVersion: apiVersion, Kind: kind, Namespaced: true, path: "/apis/" + apiVersion, plural: plural}
	switch err := c.get(ctx, r.path, nil, &of); {
	case apierrors.IsNotFound(err):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("ask the cluster for %s: %w", apiVersion, err)
	}
	for i := range of.Resources {
		if of.Resources[i].Kind == kind && of.Resources[i].Name == plural {
			return r, true, nil
		}
	}
	return nil, false, nil
}

// Note is what the metadata of an object say.
type Note struct {
	Namespace, Name     string
	Labels, Annotations map[string]string
	Managers            []string // who has set fields, sorted
}

// Notes hands over the metadata of the objects of a kind that a selector meets, in a namespace or, where that is empty, in all.
func (c *Client) Notes(ctx context.Context, r *Resource, namespace, selector string, use func(*Note)) error {
	next := ""
	for {
		var list metav1.PartialObjectMetadataList
		params := map[string]string{"limit": strconv.Itoa(c.opt.Page), "continue": next, "labelSelector": selector}
		if err := c.getAs(ctx, "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", r.in(namespace), params, &list); err != nil {
			return fmt.Errorf("list %s: %w", r, err)
		}
		for i := range list.Items {
			m := &list.Items[i]
			n := Note{Namespace: m.Namespace, Name: m.Name, Labels: m.Labels, Annotations: m.Annotations}
			for j := range m.ManagedFields {
				n.Managers = append(n.Managers, m.ManagedFields[j].Manager)
			}
			slices.Sort(n.Managers)
			n.Managers = slices.Compact(n.Managers)
			use(&n)
		}
		if next = list.Continue; next == "" {
			return nil
		}
	}
}

// Apply makes an object what it is to be, by server-side apply. Fields that somebody else has set to something else are taken over, and whose they
// were is said: one line of the server.
func (c *Client) Apply(ctx context.Context, r *Resource, namespace, name, manager string, object []byte) (taken string, err error) {
	err = c.patch(ctx, r, namespace, name, manager, object, false)
	if apierrors.IsConflict(err) {
		taken = strings.ReplaceAll(err.Error(), "\n", " ")
		err = c.patch(ctx, r, namespace, name, manager, object, true)
	}
	if err != nil {
		return "", fmt.Errorf("write %s %s/%s: %w", r, namespace, name, err)
	}
	return taken, nil
}

func (c *Client) patch(ctx context.Context, r *Resource, namespace, name, manager string, object []byte, force bool) error {
	return c.again(ctx, func() error {
		req := c.rest.Patch(types.ApplyYAMLPatchType).AbsPath(r.in(namespace)+"/"+name).SetHeader("Accept", "application/json").
			Param("fieldManager", manager).Param("fieldValidation", "Strict").Body(object)
		if force {
			req = req.Param("force", "true")
		}
		data, err := req.Do(ctx).Raw()
		if err != nil {
			return c.statusOf(err, data)
		}
		return nil
	})
}

// Delete takes an object away. One that is not there is no error.
func (c *Client) Delete(ctx context.Context, r *Resource, namespace, name string) error {
	err := c.again(ctx, func() error {
		data, err := c.rest.Delete().AbsPath(r.in(namespace) + "/" + name).Do(ctx).Raw()
		if err != nil {
			return c.statusOf(err, data)
		}
		return nil
	})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("delete %s %s/%s: %w", r, namespace, name, err)
	}
	return nil
}

// again repeats what the server cannot do for the moment.
func (c *Client) again(ctx context.Context, do func() error) error {
	for i := 1; ; i++ {
		err := do()
		if err == nil || i == attempts || !passing(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(c.opt.Retry):
		}
	}
}
