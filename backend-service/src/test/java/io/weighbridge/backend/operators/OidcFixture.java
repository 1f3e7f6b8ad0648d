package io.weighbridge.backend.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.oidc.TestProvider;
import io.weighbridge.proto.v1.ActorKind;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.CreateOperatorReply;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A service that believes a provider, and an operator whom the provider knows.
@SuppressWarnings("NullAway.Init")
abstract class OidcFixture {
    static final String ANNA = "anna@example.org";

    @TempDir Path directory;
    final HandTime time = HandTime.now();
    TestProvider provider;
    TestBackend test;
    ManagedChannel channel;
    OperatorClient client;
    OidcClient oidc;
    CreateOperatorReply anna;

    @BeforeEach
    void start() throws IOException {
        provider = TestProvider.start();
        provider.person(ANNA);
        open(UnaryOperator.identity());
        anna = client.create(admin(), ANNA, Role.ROLE_SUPPORT);
    }

    void open(UnaryOperator<Config> change) {
        Config config = provider.trustedBy(Config.of(directory).withPort(0));
        test = TestBackend.start(change.apply(config), time);
        channel = test.connectBare();
        client = new OperatorClient(channel);
        oidc = new OidcClient(client);
    }

    void reopen(UnaryOperator<Config> change) {
        close();
        open(change);
    }

    void close() {
        channel.shutdownNow();
        test.close();
    }

    @AfterEach
    void stop() {
        close();
        provider.close();
    }

    String admin() {
        return test.tokens().operator(io.weighbridge.backend.platform.access.Role.ADMIN);
    }

    String outcome() {
        return Calls.outcome(() -> oidc.login());
    }

    AuditEntry newest() {
        return AuditLogGrpc.newBlockingStub(test.channel())
                .listEntries(
                        ListEntriesRequest.newBuilder()
                                .setPage(PageRequest.newBuilder().setSize(1))
                                .build())
                .getEntries(0);
    }

    // Refused, with an entry that says why.
    void assertRefused(String problem) {
        // Whoever reads the log has logged in before.
        var _ = admin();
        assertEquals("LOGIN_FAILED", outcome());
        AuditEntry entry = newest();
        assertEquals("login.fail", entry.getAction(), entry::toString);
        assertEquals(ActorKind.ACTOR_KIND_NOBODY, entry.getActorKind());
        assertTrue(entry.getAfter().contains(problem), entry::getAfter);
    }

    void says(String claim, Object value) {
        provider.claims(
                claims -> {
                    Map<String, Object> changed = new HashMap<>(claims);
                    changed.put(claim, value);
                    return changed;
                });
    }

    void saysNothingOf(String claim) {
        provider.claims(
                claims -> {
                    Map<String, Object> changed = new HashMap<>(claims);
                    changed.remove(claim);
                    return changed;
                });
    }
}
