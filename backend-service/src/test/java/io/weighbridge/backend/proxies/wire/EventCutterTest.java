package io.weighbridge.backend.proxies.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.primitives.Bytes;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// However a stream is cut on its way, its events are the same and not a byte of it changes.
final class EventCutterTest {
    private static final int BYTES_MAX = 1 << 20;

    /// What came out of a stream.
    private record Events(List<String> data, List<Byte> bytes) {}

    private static Events read(byte[] stream, List<Integer> cuts) throws EventTooLongException {
        EventCutter cutter = new EventCutter(BYTES_MAX);
        List<String> data = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int from = 0;
        List<Integer> ends = new ArrayList<>(cuts);
        ends.add(stream.length);
        for (int to : ends) {
            byte[] part = Arrays.copyOfRange(stream, from, to);
            for (StreamEvent event : cutter.add(part, part.length)) {
                data.add(new String(event.data(), StandardCharsets.UTF_8));
                bytes.writeBytes(event.raw());
            }
            from = to;
        }
        bytes.writeBytes(cutter.rest().raw());
        return new Events(data, Bytes.asList(bytes.toByteArray()));
    }

    @Provide
    Arbitrary<List<String>> datas() {
        return Arbitraries.of("{\"a\":\"ü€𝄞\"}", "x", "", "[DONE]", " spaced", "data: data: é")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> lineEnds() {
        return Arbitraries.of("\n", "\r", "\r\n");
    }

    @Property(tries = 200)
    void isTheSameWhereverItIsCut(
            @ForAll("datas") List<String> datas, @ForAll("lineEnds") String lineEnd)
            throws EventTooLongException {
        StringBuilder text = new StringBuilder(": comment" + lineEnd + lineEnd);
        for (String data : datas) {
            text.append("event: x").append(lineEnd).append("data: ").append(data);
            text.append(lineEnd).append(lineEnd);
        }
        byte[] stream = text.toString().getBytes(StandardCharsets.UTF_8);
        List<String> expected = new ArrayList<>(List.of(""));
        expected.addAll(datas);
        for (int cut = 0; cut <= stream.length; cut++) {
            for (int second : new int[] {cut, Math.min(cut + 1, stream.length)}) {
                Events events = read(stream, List.of(cut, second));
                assertEquals(expected, events.data());
                assertEquals(Bytes.asList(stream), events.bytes());
            }
        }
    }

    @Property(tries = 500)
    void losesNoByteOfAnything(@ForAll byte[] stream, @ForAll("cuts") List<Integer> cuts)
            throws EventTooLongException {
        List<Integer> within =
                cuts.stream().map(cut -> Math.min(cut, stream.length)).sorted().toList();
        assertEquals(Bytes.asList(stream), read(stream, within).bytes());
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.integers().between(0, 50))
                .as(List::of);
    }

    @Test
    void joinsTheLinesOfAnEvent() throws EventTooLongException {
        byte[] stream = "data: a\ndata:b\nid: 1\ndata\n\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of("a\nb\n"), read(stream, List.of()).data());
    }

    @Test
    void refusesAnEventThatDoesNotEnd() {
        EventCutter cutter = new EventCutter(10);
        assertThrows(EventTooLongException.class, () -> cutter.add(new byte[11], 11));
    }
}
