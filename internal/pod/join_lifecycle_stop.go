package pod

import "slices"

// deafTools ignore TERM as process 1.
var deafTools = []string{"sleep", "tail", "cat", "nc"}

func deaf(s *Script) bool {
	if s.MainKind == "shell" {
		return s.Last == "loop" || s.Last == "pipeline" || s.Last == "compound" || slices.Contains(deafTools, s.Last)
	}
	return slices.Contains(deafTools, s.Main) && s.Last == s.Main // a wrapper such as timeout passes the signal on
}

// shellTools are programs that an image without a shell lacks.
var shellTools = map[string]bool{
	"sh": true, "bash": true, "ash": true, "dash": true, "sleep": true, "curl": true, "wget": true, "nc": true, "rm": true, "cat": true,
	"test": true, "kill": true, "pkill": true, "pgrep": true, "grep": true, "echo": true, "true": true, "ls": true, "touch": true,
}
