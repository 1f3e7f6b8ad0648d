package io.weighbridge.backend.proxies.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.proxies.litellm.LiteLlmBench.Customer;
import io.weighbridge.backend.proxies.litellm.LiteLlmBench.Settled;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.model.AskedModel;
import io.weighbridge.backend.testkit.model.ModelReply;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
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
        bench = LiteLlmBench.start(folder, this::answer);
    }

    @AfterEach
    void stop() throws IOException {
        bench.close();
    }

    // The gate goes away while the model server works, if that was asked for.
    private void answer(AskedModel asked, ModelReply reply) throws IOException {
        boolean goesAway = asked.body().contains("gone");
        if (asked.body().contains("stream_options")) {
            reply.stream();
            reply.event(ModelTexts.chunk("Hello"));
            reply.event(ModelTexts.stop());
            if (goesAway) {
                bench.cable.cut();
            }
            reply.event(ModelTexts.usageChunk(ModelTexts.usage(9, 4)));
            reply.event(ModelTexts.DONE);
            reply.end();
        } else {
            if (goesAway) {
                bench.cable.cut();
            }
            reply.json(200, ModelTexts.answer("Hello!", ModelTexts.usage(9, 4)));
        }
    }

    private void assertOneCharge(Customer who) {
        List<Settled> settled = bench.awaitSettled(who, 1);
        assertEquals(List.of(13L), settled.stream().map(Settled::tokens).toList());
    }

    private void awaitEmptySpool() {
        Calls.await("the spool is empty", () -> !bench.isAnythingSpooled());
    }

    /// One LiteLLM after the other, as each takes long to start.
    @Test
    void anAnswerIsChargedOnceWhateverEndsAfterIt() throws IOException {
        Customer plain = bench.customer(1_000_000);
        bench.ok(bench.chat(plain, "\"max_tokens\":30,\"stop\":\"gone\""));
        bench.error(503, "gate_unavailable", bench.chat(plain, "\"max_tokens\":30"));
        bench.cable.mend();
        assertOneCharge(plain);

        Customer lost = bench.customer(1_000_000);
        bench.model.behave(
                (asked, reply) -> {
                    // From here on the gate hears all, and nobody hears the gate.
                    bench.cable.loseAnswers();
                    answer(asked, reply);
                });
        bench.ok(bench.chat(lost, "\"max_tokens\":30"));
        assertOneCharge(lost);
        assertTrue(bench.isAnythingSpooled());
        bench.cable.cut();
        bench.cable.mend();
        awaitEmptySpool();
        assertOneCharge(lost);
        bench.model.behave(this::answer);

        Customer unanswered = bench.customer(1_000_000);
        bench.ok(bench.chat(unanswered, "\"max_tokens\":30"));
        assertOneCharge(unanswered);
        bench.cable.loseAnswers();
        bench.error(503, "gate_unavailable", bench.chat(unanswered, "\"max_tokens\":30"));
        bench.cable.cut();
        bench.cable.mend();
        assertOneCharge(unanswered);

        Customer killed = bench.customer(1_000_000);
        Customer killedInStream = bench.customer(1_000_000);
        bench.ok(bench.chat(killedInStream, STREAM + ",\"stop\":\"gone\""));
        bench.cable.mend();
        bench.ok(bench.chat(killed, "\"max_tokens\":30,\"stop\":\"gone\""));
        bench.litellm().process().destroyForcibly();
        bench.litellm().awaitEnd();
        assertEquals(List.of(), bench.settled(killed));
        bench.cable.mend();
        bench.startAgain();
        assertOneCharge(killed);
        assertOneCharge(killedInStream);

        Customer stopped = bench.customer(1_000_000);
        bench.ok(bench.chat(stopped, STREAM));
        bench.litellm().process().destroy();
        bench.litellm().awaitEnd();
        assertOneCharge(stopped);
        assertFalse(bench.isAnythingSpooled());
    }
}
