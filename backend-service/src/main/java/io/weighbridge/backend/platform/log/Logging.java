package io.weighbridge.backend.platform.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;

import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import java.util.Iterator;

/// Sets the log up for a service. Who sets nothing up gets text, by logback.xml.
public final class Logging {
    // What logback.xml lets tell more than warnings.
    private static final String OURS = "io.weighbridge";

    private Logging() {}

    /// Lets libraries that log through the JDK log with the others, and writes one JSON object a
    /// line if so wanted.
    public static void start(boolean json) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        if (json && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            writeJson(context);
        }
    }

    /// Lets only warnings and errors through: for a program that shows something else.
    public static void startQuiet() {
        start(false);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(OURS).setLevel(Level.WARN);
        }
    }

    private static void writeJson(LoggerContext context) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
            if (all.next() instanceof OutputStreamAppender<ILoggingEvent> appender) {
                appender.stop();
                appender.setEncoder(encoder(context));
                appender.start();
            }
        }
    }

    /// One JSON object a line: what happened, when, where, and the stack of what was thrown.
    static JsonEncoder encoder(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithContext(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.start();
        return encoder;
    }
}
