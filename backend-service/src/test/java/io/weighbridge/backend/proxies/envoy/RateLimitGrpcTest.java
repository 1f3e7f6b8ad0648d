package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.UInt64Value;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.weighbridge.backend.Config;
import io.weighbridge.backend.EnvoyTable;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.limits.ServiceLimits;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.envoy.HeaderValue;
import io.weighbridge.proto.envoy.RateLimitDescriptor;
import io.weighbridge.proto.envoy.RateLimitRequest;
import io.weighbridge.proto.envoy.RateLimitResponse;
import io.weighbridge.proto.envoy.RateLimitResponse.Code;
import io.weighbridge.proto.envoy.RateLimitServiceGrpc;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Envoy's rate limit service: the limits of the gate, and nothing else of it.
final class RateLimitGrpcTest {
    private static final long REQUESTS = 5;
    private static final long TOKENS = 100;

    @TempDir Path folder;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private Account account;
    private ApiKeys.Made key;
    private ManagedChannel channel;

    private void start(Config config, boolean shadow, List<IpNetwork> networks) {
        test = TestBackend.start(config, time);
        var _ = test.chat();
        account = test.account("Acme", 1_000 * Calls.TOKEN);
        key = key(new ServiceLimits(0, REQUESTS, TOKENS, -1, shadow), networks);
        channel = ProcessCalls.channel(test, test.tokens().proxy("envoy"));
    }

    @BeforeEach
    void start() {
        start(ProcessCalls.config(folder.resolve("data")), false, List.of());
    }

    private void startAnew(Config config, boolean shadow, List<IpNetwork> networks) {
        stop();
        start(config, shadow, networks);
    }

    private ApiKeys.Made key(ServiceLimits limits, List<IpNetwork> networks) {
        return test.backend()
                .keys()
                .create(
                        account.id(),
                        new KeySettings("", 0, true, Set.of(), 0, null, List.of(limits), networks));
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        test.close();
    }

    private RateLimitResponse ask(RateLimitDescriptor... descriptors) {
        return ask(RateLimitRequest.newBuilder().addAllDescriptors(List.of(descriptors)).build());
    }

    private RateLimitResponse ask(RateLimitRequest request) {
        return RateLimitServiceGrpc.newBlockingStub(channel).shouldRateLimit(request);
    }

    /// @param entries names and values
    private static RateLimitDescriptor.Builder of(String... entries) {
        RateLimitDescriptor.Builder descriptor = RateLimitDescriptor.newBuilder();
        for (int i = 0; i < entries.length; i += 2) {
            descriptor.addEntries(
                    RateLimitDescriptor.Entry.newBuilder()
                            .setKey(entries[i])
                            .setValue(entries[i + 1]));
        }
        return descriptor;
    }

    private RateLimitDescriptor requests(String secret) {
        return of("key", "Bearer " + secret, "service", "chat").build();
    }

    private RateLimitDescriptor requests() {
        return requests(key.secret());
    }

    private RateLimitDescriptor tokens(long hits) {
        return descriptor(key.secret(), hits);
    }

    private static RateLimitDescriptor descriptor(String secret, long hits) {
        return of("key", secret, "service", "chat", "unit", "tokens")
                .setHitsAddend(UInt64Value.of(hits))
                .build();
    }

    /// So many tokens more.
    static RateLimitRequest tokens(String secret, long hits) {
        return RateLimitRequest.newBuilder().addDescriptors(descriptor(secret, hits)).build();
    }

    private static String reason(RateLimitResponse response) {
        return response.getResponseHeadersToAddList().stream()
                .filter(header -> header.getKey().equals("x-weighbridge-reason"))
                .map(HeaderValue::getValue)
                .findFirst()
                .orElse("");
    }

    private void assertOver(String reason, RateLimitResponse response) {
        assertEquals(Code.OVER_LIMIT, response.getOverallCode());
        assertEquals(reason, reason(response));
    }

