package shell

import "testing"

func TestClients(t *testing.T) {
	checkFacts(t, []factCase{
		{"URL under a flag", "az storage container create --blob-endpoint http://localhost:10000/b", []string{"dial localhost:10000 /b"}},
		{"URL after =", "vault status -address=https://127.0.0.1:8200", []string{"dial 127.0.0.1:8200"}},
		{"URL as an operand", "mc alias set here http://localhost:9000 a b", []string{"dial localhost:9000"}},
		{"list of URLs", "etcdctl --endpoints=http://localhost:2379,http://b:2379 put a b", []string{"dial localhost:2379", "dial b:2379"}},
		{"address", "kafka-topics.sh --bootstrap-server localhost:9092 --create --topic a", []string{"dial localhost:9092"}},
		{"address after =", "consul kv put -http-addr=127.0.0.1:8500 a b", []string{"dial 127.0.0.1:8500"}},
		{"host and port", "rabbitmqadmin --host localhost --port 15672 declare queue name=a", []string{"dial localhost:15672"}},
		{"short ones", "nodetool -h 127.0.0.1 -p 7199 status", []string{"dial 127.0.0.1:7199"}},
		{"operand", "grpcurl -plaintext localhost:50051 list", []string{"dial localhost:50051"}},
		{"waited for", "until etcdctl --endpoints http://db:2379 endpoint health; do sleep 1; done", []string{"dial db:2379 wait", "sleep 1"}},
		{"an image is no address", "crane copy alpine:3 registry/alpine:3", nil},
		{"a bucket is no host", "s3cmd put /a s3://bucket/a", nil},
		{"help", "helm -h", nil},
		{"a name", "influx bucket create --name a --hostname-file x", nil},
		{"unknown program", "/app/run --endpoint=http://localhost:1", nil},
		{"server", "vault server -address=http://127.0.0.1:8200", nil},
	})
}
