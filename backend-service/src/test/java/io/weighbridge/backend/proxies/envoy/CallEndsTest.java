package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.proxies.envoy.AnswerReader.End;
import io.weighbridge.backend.testkit.HandTime;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// Every call that broke off is told how, once.
final class CallEndsTest {
    private static final CallEnds.Exchange EXCHANGE = new CallEnds.Exchange("envoy", "id");
    private static final CallEnds.Exchange NAMELESS = new CallEnds.Exchange("envoy", "");

    private final HandTime time = HandTime.now();
    private final CallEnds ends = new CallEnds(time);
    private final List<End> first = new ArrayList<>();
    private final List<End> second = new ArrayList<>();

    @Test
    void aLineIsFoundBeforeAndAfter() {
        ends.tell(EXCHANGE, End.UPSTREAM_DIED);
        ends.ask(EXCHANGE, first::add);
        assertEquals(List.of(End.UPSTREAM_DIED), first);
        ends.ask(EXCHANGE, second::add);
        assertEquals(List.of(), second);
        ends.tell(EXCHANGE, End.CLIENT);
        assertEquals(List.of(End.CLIENT), second);
    }

    /// Else the first would be open for ever.
    @Test
    void twoOfOneIdBothEnd() {
        ends.logOpened("envoy");
        ends.ask(EXCHANGE, first::add);
        ends.ask(EXCHANGE, second::add);
        assertEquals(List.of(End.UNKNOWN), first);
        assertEquals(List.of(), second);
        time.pass(CallEnds.WAIT_MS + 1);
        ends.look();
        assertEquals(List.of(End.UNKNOWN), second);
        assertEquals(List.of(End.UNKNOWN), first);
    }

    /// A client would choose when it is free else.
    @Test
    void whatWasToldOfAnEarlierOneIsNotOfThisOne() {
        ends.tell(EXCHANGE, End.UPSTREAM_DIED);
        ends.begun(EXCHANGE);
        ends.ask(EXCHANGE, first::add);
        assertEquals(List.of(), first);
        ends.close();
        assertEquals(List.of(End.UNKNOWN), first);
    }

    @Test
    void noLineIsFoundByNoId() {
        ends.tell(NAMELESS, End.UPSTREAM_DIED);
        ends.ask(NAMELESS, first::add);
        ends.ask(NAMELESS, second::add);
        assertEquals(List.of(End.UNKNOWN), first);
        assertEquals(List.of(End.UNKNOWN), second);
    }
}
