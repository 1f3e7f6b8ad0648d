package io.weighbridge.backend.operators.proxies;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.MeterClient;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.CreateProxyCredentialReply;
import io.weighbridge.proto.v1.CreateProxyCredentialRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.ListProxyCredentialsReply;
import io.weighbridge.proto.v1.ListProxyCredentialsRequest;
import io.weighbridge.proto.v1.ProxyCredential;
import io.weighbridge.proto.v1.ProxyCredentialsGrpc;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.RevokeProxyCredentialRequest;
import io.weighbridge.proto.v1.RotateProxyCredentialReply;
import io.weighbridge.proto.v1.RotateProxyCredentialRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

final class ProxyCredentialsGrpcTest {
    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private ManagedChannel bare;
    private ProxyCredentialsGrpc.ProxyCredentialsBlockingStub credentials;
    private String key;

    @BeforeEach
    void start() {
        open();
        test.chat();
        key = test.key(test.account("Acme", 1_000 * Calls.TOKEN)).secret();
    }

    private void open() {
        test = TestBackend.start(directory, time);
        bare = test.connectBare();
        credentials = ProxyCredentialsGrpc.newBlockingStub(test.channel());
    }

    @AfterEach
    void stop() {
        bare.shutdownNow();
        test.close();
    }

    private CreateProxyCredentialReply create(String name, String... services) {
        return credentials.createProxyCredential(
                CreateProxyCredentialRequest.newBuilder()
                        .setName(name)
                        .addAllServices(List.of(services))
                        .setAllServices(services.length == 0)
                        .build());
    }

    private RotateProxyCredentialReply rotate(ProxyCredential credential, long untilMs) {
        return credentials.rotateProxyCredential(
                RotateProxyCredentialRequest.newBuilder()
                        .setCredential(credential.getId())
                        .setPreviousUntilMs(untilMs)
                        .build());
    }

    private ProxyCredential revoke(ProxyCredential credential, String reason) {
        return credentials.revokeProxyCredential(
                RevokeProxyCredentialRequest.newBuilder()
                        .setCredential(credential.getId())
                        .setReason(reason)
                        .build());
    }

    private ListProxyCredentialsReply list(boolean includeRevoked) {
        return credentials.listProxyCredentials(
                ListProxyCredentialsRequest.newBuilder().setIncludeRevoked(includeRevoked).build());
    }

    private GateGrpc.GateBlockingStub gate(String secret) {
        return GateGrpc.newBlockingStub(bare).withInterceptors(BearerToken.attaching(secret));
    }

    private AuthorizeRequest chat() {
        return Calls.chat(key, 1, 1).build();
    }

    private String authorize(String secret) {
        return Calls.outcome(() -> gate(secret).authorize(chat()));
    }

    @Test
    void aCredentialIsKeptOverARestartAndItsSecretIsNot() throws IOException {
        test.service("image");
        CreateProxyCredentialReply made = create("envoy-1", "image", "chat");
        CreateProxyCredentialReply all = create("envoy-2");
        assertTrue(made.getSecret().startsWith("wb-proxy_live_"), made.getSecret());
        assertEquals(List.of("chat", "image"), made.getCredential().getServicesList());
        assertTrue(all.getCredential().getAllServices());
        assertEquals("ok", authorize(made.getSecret()));
        String rotated = rotate(made.getCredential(), time.wallMs() + 60_000).getSecret();
        List<ProxyCredential> before = list(true).getCredentialsList();
        stop();
        for (String secret : List.of(made.getSecret(), all.getSecret(), rotated)) {
            assertNotStored(secret);
        }
        open();
        assertEquals(before, list(true).getCredentialsList());
        assertEquals("ok", authorize(made.getSecret()));
        assertEquals("ok", authorize(all.getSecret()));
        assertEquals("ok", authorize(rotated));
    }

