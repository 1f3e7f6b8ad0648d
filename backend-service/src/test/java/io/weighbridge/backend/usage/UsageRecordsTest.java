package io.weighbridge.backend.usage;

import static io.weighbridge.backend.usage.UsageKit.assertError;
import static io.weighbridge.backend.usage.UsageKit.records;
import static io.weighbridge.backend.usage.UsageKit.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.Burn;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.ListRecordsReply;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UsageRecordsTest {
    private static final int CALLS = 250;

    @AutoClose private TestBackend test;
    private UsageTraffic traffic;
    private List<UsageRecord> all;

    @BeforeAll
    void start(@TempDir Path directory) {
        MovingTime time = new MovingTime();
        test = TestBackend.start(directory, time);
        traffic = new UsageTraffic(test, time, 7);
        traffic.overdraw();
        traffic.run(CALLS - 1);
        all = records(test, ListRecordsRequest.getDefaultInstance(), 1_000);
    }

    @Test
    void shouldListEverySettledCallOnceNewestFirst() {
        assertEquals(CALLS, all.size());
        assertEquals(
                all,
                all.stream()
                        .sorted(Comparator.comparingLong(UsageRecord::getSequence).reversed())
                        .toList());
        assertEquals(CALLS, all.stream().map(UsageRecord::getId).distinct().count());
    }

    @Test
    void shouldShowWhatWasAnswered() {
        Map<String, UsageRecord> byId = new HashMap<>();
        all.forEach(record -> byId.put(record.getId(), record));
        for (SettleReply reply : traffic.settled) {
            UsageRecord record = Objects.requireNonNull(byId.get(reply.getRecordId()));
            assertEquals(reply.getChargeNanos(), record.getChargeNanos());
            assertEquals(reply.getPriceNanos(), record.getPriceNanos());
            assertEquals(reply.getFeeNanos(), record.getFeeNanos());
            assertEquals(reply.getOverrunNanos(), record.getOverrunNanos());
            assertEquals(reply.getUnrated(), !record.getUnratedReason().isEmpty());
            assertEquals("edge", record.getProxy());
            assertEquals(record.getTagsCount() == 1, record.hasComputeMs());
            assertFalse(record.hasComputeCost());
            assertEquals(record.hasUpstreamCostNanos(), record.hasCostNanos());
            assertEquals(record.getUpstreamCostNanos(), record.getCostNanos());
            assertEquals(
                    record,
                    usage(test)
                            .getRecord(
                                    GetRecordRequest.newBuilder()
                                            .setRecordId(record.getId())
                                            .build()));
        }
        assertTrue(all.stream().anyMatch(record -> record.getOverrunNanos() > 0));
        assertTrue(all.stream().anyMatch(record -> !record.getUnratedReason().isEmpty()));
    }

    @Test
    void shouldTellWhatBecameOfRecordsAndWhichGrantsTheyBurnt() {
        Map<String, UsageTraffic.Later> later = new HashMap<>();
        traffic.later.forEach(one -> later.put(one.recordId(), one));
        boolean two = false;
        for (UsageRecord record : all) {
            UsageTraffic.Later one = later.get(record.getId());
            boolean unrated = !record.getUnratedReason().isEmpty();
            assertEquals(
                    one == null ? 0 : one.refundedNanos(),
                    record.getRefundedNanos(),
                    record::getId);
            boolean writtenOff = unrated && one != null && one.chargeNanos() == 0;
            assertEquals(writtenOff, record.getWrittenOff());
            boolean rated = unrated && one != null && one.chargeNanos() > 0;
            assertEquals(rated, record.hasRatedChargeNanos());
            long charge = rated ? record.getRatedChargeNanos() : record.getChargeNanos();
            if (rated && one != null) {
                assertEquals(one.chargeNanos(), charge);
            }
            boolean waits = unrated && !rated && !writtenOff;
            assertEquals(record.hasCostNanos() && !waits, record.hasMarginNanos());
            if (record.hasMarginNanos()) {
                assertEquals(charge - record.getCostNanos(), record.getMarginNanos());
            }
            assertEquals(
                    charge, record.getBurnsList().stream().mapToLong(Burn::getAmountNanos).sum());
            assertEquals(
                    record.getBurnsCount(),
                    record.getBurnsList().stream().map(Burn::getGrant).distinct().count());
            two |= record.getBurnsCount() > 1;
        }
        assertTrue(two);
        assertTrue(all.stream().anyMatch(record -> record.getMarginNanos() < 0));
        assertTrue(all.stream().anyMatch(UsageRecord::hasRatedChargeNanos));
        assertTrue(all.stream().anyMatch(UsageRecord::getWrittenOff));
        assertTrue(all.stream().anyMatch(record -> record.getRefundedNanos() > 0));
        assertTrue(
                all.stream()
                        .anyMatch(
                                record ->
                                        record.getBurnsList().stream()
                                                .anyMatch(
                                                        burn ->
                                                                burn.getGrant()
                                                                        .equals("overdraft"))));
    }

    @Test
    void shouldFilterAndPageAsALoopOverAllRecordsWould() {
        Random random = new Random(11);
        int found = 0;
        for (int i = 0; i < 150; i++) {
            ListRecordsRequest filter = filter(random);
            List<UsageRecord> expected =
                    all.stream().filter(record -> matches(filter, record)).toList();
            assertEquals(expected, records(test, filter, 1 + random.nextInt(60)), filter::toString);
            found += expected.isEmpty() ? 0 : 1;
        }
        assertTrue(found > 50, "too few filters that find something: " + found);
    }

    private ListRecordsRequest filter(Random random) {
        UsageRecord like = all.get(random.nextInt(all.size()));
        UsageRecord until = all.get(random.nextInt(all.size()));
        ListRecordsRequest.Builder filter = ListRecordsRequest.newBuilder();
        if (random.nextInt(3) == 0) {
            filter.setAccount(like.getAccount());
        }
        if (random.nextInt(3) == 0) {
            filter.setKey(like.getKey());
        }
        if (random.nextInt(3) == 0) {
            filter.setService(like.getService());
        }
        if (random.nextInt(3) == 0) {
            filter.setSubject(like.getSubject());
        }
        if (random.nextInt(3) == 0) {
            filter.setOutcome(until.getOutcome());
        }
        long a = like.getSettledAtMs();
        long b = until.getSettledAtMs();
        if (random.nextInt(3) == 0) {
            filter.setFromAtMs(Math.min(a, b));
        }
        if (random.nextInt(3) == 0) {
            filter.setToAtMs(Math.max(a, b) + random.nextInt(2));
        }
        return filter.build();
    }

    private static boolean matches(ListRecordsRequest filter, UsageRecord record) {
        return (filter.getAccount().isEmpty() || filter.getAccount().equals(record.getAccount()))
                && (filter.getKey().isEmpty() || filter.getKey().equals(record.getKey()))
                && (filter.getService().isEmpty()
                        || filter.getService().equals(record.getService()))
                && (filter.getSubject().isEmpty()
                        || filter.getSubject().equals(record.getSubject()))
                && (filter.getOutcome() == Outcome.OUTCOME_UNSPECIFIED
                        || filter.getOutcome() == record.getOutcome())
                && record.getSettledAtMs() >= filter.getFromAtMs()
                && (filter.getToAtMs() == 0 || record.getSettledAtMs() < filter.getToAtMs());
    }

    private static ListRecordsRequest page(int size, String token, String subject) {
        return ListRecordsRequest.newBuilder()
                .setSubject(subject)
                .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                .build();
    }

    @Test
    void shouldRefuseTokensOfOtherFiltersAndLists() {
        ListRecordsReply first = usage(test).listRecords(page(2, "", "ann"));
        String token = first.getNextPageToken();
        assertFalse(token.isEmpty());
        assertEquals(2, usage(test).listRecords(page(2, token, "ann")).getRecordsCount());
        for (String wrong : List.of(token + "AAAA", token.substring(4), "?", "AAAA")) {
            assertError(
                    Status.Code.INVALID_ARGUMENT,
                    "INVALID_PAGE_TOKEN",
                    "page.token",
                    () -> usage(test).listRecords(page(2, wrong, "ann")));
        }
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_PAGE_TOKEN",
                "page.token",
                () -> usage(test).listRecords(page(2, token, "bob")));
    }

    private void refused(String field, ListRecordsRequest.Builder request) {
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                field + ": ",
                () -> usage(test).listRecords(request.build()));
    }

    @Test
    void shouldNameTheFieldThatIsWrong() {
        refused("account", ListRecordsRequest.newBuilder().setAccount("Acme"));
        refused("key", ListRecordsRequest.newBuilder().setKey(IdKind.ACCOUNT.format(5)));
        refused("service", ListRecordsRequest.newBuilder().setService("no such"));
        refused("subject", ListRecordsRequest.newBuilder().setSubject("x".repeat(101)));
        refused("outcome", ListRecordsRequest.newBuilder().setOutcomeValue(9));
        refused("from_at_ms", ListRecordsRequest.newBuilder().setFromAtMs(-1));
        refused("to_at_ms", ListRecordsRequest.newBuilder().setToAtMs(-1));
        refused("to_at_ms", ListRecordsRequest.newBuilder().setFromAtMs(5).setToAtMs(4));
        refused(
                "page.size",
                ListRecordsRequest.newBuilder().setPage(PageRequest.newBuilder().setSize(1_001)));
        assertError(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_FIELD",
                "record_id: ",
                () -> usage(test).getRecord(GetRecordRequest.getDefaultInstance()));
    }

    @Test
    void shouldSayThatARecordIsUnknown() {
        assertError(
                Status.Code.NOT_FOUND,
                "RECORD_UNKNOWN",
                "record_id: ",
                () ->
                        usage(test)
                                .getRecord(
                                        GetRecordRequest.newBuilder()
                                                .setRecordId(RequestId.next(1).toString())
                                                .build()));
    }
}
