package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// slowHelm is a helm that starts a program of its own, notes both and waits.
const slowHelm = `#!/bin/sh
sleep 30 &
echo "$$ $!" > "$NOTE.new"
mv "$NOTE.new" "$NOTE"
wait
`

// TestSignalsEndHelm: no signal leaves a helm behind, nor the copy that it read.
func TestSignalsEndHelm(t *testing.T) {
	tests := map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129}
	if runtime.GOOS == "linux" {
		tests[syscall.SIGKILL] = -1
	}
	for s, want := range tests {
		t.Run(s.String(), func(t *testing.T) { endHelm(t, s, want) })
	}
}

func endHelm(t *testing.T, s syscall.Signal, want int) {
	t.Helper()
	tmp, note := t.TempDir(), filepath.Join(t.TempDir(), "note")
	dir := withHelm(t, strings.ReplaceAll(slowHelm, "$NOTE", note)) // helm gets no variables
	cmd := podlint(t, dir, "lint", "c")
	cmd.Env = append(os.Environ(), "PATH="+filepath.Join(dir, "bin")+":"+os.Getenv("PATH"), "TMPDIR="+tmp)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pids := noted(t, note)
	if err := cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	if got := exitStatus(cmd.Wait()); got != want {
		t.Errorf("got status %d, want %d", got, want)
	}
	if s == syscall.SIGKILL {
		pids = pids[:1] // nobody is left to end what helm started
	}
	for _, pid := range pids {
		if !gone(pid) {
			t.Errorf("process %d is still there", pid)
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	if left, err := os.ReadDir(tmp); s != syscall.SIGKILL && (len(left) > 0 || err != nil) {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// withHelm is a folder with a chart, and a program for helm in bin.
func withHelm(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n", "c/templates/pod.yaml": pair, "bin/helm": script} {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// pollingHelm is a helm that notes itself, waits for a file and fails.
const pollingHelm = `#!/bin/sh
echo "$$" > "$NOTE.new"
mv "$NOTE.new" "$NOTE"
until [ -e "$NOTE.go" ]; do sleep 0.05; done
exit 1
`

// TestIgnoredSignalsStayIgnored: what nohup runs goes on when its terminal goes away.
func TestIgnoredSignalsStayIgnored(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT} {
		t.Run(s.String(), func(t *testing.T) {
			note := filepath.Join(t.TempDir(), "note")
			dir := withHelm(t, strings.ReplaceAll(pollingHelm, "$NOTE", note))
			cmd := exec.CommandContext(t.Context(), "sh", "-c", "trap '' HUP INT; exec podlint lint c")
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "PATH="+filepath.Join(dir, "bin")+":"+os.Getenv("PATH"))
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			noted(t, note)
			if err := cmd.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(note+".go", nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if got := exitStatus(cmd.Wait()); got != 3 {
				t.Errorf("got status %d, want 3, that of a chart that helm does not render", got)
			}
		})
	}
}

// noted waits for what helm notes.
func noted(t *testing.T, note string) []int {
	t.Helper()
	for range 2000 {
		if data, err := os.ReadFile(note); err == nil {
			var pids []int
			for word := range strings.FieldsSeq(string(data)) {
				pid, err := strconv.Atoi(word)
				if err != nil {
					t.Fatal(err)
				}
				pids = append(pids, pid)
			}
			return pids
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("helm was not started")
	return nil
}

// gone waits for a process to end. One that nobody has waited for yet has ended.
func gone(pid int) bool {
	for range 500 {
		stat, err := exec.Command("ps", "-o", "stat=", "-p", strconv.Itoa(pid)).Output()
		if err != nil || strings.HasPrefix(strings.TrimSpace(string(stat)), "Z") {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}
