package appconf

// format is one kind of configuration file. Its reader is called only with texts that it recognises.
type format struct {
	name       string
	recognises func(*source) bool
	read       func(*source, *notes)
}

// formats are all known formats. The first that recognises a text reads it, so the particular ones stand before the general ones.
var formats = []format{
	{"nginx", isNginx, readNginx},
	{"spire", isSpire, readSpire},
	{"varnish", isVarnish, readVarnish},
	{"logback", isLogback, readLogback},
	{"log4net", isLog4net, readLog4net},
	{"nlog", isNLog, readNLog},
	{"tomcat", isTomcat, readTomcat},
	{"log4j", isLog4jXML, readLog4jXML},
	{"fluentd", isFluentd, readFluentd},
	{"apache", isApache, readApache},
	{"haproxy", isHAProxy, readHAProxy},
	{"alloy", isAlloy, readAlloy},
	{"fluent-bit", isFluentBit, readFluentBit},
	{"telegraf", isTelegraf, readTelegraf},
	{"supervisord", isSupervisord, readSupervisord},
	{"uwsgi", isUWSGI, readUWSGI},
	{"pgbouncer", isPgBouncer, readPgBouncer},
	{"php-fpm", isPHPFPM, readPHPFPM},
	{"mysql", isMySQL, readMySQL},
	{"python-logging", isPythonINI, readPythonINI},
	{"php", isPHP, readPHP},
	{"log4j", isLog4jProperties, readLog4jProperties},
	{"java.util.logging", isJUL, readJUL},
	{"gunicorn", isGunicorn, readGunicorn},
	{"logrotate", isLogrotate, readLogrotate},
	{"crontab", isCrontab, readCrontab},
	{"fluent-bit", isFluentBitYAML, readFluentBitYAML},
	{"opentelemetry", isOTel, readOTel},
	{"envoy", isEnvoy, readEnvoy},
	{"vector", isVector, readVector},
	{"beats", isBeats, readBeats},
	{"promtail", isPromtail, readPromtail},
	{"loki", isLoki, readLoki},
	{"prometheus", isPrometheus, readPrometheus},
	{"traefik", isTraefik, readTraefik},
	{"mongodb", isMongo, readMongo},
	{"elasticsearch", isElastic, readElastic},
	{"serilog", isDotnet, readDotnet},
	{"twemproxy", isTwemproxy, readTwemproxy},
	{"python-logging", isPythonDict, readPythonDict},
	{"spring", isSpring, readSpring},
	{"zap", isOutputPaths, readOutputPaths},
	{"oauth2-proxy", isOAuth2Proxy, readOAuth2Proxy},
	{"postgresql", isPostgres, readPostgres},
	{"stunnel", isStunnel, readStunnel},
	{"squid", isSquid, readSquid},
	{"redis", isRedis, readRedis},
	{"caddy", isCaddy, readCaddy},
}