    @Test
    void admitsAsManyOf64AsTheLimitSays() {
        List<Code> codes = Calls.atOnce(64, i -> ask(requests()).getOverallCode());
        assertEquals(REQUESTS, codes.stream().filter(Code.OK::equals).count());
        RateLimitResponse over = ask(requests());
        assertOver("requests_per_minute", over);
        assertTrue(over.getRawBody().toStringUtf8().contains("\"rate_limit_exceeded\""));
        RateLimitResponse.DescriptorStatus status = over.getStatuses(0);
        assertEquals("requests", status.getCurrentLimit().getName());
        assertEquals(REQUESTS, status.getCurrentLimit().getRequestsPerUnit());
        assertEquals(RateLimitResponse.RateLimit.Unit.MINUTE, status.getCurrentLimit().getUnit());
        assertEquals(0, status.getLimitRemaining());
        assertEquals(60, status.getDurationUntilReset().getSeconds());
        time.pass(12_000);
        assertEquals(Code.OK, ask(requests()).getOverallCode(), "one more each twelve seconds");
        assertEquals(Code.OVER_LIMIT, ask(requests()).getOverallCode());
    }

    /// The same level that the gate fills, and nothing of its money.
    @Test
    void sharesItsLimitsWithTheGateAndMovesNoMoney() {
        for (int i = 0; i < REQUESTS - 1; i++) {
            assertEquals(Code.OK, ask(requests()).getOverallCode());
        }
        assertTrue(test.gate().authorize(Calls.chat(key.secret(), 1, 1).build()).hasAdmitted());
        assertOver("requests_per_minute", ask(requests()));
        assertEquals(
                io.weighbridge.proto.v1.RefusalReason.REFUSAL_REASON_REQUESTS_PER_MINUTE,
                test.gate()
                        .authorize(Calls.chat(key.secret(), 1, 1).build())
                        .getRefused()
                        .getReason());
        assertEquals(1_000 * Calls.TOKEN, test.balance(account).balanceNanos());
        assertEquals(2 * Calls.TOKEN, test.balance(account).heldNanos().orElseThrow());
    }

