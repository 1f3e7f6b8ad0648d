package io.weighbridge.backend.proxies.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weighbridge.backend.proxies.litellm.LiteLlmBench.Customer;
import io.weighbridge.backend.proxies.litellm.LiteLlmBench.Settled;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/// What an answered call costs when the gate, or LiteLLM, goes away right after it.
@NeedsProgram(Program.LITELLM)
final class LiteLlmOutageTest {
    private static final String STREAM = "\"max_tokens\":30,\"stream\":true";

    @TempDir Path folder;

    private LiteLlmBench bench;

    @BeforeEach
    void start() throws IOException {
        bench =
                LiteLlmBench.start(
                        folder,
                        (asked, reply) -> {
                            if (asked.body().contains("stream_options")) {
                                reply.stream();
                                reply.event(ModelTexts.chunk("Hello"));
                                reply.event(ModelTexts.stop());
                                reply.event(ModelTexts.usageChunk(ModelTexts.usage(9, 4)));
                                reply.event(ModelTexts.DONE);
                                reply.end();
                            } else {
                                // The gate goes away while the model server works.
                                if (asked.body().contains("gone")) {
                                    bench.cable.cut();
                                }
                                reply.json(
                                        200, ModelTexts.answer("Hello!", ModelTexts.usage(9, 4)));
                            }
                        });
    }

    @AfterEach
    void stop() throws IOException {
        bench.close();
    }

    private static void assertOneCharge(List<Settled> settled) {
        assertEquals(List.of(13L), settled.stream().map(Settled::tokens).toList());
    }

    @Test
    void anAnswerOutlivesTheGateAndLiteLlm() {
        Customer who = bench.customer(1_000_000);
        bench.ok(bench.chat(who, "\"max_tokens\":30,\"stop\":\"gone\""));
        HttpResponse<String> next = bench.chat(who, "\"max_tokens\":30");
        bench.error(503, "gate_unavailable", next);
        bench.litellm().process().destroyForcibly();
        bench.litellm().awaitEnd();
        assertEquals(List.of(), bench.settled(who));
        bench.cable.mend();
        bench.startAgain();
        assertOneCharge(bench.awaitSettled(who, 1));
    }

    @Test
    void aChargeWhoseAnswerWasLostIsMadeOnce() {
        Customer who = bench.customer(1_000_000);
        bench.ok(bench.chat(who, "\"max_tokens\":30"));
        bench.awaitSettled(who, 1);
        // From here on the gate hears all and nobody hears the gate; a call is open.
        Customer other = bench.customer(1_000_000);
        bench.model.behave(
                (_, reply) -> {
                    bench.cable.loseAnswers();
                    reply.json(200, ModelTexts.answer("Hello!", ModelTexts.usage(9, 4)));
                });
        bench.ok(bench.chat(other, "\"max_tokens\":30"));
        assertOneCharge(bench.awaitSettled(other, 1));
        bench.cable.mend();
        Calls.await("the spool is empty", () -> !bench.isAnythingSpooled());
        assertOneCharge(bench.awaitSettled(other, 1));
    }

    @Test
    void aStopRightAfterAnAnswerLosesNothing() {
        Customer who = bench.customer(1_000_000);
        bench.ok(bench.chat(who, STREAM));
        bench.litellm().process().destroy();
        bench.litellm().awaitEnd();
        assertOneCharge(bench.awaitSettled(who, 1));
        assertFalse(bench.isAnythingSpooled());
    }

    @Test
    void aKillRightAfterAnAnswerLosesNothing() {
        Customer who = bench.customer(1_000_000);
        bench.ok(bench.chat(who, STREAM));
        bench.litellm().process().destroyForcibly();
        bench.litellm().awaitEnd();
        bench.startAgain();
        assertOneCharge(bench.awaitSettled(who, 1));
    }
}
