package pod

// RetiredImage is an image that is gone or frozen.
type RetiredImage struct {
	Container string `json:"container" jsonschema:"whose image it is"`
	Reference string `json:"reference" jsonschema:"the image, as written"`
	Instead   string `json:"instead"   jsonschema:"what took its place"`
	Reason    string `json:"reason"    jsonschema:"what happened to it"`
	Gone      bool   `json:"gone"      jsonschema:"it cannot be pulled any more; else it is frozen or deprecated"`
	Safe      bool   `json:"safe"      jsonschema:"a plain swap of the name works"`
	Path      Path   `json:"path"      jsonschema:"of the image"`
}

// joinRetired looks every image up among the retired ones. A placeholder in the registry or the name hides it; one in the tag hides it
// only where the tag decides.
func (d *draft) joinRetired(all []*draftContainer) {
	for _, c := range all {
		img, r := &c.out.Image, c.retired
		if r == nil || isPlaceholder(img.Tag) && len(r.Except) > 0 {
			continue
		}
		d.pod.Images.Retired = append(d.pod.Images.Retired, RetiredImage{
			Container: c.out.Name, Reference: img.Reference, Instead: r.Instead,
			Reason: r.Reason, Gone: r.Gone, Safe: r.Safe, Path: img.Path,
		})
	}
}
