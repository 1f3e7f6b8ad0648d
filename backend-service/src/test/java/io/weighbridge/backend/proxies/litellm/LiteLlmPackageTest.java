package io.weighbridge.backend.proxies.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TextFormat;

import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.proto.v1.Access;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The Python package in itself: its tests, the contract that it was made with, and its page.
final class LiteLlmPackageTest {
    private static final Path PACKAGE = Path.of("integrations", "litellm").toAbsolutePath();
    private static final Path DOCS = Path.of("..", "docs", "proxies");

    @TempDir Path folder;

    @Test
    @NeedsProgram(Program.LITELLM)
    void passesItsOwnTests() throws Exception {
        Path log = folder.resolve("tests.log");
        ProcessBuilder builder =
                new ProcessBuilder(
                                Program.LITELLM.path().resolveSibling("python").toString(),
                                "-m",
                                "unittest",
                                "discover",
                                "-s",
                                "tests")
                        .directory(PACKAGE.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("PYTHONPATH", PACKAGE.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        int status = builder.start().waitFor();
        String output = Files.readString(log);
        assertEquals(0, status, output);
        assertTrue(output.contains("Ran 36 tests"), output);
    }

    /// After a change of the contract: run `integrations/litellm/contract`.
    @Test
    void hasTheContractOfThisService() throws IOException {
        byte[] bytes = Files.readAllBytes(PACKAGE.resolve("weighbridge_litellm/contract.binpb"));
        List<String> theirs =
                FileDescriptorSet.parseFrom(bytes).getFileList().stream()
                        .map(LiteLlmPackageTest::text)
                        .toList();
        List<FileDescriptor> ours =
                List.of(
                        Access.getDescriptor().getFile(),
                        UnitCount.getDescriptor().getFile(),
                        AuthorizeRequest.getDescriptor().getFile());
        assertEquals(String.join("\n", texts(ours)), String.join("\n", theirs));
    }

    private static List<String> texts(List<FileDescriptor> files) throws IOException {
        List<String> texts = new ArrayList<>();
        for (FileDescriptor file : files) {
            texts.add(text(FileDescriptorProto.parseFrom(file.toProto().toByteString())));
        }
        return texts;
    }

    // Java's leaves out the names in JSON, which follow from the others.
    private static String text(FileDescriptorProto file) {
        return TextFormat.printer().printToString(file).replaceAll("(?m)^ *json_name: .*\\n", "");
    }

    @Test
    void thePageShowsTheConfigurationThatIsTested() throws IOException {
        String configuration = Files.readString(DOCS.resolve("litellm/config.yaml"));
        String page = Files.readString(DOCS.resolve("litellm.md"));
        assertTrue(page.contains("```yaml\n" + configuration + "```"), page);
    }
}
