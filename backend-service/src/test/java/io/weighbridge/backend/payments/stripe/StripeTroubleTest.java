package io.weighbridge.backend.payments.stripe;

import static io.weighbridge.backend.payments.stripe.StripeKit.UNIT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.weighbridge.backend.demo.stripe.Trouble;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Stripe slow, broken, away or angry: it is said so that the work is done later, in bounded time
/// and memory, and no secret is told on the way.
final class StripeTroubleTest {
    private static final Duration SHORT = Duration.ofMillis(500);

    @AutoClose private final StripeKit kit = new StripeKit();
    private final StripeProvider hasty = kit.provider(SHORT);

    private List<Executable> allCalls(String session, String payment) {
        return List.of(
                () -> hasty.open(kit.order("order-9")),
                () -> hasty.ask(session),
                () -> hasty.refund(kit.refund("refund-9", payment, UNIT)),
                () -> hasty.read(kit.event("charge.refunded").bytes()));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NONE", "BREAKS_AFTER_CHANGES"})
    void whateverGoesWrongThereIsForLaterAndTellsNoSecret(Trouble trouble) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        try {
            String session = kit.opened("order-1");
            String payment = kit.stripe.pay(session);
            kit.stripe.refund(payment, 100);
            kit.server.trouble(trouble);
            for (Executable call : allCalls(session, payment)) {
                long start = System.nanoTime();
                Fault fault = StripeKit.assertFault(ErrorCode.PROVIDER_UNAVAILABLE, call);
                long tookMs = (System.nanoTime() - start) / 1_000_000;
                assertTrue(tookMs < 10_000, () -> trouble + " took " + tookMs + " ms");
                assertNoSecret(textOf(fault));
            }
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }
        for (ILoggingEvent event : List.copyOf(log.list)) {
            assertNoSecret(event.getFormattedMessage() + event.getThrowableProxy());
        }
    }

    private static String textOf(Fault fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        return fault.text() + fault.logText() + trace;
    }

    private static void assertNoSecret(String text) {
        assertFalse(text.contains("Canary"), text);
    }

    @Test
    void nobodyThereIsForLater() {
        URI nowhere = kit.server.url();
        kit.server.close();
        StripeProvider alone =
                new StripeProvider(StripeKit.settings(nowhere), StripeKit.OURS, kit.time, SHORT);
        Fault fault =
                StripeKit.assertFault(
                        ErrorCode.PROVIDER_UNAVAILABLE, () -> alone.open(kit.order("order-1")));
        assertEquals(
                "stripe: Stripe does not answer (expected: an answer; try again later)",
                fault.text());
    }

    /// Neither is too much read nor a key carried elsewhere to find out that it is no answer.
    @ParameterizedTest
    @EnumSource(names = {"HUGE", "REDIRECTS"})
    void whatIsTooLongOrElsewhereIsNoAnswer(Trouble trouble) {
        String session = kit.opened("order-1");
        int before = kit.server.asked();
        kit.server.trouble(trouble);
        Fault fault =
                StripeKit.assertFault(
                        ErrorCode.PROVIDER_UNAVAILABLE, () -> kit.provider.ask(session));
        assertTrue(fault.text().contains("does not answer"), fault::text);
        assertEquals(before + 1, kit.server.asked());
    }

    /// A no stays a no, with what Stripe says, in one line and without what looks like a secret.
    @Test
    void aRefusalSaysWhatStripeSays() {
        Fault fault = assertThrows(Fault.class, () -> hasty.ask("cs_rk_live_SomebodyElses"));
        assertEquals(ErrorCode.PROVIDER_REFUSED, fault.code());
        assertEquals(
                "stripe: 404 resource_missing: No such checkout.session: 'cs_***'", fault.text());
    }
}
