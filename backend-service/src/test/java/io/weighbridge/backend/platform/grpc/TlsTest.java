package io.weighbridge.backend.platform.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.netty.handler.ssl.SslContextBuilder;
import io.weighbridge.backend.ConfigReader;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.SystemTime;
import io.weighbridge.backend.platform.tls.PemFiles;
import io.weighbridge.backend.platform.tls.TlsIdentity;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.Certificates;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.MeterReply;
import io.weighbridge.proto.v1.MeterRequest;
import io.weighbridge.proto.v1.OperatorsGrpc;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.WhoAmIRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Real TLS: a service with certificates that the test makes, and its clients.
final class TlsTest {
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir Path folder;
    private final List<ManagedChannel> channels = new ArrayList<>();

    @AfterEach
    void closeChannels() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private TestBackend start(Certificates.Pair server, String... more) {
        List<String> flags = new ArrayList<>(List.of(more));
        flags.add("data_directory=" + folder.resolve("data"));
        flags.add("listen.port=0");
        flags.add("tls.certificate=" + server.certificate());
        flags.add("tls.key=" + server.key());
        flags.add("tls.reload_s=1");
        flags.add("http.enabled=false");
        return TestBackend.start(
                ConfigReader.read(null, Map.of(), flags).config(), new SystemTime());
    }

    private ManagedChannel connect(TestBackend test, Path ca, Certificates.@Nullable Pair own)
            throws IOException {
        SslContextBuilder tls = GrpcSslContexts.forClient().trustManager(ca.toFile());
        if (own != null) {
            tls.keyManager(own.certificate().toFile(), own.key().toFile());
        }
        return connect(test, tls);
    }

    private ManagedChannel connect(TestBackend test, SslContextBuilder tls) throws IOException {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", test.backend().port())
                        .sslContext(tls.build())
                        .intercept(test.credentials())
                        .build();
        channels.add(channel);
        return channel;
    }

    private static Status quote(ManagedChannel channel) {
        return status(
                () ->
                        GateGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(20, TimeUnit.SECONDS)
                                .quote(QuoteRequest.newBuilder().setService("none").build()));
    }

    private static Status whoAmI(ManagedChannel channel) {
        return status(
                () ->
                        OperatorsGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(20, TimeUnit.SECONDS)
                                .whoAmI(WhoAmIRequest.getDefaultInstance()));
    }

