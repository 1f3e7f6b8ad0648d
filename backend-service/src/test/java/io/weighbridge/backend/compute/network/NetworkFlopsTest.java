package io.weighbridge.backend.compute.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.backend.testkit.model.Configs;

import org.junit.jupiter.api.Test;

/// Operations against counts made from scratch: token by token, layer by layer, with nothing of
/// the code that is tested.
final class NetworkFlopsTest {
    private static final int LAYERS = 4;
    private static final int WIDTH = 64;
    private static final int HEADS = 8;
    private static final int KEY_HEADS = 2;
    private static final int HEAD = 16;
    private static final int INNER = 96;
    private static final int WORDS = 1_000;
    private static final int WINDOW = 5;

    private static final String SMALL =
            "{'model_type':'gemma2','vocab_size':1000,'hidden_size':64,'num_hidden_layers':4,"
                    + "'num_attention_heads':8,'num_key_value_heads':2,'head_dim':16,"
                    + "'intermediate_size':96,'sliding_window':5}";

    // One product of a row with a matrix: a multiply and an add for each element.
    private static long product(long inputs, long outputs) {
        long flops = 0;
        for (long i = 0; i < outputs; i++) {
            flops += 2 * inputs;
        }
        return flops;
    }

    private static long layer(int layer, long seen) {
        long flops = product(WIDTH, HEADS * HEAD);
        flops += 2 * product(WIDTH, KEY_HEADS * HEAD);
        flops += product(HEADS * HEAD, WIDTH);
        flops += 2 * product(WIDTH, INNER) + product(INNER, WIDTH);
        long looked = layer % 2 == 0 ? Math.min(seen, WINDOW) : seen;
        // A score and a weighted value for each head and each token that is looked at.
        return flops + HEADS * looked * (product(HEAD, 1) + product(1, HEAD));
    }

    private static long token(long seen, boolean head) {
        long flops = head ? product(WIDTH, WORDS) : 0;
        for (int layer = 0; layer < LAYERS; layer++) {
            flops += layer(layer, seen);
        }
        return flops;
    }

    @Test
    void aPromptIsTheSumOfItsTokens() {
        Network network = Configs.text(SMALL).network();
        for (int tokens : new int[] {1, 2, WINDOW, WINDOW + 1, 23}) {
            long served = 0;
            long square = 0;
            for (int token = 1; token <= tokens; token++) {
                served += token(token, token == tokens);
                square += token(tokens, true);
            }
            assertEquals(served, network.prefillFlops(tokens), "served " + tokens);
            assertEquals(square, network.fullSquareFlops(tokens), "square " + tokens);
            assertEquals(token(tokens + 1, true), network.decodeFlops(tokens), "next " + tokens);
        }
    }

    @Test
    void aPromptAndItsAnswerAreOnePromptWithAllHeads() {
        // 16.235 TFLOP: Llama-2-7B, 1,000 tokens read and 200 written, every head counted.
        Network llama = Configs.text(Configs.LLAMA_2_7B).network();
        assertEquals(16_235, tera(whole(llama, 1_200)));
        assertEquals(28_163, tera(whole(llama, 2_048)));
        assertEquals(8_565, tera(whole(llama, 640)));
    }

    // In thousandths.
    private static long tera(long flops) {
        return Math.round(flops / 1e9);
    }

    // Token after token: as if each was decoded.
    private static long whole(Network network, int tokens) {
        long flops = 0;
        for (int cached = 0; cached < tokens; cached++) {
            flops += network.decodeFlops(cached);
        }
        return flops;
    }

    @Test
    void decodingWithALatentCacheLooksAtTheNarrowVector() {
        Network deepSeek = Configs.text(Configs.DEEPSEEK_V3).network();
        long more = deepSeek.decodeFlops(2_000) - deepSeek.decodeFlops(1_999);
        assertEquals(61L * 128 * 2 * (512 + 64 + 512), more);
        long pair = 61L * 128 * 2 * (192 + 128);
        assertEquals(
                pair * 2_001,
                deepSeek.prefillFlops(2_001)
                        - deepSeek.prefillFlops(2_000)
                        - (deepSeek.prefillFlops(1) - pair - 2L * 7_168 * 129_280));
    }

    @Test
    void stateCostsTheSameWhateverTheContext() {
        Network mamba =
                Configs.text(
                                "{'model_type':'mamba','vocab_size':50280,'hidden_size':768,"
                                        + "'num_hidden_layers':24,'state_size':16}")
                        .network();
        assertEquals(mamba.decodeFlops(1), mamba.decodeFlops(1_000_000));
        assertEquals(0, mamba.cacheElements(1_000));
    }
}
