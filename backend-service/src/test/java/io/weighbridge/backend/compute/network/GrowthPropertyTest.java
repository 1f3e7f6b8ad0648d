package io.weighbridge.backend.compute.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.network.Part.Form;
import io.weighbridge.backend.compute.network.Part.Positions;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Sums in closed form against token by token, for random networks: windows of any size, looking
/// one way or both, with a fixed state or without.
final class GrowthPropertyTest {
    private static Network network(SplittableRandom random) {
        List<Part> parts = new ArrayList<>();
        parts.add(product("every", random, Positions.EVERY));
        parts.add(product("head", random, Positions.LAST));
        parts.add(product("reading", random, Positions.PROMPT));
        parts.add(product("writing", random, Positions.ANSWER));
        parts.add(product("looking", random, Positions.PICTURE));
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(
                    new Part.Attention(
                            "attention " + i,
                            random.nextInt(1, 5),
                            random.nextInt(1, 5),
                            random.nextInt(1, 9),
                            random.nextInt(1, 9),
                            random.nextInt(1, 9),
                            random.nextInt(1, 9),
                            random.nextInt(1, 9),
                            random.nextInt(3) == 0 ? 0 : random.nextInt(1, 40),
                            random.nextInt(4) != 0));
        }
        if (random.nextBoolean()) {
            parts.add(new Part.Recurrence("state", 3, random.nextInt(1, 9), 11));
        }
        return new Network(parts, List.of());
    }

    private static Part product(String name, SplittableRandom random, Positions where) {
        return new Part.Product(
                name, 2, 2, random.nextInt(1, 30), random.nextInt(1, 30), false, where, Form.PLAIN);
    }

    private static BigInteger whole(long number) {
        return BigInteger.valueOf(number);
    }

    @Property(tries = 400)
    void anAnswerIsTheSumOfItsTokens(
            @ForAll long seed,
            @ForAll @IntRange(max = 60) int before,
            @ForAll @IntRange(max = 60) int tokens) {
        Network network = network(new SplittableRandom(seed));
        long flops = 0;
        long elements = 0;
        for (int cached = before; cached < before + tokens; cached++) {
            flops += network.decodeFlops(cached);
            elements += network.cacheElements(cached) + network.stateElements();
            assertEquals(whole(network.decodeFlops(cached)), network.answerFlops().at(cached));
        }
        assertEquals(whole(flops), network.answerFlops().sum(before, before + tokens));
        assertEquals(whole(elements), network.answerElements().sum(before, before + tokens));
    }

    @Property(tries = 400)
    void aPromptIsWhatIsCachedOfItAndTheRest(
            @ForAll long seed,
            @ForAll @IntRange(max = 60) int cached,
            @ForAll @IntRange(min = 1, max = 60) int more) {
        Network network = network(new SplittableRandom(seed));
        Growth prompt = network.promptFlops();
        int tokens = cached + more;
        assertEquals(
                whole(network.prefillFlops(tokens)),
                prompt.sum(tokens).add(whole(network.headFlops())));
        assertEquals(
                whole(network.prefillFlops(tokens) - network.prefillFlops(cached)),
                prompt.sum(cached, tokens));
    }

    @Property(tries = 400)
    void theLargerOfTwoIsSoForEachToken(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5_000) int bytes) {
        SplittableRandom random = new SplittableRandom(seed);
        Growth one = network(random).answerFlops();
        Growth other =
                network(random)
                        .answerElements()
                        .times(whole(bytes))
                        .plus(whole(random.nextInt(20_000)));
        Growth larger = one.max(other);
        BigInteger sum = BigInteger.ZERO;
        for (int token = 0; token < 90; token++) {
            BigInteger most = one.at(token).max(other.at(token));
            assertEquals(most, larger.at(token), "token " + token);
            sum = sum.add(most);
        }
        assertEquals(sum, larger.sum(90));
    }

    @Property(tries = 20)
    void aMillionTokensTakeNoLonger(@ForAll long seed) {
        Growth growth = network(new SplittableRandom(seed)).answerFlops();
        BigInteger half = growth.sum(1_000_000_000_000L, 1_500_000_000_000L);
        assertEquals(half, growth.sum(1_500_000_000_000L).subtract(growth.sum(1_000_000_000_000L)));
        assertTrue(half.signum() > 0);
    }
}
