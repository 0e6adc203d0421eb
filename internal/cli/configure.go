package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/podlint/podlint/internal/config"
)

// configure reads the configuration file, if there is one, and checks the flags that it completes.
func (a *app) configure(f *ruleFlags) error {
	f.config = &config.Config{}
	conf, err := a.configuration(f)
	if err != nil {
		return err
	}
	f.config = conf
	f.dirs = distinct(append(f.dirs, conf.PolicyDirs()...))
	if err := f.check(); err != nil {
		return err
	}
	return a.bringRules(f)
}

// configPath finds the file: the flag's, else the variable's, else the nearest one. It is empty when there is none.
func (f *ruleFlags) configPath() (string, error) {
	named := cmp.Or(f.configFile, os.Getenv(config.Variable))
	switch {
	case f.noConfig && f.configFile != "":
		return "", errors.New("--config and --no-config contradict each other: give one of them")
	case f.noConfig:
		return "", nil
	case named != "":
		return named, nil
	}
	if f.dir != "" {
		return config.Find(f.dir)
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find configuration: %w", err)
	}
	return config.Find(wd)
}

// configuration reads the file without what it names; an empty one when there is none.
func (a *app) configuration(f *ruleFlags) (*config.Config, error) {
	path, err := f.configPath()
	if err != nil || path == "" {
		return &config.Config{}, err
	}
	conf, problems, err := config.ReadFor(cmp.Or(f.dir, "."), path, config.Shown(path), f.contents[filepath.ToSlash(path)])
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, a.reportProblems(problems)
	}
	return conf, nil
}

// defaultFailOn is the lowest severity that fails when neither a flag nor the configuration says.
const defaultFailOn = "warning"

func (f *ruleFlags) failOn() string { return cmp.Or(f.config.FailOn, defaultFailOn) }
