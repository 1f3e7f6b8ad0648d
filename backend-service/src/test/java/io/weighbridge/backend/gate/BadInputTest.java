package io.weighbridge.backend.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.keys.KeySettings;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.SettleBatchRequest;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Tag;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Everything wrong that can be sent has its answer, and changes nothing.
final class BadInputTest {
    private static final int BAD_KEYS = 100_000;
    private static final int BATCH = 1_000;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        test.chat();
        account = test.account("Acme", 1_000 * Calls.TOKEN);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        assertEquals(0, test.balance(account).heldNanos().orElseThrow(), "nothing was held");
        assertEquals(1_000 * Calls.TOKEN, test.balance(account).balanceNanos());
        LedgerSums.check(test, directory);
        test.close();
    }

    private RefusalReason refusal(AuthorizeRequest.Builder request) {
        var reply = test.gate().authorize(request.build());
        assertTrue(reply.hasRefused(), reply::toString);
        return reply.getRefused().getReason();
    }

    private RefusalReason refusalOf(String apiKey) {
        return refusal(Calls.chat(apiKey, 1, 1));
    }

    private String error(AuthorizeRequest.Builder request) {
        return Calls.codeOf(() -> test.gate().authorize(request.build()));
    }

    private ApiKeys.Made keyWith(boolean allServices, long expiresAtMs) {
        return test.backend()
                .keys()
                .create(
                        account.id(),
                        new KeySettings(
                                "test", 0, allServices, Set.of(), expiresAtMs, null, List.of()));
    }

    @Test
    void shouldRefuseEveryWrongKeyByName() {
        String flipped =
                key.substring(0, 15) + (key.charAt(15) == 'a' ? 'b' : 'a') + key.substring(16);
        for (String bad :
                List.of(
                        "",
                        "x",
                        "Bearer " + key,
                        key + "0",
                        flipped,
                        "é".repeat(40),
                        "k".repeat(5_000))) {
            assertEquals(RefusalReason.REFUSAL_REASON_MALFORMED_KEY, refusalOf(bad));
        }
        ApiKeys.Made revoked = keyWith(true, 0);
        test.backend().keys().revoke(revoked.key().id(), "lost");
        assertEquals(RefusalReason.REFUSAL_REASON_REVOKED_KEY, refusalOf(revoked.secret()));
        String expiring = keyWith(true, time.wallMs() + 1_000).secret();
        time.pass(1_000);
        assertEquals(RefusalReason.REFUSAL_REASON_EXPIRED_KEY, refusalOf(expiring));
        assertEquals(
                RefusalReason.REFUSAL_REASON_SERVICE_NOT_IN_SCOPE,
                refusalOf(keyWith(false, 0).secret()));
    }

    @Test
    void shouldRefuseAKeyThatIsWellMadeButUnknown(@TempDir Path elsewhere) {
        try (TestBackend other = TestBackend.start(elsewhere)) {
            String foreign = other.key(other.account("x", 0)).secret();
            assertEquals(RefusalReason.REFUSAL_REASON_UNKNOWN_KEY, refusalOf(foreign));
        }
    }

    @Test
    void shouldRefuseUnknownAndDisabledServicesAndSuspendedAccounts() {
        for (String name : List.of("", "none", "n".repeat(10_000))) {
            assertEquals(
                    RefusalReason.REFUSAL_REASON_UNKNOWN_SERVICE,
                    refusal(Calls.chat(key, 1, 1).setService(name)));
        }
        test.backend().accounts().suspend(account.id(), "test");
        assertEquals(RefusalReason.REFUSAL_REASON_ACCOUNT_SUSPENDED, refusalOf(key));
        test.backend().accounts().resume(account.id());
        test.backend()
                .services()
                .update(
                        "chat",
                        1,
                        new ServiceSettings(
                                ServiceCategory.TEXT,
                                true,
                                VanishedPolicy.BILL_DELIVERED,
                                600_000,
                                0,
                                256,
                                0));
        assertEquals(RefusalReason.REFUSAL_REASON_SERVICE_DISABLED, refusalOf(key));
    }

    private static List<List<UnitCount>> badUnits() {
        return List.of(
                Calls.tokens(-1, 1),
                Calls.tokens(1, -1),
                Calls.tokens(Long.MAX_VALUE, 1),
                Calls.tokens(1, Long.MIN_VALUE),
                Calls.tokens(1_000_000_000_001L, 1),
                List.of(
                        Calls.count(Unit.UNIT_INPUT_TOKENS, 1),
                        Calls.count(Unit.UNIT_INPUT_TOKENS, 1)),
                List.of(Calls.count(Unit.UNIT_UNSPECIFIED, 1)),
                List.of(UnitCount.newBuilder().setUnitValue(99).setCount(1).build()),
                List.of(UnitCount.newBuilder().setUnitValue(-3).setCount(1).build()),
                List.of(
                        Calls.count(Unit.UNIT_INPUT_TOKENS, 5),
                        Calls.count(Unit.UNIT_CACHED_INPUT_TOKENS, 6)));
    }

    @Test
    void shouldRefuseBadUnitsEverywhere() {
        String hold =
                test.gate().authorize(Calls.chat(key, 1, 1).build()).getAdmitted().getHoldId();
        for (List<UnitCount> bad : badUnits()) {
            assertEquals(
                    "INVALID_UNITS",
                    error(Calls.chat(key, 1, 1).clearEstimate().addAllEstimate(bad)));
            SettleRequest settle = Calls.settle(hold, 1, 1).clearUnits().addAllUnits(bad).build();
            assertEquals("INVALID_UNITS", Calls.codeOf(() -> test.gate().settle(settle)));
        }
        assertEquals("INVALID_UNITS", error(Calls.chat(key, 1, 1).clearEstimate()));
        test.gate().release(Calls.release(hold));
    }

    @Test
    void shouldRefuseFieldsOutOfTheirRange() {
        AuthorizeRequest.Builder call = Calls.chat(key, 5, 5);
        Tag tag = Tag.newBuilder().setKey("k").setValue("v").build();
        List<AuthorizeRequest.Builder> bad =
                List.of(
                        call.clone().setSubject("s".repeat(101)),
                        call.clone().setSubject("a\nb"),
                        call.clone().setProxy("p".repeat(61)),
                        call.clone().setTtlMs(999),
                        call.clone().setTtlMs(86_400_001),
                        call.clone().setTtlMs(-1),
                        call.clone().setLeastOutputTokens(6),
                        call.clone().setLeastOutputTokens(-1),
                        call.clone().addAllTags(java.util.Collections.nCopies(9, tag)),
                        call.clone().addTags(tag.toBuilder().setKey("")),
                        call.clone().addTags(tag.toBuilder().setKey("K")),
                        call.clone().addTags(tag.toBuilder().setKey("k".repeat(41))),
                        call.clone().addTags(tag.toBuilder().setValue("v".repeat(101))),
                        call.clone().addTags(tag.toBuilder().setValue("a\nk=b")));
        for (AuthorizeRequest.Builder request : bad) {
            assertEquals("INVALID_FIELD", error(request), request::toString);
        }
        AuthorizeRequest longTag =
                call.clone().addTags(tag.toBuilder().setKey("k".repeat(5_000))).build();
        StatusRuntimeException echoed =
                assertThrows(StatusRuntimeException.class, () -> test.gate().authorize(longTag));
        assertTrue(echoed.toString().length() < 250, echoed.toString());
        for (String id :
                List.of(
                        "x",
                        "00000000-0000-4000-8000-000000000000",
                        RequestId.next(time.wallMs() - 60_001).toString(),
                        RequestId.next(time.wallMs() + 30_001).toString(),
                        RequestId.next(time.wallMs()).toString() + " ")) {
            assertEquals("INVALID_REQUEST_ID", error(call.clone().setRequestId(id)));
        }
    }

    @Test
    void shouldRefuseASettleWithWrongOutcomeOrTimes() {
        String hold =
                test.gate().authorize(Calls.chat(key, 1, 1).build()).getAdmitted().getHoldId();
        for (SettleRequest bad :
                List.of(
                        Calls.settle(hold, 1, 1).clearOutcome().build(),
                        Calls.settle(hold, 1, 1).setOutcome(Outcome.OUTCOME_PROXY_VANISHED).build(),
                        Calls.settle(hold, 1, 1).setQueueMs(-1).build(),
                        Calls.settle(hold, 1, 1).setComputeMs(Long.MAX_VALUE).build(),
                        Calls.settle(hold, 1, 1).setUpstreamCostNanos(-5).build())) {
            assertEquals("INVALID_FIELD", Calls.codeOf(() -> test.gate().settle(bad)));
        }
        test.gate().release(Calls.release(hold));
    }

    @Test
    void shouldRefuseEmptyAndTooLongBatchesAndTooLargeMessages() {
        AuthorizeBatchRequest.Builder calls = AuthorizeBatchRequest.newBuilder();
        SettleBatchRequest.Builder settles = SettleBatchRequest.newBuilder();
        assertEquals(
                "INVALID_FIELD", Calls.codeOf(() -> test.gate().authorizeBatch(calls.build())));
        assertEquals("INVALID_FIELD", Calls.codeOf(() -> test.gate().settleBatch(settles.build())));
        for (int i = 0; i < 1_001; i++) {
            calls.addCalls(Calls.chat(key, 1, 1));
            settles.addSettles(Calls.settle("x", 1, 1));
        }
        assertEquals(
                "INVALID_FIELD", Calls.codeOf(() -> test.gate().authorizeBatch(calls.build())));
        assertEquals("INVALID_FIELD", Calls.codeOf(() -> test.gate().settleBatch(settles.build())));
        String huge = ByteString.copyFrom(new byte[5 << 20]).toStringUtf8();
        assertEquals(
                Status.Code.RESOURCE_EXHAUSTED,
                Calls.statusOf(() -> test.gate().authorize(Calls.chat(huge, 1, 1).build())));
    }

    @Test
    void shouldKeepNothingOf100000BadKeys() {
        long before = usedAfterCollection();
        for (int i = 0; i < BAD_KEYS / BATCH; i++) {
            AuthorizeBatchRequest.Builder batch = AuthorizeBatchRequest.newBuilder();
            for (int j = 0; j < BATCH; j++) {
                String id = RequestId.next(time.wallMs()).toString();
                batch.addCalls(Calls.chat("wb_live_" + id + "0".repeat(20), 1, 1).setRequestId(id));
            }
            var reply = test.gate().authorizeBatch(batch.build());
            assertTrue(reply.getItems(BATCH - 1).hasRefused());
        }
        long grown = usedAfterCollection() - before;
        assertTrue(grown < BAD_KEYS * 40L, "40 bytes a bad key are too much: " + grown);
        var good = test.gate().authorize(Calls.chat(key, 1, 1).build());
        test.gate().release(Calls.release(good.getAdmitted().getHoldId()));
    }

    private static long usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
