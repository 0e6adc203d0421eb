package pod

import "testing"

func TestTransactionLog(t *testing.T) {
	for file, want := range map[string]bool{
		"/data/mastlog.ldf": true, "/data/STORE.WAL": true, "/var/lib/mysql/ib_logfile0": true, "/u02/redo01.log": true,
		"/var/lib/mysql/mysql-bin": true, "/var/lib/mysql/mysql-bin.000003": true, "/var/lib/mysql/binlog": true, "relay-log.index": true, "/data/appendonly.aof": true,
		"/var/log/mysql/error.log": false, "/var/log/redo.log": false, "/opt/app/bin": true, "/var/log/cabin.log": false, "/var/log/binary.log": false, "/data/wal.log": false,
	} {
		if got := (&draftContainer{}).noLog(file); got != want {
			t.Errorf("noLog(%s) is %t, want %t", file, got, want)
		}
	}
}
