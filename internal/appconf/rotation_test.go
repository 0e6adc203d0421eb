package appconf

import "testing"

func TestLogrotate(t *testing.T) {
	checkSamples(t, "logrotate", []sample{
		{name: "signal", file: "logrotate.conf", text: `
weekly
/var/log/nginx/*.log /var/log/web.log {
    daily
    rotate 7
    postrotate
        [ -f /run/nginx.pid ] && kill -USR1 $(cat /run/nginx.pid)
    endscript
}
`, want: []string{
			"2 file write /var/log/nginx/*.log glob rotated",
			"2 file remove /var/log/nginx/*.log glob rotated",
			"2 file write /var/log/web.log rotated",
			"2 file remove /var/log/web.log rotated",
			"6 signal kill USR1 nginx",
		}},
		{name: "copytruncate", file: "app", text: `
/var/log/app/app.log
/var/log/app/err.log
{
  size 10M
  rotate 3
  copytruncate
}
`, want: []string{
			"1 file write /var/log/app/app.log rotated",
			"2 file write /var/log/app/err.log rotated",
		}},
		{name: "other ways to signal", file: "logrotate.conf", text: `
/var/log/a.log {
  daily
  postrotate
    pkill -HUP rsyslogd 2>/dev/null || true
    killall -s SIGUSR2 app
    nginx -s reopen
    /bin/kill -1 1
  endscript
}
`, want: []string{
			"1 file write /var/log/a.log rotated",
			"1 file remove /var/log/a.log rotated",
			"4 signal pkill HUP rsyslogd",
			"5 signal killall USR2 app",
			"6 signal nginx USR1 nginx",
		}},
	})
}

func TestCrontab(t *testing.T) {
	checkSamples(t, "crontab", []sample{
		{name: "redirects", file: "crontab", text: `
SHELL=/bin/sh
# m h dom mon dow
*/5 * * * * /usr/bin/job >> /var/log/cron.log 2>&1
@daily /usr/bin/day > /proc/1/fd/1 2>&1
0 1 * * 1-5 root /usr/bin/quiet 2> /dev/null
`, want: []string{
			"3 log file /var/log/cron.log",
			"4 log stdout",
		}},
	})
}
