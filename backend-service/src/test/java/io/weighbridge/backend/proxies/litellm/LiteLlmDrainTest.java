package io.weighbridge.backend.proxies.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.weighbridge.backend.ConfigReader;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.Certificates;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.program.NeedsProgram;
import io.weighbridge.backend.testkit.program.Program;
import io.weighbridge.backend.testkit.program.RunningProgram;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.GateGrpc;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// The spool told without LiteLLM, to a service that wants TLS and a certificate of the proxy.
@NeedsProgram(Program.LITELLM)
final class LiteLlmDrainTest {
    private static final String PROXY = "litellm-1";

    @TempDir Path folder;

    private Certificates authority;
    private Certificates.Pair own;

    @BeforeEach
    void makeCertificates() throws IOException {
        authority = new Certificates(folder, "authority");
        own = authority.make(PROXY, Duration.ofDays(30));
    }

    @Test
    void whatIsLeftInASpoolIsCharged() throws IOException {
        try (TestBackend test = start(authority.make("server", Duration.ofDays(30)))) {
            test.chat();
            Account account = test.account("Acme", 1_000 * Calls.TOKEN);
            Admitted admitted = authorize(test, test.key(account).secret());
            leave(admitted);
            try (RunningProgram drain = drain(test)) {
                assertEquals(0, drain.awaitEnd(), drain.output());
            }
            assertEquals(987 * Calls.TOKEN, test.balance(account).balanceNanos());
            assertEquals(0, test.balance(account).heldNanos().orElseThrow());
        }
    }

    private TestBackend start(Certificates.Pair server) {
        List<String> flags =
                List.of(
                        "data_directory=" + folder.resolve("data"),
                        "listen.port=0",
                        "http.enabled=false",
                        "tls.certificate=" + server.certificate(),
                        "tls.key=" + server.key(),
                        "tls.client_ca=" + authority.ca(),
                        "tls.match_proxy_name=true");
        return TestBackend.start(
                ConfigReader.read(null, Map.of(), flags).config(), new SystemTime());
    }

    private Admitted authorize(TestBackend test, String key) throws IOException {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", test.backend().port())
                        .sslContext(
                                GrpcSslContexts.forClient()
                                        .trustManager(authority.ca().toFile())
                                        .keyManager(own.certificate().toFile(), own.key().toFile())
                                        .build())
                        .intercept(BearerToken.attaching(test.tokens().proxy(PROXY)))
                        .build();
        try {
            return GateGrpc.newBlockingStub(channel)
                    .authorize(Calls.chat(key, 10, 10).build())
                    .getAdmitted();
        } finally {
            channel.shutdownNow();
        }
    }

    // As a process that was killed leaves it.
    private void leave(Admitted admitted) throws IOException {
        String json =
                "{\"request_id\":\""
                        + admitted.getRequestId()
                        + "\",\"hold_id\":\""
                        + admitted.getHoldId()
                        + "\",\"outcome\":\"ok\",\"units\":{\"input_tokens\":9,\"output_tokens\":4},"
                        + "\"cost_nanos\":null,\"final\":false,\"reason\":\"\",\"at_ms\":1}";
        CRC32 checksum = new CRC32();
        checksum.update(json.getBytes(StandardCharsets.UTF_8));
        Path spool = Files.createDirectory(folder.resolve("spool"));
        Files.writeString(
                spool.resolve("1.spool"), String.format("%08x %s\n", checksum.getValue(), json));
    }

    private RunningProgram drain(TestBackend test) {
        return RunningProgram.start(
                List.of(
                        Program.LITELLM.path().resolveSibling("python").toString(),
                        "-m",
                        "weighbridge_litellm.drain"),
                folder,
                Map.of(
                        "PYTHONPATH",
                                Path.of("integrations", "litellm").toAbsolutePath().toString(),
                        "PYTHONDONTWRITEBYTECODE", "1",
                        "WEIGHBRIDGE_GATE", "127.0.0.1:" + test.backend().port(),
                        "WEIGHBRIDGE_CREDENTIAL", test.tokens().proxy(PROXY),
                        "WEIGHBRIDGE_CA_FILE", authority.ca().toString(),
                        "WEIGHBRIDGE_CLIENT_CERTIFICATE_FILE", own.certificate().toString(),
                        "WEIGHBRIDGE_CLIENT_KEY_FILE", own.key().toString(),
                        "WEIGHBRIDGE_SPOOL", "spool"));
    }
}
