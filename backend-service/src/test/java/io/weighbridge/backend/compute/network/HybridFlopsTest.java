package io.weighbridge.backend.compute.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.model.Configs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.function.IntFunction;

/// Models with a state, with attention or without, against counts layer by layer.
final class HybridFlopsTest {
    private static final String MAMBA_2 =
            "{'model_type':'mamba2','vocab_size':1000,'hidden_size':64,'num_hidden_layers':3,"
                    + "'num_heads':8,'head_dim':16,'n_groups':2,'state_size':24,'conv_kernel':4,"
                    + "'expand':2,'tie_word_embeddings':false}";
    private static final String FALCON =
            "{'model_type':'falcon_h1','vocab_size':1000,'hidden_size':64,'num_hidden_layers':3,"
                    + "'num_attention_heads':4,'num_key_value_heads':2,'head_dim':8,"
                    + "'intermediate_size':96,'mamba_d_ssm':80,'mamba_n_heads':5,"
                    + "'mamba_d_head':'auto','mamba_n_groups':1,'mamba_d_state':24,"
                    + "'mamba_d_conv':4}";
    private static final String JAMBA =
            "{'model_type':'jamba','vocab_size':1000,'hidden_size':64,'num_hidden_layers':9,"
                    + "'num_attention_heads':4,'num_key_value_heads':2,'intermediate_size':96,"
                    + "'num_experts':6,'num_experts_per_tok':2,'mamba_d_state':12,"
                    + "'mamba_dt_rank':'auto'}";

    private static Scratch mamba2(Scratch scratch, long inner, long heads, long groups) {
        long convolved = inner + 2 * groups * 24;
        return scratch.matrix(64, inner + convolved + heads, 1)
                .elements(convolved * 4 + convolved)
                .convolve(convolved, 4)
                .elements(3 * heads)
                .remember(inner, 24)
                .matrix(inner, 64, 1);
    }

    private static Scratch attend(Scratch scratch, long width, long seen) {
        return scratch.matrix(64, 4 * width, 1)
                .matrix(64, 2 * width, 1)
                .matrix(64, 2 * width, 1)
                .matrix(4 * width, 64, 1)
                .look(4, width, seen);
    }

    private static Scratch feed(Scratch scratch) {
        return scratch.matrix(64, 96, 1).matrix(64, 96, 1).matrix(96, 64, 1);
    }

    // One token that sees so many; the head apart.
    private static Scratch mamba2Token(int seen) {
        Scratch scratch = new Scratch();
        for (int layer = 0; layer < 3; layer++) {
            mamba2(scratch, 128, 8, 2).elements(128).elements(64);
        }
        return scratch.elements(64);
    }

    private static Scratch falconToken(int seen) {
        Scratch scratch = new Scratch();
        for (int layer = 0; layer < 3; layer++) {
            feed(attend(mamba2(scratch, 80, 5, 1), 8, seen)).elements(2 * 64);
        }
        return scratch.elements(64);
    }

    private static Scratch jambaToken(int seen) {
        Scratch scratch = new Scratch();
        for (int layer = 0; layer < 9; layer++) {
            if (layer == 4) {
                attend(scratch, 16, seen);
            } else {
                scratch.matrix(64, 2 * 128, 1)
                        .elements(128 * 4 + 128)
                        .convolve(128, 4)
                        .matrix(128, 4 + 2 * 12, 1)
                        .elements(4 + 2 * 12)
                        .matrix(4, 128, 1)
                        .elements(128)
                        .elements(128 * 12 + 128)
                        .remember(128, 12)
                        .matrix(128, 64, 1);
            }
            feed(scratch).elements(2 * 64);
            if (layer % 2 == 1) {
                // The second of two experts of six, and the router.
                feed(scratch).matrix(64, 6, 1).elements(4L * 3 * 64 * 96);
            }
        }
        return scratch.elements(64);
    }

    private static void assertCounted(String config, IntFunction<Scratch> token) {
        Network network = Configs.text(config).network();
        assertEquals(token.apply(1).parameters() + 2L * 64 * 1_000, network.parameters());
        long head = 2L * 64 * 1_000;
        long prompt = head;
        for (int seen = 1; seen <= 9; seen++) {
            assertEquals(token.apply(seen).flops() + head, network.decodeFlops(seen - 1));
            prompt += token.apply(seen).flops();
            assertEquals(prompt, network.prefillFlops(seen));
        }
    }

    @Test
    void mamba2IsAsCountedByLayer() {
        assertCounted(MAMBA_2, HybridFlopsTest::mamba2Token);
    }

    @Test
    void falconH1IsAsCountedByLayer() {
        assertCounted(FALCON, HybridFlopsTest::falconToken);
    }

    @Test
    void jambaIsAsCountedByLayer() {
        assertCounted(JAMBA, HybridFlopsTest::jambaToken);
        long idle = 4L * 4 * 3 * 64 * 96;
        Network network = Configs.text(JAMBA).network();
        assertEquals(network.parameters() - idle, network.parametersActive());
    }

    @Test
    void oneExpertIsNone() {
        Network network =
                Configs.text(JAMBA.replace("'num_experts':6", "'num_experts':1")).network();
        assertEquals(
                Configs.text(JAMBA).network().parameters() - 4L * (5 * 3 * 64 * 96 + 64 * 6),
                network.parameters());
    }

    @Test
    void theStateOfPublishedModels() {
        Network codestral =
                Configs.text(
                                "{'model_type':'mamba2','vocab_size':32768,'hidden_size':4096,"
                                        + "'num_hidden_layers':64,'num_heads':128,'head_dim':64,"
                                        + "'n_groups':8,'state_size':128}")
                        .network();
        assertEquals(0, codestral.cacheElements(1_000_000));
        assertEquals(64L * (8_192 * 128 + 3 * 10_240), codestral.stateElements());
        Network jamba =
                Configs.text(
                                "{'model_type':'jamba','vocab_size':65536,'hidden_size':4096,"
                                        + "'num_hidden_layers':32,'num_attention_heads':32,"
                                        + "'num_key_value_heads':8,'intermediate_size':14336}")
                        .network();
        // 16 KiB of a token in 16 bits, of four layers.
        assertEquals(4 * 2 * 8 * 128, jamba.cacheElementsPerToken());
        assertEquals(28L * (8_192 * 16 + 3 * 8_192), jamba.stateElements());
        assertEquals(12_110_311_296L, jamba.parametersActive());
        Network falcon = Configs.text(FALCON).network();
        assertEquals(3 * 2 * 2 * 8, falcon.cacheElementsPerToken());
        assertEquals(3 * (80 * 24 + 3 * (80 + 2 * 24)), falcon.stateElements());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'num_experts':6, 'num_experts':6;'attn_layer_offset':8, attn_layer_offset",
                "'mamba_dt_rank':'auto', 'mamba_dt_rank':'some', mamba_dt_rank",
                "'mamba_dt_rank':'auto', 'mamba_dt_rank':0, mamba_dt_rank"
            })
    void aWrongNumberIsNamed(String right, String wrong, String field) {
        String config = JAMBA.replace(right, wrong.replace(';', ','));
        Fault fault = assertThrows(Fault.class, () -> Configs.text(config));
        assertEquals(field, fault.text().substring(0, fault.text().indexOf(':')));
    }

    @Test
    void headsThatDoNotMakeTheChannelsAreRefused() {
        assertThrows(
                Fault.class, () -> Configs.text(MAMBA_2.replace("'num_heads':8", "'num_heads':9")));
    }
}
