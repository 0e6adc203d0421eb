package shell

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// curlValued are curl's flags that take a value.
const curlValued = " -o --output -H --header -d --data --data-binary --data-raw --data-urlencode -X --request -u --user -T --upload-file -m --max-time" +
	" --connect-timeout --retry --retry-delay --retry-max-time --unix-socket -w --write-out -A --user-agent -e --referer -b --cookie -c --cookie-jar" +
	" -x --proxy -F --form --cacert --capath --cert --key -E --resolve -K --config -D --dump-header --output-dir -r --range -C --url --interface -y -Y -z "

func (c *call) curl() {
	opts, ops := options(c.args(), curlValued)
	c.ctx.wait = c.ctx.wait || has(opts, "--retry-connrefused", "--retry-all-errors")
	if u, ok := find(opts, "--url"); ok {
		ops = append(ops, u)
	}
	socket, onSocket := find(opts, "--unix-socket")
	for _, u := range ops {
		if onSocket {
			a := parseAddress(u)
			c.dialSocket(socket, a.path, purposeOf(a.path))
			continue
		}
		c.dialURL(u)
	}
	dir, _ := find(opts, "--output-dir")
	for _, o := range opts {
		switch o.name {
		case "-o", "--output":
			c.into(dir, o.value)
		case "-O", "--remote-name":
			for _, u := range ops {
				c.into(dir, remoteName(u))
			}
		case "--cacert", "--key", "--cert", "-T":
			c.file(fact.Read, o.value)
		}
	}
}

// into states that a download is written.
func (c *call) into(dir, name string) {
	if name == "" || name == "-" {
		return
	}
	if dir != "" {
		name = dir + "/" + name
	}
	c.file(fact.Write, name)
}

// remoteName is the file name that a URL ends in, a wildcard when it is not known.
func remoteName(u string) string {
	base := path.Base(parseAddress(u).path)
	if base == "." || base == "/" {
		return "index.html"
	}
	return base
}

func (c *call) wget() {
	opts, ops := options(c.args(), " -O --output-document -P --directory-prefix -T --timeout -t --tries -o --output-file -U --user-agent --header -a -w --wait -i"+
		" --post-data --post-file --user --password --waitretry --method --body-data --ca-certificate -Y -e ")
	c.ctx.wait = c.ctx.wait || has(opts, "--retry-connrefused")
	for _, u := range ops {
		c.dialURL(u)
	}
	if f, ok := find(opts, "-o", "--output-file"); ok {
		c.file(fact.Write, f)
	}
	if has(opts, "--spider") {
		return
	}
	dir, _ := find(opts, "-P", "--directory-prefix")
	if f, ok := find(opts, "-O", "--output-document"); ok {
		c.into(dir, f)
		return
	}
	for _, u := range ops {
		if dir == "" {
			dir = "."
		}
		c.into(dir, remoteName(u))
	}
}

func (c *call) git() {
	opts, ops := options(c.args(), " -C -c -b --branch --depth -o --origin --git-dir --work-tree --reference --config --filter -m ")
	if len(ops) == 0 {
		return
	}
	dir, _ := find(opts, "-C", "--work-tree")
	if dir == "" {
		dir = "."
	}
	switch ops[0] {
	case "clone":
		c.gitClone(dir, ops[1:])
	case "pull", "fetch", "checkout", "reset", "merge", "submodule":
		if len(ops) > 1 && strings.Contains(ops[1], "://") {
			c.dialURL(ops[1])
		}
		c.fileAs(fact.Write, dir, true)
	case "init":
		if len(ops) > 1 {
			dir = ops[1]
		}
		c.fileAs(fact.Write, dir, true)
	}
}

