package io.weighbridge.backend.compute.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.media.Work;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelConfigReaderTest {
    @Test
    void anUnknownArchitectureIsSaidToBeUnknown() {
        var read = ConfigReader.read(Configs.of(Configs.LLAMA_3_8B.replace("'llama'", "'quasar'")));
        Described.Unknown unknown = assertInstanceOf(Described.Unknown.class, read);
        assertTrue(unknown.unknown().getFirst().startsWith("model_type quasar: "));
        assertEquals(65_536, unknown.cacheElementsPerToken());
        assertEquals(
                -1,
                assertInstanceOf(Described.Unknown.class, ConfigReader.read(Configs.of("{}")))
                        .cacheElementsPerToken());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'hidden_size':4096, 'hidden_size':-1, hidden_size",
                "'hidden_size':4096, 'hidden_size':0, hidden_size",
                "'hidden_size':4096, 'hidden_size':4.5, hidden_size",
                "'hidden_size':4096, 'hidden_size':99999999999999999999, hidden_size",
                "'hidden_size':4096, 'hidden_size':'4096', hidden_size",
                "'hidden_size':4096, 'hidden_sise':4096, hidden_size",
                "'num_hidden_layers':32, 'num_hidden_layers':2000000000, num_hidden_layers",
                "'num_attention_heads':32, 'num_attention_heads':33, num_key_value_heads",
                "'num_key_value_heads':8, 'num_key_value_heads':5, num_key_value_heads",
                "'vocab_size':128256, 'vocab_size':[], vocab_size",
                "'torch_dtype':'bfloat16', 'torch_dtype':5, torch_dtype"
            })
    void aWrongNumberIsNamed(String right, String wrong, String field) {
        String config = Configs.LLAMA_3_8B.replace(right, wrong);
        Fault fault = assertThrows(Fault.class, () -> ConfigReader.read(Configs.of(config)));
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        assertTrue(fault.text().startsWith(field + ": "), fault::text);
    }

    @Test
    void numbersThatMultiplyBeyondAllBoundsAreRefused() {
        for (String config :
                new String[] {
                    "{'model_type':'quasar','hidden_size':8,'num_hidden_layers':4,"
                            + "'num_attention_heads':2147483648,'head_dim':2147483648}",
                    Configs.LLAMA_3_8B.replace(
                            "'hidden_size'",
                            "'quantization_config':{'quant_method':'fp8','weight_block_size':"
                                    + "[2147483648,2147483648,2147483648]},'hidden_size'")
                }) {
            Fault fault = assertThrows(Fault.class, () -> ConfigReader.read(Configs.of(config)));
            assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        }
    }

    @Test
    void sizesBeyondAllBoundsAreRefused() {
        String huge =
                Configs.LLAMA_3_8B
                        .replace(":4096", ":2147483648")
                        .replace(":14336", ":2147483648")
                        .replace("'num_hidden_layers':32", "'num_hidden_layers':9999");
        Described.Text text = (Described.Text) ConfigReader.read(Configs.of(huge));
        assertThrows(ArithmeticException.class, text::parameters);
    }

    @Test
    void moreExpertsThanThereAreCannotBePicked() {
        String config =
                Configs.MIXTRAL.replace("'num_experts_per_tok':2", "'num_experts_per_tok':9");
        assertThrows(Fault.class, () -> ConfigReader.read(Configs.of(config)));
    }

    @Test
    void bytesFollowTheFormat() {
        assertEquals(16_060_522_496L, Configs.text(Configs.LLAMA_3_8B).weightBytes());
        // Experts in 4.25 bits, the rest in 16: 13.76 GB are in the published files.
        Described.Text oss = Configs.text(Configs.GPT_OSS_20B);
        assertEquals(13_761_264_768L, oss.weightBytes());
        // A byte for most, 4 for each block of 16,384.
        Described.Text deepSeek = Configs.text(Configs.DEEPSEEK_V3);
        assertTrue(deepSeek.weightBytes() > deepSeek.parameters());
        assertTrue(deepSeek.weightBytes() < deepSeek.parameters() * 102 / 100);
        Described.Text four =
                Configs.text(
                        Configs.LLAMA_3_8B.replace(
                                "{",
                                "{'quantization_config':{'quant_method':'gptq','bits':4,"
                                        + "'group_size':128},"));
        // 6,979,321,856 weights in 4 + 20/128 bits, the rest in 16.
        assertEquals(
                6_979_321_856L / 128 * (4 * 128 + 20) / 8 + (8_030_261_248L - 6_979_321_856L) * 2,
                four.weightBytes());
        assertTrue(
                Configs.text(
                                Configs.LLAMA_3_8B.replace(
                                        "{", "{'quantization_config':{'quant_method':'new'},"))
                        .unknown()
                        .getFirst()
                        .contains("quantization new"));
    }

    @Test
    void partsOfPipelinesAreRead() {
        Described.Picture sdxl =
                assertInstanceOf(
                        Described.Picture.class, ConfigReader.read(Configs.of(Configs.SDXL)));
        assertEquals(2_567_463_684L, Work.parameters(sdxl.net().work(1_024, 1_024)));
        assertEquals(32, sdxl.net().multiple());
        Described.Speech whisper =
                assertInstanceOf(
                        Described.Speech.class,
                        ConfigReader.read(Configs.of(Configs.WHISPER_LARGE_V2)));
        assertEquals(
                1_543_304_960L,
                Work.parameters(whisper.whisper().window())
                        + Work.parameters(whisper.whisper().word(0)));
    }
}