    private void assertNotStored(String secret) throws IOException {
        String random = secret.substring(secret.length() - 33, secret.length() - 6);
        boolean sawTheStore = false;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(random), () -> "the secret is in " + file);
                sawTheStore |= content.contains("envoy-1");
            }
        }
        assertTrue(sawTheStore);
    }

    @Test
    void bothSecretsWorkUntilTheStatedInstant() {
        CreateProxyCredentialReply made = create("envoy");
        RotateProxyCredentialReply first = rotate(made.getCredential(), time.wallMs() + 60_000);
        assertEquals("ok", authorize(made.getSecret()));
        assertEquals("ok", authorize(first.getSecret()));
        time.pass(59_999);
        assertEquals("ok", authorize(made.getSecret()));
        time.pass(1);
        assertEquals("UNAUTHENTICATED", authorize(made.getSecret()));
        assertEquals("ok", authorize(first.getSecret()));
        // A hold is the proxy's, whichever of its secrets it was made with.
        String hold = gate(first.getSecret()).authorize(chat()).getAdmitted().getHoldId();
        RotateProxyCredentialReply second = rotate(made.getCredential(), 0);
        assertEquals("UNAUTHENTICATED", authorize(first.getSecret()));
        gate(second.getSecret()).settle(Calls.settle(hold, 1, 1).build());
        RotateProxyCredentialReply third = rotate(made.getCredential(), time.wallMs() + 60_000);
        RotateProxyCredentialReply fourth = rotate(made.getCredential(), time.wallMs() + 60_000);
        assertEquals("UNAUTHENTICATED", authorize(second.getSecret()));
        assertEquals("ok", authorize(third.getSecret()));
        assertEquals("ok", authorize(fourth.getSecret()));
        for (long bad : new long[] {-1, time.wallMs() - 1, time.wallMs() + 91L * 86_400_000}) {
            assertFault(
                    ErrorCode.INVALID_FIELD,
                    "previous_until_ms",
                    () -> rotate(made.getCredential(), bad));
        }
    }

    @Test
    void aRevokedOrExpiredOneOpensNothing() {
        CreateProxyCredentialReply made = create("envoy");
        String rotated = rotate(made.getCredential(), time.wallMs() + 60_000).getSecret();
        ProxyCredential revoked = revoke(made.getCredential(), "leaked");
        assertEquals("UNAUTHENTICATED", authorize(made.getSecret()));
        assertEquals("UNAUTHENTICATED", authorize(rotated));
        assertEquals(revoked, revoke(made.getCredential(), "again"));
        assertFault(
                ErrorCode.CREDENTIAL_REVOKED, "credential", () -> rotate(made.getCredential(), 0));
        assertFalse(list(false).getCredentialsList().contains(revoked));
        assertTrue(list(true).getCredentialsList().contains(revoked));
        // The name is free again.
        CreateProxyCredentialReply next =
                credentials.createProxyCredential(
                        CreateProxyCredentialRequest.newBuilder()
                                .setName("envoy")
                                .setAllServices(true)
                                .setExpiresAtMs(time.wallMs() + 1_000)
                                .build());
        assertEquals("ok", authorize(next.getSecret()));
        time.pass(1_000);
        assertEquals("UNAUTHENTICATED", authorize(next.getSecret()));
    }

    @Test
    void aServiceOutsideTheScopeIsRefused() {
        test.service("image");
        String image = create("image-proxy", "image").getSecret();
        String none =
                credentials
                        .createProxyCredential(
                                CreateProxyCredentialRequest.newBuilder().setName("none").build())
                        .getSecret();
        for (String secret : List.of(image, none)) {
            assertFault(
                    ErrorCode.PERMISSION_DENIED, "service", () -> gate(secret).authorize(chat()));
            assertFault(
                    ErrorCode.PERMISSION_DENIED,
                    "service",
                    () -> gate(secret).quote(QuoteRequest.newBuilder().setService("chat").build()));
            assertEquals(
                    "PERMISSION_DENIED",
                    gate(secret)
                            .authorizeBatch(
                                    AuthorizeBatchRequest.newBuilder().addCalls(chat()).build())
                            .getItems(0)
                            .getError()
                            .getCode());
        }
        assertEquals(
                "UNPRICED",
                gate(image)
                        .authorize(chat().toBuilder().setService("image").build())
                        .getRefused()
                        .getReason()
                        .name()
                        .substring("REFUSAL_REASON_".length()));
    }

    @Test
    void theCredentialsNameIsTheProxys() {
        String secret = create("envoy").getSecret();
        AuthorizeRequest stated = chat().toBuilder().setProxy("envoy").build();
        String hold = gate(secret).authorize(stated).getAdmitted().getHoldId();
        gate(secret).settle(Calls.settle(hold, 1, 1).build());
        assertFault(
                ErrorCode.INVALID_FIELD,
                "proxy",
                () -> gate(secret).authorize(chat().toBuilder().setProxy("other").build()));
    }

    @Test
    void badInputIsSaidSo() {
        create("envoy");
        assertFault(ErrorCode.NAME_TAKEN, "name", () -> create("envoy"));
        for (String bad : List.of("", "a b", "é", "x".repeat(61))) {
            assertFault(ErrorCode.INVALID_FIELD, "name", () -> create(bad));
        }
        assertFault(ErrorCode.SERVICE_UNKNOWN, "services[1]", () -> create("new", "chat", "nope"));
        assertFault(
                ErrorCode.INVALID_FIELD,
                "expires_at_ms",
                () ->
                        credentials.createProxyCredential(
                                CreateProxyCredentialRequest.newBuilder()
                                        .setName("new")
                                        .setExpiresAtMs(time.wallMs())
                                        .build()));
        ProxyCredential unknown = ProxyCredential.newBuilder().setId("proxy_0000000000001").build();
        assertFault(ErrorCode.CREDENTIAL_UNKNOWN, "credential", () -> rotate(unknown, 0));
        assertFault(ErrorCode.CREDENTIAL_UNKNOWN, "credential", () -> revoke(unknown, "x"));
        assertFault(ErrorCode.INVALID_FIELD, "reason", () -> revoke(unknown, ""));
    }

    @Test
    void anOpenStreamEndsAfterItsCredentialWasRevoked() {
        CreateProxyCredentialReply made = create("envoy");
        MeterClient stream =
                MeterClient.open(
                        io.grpc.ClientInterceptors.intercept(
                                bare, BearerToken.attaching(made.getSecret())));
        stream.open("1", chat(), 0);
        assertTrue(stream.next().hasAdmitted());
        revoke(made.getCredential(), "leaked");
        assertEquals("UNAUTHENTICATED", Calls.code(stream.failure()));
        assertEquals(1, test.backend().ledger().holds(0).size());
    }
}
