package io.weighbridge.backend.usage;

import static io.weighbridge.backend.usage.UsageKit.admit;
import static io.weighbridge.backend.usage.UsageKit.assertError;
import static io.weighbridge.backend.usage.UsageKit.count;
import static io.weighbridge.backend.usage.UsageKit.tokens;
import static io.weighbridge.backend.usage.UsageKit.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.ListUnratedReply;
import io.weighbridge.proto.v1.ListUnratedRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.RateUnratedReply;
import io.weighbridge.proto.v1.RateUnratedRequest;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageRecord;
import io.weighbridge.proto.v1.WriteOffUnratedRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

final class UnratedTest {
    private static final long CREDIT = 1_000_000_000L;

    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private Service priced;
    private Service raw;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        priced = test.service("priced");
        raw = test.backend().services().create("raw", UsageKit.WITH_CEILING);
        test.publish(priced, 1_000_000_000L, 2_000_000_000L);
        account = test.account("Acme", CREDIT);
        key = test.key(account).secret();
    }

    private String settle(String service, UnitCount... units) {
        return test.gate()
                .settle(
                        SettleRequest.newBuilder()
                                .setHoldId(admit(test, tokens(key, service, 100, 50)).getHoldId())
                                .setOutcome(Outcome.OUTCOME_OK)
                                .addAllUnits(List.of(units))
                                .build())
                .getRecordId();
    }

    private static final UnitCount INPUT = count(Unit.UNIT_INPUT_TOKENS, 100);
    private static final UnitCount OUTPUT = count(Unit.UNIT_OUTPUT_TOKENS, 50);

    private static RateUnratedRequest.Builder rating(String id) {
        return RateUnratedRequest.newBuilder()
                .setRecordId(id)
                .setOperationId(UUID.randomUUID().toString())
                .setNote("priced now");
    }

    private UsageRecord record(String id) {
        return usage(test).getRecord(GetRecordRequest.newBuilder().setRecordId(id).build());
    }

    private ListUnratedReply unrated() {
        return usage(test).listUnrated(ListUnratedRequest.getDefaultInstance());
    }

    private long held() {
        return test.backend().accounts().balance(account.id(), 0).heldNanos().orElseThrow();
    }

    @Test
    void shouldRateByALaterBookOnce() {
        String id = settle("raw", INPUT, OUTPUT);
        assertEquals(5_000_000, held());
        assertEquals(id, unrated().getRecords(0).getId());
        String book =
                IdKind.PRICE_BOOK.format(test.publish(raw, 3_000_000_000L, 4_000_000_000L).id());
        assertError(
                Status.Code.FAILED_PRECONDITION,
                "UNPRICED",
                "price_book: ",
                () -> usage(test).rateUnrated(rating(id).build()));
        RateUnratedRequest request = rating(id).setPriceBook(book).build();
        RateUnratedReply reply = usage(test).rateUnrated(request);
        assertEquals(500_000, reply.getChargeNanos());
        assertEquals(CREDIT - 500_000, reply.getBalanceNanos());
        assertFalse(reply.getRepeated());
        assertEquals(0, held());
        assertEquals(0, unrated().getRecordsCount());
        assertEquals(reply.toBuilder().setRepeated(true).build(), usage(test).rateUnrated(request));
        assertError(
                Status.Code.ALREADY_EXISTS,
                "OPERATION_REUSED",
                "operation_id: ",
                () -> usage(test).rateUnrated(request.toBuilder().clearPriceBook().build()));
        assertError(
                Status.Code.FAILED_PRECONDITION,
                "NOT_UNRATED",
                "record_id: ",
                () -> usage(test).rateUnrated(rating(id).setPriceBook(book).build()));
        UsageRecord record = record(id);
        assertEquals(500_000, record.getRatedChargeNanos());
        assertEquals(0, record.getChargeNanos());
        assertEquals(0, record.getLinesCount());
        assertEquals(500_000, record.getBurns(0).getAmountNanos());
    }

    @Test
    void shouldRateByUnitsThatAreToldOnlyNow() {
        String id = settle("priced");
        assertEquals(200_000, held());
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                "units: ",
                () -> usage(test).rateUnrated(rating(id).build()));
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_UNITS",
                "units",
                () -> usage(test).rateUnrated(rating(id).addUnits(INPUT).addUnits(INPUT).build()));
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_UNITS",
                "units",
                () ->
                        usage(test)
                                .rateUnrated(
                                        rating(id)
                                                .addUnits(count(Unit.UNIT_INPUT_TOKENS, -1))
                                                .build()));
        RateUnratedReply reply =
                usage(test).rateUnrated(rating(id).addUnits(INPUT).addUnits(OUTPUT).build());
        assertEquals(200_000, reply.getChargeNanos());
        assertEquals(CREDIT - 200_000, reply.getBalanceNanos());
        assertTrue(record(id).getUnitsList().isEmpty());
        assertEquals(0, held());
    }

    @Test
    void shouldWriteOffOnceWithoutACharge() {
        String id = settle("raw", INPUT);
        WriteOffUnratedRequest request =
                WriteOffUnratedRequest.newBuilder()
                        .setRecordId(id)
                        .setOperationId(UUID.randomUUID().toString())
                        .setNote("not worth it")
                        .build();
        assertFalse(usage(test).writeOffUnrated(request).getRepeated());
        assertTrue(usage(test).writeOffUnrated(request).getRepeated());
        assertEquals(0, held());
        assertTrue(record(id).getWrittenOff());
        assertFalse(record(id).hasRatedChargeNanos());
        assertEquals(CREDIT, test.backend().accounts().balance(account.id(), 0).balanceNanos());
        assertError(
                Status.Code.FAILED_PRECONDITION,
                "NOT_UNRATED",
                "record_id: ",
                () ->
                        usage(test)
                                .writeOffUnrated(
                                        request.toBuilder()
                                                .setOperationId(UUID.randomUUID().toString())
                                                .build()));
        assertError(
                Status.Code.ALREADY_EXISTS,
                "OPERATION_REUSED",
                "operation_id: ",
                () ->
                        usage(test)
                                .rateUnrated(
                                        rating(id)
                                                .setOperationId(request.getOperationId())
                                                .build()));
    }

    @Test
    void shouldRefuseWhatIsNotUnratedOrNotRight() {
        String charged = settle("priced", INPUT, OUTPUT);
        assertError(
                Status.Code.FAILED_PRECONDITION,
                "NOT_UNRATED",
                "record_id: ",
                () -> usage(test).rateUnrated(rating(charged).build()));
        String id = settle("raw", INPUT);
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                "units: ",
                () -> usage(test).rateUnrated(rating(id).addUnits(INPUT).build()));
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                "record_id: ",
                () -> usage(test).rateUnrated(rating("x").build()));
        assertError(
                Status.Code.NOT_FOUND,
                "RECORD_UNKNOWN",
                "record_id: ",
                () -> usage(test).rateUnrated(rating(RequestId.next(1).toString()).build()));
        for (String operation : List.of("", "1-1-1-1-1", "x".repeat(500))) {
            assertError(
                    Status.Code.INVALID_ARGUMENT,
                    "INVALID_FIELD",
                    "operation_id: ",
                    () -> usage(test).rateUnrated(rating(id).setOperationId(operation).build()));
        }
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                "note: ",
                () -> usage(test).rateUnrated(rating(id).setNote("").build()));
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                "price_book: ",
                () -> usage(test).rateUnrated(rating(id).setPriceBook("cheap").build()));
        for (long book : List.of(1L, test.backend().prices().createDraft(0, "draft").id())) {
            assertError(
                    Status.Code.NOT_FOUND,
                    "PRICE_BOOK_UNKNOWN",
                    "price_book: ",
                    () ->
                            usage(test)
                                    .rateUnrated(
                                            rating(id)
                                                    .setPriceBook(IdKind.PRICE_BOOK.format(book))
                                                    .build()));
        }
        assertEquals(5_000_000, held());
    }

    @Test
    void shouldListWhatWaitsOldestFirstByAccountAndPage() {
        List<String> mine = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            mine.add(settle("raw", INPUT));
        }
        var _ = settle("priced", INPUT, OUTPUT);
        Account other = test.account("Other", CREDIT);
        key = test.key(other).secret();
        String others = settle("raw", INPUT);
        ListUnratedRequest.Builder request =
                ListUnratedRequest.newBuilder()
                        .setAccount(IdKind.ACCOUNT.format(account.id()))
                        .setPage(PageRequest.newBuilder().setSize(2));
        List<String> listed = new ArrayList<>();
        ListUnratedReply reply = usage(test).listUnrated(request.build());
        String firstToken = reply.getNextPageToken();
        while (true) {
            reply.getRecordsList().forEach(record -> listed.add(record.getId()));
            if (reply.getNextPageToken().isEmpty()) {
                break;
            }
            request.getPageBuilder().setToken(reply.getNextPageToken());
            reply = usage(test).listUnrated(request.build());
        }
        assertEquals(mine, listed);
        listed.add(others);
        assertEquals(listed, unrated().getRecordsList().stream().map(UsageRecord::getId).toList());
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_PAGE_TOKEN",
                "page.token",
                () ->
                        usage(test)
                                .listUnrated(
                                        ListUnratedRequest.newBuilder()
                                                .setPage(
                                                        PageRequest.newBuilder()
                                                                .setSize(2)
                                                                .setToken(firstToken))
                                                .build()));
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                "account: ",
                () ->
                        usage(test)
                                .listUnrated(
                                        ListUnratedRequest.newBuilder().setAccount("x").build()));
    }
}
