package io.weighbridge.backend.compute;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.compute.file.ModelFileWriter;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.AnalyzeModelRequest;
import io.weighbridge.proto.v1.ModelAnalysis;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.SafetensorsHeads;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// What is sent to be analysed is trusted in nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileModelsTest {
    private static final byte[] GGUF =
            ModelFileWriter.gguf(2, 7)
                    .text("general.architecture")
                    .int32(8)
                    .text("llama")
                    .number("llama.embedding_length", 256)
                    .number("llama.block_count", 1)
                    .number("llama.feed_forward_length", 512)
                    .number("llama.attention.head_count", 4)
                    .number("llama.attention.head_count_kv", 2)
                    .number("llama.vocab_size", 1_000)
                    .tensor("token_embd.weight", 12, 0, 256, 1_000)
                    .tensor("rest", 12, 144_000, 256, 2_307)
                    .bytes();

    @AutoClose private TestBackend test;
    private ComputeFixture compute;

    @BeforeAll
    void start(@TempDir Path directory) {
        test = TestBackend.start(directory);
        compute = new ComputeFixture(test);
    }

    private ModelAnalysis analyse(ModelSource.Builder model) {
        return compute.calls()
                .analyzeModel(AnalyzeModelRequest.newBuilder().setModel(model).build());
    }

    private void refuse(String field, ModelSource.Builder model) {
        assertFault(ErrorCode.INVALID_FIELD, field, () -> analyse(model));
    }

    private static ModelSource.Builder config(String json) {
        return ModelSource.newBuilder().setConfigJson(json.replace('\'', '"'));
    }

    private static ModelSource.Builder gguf(byte[] head, int length) {
        return ModelSource.newBuilder().setGgufHead(ByteString.copyFrom(head, 0, length));
    }

    private static ModelSource.Builder tensors(byte[]... heads) {
        SafetensorsHeads.Builder all =
                SafetensorsHeads.newBuilder().setConfigJson(Configs.LLAMA_3_8B.replace('\'', '"'));
        for (byte[] head : heads) {
            all.addHeads(ByteString.copyFrom(head));
        }
        return ModelSource.newBuilder().setSafetensors(all);
    }

    @Test
    void theHeadOfAFileIsEnough() {
        ModelAnalysis gguf = analyse(gguf(GGUF, GGUF.length));
        assertEquals("GGUF, mostly Q4_K", gguf.getWeightFormat());
        assertEquals(144 * 3_307, gguf.getWeightBytes());
        assertEquals(256_000 + 590_592, gguf.getParamsTotal());
        byte[] head =
                ModelFileWriter.safetensors(
                        "{'a':{'dtype':'BF16','shape':[5,7],'data_offsets':[0,70]}}", 0);
        ModelAnalysis two = analyse(tensors(head, head));
        assertEquals(2, two.getTensors());
        assertEquals(70, two.getElementsStored());
        assertEquals(140, two.getWeightBytes());
    }

    @Test
    void aHeadThatEndsTooEarlyIsRefused() {
        for (int length = 0; length < GGUF.length; length += 7) {
            refuse("gguf_head", gguf(GGUF, length));
        }
        byte[] safe = ModelFileWriter.safetensors("{'a':{'dtype':'F16'}}", 0);
        for (int length = 0; length < safe.length; length += 5) {
            refuse("safetensors", tensors(Arrays.copyOf(safe, length)));
        }
        refuse("model.safetensors.heads", tensors());
    }

    @Test
    void headsThatLieAreRefused() {
        refuse("gguf_head", gguf(ModelFileWriter.gguf(Long.MAX_VALUE, 0).bytes(), 24));
        refuse("gguf_head", gguf(ModelFileWriter.gguf(0, -1).bytes(), 24));
        byte[] longText = ModelFileWriter.gguf(0, 1).int64(Long.MAX_VALUE).bytes();
        refuse("gguf_head", gguf(longText, longText.length));
        byte[] absurd = ModelFileWriter.gguf(1, 0).tensor("x", 0, 0, 1L << 40, 1L << 40).bytes();
        refuse("gguf_head", gguf(absurd, absurd.length));
        refuse(
                "safetensors",
                tensors(
                        ModelFileWriter.safetensors(
                                "{'a':{'dtype':'F16','shape':[-1],'data_offsets':[0,2]}}", 0)));
        byte[] claims = ModelFileWriter.safetensors("{}", 0);
        claims[6] = 127;
        refuse("safetensors", tensors(claims));
    }

    @Test
    void wrongConfigsAreNamed() {
        for (String wrong :
                List.of(
                        "",
                        "{",
                        "[]",
                        "{'a':1,'a':2}",
                        "[".repeat(100_000),
                        "{'model_type':'llama'}",
                        Configs.LLAMA_3_8B.replace("4096", "-4096"),
                        Configs.LLAMA_3_8B.replace("4096", "9223372036854775807"),
                        Configs.LLAMA_3_8B.replace("4096", "1e400000"),
                        Configs.LLAMA_3_8B.replace("4096", "2147483648"))) {
            StatusRuntimeException thrown =
                    assertThrows(StatusRuntimeException.class, () -> analyse(config(wrong)));
            String text = String.valueOf(thrown.getStatus().getDescription());
            assertEquals(Status.Code.INVALID_ARGUMENT, thrown.getStatus().getCode(), text);
            assertTrue(text.contains("(expected: ") && text.length() < 500, text);
        }
        refuse("model", ModelSource.newBuilder());
    }

    @Test
    void onlyTheInternetIsAsked() {
        for (String url :
                List.of(
                        "http://127.0.0.1/config.json",
                        "https://127.0.0.1/config.json",
                        "https://[::1]/config.json",
                        "https://10.0.0.1/config.json",
                        "https://169.254.169.254/config.json",
                        "https://user:secret@example.org/config.json",
                        "ftp://example.org/config.json",
                        "file:///etc/passwd",
                        "",
                        "x".repeat(2_001))) {
            refuse("url", ModelSource.newBuilder().setUrl(url));
        }
    }

    @Test
    void sizesHaveLimits() {
        byte[] large = new byte[4 << 20];
        StatusRuntimeException thrown =
                assertThrows(
                        StatusRuntimeException.class, () -> analyse(gguf(large, large.length)));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, thrown.getStatus().getCode());
        refuse("model", config("{'x':'" + "x".repeat(4_000_000) + "'}"));
        AnalyzeModelRequest right =
                AnalyzeModelRequest.newBuilder()
                        .setModel(config(Configs.LLAMA_3_8B))
                        .setGpu("h100")
                        .setTerms(ComputeFixture.TERMS)
                        .build();
        refuse("contexts", right.toBuilder().addContexts(0));
        refuse("contexts", right.toBuilder().addContexts(16_777_217));
        refuse("contexts", right.toBuilder().addAllContexts(Collections.nCopies(17, 1L)));
        refuse("pictures", right.toBuilder().addPictures(16_385));
        refuse("terms.basis", right.toBuilder().clearTerms());
        assertFault(
                ErrorCode.GPU_UNKNOWN,
                "gpu",
                () -> compute.calls().analyzeModel(right.toBuilder().setGpu("x").build()));
    }

    private void refuse(String field, AnalyzeModelRequest.Builder request) {
        assertFault(
                ErrorCode.INVALID_FIELD,
                field,
                () -> compute.calls().analyzeModel(request.build()));
    }

    @Test
    void anAbsurdPriceIsRefusedAndNotCutOff() {
        compute.price("t4", 1_000_000_000_000_000L, 0);
        AnalyzeModelRequest.Builder request =
                AnalyzeModelRequest.newBuilder()
                        .setModel(config(Configs.DEEPSEEK_V3))
                        .setGpu("t4")
                        .setTerms(
                                ComputeFixture.TERMS.toBuilder()
                                        .setUtilizationMillionths(1)
                                        .setMarginMillionths(999_999));
        refuse("terms", request);
    }
}
