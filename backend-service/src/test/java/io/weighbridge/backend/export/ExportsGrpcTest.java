package io.weighbridge.backend.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.AdjustCreditRequest;
import io.weighbridge.proto.v1.AdjustmentReason;
import io.weighbridge.proto.v1.AuditEntry;
import io.weighbridge.proto.v1.AuditLogGrpc;
import io.weighbridge.proto.v1.AuthorizeBatchRequest;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ExportAuditRequest;
import io.weighbridge.proto.v1.ExportStatementRequest;
import io.weighbridge.proto.v1.ExportUsageRequest;
import io.weighbridge.proto.v1.GetStatementRequest;
import io.weighbridge.proto.v1.ListEntriesRequest;
import io.weighbridge.proto.v1.ListRecordsReply;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.SettleBatchRequest;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.StatementEntry;
import io.weighbridge.proto.v1.Tag;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What is exported is what the reads say, over more than a page.
final class ExportsGrpcTest {
    private static final int CALLS = 1_100;
    private static final List<String> SUBJECTS =
            List.of("", "=cmd|' /C calc'!A0", "a, \"b\"", "-1", "+1", "@x", "'q", "é€😀", "plain");

    @TempDir Path directory;
    @AutoClose private TestBackend test;
    private Account account;
    private String secret;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory);
        test.publish(test.service("chat"), 1_000_003L, 2_000_000L);
        account = test.account("Acme", 1_000_000_000_000L);
        secret = test.key(account).secret();
    }

    private io.weighbridge.proto.v1.ExportsGrpc.ExportsBlockingStub exports() {
        return io.weighbridge.proto.v1.ExportsGrpc.newBlockingStub(test.channel());
    }

    private static PageRequest first() {
        return PageRequest.newBuilder().setSize(1_000).build();
    }

    private void call(int from, int to) {
        AuthorizeBatchRequest.Builder calls = AuthorizeBatchRequest.newBuilder();
        for (int i = from; i < to; i++) {
            calls.addCalls(
                    AuthorizeRequest.newBuilder()
                            .setApiKey(secret)
                            .setService("chat")
                            .setSubject(SUBJECTS.get(i % SUBJECTS.size()))
                            .addTags(Tag.newBuilder().setKey("-n").setValue("=" + i))
                            .addTags(Tag.newBuilder().setKey("b").setValue("1,\"2\""))
                            .addEstimate(GateCalls.count(Unit.UNIT_INPUT_TOKENS, 1_000 + i))
                            .addEstimate(GateCalls.count(Unit.UNIT_OUTPUT_TOKENS, 10)));
        }
        SettleBatchRequest.Builder settles = SettleBatchRequest.newBuilder();
        test.gate()
                .authorizeBatch(calls.build())
                .getItemsList()
                .forEach(
                        item ->
                                settles.addSettles(
                                        SettleRequest.newBuilder()
                                                .setHoldId(item.getAdmitted().getHoldId())
                                                .addUnits(
                                                        GateCalls.count(
                                                                Unit.UNIT_INPUT_TOKENS, 900))
                                                .setOutcome(Outcome.OUTCOME_OK)));
        test.gate()
                .settleBatch(settles.build())
                .getItemsList()
                .forEach(item -> assertTrue(item.hasSettled(), item::toString));
    }

    private void callAll() {
        for (int i = 0; i < CALLS; i += 100) {
            call(i, i + 100);
        }
    }

    // Takes away what keeps a text from being a formula, as docs/export.md says.
    private static String text(String cell) {
        return cell.startsWith("'") ? cell.substring(1) : cell;
    }

    private static void assertMoney(long nanos, Map<String, String> row, String column) {
        assertEquals(Long.toString(nanos), row.get(column + "_nanos"));
        assertEquals(nanos, Nanos.parse(String.valueOf(row.get(column))));
    }

    private static void assertInstant(long atMs, Map<String, String> row, String column) {
        assertEquals(Long.toString(atMs), row.get(column + "_ms"));
        assertEquals(atMs, Instant.parse(String.valueOf(row.get(column))).toEpochMilli());
    }

    private List<UsageRecord> records() {
        UsageGrpc.UsageBlockingStub usage = UsageGrpc.newBlockingStub(test.channel());
        List<UsageRecord> all = new ArrayList<>();
        String token = "";
        do {
            ListRecordsReply reply =
                    usage.listRecords(
                            ListRecordsRequest.newBuilder()
                                    .setPage(first().toBuilder().setToken(token))
                                    .build());
            all.addAll(reply.getRecordsList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty());
        return all;
    }

    private static void assertSame(UsageRecord record, Map<String, String> row) {
        assertEquals(record.getId(), row.get("record_id"));
        assertEquals(Long.toString(record.getSequence()), row.get("sequence"));
        assertEquals(record.getAccount(), row.get("account_id"));
        assertEquals(record.getKey(), row.get("key_id"));
        assertEquals(record.getService(), row.get("service"));
        assertEquals(record.getSubject(), text(String.valueOf(row.get("subject"))));
        StringBuilder tags = new StringBuilder();
        for (Tag tag : record.getTagsList()) {
            tags.append(tags.isEmpty() ? "" : "\n");
            tags.append(tag.getKey()).append('=').append(tag.getValue());
        }
        assertEquals(tags.toString(), text(String.valueOf(row.get("tags"))));
        assertEquals("input_tokens=900", row.get("units"));
        assertEquals(record.getPriceBook(), row.get("price_book_id"));
        assertEquals("input_tokens:900@1000003/1000000", row.get("lines"));
        assertMoney(record.getPriceNanos(), row, "price");
        assertMoney(record.getFeeNanos(), row, "fee");
        assertMoney(record.getChargeNanos(), row, "charge");
        assertMoney(record.getHeldNanos(), row, "held");
        assertMoney(record.getOverrunNanos(), row, "overrun");
        assertMoney(record.getRefundedNanos(), row, "refunded");
        assertInstant(record.getAuthorizedAtMs(), row, "authorized_at");
        assertInstant(record.getSettledAtMs(), row, "settled_at");
        assertEquals("ok", row.get("outcome"));
        assertEquals("standard", row.get("tier"));
        assertEquals("test", row.get("proxy"));
        assertEquals("", row.get("rated_charge_nanos"));
        assertEquals(
                record.getBurns(0).getGrant() + '=' + record.getBurns(0).getAmountNanos(),
                row.get("burns"));
    }

    @Test
    void usageIsWhatListRecordsSays() {
        callAll();
        String file =
                CsvReading.file(exports().exportUsage(ExportUsageRequest.getDefaultInstance()));
        List<Map<String, String>> table = CsvReading.table(file);
        List<UsageRecord> records = records();
        assertEquals(CALLS, records.size());
        assertEquals(CALLS, table.size());
        for (int i = 0; i < CALLS; i++) {
            assertSame(records.get(i), table.get(i));
        }
        assertTrue(
                table.stream()
                        .noneMatch(
                                row -> "=+-@".contains(head(String.valueOf(row.get("subject"))))));
    }

    private static String head(String cell) {
        return cell.isEmpty() ? "none" : cell.substring(0, 1);
    }

    @Test
    void usageIsFilteredAsListRecordsIs() {
        call(0, 3);
        Account other = test.account("Other", Calls.TOKEN * 1_000_000);
        GateCalls.call(test, test.key(other).secret(), "chat", 10, 10);
        List<UsageRecord> records = records();
        assertEquals(4, records.size());
        String key = records.getLast().getKey();
        for (ExportUsageRequest request :
                List.of(
                        ExportUsageRequest.newBuilder().setKey(key).build(),
                        ExportUsageRequest.newBuilder()
                                .setAccount(IdKind.ACCOUNT.format(account.id()))
                                .setService("chat")
                                .setToAtMs(Long.MAX_VALUE)
                                .build())) {
            assertEquals(3, rows(request).size());
        }
        String subject =
                records.stream()
                        .map(UsageRecord::getSubject)
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElseThrow();
        assertEquals(
                records.stream().filter(record -> record.getSubject().equals(subject)).count(),
                rows(ExportUsageRequest.newBuilder().setSubject(subject).build()).size());
        long last = records.getFirst().getSettledAtMs();
        assertEquals(0, rows(ExportUsageRequest.newBuilder().setFromAtMs(last + 1).build()).size());
        refused("service", ExportUsageRequest.newBuilder().setService("nothing").build());
        refused("account", ExportUsageRequest.newBuilder().setAccount("Acme").build());
        refused("to_at_ms", ExportUsageRequest.newBuilder().setFromAtMs(2).setToAtMs(1).build());
    }

    private List<Map<String, String>> rows(ExportUsageRequest request) {
        return CsvReading.table(CsvReading.file(exports().exportUsage(request)));
    }

    private void refused(String field, ExportUsageRequest request) {
        StatusRuntimeException error =
                assertThrows(
                        StatusRuntimeException.class,
                        () -> exports().exportUsage(request).hasNext());
        assertEquals("INVALID_FIELD", Calls.code(error));
        assertTrue(String.valueOf(error.getMessage()).contains(field + ": "), error::toString);
    }

    @Test
    void aStatementIsWhatGetStatementSays() {
        AccountsGrpc.AccountsBlockingStub accounts = AccountsGrpc.newBlockingStub(test.channel());
        String id = IdKind.ACCOUNT.format(account.id());
        call(0, 5);
        for (long amount : List.of(-7L, 1_234_567_890_123L)) {
            var _ =
                    accounts.adjustCredit(
                            AdjustCreditRequest.newBuilder()
                                    .setAccount(id)
                                    .setOperationId(UUID.randomUUID().toString())
                                    .setAmountNanos(amount)
                                    .setReason(AdjustmentReason.ADJUSTMENT_REASON_WRONG_CHARGE)
                                    .setNote("=HYPERLINK(\"x\",\"y\")")
                                    .build());
        }
        List<StatementEntry> entries =
                accounts.getStatement(
                                GetStatementRequest.newBuilder()
                                        .setAccount(id)
                                        .setPage(first())
                                        .build())
                        .getEntriesList();
        List<Map<String, String>> table =
                CsvReading.table(
                        CsvReading.file(
                                exports()
                                        .exportStatement(
                                                ExportStatementRequest.newBuilder()
                                                        .setAccount(id)
                                                        .build())));
        assertEquals(8, entries.size());
        assertEquals(8, table.size());
        for (int i = 0; i < entries.size(); i++) {
            StatementEntry entry = entries.get(i);
            Map<String, String> row = table.get(i);
            assertEquals(Long.toString(entry.getSequence()), row.get("sequence"));
            assertInstant(entry.getAtMs(), row, "at");
            assertEquals(id, row.get("account_id"));
            assertMoney(entry.getAmountNanos(), row, "amount");
            assertMoney(entry.getBalanceAfterNanos(), row, "balance_after");
            assertEquals(entry.getRecordId(), row.get("record_id"));
            assertEquals(entry.getOperationId(), row.get("operation_id"));
            assertEquals(entry.getNote(), text(String.valueOf(row.get("note"))));
        }
        assertEquals("adjustment", table.getLast().get("kind"));
        assertEquals("wrong_charge", table.getLast().get("reason"));
        assertEquals("'=HYPERLINK(\"x\",\"y\")", table.getLast().get("note"));
    }

    @Test
    void theAuditLogIsWhatListEntriesSays() {
        for (int i = 0; i < 250; i++) {
            var _ = test.backend().accounts().create("=a, \"" + i + "\"", 0);
        }
        List<AuditEntry> entries =
                AuditLogGrpc.newBlockingStub(test.channel())
                        .listEntries(ListEntriesRequest.newBuilder().setPage(first()).build())
                        .getEntriesList();
        String file =
                CsvReading.file(exports().exportAudit(ExportAuditRequest.getDefaultInstance()));
        List<Map<String, String>> table = CsvReading.table(file);
        assertTrue(entries.size() > 250);
        assertEquals(entries.size(), table.size());
        assertEquals(
                entries.size(),
                exports()
                        .exportAudit(ExportAuditRequest.getDefaultInstance())
                        .next()
                        .getRowsInAll());
        for (int i = 0; i < entries.size(); i++) {
            AuditEntry entry = entries.get(i);
            Map<String, String> row = table.get(i);
            assertEquals(Long.toString(entry.getSequence()), row.get("sequence"));
            assertInstant(entry.getAtMs(), row, "at");
            assertEquals(entry.getActor(), row.get("actor_id"));
            assertEquals(entry.getActorName(), row.get("actor_name"));
            assertEquals(entry.getAction(), row.get("action"));
            assertEquals(entry.getTarget(), row.get("target"));
            assertEquals(entry.getBefore(), row.get("before"));
            assertEquals(entry.getAfter(), row.get("after"));
            assertEquals(entry.getHash(), row.get("hash"));
        }
        ExportAuditRequest filtered =
                ExportAuditRequest.newBuilder().setActionPrefix("key.").build();
        assertEquals(1, CsvReading.table(CsvReading.file(exports().exportAudit(filtered))).size());
    }
}
