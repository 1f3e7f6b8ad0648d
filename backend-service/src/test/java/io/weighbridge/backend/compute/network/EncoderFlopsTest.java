package io.weighbridge.backend.compute.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.model.Configs;

import org.junit.jupiter.api.Test;

/// Encoders, and what writes behind one, against counts layer by layer and pair by pair.
final class EncoderFlopsTest {
    private static final String T5 =
            "{'model_type':'t5','architectures':['T5ForConditionalGeneration'],'vocab_size':1000,"
                    + "'d_model':64,'d_kv':8,'d_ff':96,'num_layers':3,'num_decoder_layers':2,"
                    + "'num_heads':6,'feed_forward_proj':'gated-gelu',"
                    + "'tie_word_embeddings':false}";
    private static final String MODERN_BERT =
            "{'model_type':'modernbert','vocab_size':1000,'hidden_size':64,'num_hidden_layers':7,"
                    + "'num_attention_heads':4,'intermediate_size':96,'local_attention':8,"
                    + "'global_attn_every_n_layers':3}";

    private static Scratch feed(Scratch scratch, int tokens) {
        return scratch.matrix(64, 96, tokens).matrix(64, 96, tokens).matrix(96, 64, tokens);
    }

    private static Scratch t5Prompt(int tokens) {
        Scratch scratch = new Scratch().elements(1_000 * 64 + 32 * 6 + 64);
        for (int layer = 0; layer < 3; layer++) {
            for (int product = 0; product < 4; product++) {
                scratch.matrix(64, 48, tokens);
            }
            for (int token = 0; token < tokens; token++) {
                scratch.look(6, 8, tokens);
            }
            feed(scratch, tokens).elements(2 * 64);
        }
        // What the decoder will look at: keys and values of two layers.
        return scratch.matrix(64, 2 * 48, tokens).matrix(64, 2 * 48, tokens);
    }

    private static Scratch t5Word(int read, int written) {
        Scratch scratch = new Scratch().elements(32 * 6 + 64);
        for (int layer = 0; layer < 2; layer++) {
            for (int product = 0; product < 4; product++) {
                scratch.matrix(64, 48, 1);
            }
            scratch.look(6, 8, written + 1);
            scratch.matrix(64, 48, 1).look(6, 8, read).matrix(48, 64, 1);
            feed(scratch, 1).elements(3 * 64);
        }
        return scratch.matrix(64, 1_000, 1);
    }

    @Test
    void t5IsAsCountedByLayer() {
        Network network = Configs.text(T5).network();
        assertTrue(network.readsApart());
        assertEquals(t5Prompt(1).parameters() + t5Word(1, 0).parameters(), network.parameters());
        for (int read = 1; read < 6; read++) {
            assertEquals(t5Prompt(read).flops(), network.prefillFlops(read));
            assertEquals(t5Prompt(read).flops(), network.fullSquareFlops(read));
            for (int written = 0; written < 5; written++) {
                assertEquals(t5Word(read, written).flops(), network.decodeFlops(read + written));
                // Keys and values of two layers, of each place of either.
                assertEquals(2L * 2 * 48 * (read + written), network.cacheElements(read + written));
            }
        }
        assertEquals(0, network.headFlops());
    }

    @Test
    void theEncoderOfT5AloneWritesNothing() {
        Network alone =
                Configs.text(T5.replace("T5ForConditionalGeneration", "T5EncoderModel")).network();
        assertFalse(alone.readsApart());
        long keysAndValues = 5L * 2 * 2 * 2 * 48 * 64;
        assertEquals(t5Prompt(5).flops() - keysAndValues, alone.prefillFlops(5));
        assertEquals(t5Prompt(1).parameters() - 2 * 2 * 48 * 64, alone.parameters());
    }

    @Test
    void modernBertLooksAroundItself() {
        Network network = Configs.text(MODERN_BERT).network();
        for (int tokens : new int[] {1, 4, 5, 6, 8, 9, 10, 30}) {
            Scratch scratch = new Scratch().elements(1_000 * 64 + 64 + 64);
            for (int layer = 0; layer < 7; layer++) {
                scratch.matrix(64, 3 * 64, tokens).matrix(64, 64, tokens);
                for (int token = 0; token < tokens; token++) {
                    int seen = 0;
                    for (int other = 0; other < tokens; other++) {
                        if (layer % 3 == 0 || Math.abs(token - other) <= 4) {
                            seen++;
                        }
                    }
                    scratch.look(4, 16, seen);
                }
                scratch.matrix(64, 2 * 96, tokens)
                        .matrix(96, 64, tokens)
                        .elements(layer == 0 ? 64 : 2 * 64);
            }
            assertEquals(scratch.parameters(), network.parameters());
            assertEquals(scratch.flops(), network.prefillFlops(tokens), "tokens " + tokens);
            assertEquals(
                    scratch.flops(),
                    network.promptFlops().sum(tokens).longValueExact(),
                    "tokens " + tokens);
        }
        assertEquals(0, network.cacheElementsPerToken());
    }

    @Test
    void theHeadOfModernBertIsStoredOnly() {
        String base =
                "{'model_type':'modernbert','architectures':['ModernBertForMaskedLM'],"
                        + "'vocab_size':50368,'hidden_size':768,'num_hidden_layers':22,"
                        + "'num_attention_heads':12,'intermediate_size':1152}";
        Network network = Configs.text(base).network();
        assertEquals(149_014_272, network.parameters());
        // What is published.
        assertEquals(149_655_232, network.parametersStored());
    }
}
