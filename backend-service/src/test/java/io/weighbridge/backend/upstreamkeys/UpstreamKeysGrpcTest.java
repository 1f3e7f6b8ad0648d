package io.weighbridge.backend.upstreamkeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.Config;
import io.weighbridge.backend.GatewayTable;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.AddUpstreamKeyRequest;
import io.weighbridge.proto.v1.ListUpstreamKeysRequest;
import io.weighbridge.proto.v1.RemoveUpstreamKeyRequest;
import io.weighbridge.proto.v1.ReplaceUpstreamKeyRequest;
import io.weighbridge.proto.v1.UpstreamKey;
import io.weighbridge.proto.v1.UpstreamKeysGrpc;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Keys over gRPC. Who may call is the access test's matter.
final class UpstreamKeysGrpcTest {
    private static final String KEY = "sk-or-v1-canary-0123456789-wxyz";

    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private String account = "";

    @BeforeEach
    void start() throws IOException {
        Path models =
                Files.writeString(
                        directory.resolve("models.toml"),
                        """
                        [providers.openrouter]
                        url = "https://openrouter.ai/api/v1"
                        service = "byok/openrouter"

                        [providers.openai]
                        url = "https://api.openai.com/v1"
                        service = "byok/openai"
                        """);
        Config config =
                Config.of(directory.resolve("data"))
                        .withPort(0)
                        .with(GatewayTable.MODELS_FILE, models.toString())
                        .with(GatewayTable.PORT, "0");
        test = TestBackend.start(config, new SystemTime());
        account = IdKind.ACCOUNT.format(test.account("Acme", 0).id());
    }

    private UpstreamKeysGrpc.UpstreamKeysBlockingStub keys() {
        return UpstreamKeysGrpc.newBlockingStub(test.channel());
    }

    private AddUpstreamKeyRequest.Builder add(String key) {
        return AddUpstreamKeyRequest.newBuilder()
                .setAccount(account)
                .setProvider("openrouter")
                .setKey(key);
    }

    private List<UpstreamKey> list() {
        return keys().listUpstreamKeys(
                        ListUpstreamKeysRequest.newBuilder().setAccount(account).build())
                .getKeysList();
    }

    @Test
    void aKeyIsGivenListedReplacedAndRemoved() {
        UpstreamKey added = keys().addUpstreamKey(add(KEY).build());
        assertEquals("openrouter", added.getProvider());
        assertEquals("…wxyz", added.getHint());
        assertTrue(added.getGivenBy().startsWith("op_"), added::getGivenBy);
        assertTrue(added.getGivenAtMs() > 0);
        assertEquals(List.of(added), list());
        UpstreamKey replaced =
                keys().replaceUpstreamKey(
                                ReplaceUpstreamKeyRequest.newBuilder()
                                        .setAccount(account)
                                        .setProvider("openrouter")
                                        .setKey(KEY + "1234")
                                        .build());
        assertEquals("…1234", replaced.getHint());
        assertEquals(List.of(replaced), list());
        for (int i = 0; i < 2; i++) {
            var _ =
                    keys().removeUpstreamKey(
                                    RemoveUpstreamKeyRequest.newBuilder()
                                            .setAccount(account)
                                            .setProvider("openrouter")
                                            .build());
            assertEquals(List.of(), list());
        }
        audited();
    }

    // One entry for each change, none for the repeat, and no word of the key in any column.
    private void audited() {
        List<String> entries =
                SettledCalls.rows(
                        directory.resolve("data"),
                        "SELECT action || ' ' || target || before || after FROM audit_entry"
                                + " WHERE action LIKE 'upstream-key.%' ORDER BY sequence",
                        row -> row.getString(1));
        assertEquals(
                List.of("upstream-key.add", "upstream-key.replace", "upstream-key.remove"),
                entries.stream().map(entry -> entry.substring(0, entry.indexOf(' '))).toList());
        for (String entry : entries) {
            assertTrue(entry.contains(account), entry);
            assertTrue(entry.contains("\"provider\":\"openrouter\""), entry);
            assertFalse(entry.contains("canary"), entry);
            assertFalse(entry.contains("sealed"), entry);
        }
    }

    @Test
    void theProvidersThatThereAreAreTold() {
        assertEquals(
                List.of("openai", "openrouter"),
                keys().listUpstreamKeys(
                                ListUpstreamKeysRequest.newBuilder().setAccount(account).build())
                        .getProvidersList());
    }

    @Test
    void whatIsWrongIsSaidWithoutTheKey() {
        assertEquals("INVALID_FIELD", told(add(KEY).setProvider("mistral")));
        assertEquals("INVALID_FIELD", told(add(KEY).setAccount("Acme")));
        assertEquals("INVALID_FIELD", told(add(KEY + " canary")));
        assertEquals("ACCOUNT_UNKNOWN", told(add(KEY).setAccount(IdKind.ACCOUNT.format(9))));
        assertEquals("ok", told(add(KEY)));
        assertEquals("NAME_TAKEN", told(add(KEY)));
    }

    private String told(AddUpstreamKeyRequest.Builder request) {
        return Calls.outcome(
                () -> {
                    try {
                        var _ = keys().addUpstreamKey(request.build());
                    } catch (io.grpc.StatusRuntimeException e) {
                        assertFalse(e.toString().contains("canary"), e.toString());
                        assertFalse(String.valueOf(e.getTrailers()).contains("canary"));
                        throw e;
                    }
                });
    }
}
