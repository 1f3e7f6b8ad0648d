package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.OperatorsGrpc;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.WhoAmIRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// What is taken for a token, and what is not.
final class AuthorizationHeaderTest {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @TempDir Path directory;
    private TestBackend test;
    private ManagedChannel channel;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        channel = test.connectBare();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
    }

    private OperatorsGrpc.OperatorsBlockingStub operators(String... values) {
        return OperatorsGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata(values)));
    }

    private static Metadata metadata(String... values) {
        Metadata metadata = new Metadata();
        for (String value : values) {
            metadata.put(AUTHORIZATION, value);
        }
        return metadata;
    }

    private String whoAmI(String... values) {
        return Calls.outcome(() -> operators(values).whoAmI(WhoAmIRequest.getDefaultInstance()));
    }

    private String settle(String... values) {
        GateGrpc.GateBlockingStub gate =
                GateGrpc.newBlockingStub(channel)
                        .withInterceptors(
                                MetadataUtils.newAttachHeadersInterceptor(metadata(values)));
        return Calls.outcome(() -> gate.settle(SettleRequest.getDefaultInstance()));
    }

    @Test
    void oneTokenOfTheRightKindIsTaken() {
        String token = test.tokens().operator(Role.VIEWER);
        assertEquals("ok", whoAmI("Bearer " + token));
        assertEquals("ok", whoAmI("bearer " + token));
        String refused = "UNAUTHENTICATED";
        assertEquals(refused, whoAmI());
        assertEquals(refused, whoAmI(""));
        assertEquals(refused, whoAmI("Bearer"));
        assertEquals(refused, whoAmI("Bearer "));
        assertEquals(refused, whoAmI(token));
        assertEquals(refused, whoAmI("Basic " + token));
        assertEquals(refused, whoAmI("Bearer  " + token));
        assertEquals(refused, whoAmI("Bearer " + token + " "));
        assertEquals(refused, whoAmI("Bearer " + token + "," + token));
    }

    @Test
    void twoAreRefusedEvenWhenBothAreRight() {
        String token = "Bearer " + test.tokens().operator(Role.ADMIN);
        String proxy = "Bearer " + test.tokens().proxy("envoy");
        assertEquals("UNAUTHENTICATED", whoAmI(token, token));
        assertEquals("UNAUTHENTICATED", whoAmI(token, "Bearer x"));
        assertEquals("UNAUTHENTICATED", settle(proxy, proxy));
        assertEquals("INVALID_FIELD", settle(proxy));
    }

    @Test
    void longTokensAreRefusedAndHarmNothing() {
        for (int length : new int[] {129, 1_000, 10_000}) {
            assertEquals("UNAUTHENTICATED", whoAmI("Bearer " + "x".repeat(length)));
            assertEquals("UNAUTHENTICATED", settle("Bearer wbs_" + "x".repeat(length)));
        }
        // Beyond what the server takes of metadata at all.
        assertFalse(whoAmI("Bearer " + "x".repeat(100_000)).equals("ok"));
        assertEquals("ok", whoAmI("Bearer " + test.tokens().operator(Role.VIEWER)));
    }

    @Test
    void noAnswerRepeatsAToken() {
        for (String value : List.of("Bearer wbs_canary", "canary", "Bearer wb-proxy_live_canary")) {
            StatusRuntimeException error =
                    Assertions.assertThrows(
                            StatusRuntimeException.class,
                            () -> operators(value).whoAmI(WhoAmIRequest.getDefaultInstance()));
            assertFalse(error.toString().contains("canary"), error::toString);
        }
    }

    @Test
    void aTokenOfOneKindOpensNothingOfTheOther() {
        assertEquals("PERMISSION_DENIED", whoAmI("Bearer " + test.tokens().proxy("envoy")));
        assertEquals("PERMISSION_DENIED", settle("Bearer " + test.tokens().operator(Role.ADMIN)));
        String apiKey = test.key(test.account("Acme", 1)).secret();
        assertEquals("UNAUTHENTICATED", whoAmI("Bearer " + apiKey));
        assertEquals("UNAUTHENTICATED", settle("Bearer " + apiKey));
        String refresh =
                test.backend()
                        .logins()
                        .startFor(test.backend().operators().require(operatorId()))
                        .refreshToken();
        assertTrue(refresh.startsWith("wbr_"));
        assertEquals("UNAUTHENTICATED", whoAmI("Bearer " + refresh));
        assertEquals("UNAUTHENTICATED", whoAmI("Bearer wbs_" + refresh.substring(4)));
    }

    private long operatorId() {
        var _ = test.tokens().operator(Role.ADMIN);
        return java.util.Objects.requireNonNull(test.backend().operators().byName("test-admin"))
                .id();
    }
}
