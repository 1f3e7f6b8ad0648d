package io.weighbridge.backend.platform.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.io.IOException;

final class LoggingTest {
    @Test
    void jsonIsOneObjectALine() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger("io.weighbridge.test.Thing");
        IllegalStateException thrown = new IllegalStateException("why\nit \"was\"");
        String line =
                LogText.json(
                        new LoggingEvent(
                                LoggingTest.class.getName(),
                                logger,
                                Level.WARN,
                                "It failed:\n{}",
                                thrown,
                                new Object[] {"a \"text\""}));
        assertTrue(line.endsWith("\n"), line);
        assertEquals(1, line.lines().count(), line);
        JsonNode json = new ObjectMapper().readTree(line);
        assertEquals("WARN", json.get("level").textValue());
        assertEquals("io.weighbridge.test.Thing", json.get("loggerName").textValue());
        assertEquals("It failed:\na \"text\"", json.get("formattedMessage").textValue());
        assertEquals("why\nit \"was\"", json.get("throwable").get("message").textValue());
        assertTrue(json.get("timestamp").isIntegralNumber(), line);
        assertTrue(json.get("throwable").get("stepArray").size() > 1, line);
    }
}
