// Command podlint judges Kubernetes pods that run several containers.
package main

import (
	"os"

	"github.com/podlint/podlint/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
