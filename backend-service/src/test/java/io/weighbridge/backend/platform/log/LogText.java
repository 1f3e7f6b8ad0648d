package io.weighbridge.backend.platform.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;

/// A line of the log, as a service writes it.
public final class LogText {
    private LogText() {}

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    /// As text, with the stack.
    public static String text(ILoggingEvent event) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context());
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n");
        encoder.start();
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    /// As JSON, with the stack.
    public static String json(ILoggingEvent event) {
        return new String(Logging.encoder(context()).encode(event), StandardCharsets.UTF_8);
    }
}
