package appconf

import "testing"

func TestLog4j(t *testing.T) {
	checkSamples(t, "log4j", []sample{
		{name: "version 1", file: "log4j.properties", text: `
# levels
log4j.rootLogger=INFO, console, roll
log4j.appender.console=org.apache.log4j.ConsoleAppender
log4j.appender.roll=org.apache.log4j.DailyRollingFileAppender
log4j.appender.roll.File=${log.dir}/server.log
log4j.appender.plain=org.apache.log4j.FileAppender
log4j.appender.plain.File=/logs/plain.log
log4j.appender.unused=org.apache.log4j.FileAppender
log4j.appender.unused.File=/logs/unused.log
log4j.logger.shop.Audit=INFO, plain
log.dir=/logs
`, want: []string{
			"3 log stdout",
			"5 log file rotated partial",
			"7 log file /logs/plain.log partial",
		}},
		{name: "version 1, file only", file: "log4j.properties", text: `
log4j.rootCategory=INFO, F
log4j.appender.F=org.apache.log4j.RollingFileAppender
log4j.appender.F.File=/var/log/app/app.log
`, want: []string{
			"3 log file /var/log/app/app.log rotated",
		}},
		{name: "version 2 properties", file: "log4j2.properties", text: `
property.dir = /var/log/app
appender.roll.type = RollingFile
appender.roll.name = Roll
appender.roll.fileName = ${dir}/app.log
appender.out.type = Console
appender.out.name = Out
rootLogger.level = info
rootLogger.appenderRef.roll.ref = Roll
`, want: []string{
			"4 log file /var/log/app/app.log rotated",
		}},
		{name: "version 2 stdout", file: "log4j2.properties", text: `
appender.console.type = Console
appender.console.name = console
rootLogger = INFO, console
`, want: []string{
			"1 log stdout",
		}},
		{name: "version 2 XML", file: "log4j2.xml", text: `
<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="WARN">
  <Properties>
    <Property name="dir">/var/log/app</Property>
  </Properties>
  <Appenders>
    <Console name="Out" target="SYSTEM_OUT"/>
    <RollingFile name="Roll" fileName="${dir}/app.log" filePattern="${dir}/app-%d{yyyy-MM-dd}.log.gz">
      <PatternLayout pattern="%m%n"/>
    </RollingFile>
    <File name="Unused" fileName="/logs/unused.log"/>
    <Async name="Later"><AppenderRef ref="Roll"/></Async>
    <File name="Env" fileName="${env:LOG_DIR}/x.log"/>
  </Appenders>
  <Loggers>
    <Logger name="shop" level="debug"><AppenderRef ref="Env"/></Logger>
    <Root level="info">
      <AppenderRef ref="Later"/>
    </Root>
  </Loggers>
</Configuration>
`, want: []string{
			"8 log file /var/log/app/app.log rotated",
			"13 log file",
		}},
		{name: "version 2 XML with both", file: "log4j2.xml", text: `
<Configuration>
  <Appenders>
    <Console name="C"/>
    <File name="F" fileName="/logs/a.log"/>
  </Appenders>
  <Loggers><Root level="info"><AppenderRef ref="C"/><AppenderRef ref="F"/></Root></Loggers>
</Configuration>
`, want: []string{
			"3 log stdout",
			"4 log file /logs/a.log partial",
		}},
		{name: "version 1 XML", file: "log4j.xml", text: `
<log4j:configuration xmlns:log4j="http://jakarta.apache.org/log4j/">
  <appender name="F" class="org.apache.log4j.RollingFileAppender">
    <param name="File" value="/logs/app.log"/>
  </appender>
  <root><priority value="info"/><appender-ref ref="F"/></root>
</log4j:configuration>
`, want: []string{
			"3 log file /logs/app.log rotated",
		}},
	})
}

