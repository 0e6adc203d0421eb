package appconf

import "testing"

func TestNLog(t *testing.T) {
	checkSamples(t, "nlog", []sample{
		{name: "file", file: "nlog.config", text: `
<nlog xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <variable name="dir" value="/var/log/app"/>
  <targets>
    <target xsi:type="File" name="file" fileName="${dir}/${shortdate}.log" maxArchiveFiles="7"/>
    <target xsi:type="File" name="idle" fileName="/x.log"/>
  </targets>
  <rules><logger name="*" minlevel="Info" writeTo="file"/></rules>
</nlog>
`, want: []string{
			"4 log file /var/log/app/*.log glob rotated",
		}},
		{name: "console", file: "nlog.config", text: `
<nlog>
  <targets><target xsi:type="Console" name="out"/></targets>
  <rules><logger name="*" writeTo="out"/></rules>
</nlog>
`, want: []string{
			"2 log stdout",
		}},
	})
}

func TestLog4net(t *testing.T) {
	checkSamples(t, "log4net", []sample{
		{name: "file", file: "log4net.config", text: `
<log4net>
  <appender name="Roll" type="log4net.Appender.RollingFileAppender, log4net">
    <file value="/logs/app.log"/>
  </appender>
  <root><appender-ref ref="Roll"/></root>
</log4net>
`, want: []string{
			"3 log file /logs/app.log rotated",
		}},
		{name: "console", file: "log4net.config", text: `
<log4net>
  <appender name="C" type="log4net.Appender.ConsoleAppender"/>
  <root><appender-ref ref="C"/></root>
</log4net>
`, want: []string{
			"2 log stdout",
		}},
	})
}

func TestDotnet(t *testing.T) {
	checkSamples(t, "serilog", []sample{
		{name: "file beside the console", file: "appsettings.json", text: `
{
	"Serilog": {
		"WriteTo": [
			{ "Name": "Console" },
			{ "Name": "File", "Args": {
				"path": "/logs/app-.log",
				"rollingInterval": "Day" } }
		]
	},
	"Kestrel": { "Endpoints": { "Http": { "Url": "http://*:5000" } } },
	"ConnectionStrings": {
		"Main": "Server=tcp:localhost,1433;Database=shop",
		"Pg": "Host=127.0.0.1;Port=5433;Database=shop"
	}
}
`, want: []string{
			"4 log stdout",
			"6 log file /logs/app-*.log glob rotated partial",
			"10 listen :5000",
			"12 dial localhost:1433 database",
			"13 dial 127.0.0.1:5433 database",
		}},
		{name: "file only", file: "appsettings.Production.json", text: `
{
  "Serilog": { "WriteTo": [ { "Name": "File", "Args": { "path": "/logs/app.log" } } ] },
  "Urls": "http://localhost:5001;http://+:80"
}
`, want: []string{
			"2 log file /logs/app.log",
			"3 listen localhost:5001",
			"3 listen :80",
		}},
	})
}

func TestPython(t *testing.T) {
	checkSamples(t, "python-logging", []sample{
		{name: "INI", file: "logging.ini", text: `
[loggers]
keys=root
[handlers]
keys=out,file
[logger_root]
level=INFO
handlers=out,file
[handler_out]
class=StreamHandler
args=(sys.stdout,)
[handler_file]
class=handlers.TimedRotatingFileHandler
args=('/var/log/app/app.log', 'midnight')
`, want: []string{
			"9 log stdout",
			"13 log file /var/log/app/app.log rotated partial",
		}},
		{name: "YAML", file: "logging.yaml", text: `
version: 1
handlers:
  file:
    class: logging.handlers.RotatingFileHandler
    filename: /var/log/app/app.log
  plain:
    class: logging.FileHandler
    filename: /var/log/app/audit.log
  idle:
    class: logging.FileHandler
    filename: /idle.log
loggers:
  shop.audit:
    handlers: [plain]
root:
  handlers: [file]
`, want: []string{
			"5 log file /var/log/app/app.log rotated",
			"8 log file /var/log/app/audit.log audit",
		}},
		{name: "JSON to the console", file: "logging.json", text: `
{"version": 1,
 "handlers": {"console": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}},
 "loggers": {"": {"handlers": ["console"]}},
 "root": {"handlers": ["console"]}}
`, want: []string{
			"2 log stdout",
		}},
	})
}

func TestPythonRoot(t *testing.T) {
	checkSamples(t, "python-logging", []sample{
		{name: "root alone", file: "logging.yaml", text: `
version: 1
handlers:
  main:
    class: logging.FileHandler
    filename: /var/log/app/app.log
root:
  level: INFO
  handlers: [main]
`, want: []string{
			"5 log file /var/log/app/app.log",
		}},
		{name: "root alone in JSON", file: "log.json", text: `
{"version": 1, "handlers": {"h": {"class": "logging.handlers.WatchedFileHandler",
  "filename": "/var/log/app/app.log"}}, "root": {"handlers": ["h"]}}
`, want: []string{
			"2 log file /var/log/app/app.log",
		}},
		{name: "below a key of the application's own", file: "app.yaml", text: `
port: 8080
observability:
  logs:
    version: 1
    handlers:
      f: {class: logging.FileHandler, filename: /var/log/app.log}
      c: {class: logging.StreamHandler}
    root: {handlers: [f]}
`, want: []string{
			"6 log file /var/log/app.log",
		}},
		{name: "the logger without a name", file: "log.yaml", text: `
handlers:
  f: {class: logging.FileHandler, filename: /var/log/app.log}
loggers:
  "": {handlers: [f]}
`, want: []string{
			"2 log file /var/log/app.log",
		}},
		{name: "behind a queue", file: "log.yaml", text: `
handlers:
  f: {class: logging.FileHandler, filename: /var/log/app.log}
  q: {class: logging.handlers.QueueHandler, handlers: [cfg://handlers.f]}
root: {handlers: [q]}
`, want: []string{
			"2 log file /var/log/app.log",
		}},
		{name: "behind a buffer", file: "log.yaml", text: `
handlers:
  f: {class: logging.FileHandler, filename: /var/log/app.log}
  m: {class: logging.handlers.MemoryHandler, target: cfg://handlers.f}
root: {handlers: [m]}
`, want: []string{
			"2 log file /var/log/app.log",
		}},
		{name: "TOML", file: "log.toml", text: `
[handlers.f]
class = "logging.FileHandler"
filename = "/var/log/app.log"
[root]
handlers = ["f"]
`, want: []string{
			"3 log file /var/log/app.log",
		}},
		{name: "a factory", file: "log.yaml", text: `
handlers:
  f: {"()": concurrent_log_handler.ConcurrentRotatingFileHandler, filename: /var/log/app.log}
root: {handlers: [f]}
`, want: []string{
			"2 log file /var/log/app.log rotated",
		}},
		{name: "to stdout", file: "log.yaml", text: `
handlers:
  main: {class: logging.StreamHandler, stream: ext://sys.stdout}
root: {handlers: [main]}
`, want: []string{
			"2 log stdout",
		}},
	})
}

func TestOutputPaths(t *testing.T) {
	checkSamples(t, "zap", []sample{
		{name: "file", file: "config.yaml", text: `
level: info
outputPaths:
  - stdout
  - /var/log/app/app.log
errorOutputPaths: ["stderr"]
`, want: []string{
			"3 log stdout",
			"4 log file /var/log/app/app.log",
			"5 log stdout error",
		}},
	})
}
