package io.weighbridge.backend.compute.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.compute.model.ConfigReader;
import io.weighbridge.backend.compute.model.Described;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.model.Configs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// Stable Diffusion 3 and 3.5: the published number, and counts layer by layer.
final class MmditTest {
    private static final String MEDIUM_3 =
            "{'_class_name':'SD3Transformer2DModel','in_channels':16,'out_channels':16,"
                    + "'num_layers':24,'num_attention_heads':24,'attention_head_dim':64,"
                    + "'caption_projection_dim':1536,'joint_attention_dim':4096,"
                    + "'pooled_projection_dim':2048,'patch_size':2,'pos_embed_max_size':192}";
    private static final String LARGE_35 =
            MEDIUM_3.replace(":24,", ":38,")
                    .replace(":1536", ":2432")
                    .replace("{", "{'qk_norm':'rms_norm','dual_attention_layers':[],");
    private static final String MEDIUM_35 =
            MEDIUM_3.replace(":192", ":384")
                    .replace(
                            "{",
                            "{'qk_norm':'rms_norm','dual_attention_layers':"
                                    + "[0,1,2,3,4,5,6,7,8,9,10,11,12],");

    private static PictureNet net(String config) {
        return ((Described.Picture) ConfigReader.read(Configs.of(config))).net();
    }

    /// Matrices with a bias, added up one by one.
    private static final class Count {
        long parameters;
        long flops;

        void matrix(long inputs, long outputs, long times) {
            parameters += (inputs + 1) * outputs;
            flops += 2 * inputs * outputs * times;
        }

        void look(long width, long asking, long seen) {
            flops += (2 + 2) * width * asking * seen;
        }
    }

    private static Count count(long layers, long width, boolean normed, long dual, long places) {
        long words = 77 + 256;
        Count count = new Count();
        count.matrix(16 * 2 * 2, width, places);
        count.matrix(4_096, width, words);
        count.matrix(256, width, 1);
        count.matrix(width, width, 1);
        count.matrix(2_048, width, 1);
        count.matrix(width, width, 1);
        for (long layer = 0; layer < layers; layer++) {
            boolean last = layer == layers - 1;
            // Query, key, value and output of the picture, then of the text.
            for (int product = 0; product < 4; product++) {
                count.matrix(width, width, places);
            }
            for (int product = 0; product < (last ? 3 : 4); product++) {
                count.matrix(width, width, words);
            }
            count.parameters += normed ? 4 * 64 : 0;
            count.look(width, places + words, places + words);
            for (int product = 0; product < 6; product++) {
                count.matrix(width, width, 1);
            }
            for (int product = 0; product < (last ? 2 : 6); product++) {
                count.matrix(width, width, 1);
            }
            count.matrix(width, 4 * width, places);
            count.matrix(4 * width, width, places);
            if (!last) {
                count.matrix(width, 4 * width, words);
                count.matrix(4 * width, width, words);
            }
            if (layer < dual) {
                for (int product = 0; product < 4; product++) {
                    count.matrix(width, width, places);
                }
                count.parameters += 2 * 64;
                count.look(width, places, places);
                for (int product = 0; product < 3; product++) {
                    count.matrix(width, width, 1);
                }
            }
        }
        count.matrix(width, 2 * width, 1);
        count.matrix(width, 2 * 2 * 16, places);
        return count;
    }

    @Test
    void stableDiffusion3HasThePublishedParameters() {
        PictureNet net = net(MEDIUM_3);
        assertEquals(2_028_328_000, Work.parameters(net.work(1_024, 1_024)));
        // With the positions, which its files hold.
        assertEquals(2_084_951_104, net.parametersStored());
        assertEquals(3, net.textEncoders());
        assertEquals(16, net.multiple());
    }

    @ParameterizedTest
    @CsvSource({
        "3, 24, 1536, false, 0, 1024, 1024",
        "35 large, 38, 2432, true, 0, 1024, 1024",
        "35 large, 38, 2432, true, 0, 512, 768",
        "35 medium, 24, 1536, true, 13, 1024, 1024",
        "35 medium, 24, 1536, true, 13, 1440, 1440"
    })
    void stepsAreAsCountedByLayer(
            String name, long layers, long width, boolean normed, long dual, long w, long h) {
        PictureNet net =
                net(
                        switch (name) {
                            case "3" -> MEDIUM_3;
                            case "35 large" -> LARGE_35;
                            default -> MEDIUM_35;
                        });
        Count count = count(layers, width, normed, dual, w / 16 * (h / 16));
        assertEquals(count.parameters, Work.parameters(net.work(w, h)));
        assertEquals(count.flops, Work.flops(net.work(w, h)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'caption_projection_dim':1536,'caption_projection_dim':1537",
                "{,{'qk_norm':'quasar';",
                "{,{'dual_attention_layers':[24];"
            })
    void aWrongNumberIsNamed(String change) {
        List<String> parts = List.of(change.split(",", 2));
        String config = MEDIUM_3.replace(parts.get(0), parts.get(1).replace(';', ','));
        assertThrows(Fault.class, () -> net(config));
    }

    @Test
    void thePipelineHasThreeEncoders() {
        Described.Pipeline pipeline =
                (Described.Pipeline)
                        ConfigReader.read(
                                Configs.of(
                                        "{'_class_name':'StableDiffusion3Pipeline',"
                                                + "'torch_dtype':'float16','image_encoder':"
                                                + "[null,null],'tokenizer_3':['transformers','x'],"
                                                + "'text_encoder':"
                                                + Configs.CLIP_L.replace(
                                                        "CLIPTextModel",
                                                        "CLIPTextModelWithProjection")
                                                + ",'text_encoder_2':"
                                                + Configs.CLIP_G
                                                + ",'text_encoder_3':"
                                                + Configs.T5_XXL
                                                + ",'transformer':"
                                                + MEDIUM_3
                                                + "}"));
        assertEquals(List.of(), pipeline.unknown());
        assertEquals(
                List.of(77L, 77L, 256L),
                pipeline.parts().encoders().stream().map(each -> each.words()).toList());
    }
}
