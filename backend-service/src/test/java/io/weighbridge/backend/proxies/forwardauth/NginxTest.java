package io.weighbridge.backend.proxies.forwardauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.proxies.logs.LogFormat;
import io.weighbridge.backend.proxies.logs.LogLine;
import io.weighbridge.backend.proxies.logs.LoggedCall;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/// The page docs/proxies/nginx.md.
@NeedsProgram(Program.NGINX)
final class NginxTest extends RealProxyContract {
    private List<LogLine> lines() throws IOException {
        return Files.readAllLines(folder.resolve("proxy").resolve("usage.log")).stream()
                .map(line -> LogFormat.NGINX.read(line, Units.NONE))
                .toList();
    }

    private LoggedCall last(int count) throws IOException {
        Calls.await(
                count + " lines",
                () -> {
                    try {
                        return lines().size() == count;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return assertInstanceOf(LogLine.Ended.class, lines().getLast()).call();
    }

    private static void assertCall(Outcome outcome, Units units, LoggedCall call) {
        assertEquals(outcome, call.outcome());
        assertEquals(units, call.units());
    }

    @Test
    void itsLogTellsHowCallsEnded() throws IOException {
        try (ForwardAuthBench bench = gate();
                FrontedModel front = front(bench.port())) {
            Units told = Units.tokens(9, 4);
            assertEquals(401, front.send(front.chat("sk-nobody")).statusCode());
            assertEquals(200, front.send(front.chat(bench.key)).statusCode());
            LoggedCall whole = last(1);
            assertCall(Outcome.OK, told, whole);
            assertEquals(
                    front.model.asked().getFirst().header("x-weighbridge-hold"),
                    List.of(whole.holdId()));

            front.model.behave((_, reply) -> reply.json(500, "{}"));
            assertEquals(500, front.send(front.chat(bench.key)).statusCode());
            assertNull(last(2).outcome());

            front.model.behave(
                    (_, reply) -> {
                        reply.stream("x-prompt-tokens: 9", "x-generated-tokens: 4", "x-model: big");
                        reply.event("one");
                        reply.die();
                    });
            assertThrows(UncheckedIOException.class, () -> front.send(front.chat(bench.key)));
            // That the model server broke off, NGINX does not log.
            assertCall(Outcome.OK, told, last(3));
            assertEquals("big", last(3).model());

            front.model.behave(
                    (_, reply) -> {
                        reply.stream("x-prompt-tokens: 9", "x-generated-tokens: 4");
                        reply.event("one");
                        reply.awaitGone();
                    });
            front.leaveAfterTheFirstPart(bench.key);
            assertCall(Outcome.CLIENT_GONE, told, last(4));
        }
    }

    @Override
    FrontedModel.Kind kind() {
        return new FrontedModel.Kind(
                "nginx",
                List.of("nginx.conf"),
                file ->
                        List.of(
                                Program.NGINX.path().toString(),
                                "-p",
                                String.valueOf(file.getParent()),
                                "-c",
                                file.toString(),
                                "-g",
                                "daemon off;"));
    }
}
