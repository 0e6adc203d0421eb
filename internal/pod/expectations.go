package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
)

// settleExpectations states what containers use that injectors are known to provide, and whose image is an injector's own.
func (d *draft) settleExpectations() {
	for _, c := range d.declared() {
		c.settleInjectors()
	}
	for i := range d.b.opt.Knowledge.Injectors {
		inj := &d.b.opt.Knowledge.Injectors[i]
		d.expectVolumes(inj)
		for _, c := range d.declared() {
			c.expectAnswers(inj)
			c.expectFiles(inj)
			c.expectVariables(inj)
		}
	}
}

// settleInjectors names the injectors that add containers of this image.
func (c *draftContainer) settleInjectors() {
	for i := range c.d.b.opt.Knowledge.Injectors {
		if inj := &c.d.b.opt.Knowledge.Injectors[i]; c.isOf(inj) {
			c.out.Image.Injectors = append(c.out.Image.Injectors, inj.ID)
		}
	}
}

// isOf tells whether the container's image is one of the injector's own.
func (c *draftContainer) isOf(inj *knowledge.Injector) bool {
	return slices.ContainsFunc(inj.Images, func(glob string) bool { return matchesRepository(glob, c.out.Image.Repository) })
}

// matchesRepository: "**/name" is any repository that ends so, a last "*" stands for more of the name.
func matchesRepository(glob, repository string) bool {
	return globMatch(strings.TrimPrefix(glob, "**/"), repository) || strings.HasPrefix(glob, "**/") && strings.Contains(repository, "/") &&
		matchesRepository(glob, repository[strings.IndexByte(repository, '/')+1:])
}

// expect notes a use, with what is to be said of the injector.
func (d *draft) expect(inj *knowledge.Injector, e Expectation) {
	e.Injector = inj.ID
	_, _, _, e.Off = d.switched(inj.Offs, nil)
	e.Carried = slices.ContainsFunc(d.declared(), func(c *draftContainer) bool {
		return slices.Contains(c.out.Image.Injectors, inj.ID) || inj.Adds(c.out.Name)
	})
	for _, s := range inj.Switches {
		e.Namespace = e.Namespace || s.On == "namespace"
		if e.Switch == "" {
			e.Switch = s.Key + `: "` + s.Value + `"`
		}
	}
	d.pod.Expectations = append(d.pod.Expectations, e)
}

// expectVolumes finds inline volumes of a driver that the injected container serves.
func (d *draft) expectVolumes(inj *knowledge.Injector) {
	if len(inj.Drivers) == 0 {
		return
	}
	for _, v := range d.pod.Volumes {
		if v.Kind == "csi" && slices.Contains(inj.Drivers, v.Source) && len(v.MountedBy) > 0 {
			d.expect(inj, Expectation{Container: v.MountedBy[0].Container, Via: "volume", Text: "volume " + v.Name, Certainty: Stated, Path: v.Path})
		}
	}
}

func (c *draftContainer) expectAnswers(inj *knowledge.Injector) {
	for i := range inj.Answers {
		a := &inj.Answers[i]
		for j := range c.out.Dials {
			dial := &c.out.Dials[j]
			known := func(url string) bool { return strings.HasPrefix(dial.URL, url) }
			if dial.HostClass != "loopback" || dial.Port != a.Port || !slices.ContainsFunc(a.URLs, known) {
				continue
			}
			c.d.expect(inj, Expectation{
				Container: c.out.Name, Via: "dial", Text: "localhost:" + itoa(dial.Port) + dial.URL,
				Ignorable: dial.Ignorable, Certainty: dial.Certainty, Path: dial.Path,
			})
		}
	}
}

// expectFiles finds reads of files that the injector would make, where no volume lies.
func (c *draftContainer) expectFiles(inj *knowledge.Injector) {
	for _, dir := range inj.Provides {
		for i := range c.out.Files {
			if f := &c.out.Files[i]; reads(f) && f.Volume == "" && f.File != dir && under(f.File, dir) {
				c.d.expect(inj, Expectation{Container: c.out.Name, Via: "file", Text: f.File, Ignorable: f.Ignorable, Certainty: f.Certainty, Path: f.Path})
				return
			}
		}
		for i := range c.out.Env {
			if e := &c.out.Env[i]; e.Known && strings.HasPrefix(e.Value, dir+"/") && !c.onVolume(e.Value) {
				c.d.expect(inj, Expectation{Container: c.out.Name, Via: "file", Text: e.Value, Certainty: Shown, Path: e.Path})
				return
			}
		}
	}
}

func (c *draftContainer) onVolume(file string) bool {
	volume, _ := c.volumeOf(file)
	return volume != ""
}

// expectVariables finds the variables by which programs are told where the injected container is: on loopback, or by its port alone.
func (c *draftContainer) expectVariables(inj *knowledge.Injector) {
	for i := range c.out.Env {
		e := &c.out.Env[i]
		if e.Known && slices.Contains(inj.Env, e.Name) && (len(loopbackPorts(e.Value)) > 0 || slices.Contains(inj.Ports, atoi(e.Value))) {
			c.d.expect(inj, Expectation{Container: c.out.Name, Via: "variable", Text: e.Name + "=" + shorten(e.Value), Certainty: Shown, Path: e.Path})
		}
	}
}
