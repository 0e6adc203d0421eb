package pod_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestArgumentVariables holds when a variable stands for arguments.
func TestArgumentVariables(t *testing.T) {
	for _, tc := range []struct {
		name, yaml string
		want       []string
	}{
		{
			"the address of gunicorn", `{name: a, image: "x/a:1.0", command: [gunicorn, app], env: [{name: GUNICORN_CMD_ARGS, value: "-b 127.0.0.1:9000"}]}`,
			[]string{"a listens 9000 loopback script"},
		},
		{
			"the command line has the last word", `{name: a, image: "x/a:1.0", command: [gunicorn, "-b:81", app], env: [{name: GUNICORN_CMD_ARGS, value: "-b 127.0.0.1:9000"}]}`,
			[]string{"a listens 81 all script"},
		},
		{
			"the options of uvicorn", `{name: a, image: "x/a:1.0", command: [uvicorn, app], env: [{name: UVICORN_HOST, value: 0.0.0.0}, {name: UVICORN_PORT, value: "81"}]}`,
			[]string{"a listens 81 all script"},
		},
		{
			"a JVM that is not seen", `{name: a, image: "x/a:1.0", env: [{name: JAVA_TOOL_OPTIONS, value: "-Dserver.port=81 -agentlib:jdwp=transport=dt_socket,server=y,address=*:5005"}]}`,
			[]string{"a listens 81 all flag"},
		},
		{
			"a program that takes no such arguments", `{name: a, image: "busybox:1.37.0", command: [sleep, "9"], env: [{name: JAVA_TOOL_OPTIONS, value: "-Dserver.port=81"}]}`,
			nil,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := facts(build(t, spec("containers:\n- "+tc.yaml))[0], "listen")
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
