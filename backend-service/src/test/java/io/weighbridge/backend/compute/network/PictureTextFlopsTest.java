package io.weighbridge.backend.compute.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.compute.model.Vision;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.model.Configs;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/// Models with pictures whose totals or operations are not those of an ordinary text.
final class PictureTextFlopsTest {
    // As published: what is as in the first model is left out.
    private static final String PIXTRAL_12B =
            "{'model_type':'llava','torch_dtype':'bfloat16','vision_feature_layer':-1,'text_config':{"
                    + "'model_type':'mistral','vocab_size':131072,'hidden_size':5120,"
                    + "'num_hidden_layers':40,'num_key_value_heads':8,'head_dim':128,"
                    + "'intermediate_size':14336},'vision_config':{'model_type':'pixtral',"
                    + "'image_size':1024,'patch_size':16,'intermediate_size':4096}}";
    private static final String LLAMA_VISION =
            "{'model_type':'mllama','torch_dtype':'bfloat16','text_config':{'model_type':'mllama_text_model',"
                    + "'vocab_size':1000,'hidden_size':64,'num_hidden_layers':5,"
                    + "'cross_attention_layers':[1,3],'num_attention_heads':4,"
                    + "'num_key_value_heads':2,'intermediate_size':96},'vision_config':{"
                    + "'hidden_size':32,'image_size':56,'patch_size':14,'num_hidden_layers':3,"
                    + "'num_global_layers':2,'attention_heads':4,'intermediate_size':48,"
                    + "'max_num_tiles':4,'vision_output_dim':96,"
                    + "'supported_aspect_ratios':[[1,1],[1,2],[2,1]]}}";

    private static void gatedLayer(Scratch scratch, long width, long asked, long key, long inner) {
        scratch.matrix(width, asked, 1)
                .matrix(width, key, 1)
                .matrix(width, key, 1)
                .matrix(asked, width, 1)
                .matrix(width, inner, 1)
                .matrix(width, inner, 1)
                .matrix(inner, width, 1)
                .elements(2 * width);
    }

    // No exact number of it is published.
    @Test
    void pixtralIsAsItsShapesSay() {
        Scratch scratch = new Scratch().elements(2L * 131_072 * 5_120 + 5_120);
        for (int layer = 0; layer < 40; layer++) {
            gatedLayer(scratch, 5_120, 4_096, 1_024, 14_336);
        }
        scratch.matrix(3 * 16 * 16, 1_024, 1).elements(1_024);
        for (int layer = 0; layer < 24; layer++) {
            gatedLayer(scratch, 1_024, 1_024, 1_024, 4_096);
        }
        scratch.matrix(1_024, 5_120, 1).matrix(5_120, 5_120, 1).elements(2 * 5_120);
        Described.Text text = Configs.text(PIXTRAL_12B);
        assertEquals(scratch.parameters(), text.parameters());
        assertEquals(List.of(), text.unknown());
        assertEquals(40 * 2 * 1_024, text.network().cacheElementsPerToken());
    }

    @Test
    void anotherTowerIsSaidToBeUnknown() {
        for (String outer : new String[] {"llava", "mistral3"}) {
            Described.Text text =
                    Configs.text(
                            PIXTRAL_12B
                                    .replace("'pixtral'", "'quasar_vision'")
                                    .replace("'llava'", "'" + outer + "'"));
            assertNull(text.vision());
            assertEquals(1, text.unknown().size());
            assertTrue(text.unknown().getFirst().contains("quasar_vision"));
        }
    }

    @Test
    void severalLayersOfTheTowerMakeAWiderAnswer() {
        Described.Text one = Configs.text(PIXTRAL_12B);
        Described.Text two = Configs.text(PIXTRAL_12B.replace(":-1", ":[-2,-1]"));
        assertEquals(1_024 * 5_120, two.parameters() - one.parameters());
    }

    @Test
    void aTextWithoutAPictureSkipsTheLayersThatLookAtOne() {
        Described.Text text = Configs.text(LLAMA_VISION);
        Network network = text.network();
        Scratch looking = new Scratch();
        for (int layer = 0; layer < 2; layer++) {
            gatedLayer(looking, 64, 64, 32, 96);
            looking.elements(2 * 16 + 2);
        }
        for (int cached = 0; cached < 4; cached++) {
            Scratch token = new Scratch().elements(1_008 * 64 + 64);
            for (int layer = 0; layer < 3; layer++) {
                gatedLayer(token, 64, 64, 32, 96);
                token.look(4, 16, cached + 1);
            }
            token.matrix(64, 1_000, 1);
            assertEquals(token.flops(), network.decodeFlops(cached));
            assertEquals(token.parameters() + looking.parameters(), network.parameters());
        }
        assertEquals(network.decodeFlops(0), network.prefillFlops(1));
        assertEquals(3 * 2 * 32, network.cacheElementsPerToken());
        assertTrue(text.unknown().getFirst().contains("cross-attention"));
    }

    @Test
    void theTowerOfLlamaVisionIsAsItsShapesSay() {
        // 56 / 14 places a side and one for the whole, three shapes of tiles and none.
        long places = 4 * 4 + 1;
        Scratch scratch =
                new Scratch()
                        .matrix(3 * 14 * 14, 32, 1)
                        .elements(32)
                        .elements(places * 32 + 1)
                        .elements(4 * (4 * places * 32))
                        .elements(2 * (4 * 4 * 32 + 1))
                        .elements(2 * 2 * 32);
        for (int layer = 0; layer < 5; layer++) {
            scratch.matrix(32, 32, 1)
                    .matrix(32, 32, 1)
                    .matrix(32, 32, 1)
                    .matrix(32, 32, 1)
                    .matrix(32, 48, 1)
                    .matrix(48, 32, 1)
                    .elements(48 + 32 + 4 * 32)
                    .elements(layer < 3 ? 0 : 2);
        }
        scratch.matrix(96, 64, 1).elements(64);
        Vision vision = Objects.requireNonNull(Configs.text(LLAMA_VISION).vision());
        assertEquals(scratch.parameters(), vision.network().parameters());
    }

    @Test
    void layersThatAreNotThereCannotLook() {
        for (String wrong : new String[] {"[1,5]", "[1,1]"}) {
            assertThrows(Fault.class, () -> Configs.text(LLAMA_VISION.replace("[1,3]", wrong)));
        }
    }
}
