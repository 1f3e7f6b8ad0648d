package io.weighbridge.backend.proxies.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.proxies.contract.Chats;
import io.weighbridge.backend.proxies.wire.ChunkReader;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.backend.proxies.wire.PromptSize;
import io.weighbridge.backend.proxies.wire.RequestReader;
import io.weighbridge.backend.proxies.wire.StreamEvent;
import io.weighbridge.backend.proxies.wire.TextMeasure;
import io.weighbridge.backend.proxies.wire.TextSize;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// What a call is charged for, from what its events say.
final class TallyTest {
    private static final String CHOICE = "'choices':[{'delta':{'content':'a'}}]";

    private static Tally start(String fields) {
        byte[] body = Chats.body(fields).getBytes(StandardCharsets.UTF_8);
        return Tally.start(RequestReader.read(Endpoint.CHAT, body, Chats.RULES));
    }

    private static Tally plus(Tally tally, String json) {
        String event = "data: {" + json.replace('\'', '"') + "}\n\n";
        return tally.plus(
                ChunkReader.read(
                        Endpoint.CHAT,
                        new StreamEvent(event.getBytes(StandardCharsets.UTF_8)),
                        TextMeasure.BYTES));
    }

    private static String usage(String fields) {
        return "'usage':{" + fields + "}";
    }

    /// Some servers tell the usage of each answer in its parts.
    @Test
    void usageOfOneAnswerIsNotTheWholeCalls() {
        String ofOne = CHOICE + "," + usage("'prompt_tokens':9,'completion_tokens':1");
        Tally two = plus(plus(plus(start("\"n\":2"), ofOne), ofOne), ofOne);
        assertEquals(3, two.output());
        Tally all = plus(two, "'choices':[]," + usage("'prompt_tokens':9,'completion_tokens':7"));
        assertEquals("input_tokens=9 output_tokens=7", all.units().toString());
        assertFalse(all.isEstimated());
        assertEquals(1, plus(start(""), ofOne).output());
    }

    @Test
    void theNewestInputReplacesWithItsParts() {
        Tally first =
                plus(
                        start(""),
                        "'choices':[],"
                                + usage(
                                        "'prompt_tokens':90,'completion_tokens':1,"
                                                + "'prompt_tokens_details':{'cached_tokens':80}"));
        Tally then = plus(first, "'choices':[]," + usage("'prompt_tokens':10"));
        assertNull(then.units().problem());
        assertEquals("input_tokens=10 output_tokens=1", then.units().toString());
    }

    /// The length of a text is a guess; what the client allowed is not.
    @Test
    void noEstimateGoesBeyondWhatTheClientAllowed() {
        String text = "a".repeat(64_000);
        Tally limited = start("\"max_tokens\":10,\"n\":2");
        Tally estimated = plus(limited, "'choices':[{'delta':{'content':'" + text + "'}}]");
        assertEquals(20, estimated.output());
        assertEquals(20, estimated.units().get(Unit.OUTPUT_TOKENS));
        assertTrue(estimated.leastOutput() > 1_900, estimated::toString);
        assertEquals(20, limited.plus(Units.NONE, 2, TextSize.ofBytes(64_000)).output());
        Tally told = plus(limited, "'choices':[]," + usage("'completion_tokens':23"));
        assertEquals(23, told.output());
    }

    /// A tokenizer counts not all that is there.
    @Test
    void anEstimateIsSaidToBeByWhatCounted() {
        String name = "tokenizer:o200k_base";
        TextSize counted = new TextSize(40, 40, 12);
        TextSize bytes = TextSize.ofBytes(40);
        assertEquals(name, estimatedBy(counted, counted, Units.NONE));
        assertEquals(name + "+bytes", estimatedBy(bytes, counted, Units.NONE));
        assertEquals(name + "+bytes", estimatedBy(counted, bytes, Units.NONE));
        assertEquals("bytes", estimatedBy(bytes, bytes, Units.NONE));
        Units input = Units.of(Unit.INPUT_TOKENS, 9);
        assertEquals(name, estimatedBy(bytes, counted, input), "the prompt is told");
        assertEquals("bytes", plus(start(""), CHOICE).estimatedBy());
    }

    private static String estimatedBy(TextSize prompt, TextSize answer, Units told) {
        PromptSize size = new PromptSize(99, prompt.likelyTokens(), prompt, 0, 0, null);
        return new Tally(
                        true,
                        true,
                        99,
                        size,
                        told,
                        1,
                        answer,
                        "tokenizer:o200k_base",
                        ModelRequest.ABSENT)
                .estimatedBy();
    }

    @Test
    void manyBytesOfFewPartsAreTokensForCertain() {
        Tally one = plus(start(""), "'choices':[{'delta':{'content':'" + "-".repeat(128) + "'}}]");
        assertEquals(1, one.leastOutput());
        Tally long_ =
                plus(start(""), "'choices':[{'delta':{'content':'" + "a".repeat(64_000) + "'}}]");
        assertTrue(long_.leastOutput() > 1_900, long_::toString);
        assertTrue(long_.leastOutput() <= long_.output(), long_::toString);
    }

    /// Whatever a server tells in whatever order: units that can be charged, and output that never
    /// falls.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderOfNewsCanBeCharged(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Tally tally = start(random.nextBoolean() ? "" : "\"n\":2");
            long told = 0;
            for (int event = 0; event < 8; event++) {
                tally = plus(tally, news(random));
                Units units = tally.units();
                assertNull(units.problem(), units::toString);
                long now = tally.told().get(Unit.OUTPUT_TOKENS);
                assertTrue(now >= told, units::toString);
                assertTrue(tally.leastOutput() <= tally.output(), units::toString);
                told = now;
            }
        }
    }

    private static String news(Random random) {
        String[] fields = {
            "'prompt_tokens':" + random.nextInt(50),
            "'completion_tokens':" + random.nextInt(50),
            "'total_tokens':" + random.nextInt(90),
            "'prompt_tokens_details':{'cached_tokens':%d,'audio_tokens':%d}"
                    .formatted(random.nextInt(50), random.nextInt(50)),
            "'completion_tokens_details':{'reasoning_tokens':%d}".formatted(random.nextInt(50))
        };
        StringBuilder usage = new StringBuilder("'x':1");
        for (String field : fields) {
            if (random.nextBoolean()) {
                usage.append(',').append(field);
            }
        }
        String choices = random.nextBoolean() ? CHOICE : "'choices':[]";
        return random.nextInt(3) == 0 ? choices : choices + "," + usage(usage.toString());
    }
}