func TestLogback(t *testing.T) {
	checkSamples(t, "logback", []sample{
		{name: "file only", file: "logback.xml", text: `
<configuration>
  <property name="LOG_DIR" value="${LOG_PATH:-/var/log/shop}"/>
  <appender name="FILE" class="ch.qos.logback.core.rolling.RollingFileAppender">
    <file>${LOG_DIR}/shop.log</file>
    <rollingPolicy class="ch.qos.logback.core.rolling.TimeBasedRollingPolicy">
      <fileNamePattern>${LOG_DIR}/shop.%d{yyyy-MM-dd}.log</fileNamePattern>
    </rollingPolicy>
  </appender>
  <appender name="IDLE" class="ch.qos.logback.core.FileAppender"><file>/logs/idle.log</file></appender>
  <root level="INFO"><appender-ref ref="FILE"/></root>
</configuration>
`, want: []string{
			"4 log file /var/log/shop/shop.log rotated",
		}},
		{name: "console and an access file", file: "logback-spring.xml", text: `
<configuration>
  <include resource="org/springframework/boot/logging/logback/console-appender.xml"/>
  <appender name="ACCESS" class="ch.qos.logback.core.FileAppender">
    <file>/logs/access.log</file>
  </appender>
  <logger name="access" additivity="false"><appender-ref ref="ACCESS"/></logger>
  <root level="INFO"><appender-ref ref="CONSOLE"/></root>
</configuration>
`, want: []string{
			"2 log stdout",
			"4 log file /logs/access.log access partial",
		}},
		{name: "stdout", file: "logback.xml", text: `
<configuration>
  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"/>
  <root level="INFO"><appender-ref ref="OUT"/></root>
</configuration>
`, want: []string{
			"2 log stdout",
		}},
	})
}

func TestSpring(t *testing.T) {
	checkSamples(t, "spring", []sample{
		{name: "YAML", file: "application.yml", text: `
server:
  port: 8081
  address: 127.0.0.1
management:
  server:
    port: ${MANAGEMENT_PORT:9001}
logging.file.name: /var/log/shop/app.log
spring:
  datasource:
    url: jdbc:postgresql://localhost:5432/shop?ssl=false
  data:
    redis:
      host: 127.0.0.1
      port: 6380
  rabbitmq:
    host: rabbit
`, want: []string{
			"2 listen 127.0.0.1:8081",
			"6 listen :9001 admin",
			"7 log file /var/log/shop/app.log rotated partial",
			"10 dial localhost:5432/shop database",
			"13 dial 127.0.0.1:6380 database",
			"16 dial rabbit:5672",
		}},
		{name: "properties", file: "application-prod.properties", text: `
server.port=8080
logging.file.path=/logs
logging.threshold.console=OFF
spring.datasource.url=jdbc:mysql://${DB_HOST}:3306/shop
spring.kafka.bootstrap-servers=kafka-0:9092,\
  kafka-1:9092
`, want: []string{
			"1 listen :8080",
			"2 log file /logs/spring.log rotated",
			"5 dial kafka-0:9092",
			"5 dial kafka-1:9092",
		}},
		{name: "embedded and other databases", file: "application-test.properties", text: `
spring.datasource.url=jdbc:h2:file:./data/shop;AUTO_SERVER=TRUE
spring.flyway.url=jdbc:sqlserver://127.0.0.1:1433;databaseName=shop
spring.r2dbc.url=${DB_URL:r2dbc:postgresql://[::1]:5432/shop}
`, want: []string{
			"2 dial 127.0.0.1:1433 database",
			"3 dial ::1:5432/shop database",
		}},
		{name: "console only", file: "application.yaml", text: `
server:
  port: 0
logging:
  level:
    root: info
`, want: []string{}},
	})
}

func TestJUL(t *testing.T) {
	checkSamples(t, "java.util.logging", []sample{
		{name: "file", file: "logging.properties", text: `
handlers = java.util.logging.FileHandler
.level = INFO
java.util.logging.FileHandler.pattern = /var/log/app/java%u.log
java.util.logging.FileHandler.limit = 50000
`, want: []string{
			"3 log file /var/log/app/java*.log glob rotated",
		}},
		{name: "console too", file: "logging.properties", text: `
handlers= java.util.logging.ConsoleHandler, java.util.logging.FileHandler
java.util.logging.FileHandler.pattern = %h/java.log
`, want: []string{
			"1 log stdout",
			"2 log file partial",
		}},
	})
}
