package child_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/child"
)

func TestRunEndsWhatTheProgramStarted(t *testing.T) {
	note := filepath.Join(t.TempDir(), "pid")
	ctx, cancel := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, "sh", "-c", `sleep 600 & echo $! > "$1.new" && mv "$1.new" "$1"; wait`, "sh", note)
	ended := make(chan error, 1)
	go func() { ended <- child.Run(cmd, nil) }()
	pid := await(t, note)
	cancel()
	if err := <-ended; err == nil {
		t.Error("got no error, want that it was ended")
	}
	for range 500 {
		if !alive(pid) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %d is still there", pid)
}

// await returns the number that a program writes to a file.
func await(t *testing.T, name string) int {
	t.Helper()
	for range 1000 {
		if data, err := os.ReadFile(name); err == nil {
			pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
			if err != nil {
				t.Fatal(err)
			}
			return pid
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the program has not begun")
	return 0
}

// alive tells a process that runs from one that is gone, or that nobody has waited for yet.
func alive(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err == nil {
		return !strings.Contains(string(stat), ") Z ")
	}
	return syscall.Kill(pid, 0) == nil
}

func TestRunAsksWhenItHasStarted(t *testing.T) {
	refused := errors.New("refused")
	err := child.Run(exec.CommandContext(t.Context(), "sleep", "600"), func(int) error { return refused })
	if !errors.Is(err, refused) {
		t.Errorf("got %v, want %v", err, refused)
	}
}