func (c *call) gitClone(dir string, ops []string) {
	if len(ops) == 0 {
		return
	}
	from := ops[0]
	switch host, _, scp := strings.Cut(from, ":"); {
	case strings.Contains(from, "://"):
		c.dialURL(from)
	case scp && !strings.Contains(from, "/") || strings.Contains(host, "@"):
		_, host = cutLast(host, "@")
		c.dial(host, 22)
	case !strings.HasPrefix(from, unknown):
		c.fileAs(fact.Read, from, true)
	}
	name := strings.TrimSuffix(path.Base(from), ".git")
	if len(ops) > 1 {
		name = ops[1]
	}
	if dir != "." && !path.IsAbs(name) {
		name = dir + "/" + name
	}
	c.fileAs(fact.Write, name, true)
}

func (c *call) aws() {
	opts, ops := options(c.args(), " --region --profile --endpoint-url --exclude --include --acl --sse --storage-class --cli-read-timeout --query --output ")
	if len(ops) < 4 || ops[0] != "s3" {
		return
	}
	c.transfer(ops[2], ops[3], "s3://", ops[1] == "sync" || has(opts, "--recursive"))
	if u, ok := find(opts, "--endpoint-url"); ok {
		c.dialURL(u)
	} else {
		c.dial("s3.amazonaws.com", 443)
	}
}

func (c *call) gsutil() {
	opts, ops := options(c.args(), " -o -h ")
	if len(ops) < 3 || ops[0] != "cp" && ops[0] != "rsync" && ops[0] != "mv" {
		return
	}
	c.transfer(ops[1], ops[len(ops)-1], "gs://", ops[0] == "rsync" || has(opts, "-r", "-R"))
	c.dial("storage.googleapis.com", 443)
}

// transfer copies between a bucket and a directory.
func (c *call) transfer(src, dst, remote string, deep bool) {
	if !strings.HasPrefix(src, remote) && src != "-" && !strings.HasPrefix(src, unknown) {
		c.fileAs(fact.Read, src, deep)
	}
	if !strings.HasPrefix(dst, remote) && dst != "-" && !strings.HasPrefix(dst, unknown) {
		c.fileAs(fact.Write, dst, deep || strings.HasSuffix(dst, "/") || dst == ".")
	}
}

func (c *call) kubectl() {
	opts, ops := options(c.args(), " -n --namespace -f --filename -o --output -c --container -l --selector --context --kubeconfig -k --kustomize --timeout --for"+
		" -p --patch --type --token --server -s --from-file --port --address --accept-hosts --accept-paths --api-prefix --www ")
	if len(ops) == 0 {
		return
	}
	switch ops[0] {
	case "config", "kustomize", "completion", "version", "explain":
		return
	}
	c.dial("kubernetes.default.svc", 443)
	switch ops[0] {
	case "logs", "log":
		if has(opts, "--follow") || has(opts, "-f") {
			c.life = fact.Endless
		}
		return
	case "wait", "rollout":
		c.life = fact.Finite
	case "proxy":
		c.kubectlProxy(opts)
	case "cp":
		c.kubectlCopy(ops[1:])
	}
	c.manifests(opts)
}

// kubectlProxy serves the API on 127.0.0.1:8001 unless told otherwise (kubectl proxy --help).
func (c *call) kubectlProxy(opts []option) {
	host, p := "127.0.0.1", 8001
	if h, ok := find(opts, "--address"); ok {
		host = h
	}
	if v, ok := find(opts, "--port", "-p"); ok && port(v) > 0 {
		p = port(v)
	}
	c.life = fact.Endless
	c.listen(host, p, "")
}

// manifests are what kubectl -f and -k read.
func (c *call) manifests(opts []option) {
	for _, o := range opts {
		switch {
		case o.name != "-f" && o.name != "--filename" && o.name != "-k":
		case strings.HasPrefix(o.value, "http"):
			c.dialURL(o.value)
		default:
			c.file(fact.Read, o.value)
		}
	}
}

func (c *call) kubectlCopy(ops []string) {
	if len(ops) < 2 {
		return
	}
	if !strings.Contains(ops[0], ":") {
		c.fileAs(fact.Read, ops[0], true)
	}
	if !strings.Contains(ops[1], ":") {
		c.fileAs(fact.Write, ops[1], true)
	}
}
