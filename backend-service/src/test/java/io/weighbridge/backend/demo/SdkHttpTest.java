package io.weighbridge.backend.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.backend.testkit.model.ModelTexts;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;

import java.net.URI;

/// What the demo makes of answers whose cost the ledger did not tell in time.
final class SdkHttpTest {
    private static final String ID = "x-weighbridge-request-id: r1";
    private static final String USAGE = ModelTexts.usage(9, 4);

    private static SdkAnswer answer(boolean isStream, ModelServer.Behaviour behaviour) {
        try (ModelServer gateway = ModelServer.start(behaviour);
                SdkHttp sdk = new SdkHttp(URI.create(gateway.url()).getPort())) {
            return sdk.send("key", "a=b", new SdkRequest("/chat/completions", "{}", isStream, 0));
        }
    }

    private static SdkAnswer plain(String... headers) {
        return answer(false, (_, reply) -> reply.json(200, ModelTexts.answer("a", USAGE), headers));
    }

    private static SdkAnswer stream(String last) {
        return answer(
                true,
                (_, reply) -> {
                    reply.stream(ID);
                    reply.event(ModelTexts.chunk("a"));
                    reply.event(last);
                    reply.event(ModelTexts.DONE);
                    reply.end();
                });
    }

    private static SdkAnswer whole(long costNanos) {
        return new SdkAnswer.Whole("r1", Units.tokens(9, 4), costNanos);
    }

    @Test
    void anAnswerMayGoWithoutItsCost() {
        assertEquals(whole(13), plain(ID, "x-weighbridge-cost: 0.000000013"));
        assertEquals(whole(0), plain(ID));
        assertThrows(GateFailure.class, SdkHttpTest::plain);
    }

    @Test
    void soMayAStream() {
        String usage = ModelTexts.usageChunk(USAGE);
        String cost = ",\"weighbridge\":{\"cost\":\"0.000000013\"}}";
        assertEquals(whole(13), stream(usage.substring(0, usage.length() - 1) + cost));
        assertEquals(whole(0), stream(usage));
    }
}