    private static Status status(Runnable call) {
        try {
            call.run();
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    @Test
    void onlyATrustingClientWithTlsIsServed() throws IOException {
        Certificates authority = new Certificates(folder, "authority");
        Certificates stranger = new Certificates(folder, "stranger");
        try (TestBackend test = start(authority.make("server", MONTH))) {
            assertEquals(Status.Code.OK, whoAmI(connect(test, authority.ca(), null)).getCode());
            assertEquals(
                    Status.Code.UNAVAILABLE, whoAmI(connect(test, stranger.ca(), null)).getCode());
            // The test's own channel speaks in the clear.
            assertEquals(Status.Code.UNAVAILABLE, whoAmI(test.channel()).getCode());
        }
    }

    @Test
    void aNewCertificateIsForNewConnectionsAndOldOnesGoOn() throws Exception {
        Certificates authority = new Certificates(folder, "authority");
        Certificates.Pair pair = authority.make("server", MONTH);
        try (TestBackend test = start(pair)) {
            ManagedChannel old = connect(test, authority.ca(), null);
            CompletableFuture<Status> closed = new CompletableFuture<>();
            StreamObserver<MeterRequest> stream = GateGrpc.newStub(old).meter(new Closing(closed));
            BigInteger before = serial(test.backend().port());

            Certificates.Pair next = authority.make("next", MONTH);
            Files.move(next.key(), pair.key(), StandardCopyOption.REPLACE_EXISTING);
            Files.move(next.certificate(), pair.certificate(), StandardCopyOption.REPLACE_EXISTING);
            Calls.await("the new certificate", () -> !serial(test.backend().port()).equals(before));
            assertEquals(Status.Code.OK, whoAmI(old).getCode());
            assertFalse(closed.isDone());
            stream.onCompleted();
            assertEquals(Status.Code.OK, closed.get(20, TimeUnit.SECONDS).getCode());
            assertEquals(Status.Code.OK, whoAmI(connect(test, authority.ca(), null)).getCode());
        }
    }

    private record Closing(CompletableFuture<Status> closed) implements StreamObserver<MeterReply> {
        @Override
        public void onNext(MeterReply reply) {}

        @Override
        public void onError(Throwable thrown) {
            closed.complete(Status.fromThrowable(thrown));
        }

        @Override
        public void onCompleted() {
            closed.complete(Status.OK);
        }
    }

    // Of the certificate that a new connection is shown.
    private static BigInteger serial(int port) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            try (SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(InetAddress.getLoopbackAddress(), port)) {
                socket.startHandshake();
                return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                        .getSerialNumber();
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void proxiesShowACertificateAndOperatorsNeedNone() throws IOException {
        Certificates authority = new Certificates(folder, "authority");
        Certificates stranger = new Certificates(folder, "stranger");
        try (TestBackend test =
                start(authority.make("server", MONTH), "tls.client_ca=" + authority.ca())) {
            ManagedChannel bare = connect(test, authority.ca(), null);
            assertEquals(
                    "client certificate: absent (expected: one that tls.client_ca vouches for)",
                    quote(bare).getDescription());
            assertEquals(Status.Code.UNAUTHENTICATED, quote(bare).getCode());
            assertEquals(Status.Code.OK, whoAmI(bare).getCode());
            ManagedChannel known =
                    connect(test, authority.ca(), authority.make("some-proxy", MONTH));
            assertNotEquals(Status.Code.UNAUTHENTICATED, quote(known).getCode());
            assertNotEquals(Status.Code.UNAVAILABLE, quote(known).getCode());
            Certificates.Pair strange = stranger.make("stranger-proxy", MONTH);
            // The client itself leaves out what the service would not take.
            assertEquals(
                    Status.Code.UNAUTHENTICATED,
                    quote(connect(test, authority.ca(), strange)).getCode());
            assertEquals(
                    Status.Code.UNAVAILABLE,
                    quote(connectWhatever(test, authority.ca(), strange)).getCode());
        }
    }

    // Shows a certificate whomever the service trusts.
    private ManagedChannel connectWhatever(TestBackend test, Path ca, Certificates.Pair own)
            throws IOException {
        TlsIdentity identity =
                PemFiles.identity(
                        "certificate",
                        own.certificate(),
                        "key",
                        own.key(),
                        System.currentTimeMillis());
        AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
        keys.updateIdentityCredentials(
                identity.chain().toArray(X509Certificate[]::new), identity.key());
        return connect(
                test, GrpcSslContexts.forClient().trustManager(ca.toFile()).keyManager(keys));
    }

    @Test
    void aProxysCertificateNamesIt() throws IOException {
        Certificates authority = new Certificates(folder, "authority");
        try (TestBackend test =
                start(
                        authority.make("server", MONTH),
                        "tls.client_ca=" + authority.ca(),
                        "tls.match_proxy_name=true")) {
            ManagedChannel other = connect(test, authority.ca(), authority.make("other", MONTH));
            assertEquals(
                    "client certificate: of another (expected: one that names proxy test)",
                    quote(other).getDescription());
            ManagedChannel own = connect(test, authority.ca(), authority.make("test", MONTH));
            assertNotEquals(Status.Code.UNAUTHENTICATED, quote(own).getCode());
            assertNotEquals(Status.Code.UNAVAILABLE, quote(own).getCode());
        }
    }

    @Test
    void withAllNobodyConnectsWithoutACertificate() throws IOException {
        Certificates authority = new Certificates(folder, "authority");
        try (TestBackend test =
                start(
                        authority.make("server", MONTH),
                        "tls.client_ca=" + authority.ca(),
                        "tls.require_client_certificate=all")) {
            assertEquals(
                    Status.Code.UNAVAILABLE, whoAmI(connect(test, authority.ca(), null)).getCode());
            assertEquals(
                    Status.Code.OK,
                    whoAmI(connect(test, authority.ca(), authority.make("x", MONTH))).getCode());
        }
    }

    @Test
    void aCertificateThatCannotBeUsedStopsTheStart() throws IOException {
        Certificates authority = new Certificates(folder, "authority");
        Certificates.Pair old = authority.make("old", Duration.ofDays(-1));
        String text = assertThrows(Fault.class, () -> start(old).close()).text();
        assertTrue(text.startsWith("tls.certificate: " + old.certificate() + " expired"), text);
    }
}
