package io.weighbridge.backend.platform.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.GetAccountRequest;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// A connection that shows tokens that nobody has to methods of the administration, which run on
/// threads of their own, is slowed down as one is that tries keys.
final class WrongTokensTest {
    private static final int PER_SECOND = 50;
    private static final int CALLS = 60;
    // A fifth of a second's are free, and the last call waits for none after it.
    private static final long LEAST_MS = (CALLS - 1 - PER_SECOND / 5) * 1_000L / PER_SECOND - 50;

    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(
                    100,
                    100,
                    100,
                    3_600,
                    60_000,
                    60_000,
                    60_000,
                    600_000,
                    PER_SECOND,
                    ConnectionLimits.MESSAGE_BYTES_DEFAULT);
    private static final Authenticator KNOWS_NOBODY =
            new Authenticator() {
                @Override
                public Caller authenticate(String token) {
                    throw Fault.of(ErrorCode.UNAUTHENTICATED, "token: unknown");
                }

                @Override
                public boolean isStill(Caller caller) {
                    return false;
                }
            };

    @Test
    void shouldSlowDownWhoTriesTokensAtTheAdministration() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (GrpcServer server =
                GrpcServer.start(
                        Listening.plaintext(address, 1),
                        LIMITS,
                        List.of(),
                        List.of(new AccountsGrpc.AccountsImplBase() {}),
                        KNOWS_NOBODY)) {
            ManagedChannel channel =
                    NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                            .usePlaintext()
                            .build();
            try {
                var accounts =
                        AccountsGrpc.newBlockingStub(channel)
                                .withInterceptors(
                                        MetadataUtils.newAttachHeadersInterceptor(
                                                BearerToken.metadata("wrong")));
                long beganNanos = System.nanoTime();
                for (int i = 0; i < CALLS; i++) {
                    assertEquals(
                            Status.Code.UNAUTHENTICATED,
                            Calls.statusOf(
                                    () ->
                                            accounts.getAccount(
                                                    GetAccountRequest.getDefaultInstance())));
                }
                long tookMs = (System.nanoTime() - beganNanos) / 1_000_000;
                assertTrue(tookMs >= LEAST_MS, "in " + tookMs + " ms");
            } finally {
                channel.shutdownNow();
            }
        }
    }
}