    @Test
    void countsTokensThatWereUsedAboveTheLimitToo() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Code.OK, ask(tokens(0)).getOverallCode(), "asking counts nothing");
        }
        assertEquals(Code.OK, ask(tokens(99)).getOverallCode());
        assertEquals(1, ask(tokens(0)).getStatuses(0).getLimitRemaining());
        assertOver("tokens_per_minute", ask(tokens(101)));
        assertOver("tokens_per_minute", ask(tokens(0)));
        time.pass(59_000);
        assertOver("tokens_per_minute", ask(tokens(0)));
        time.pass(2_000);
        assertEquals(Code.OK, ask(tokens(0)).getOverallCode(), "after two minutes in all");
        ask(tokens(-1));
        time.pass(3_600_000);
        assertOver("tokens_per_minute", ask(tokens(0)));
    }

    @Test
    void countsTheNumberOfTheDescriptorElseThatOfTheRequest() {
        RateLimitRequest.Builder four =
                RateLimitRequest.newBuilder().addDescriptors(requests()).setHitsAddend(4);
        assertEquals(1, ask(four.build()).getStatuses(0).getLimitRemaining());
        four.setDescriptors(0, requests().toBuilder().setHitsAddend(UInt64Value.of(0)));
        assertEquals(1, ask(four.build()).getStatuses(0).getLimitRemaining());
        four.setDescriptors(0, requests().toBuilder().setHitsAddend(UInt64Value.of(2)));
        assertOver("requests_per_minute", ask(four.build()));
        assertEquals(Code.OK, ask(requests()).getOverallCode(), "two did not fit, one does");
    }

    @Test
    void countsNoRequestWhereAnotherDescriptorIsOver() {
        ask(tokens(TOKENS));
        for (int i = 0; i < 2 * REQUESTS; i++) {
            RateLimitResponse response = ask(requests(), tokens(0));
            assertOver("tokens_per_minute", response);
            assertEquals(
                    List.of(Code.OK, Code.OVER_LIMIT),
                    response.getStatusesList().stream()
                            .map(RateLimitResponse.DescriptorStatus::getCode)
                            .toList());
        }
        assertEquals(REQUESTS - 1, ask(requests()).getStatuses(0).getLimitRemaining());
    }

    @Test
    void refusesWhatIsNotKnown() {
        String secret = key.secret();
        assertOver("malformed_key", ask(requests(secret.substring(1))));
        assertOver("malformed_key", ask(requests("sk-nobody")));
        assertOver("unknown_service", ask(of("key", secret, "service", "x").build()));
        for (RateLimitDescriptor.Builder odd :
                List.of(
                        of("service", "chat"),
                        of("key", secret),
                        of("key", secret, "service", "chat", "unit", "pages"),
                        of("key", secret, "service", "chat", "model", "big"),
                        of("key", secret, "service", "chat", "service", "other"),
                        of("key", secret, "key_id", "key_1", "service", "chat"),
                        requests().toBuilder().setIsNegativeHits(true))) {
            RateLimitResponse response = ask(requests(), odd.build());
            assertEquals(Code.OVER_LIMIT, response.getOverallCode(), odd::toString);
            assertEquals(2, response.getStatusesCount());
            assertTrue(response.getRawBody().toStringUtf8().contains("rate_limit_unknown"));
        }
    }

    @Test
    void letsWhatIsNotKnownThroughWhereTheSettingSaysSo() {
        startAnew(
                ProcessCalls.config(folder.resolve("anew"))
                        .with(EnvoyTable.UNKNOWN_LIMITS_PASS, "true"),
                false,
                List.of());
        assertEquals(
                Code.OK,
                ask(
                                requests("sk-nobody"),
                                of("tenant", "a").build(),
                                of("key", key.secret(), "service", "x").build())
                        .getOverallCode());
        var _ = test.backend().keys().revoke(key.key().id(), "gone");
        assertOver("revoked_key", ask(requests()));
    }

    @Test
    void refusesKeysThatMayNotBeUsed() {
        startAnew(
                ProcessCalls.config(folder.resolve("anew")),
                false,
                List.of(IpNetwork.parse("networks", "10.0.0.0/8")));
        RateLimitDescriptor.Builder from = requests().toBuilder();
        assertOver("address_not_allowed", ask(from.build()));
        assertOver("address_not_allowed", ask(from(from, "192.0.2.1")));
        assertEquals(Code.OK, ask(from(from, "10.1.2.3")).getOverallCode());
        ApiKeys.Made other = key(ServiceLimits.NONE, List.of());
        RateLimitResponse unlimited = ask(requests(other.secret()));
        assertEquals(Code.OK, unlimited.getOverallCode());
        assertFalse(unlimited.getStatuses(0).hasCurrentLimit());
        var _ = test.backend().keys().revoke(other.key().id(), "gone");
        assertOver("revoked_key", ask(requests(other.secret())));
    }

    private static RateLimitDescriptor from(RateLimitDescriptor.Builder who, String address) {
        return who.clone()
                .addEntries(
                        RateLimitDescriptor.Entry.newBuilder()
                                .setKey("remote_address")
                                .setValue(address))
                .build();
    }

    /// An id is no secret: who sends one as a key is not let in by it.
    @Test
    void takesAnIdOfAKeyOnlyWhereItIsSaidToBeOne() {
        String id = IdKind.KEY.format(key.key().id());
        assertOver("malformed_key", ask(requests(id)));
        assertEquals(
                REQUESTS - 1,
                ask(of("key_id", id, "service", "chat").build())
                        .getStatuses(0)
                        .getLimitRemaining());
        assertOver("unknown_key", ask(of("key_id", key.secret(), "service", "chat").build()));
    }

    @Test
    void refusesNothingInShadowMode() {
        startAnew(ProcessCalls.config(folder.resolve("anew")), true, List.of());
        for (int i = 0; i < 2 * REQUESTS; i++) {
            assertEquals(Code.OK, ask(requests(), tokens(0)).getOverallCode());
        }
        ask(tokens(10 * TOKENS));
        time.pass(60_000);
        assertEquals(TOKENS, ask(tokens(0)).getStatuses(0).getLimitRemaining());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 33})
    void takesOneTo32Descriptors(int count) {
        RateLimitRequest.Builder request = RateLimitRequest.newBuilder();
        for (int i = 0; i < count; i++) {
            request.addDescriptors(tokens(0));
        }
        assertEquals(Status.Code.INVALID_ARGUMENT, Calls.statusOf(() -> ask(request.build())));
    }

    @Test
    void isNotForEverybody() {
        ManagedChannel stranger = ProcessCalls.channel(test, "");
        try {
            assertEquals(
                    Status.Code.UNAUTHENTICATED,
                    Calls.statusOf(
                            () ->
                                    RateLimitServiceGrpc.newBlockingStub(stranger)
                                            .shouldRateLimit(
                                                    RateLimitRequest.getDefaultInstance())));
        } finally {
            stranger.shutdownNow();
        }
    }
}
