package io.weighbridge.backend.usage;

import static io.weighbridge.backend.usage.UsageKit.admit;
import static io.weighbridge.backend.usage.UsageKit.count;

import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.AdjustmentReason;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.ledger.fact.GrantKind;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.RateUnratedRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.Tag;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.WriteOffUnratedRequest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/// Random traffic of all kinds over several days: charged, overrun, failed, unrated, vanished,
/// refunded, rated later, written off.
final class UsageTraffic {
    private static final List<String> SUBJECTS = List.of("", "ann", "bob", "Ünïcode, \"x\" 名");
    private static final List<Outcome> OUTCOMES =
            List.of(
                    Outcome.OUTCOME_OK,
                    Outcome.OUTCOME_OK,
                    Outcome.OUTCOME_CLIENT_GONE,
                    Outcome.OUTCOME_UPSTREAM_ERROR);

    /// Something that happened to a record after it was settled.
    ///
    /// @param operationId its entry in the ledger says when
    /// @param refundedNanos 0 for a rating
    /// @param chargeNanos 0 for a refund and a write-off
    /// @param units told only then
    record Later(
            String recordId,
            UUID operationId,
            long refundedNanos,
            long chargeNanos,
            List<UnitCount> units) {}

    private final TestBackend test;
    private final MovingTime time;
    private final Random random;
    private final List<ApiKeys.Made> keys = new ArrayList<>();
    private final String laterBook;
    final List<Later> later = new ArrayList<>();
    final List<SettleReply> settled = new ArrayList<>();

    UsageTraffic(TestBackend test, MovingTime time, long seed) {
        this.test = test;
        this.time = time;
        this.random = new Random(seed);
        Service chat = test.service("chat");
        Service images = test.service("images");
        Service raw = test.backend().services().create("raw", UsageKit.WITH_CEILING);
        List<Rate> rates =
                List.of(
                        TestBackend.rate(
                                chat, io.weighbridge.model.Unit.INPUT_TOKENS, 2_500_000_123L),
                        TestBackend.rate(
                                chat, io.weighbridge.model.Unit.CACHED_INPUT_TOKENS, 250_000_000L),
                        TestBackend.rate(
                                chat, io.weighbridge.model.Unit.OUTPUT_TOKENS, 10_000_000_777L),
                        TestBackend.rate(
                                images, io.weighbridge.model.Unit.IMAGES, 40_000_000_000L));
        List<Fee> fees = List.of(new Fee(0, 1_000, 50_000));
        List<Rate> all = new ArrayList<>(rates);
        all.add(TestBackend.rate(raw, io.weighbridge.model.Unit.INPUT_TOKENS, 3_000_000_000L));
        all.add(TestBackend.rate(images, io.weighbridge.model.Unit.PIXELS, 1_000_000L));
        laterBook = IdKind.PRICE_BOOK.format(test.publish(all, fees).id());
        // In force: one without a price for raw calls, and for pixels.
        test.publish(rates, fees);
        for (int i = 0; i < 3; i++) {
            Account account = test.account("account " + i, 400_000_000L);
            test.backend()
                    .credit()
                    .grant(
                            account.id(),
                            UUID.randomUUID(),
                            GrantKind.PROMOTIONAL,
                            1_000_000,
                            time.wallMs() + Duration.ofDays(30).toMillis(),
                            "gift");
            keys.add(test.key(account));
            keys.add(test.key(account));
        }
    }

    /// So many calls, with what happens to some of them later.
    void run(int calls) {
        for (int i = 0; i < calls; i++) {
            call();
            if (random.nextInt(8) == 0) {
                time.move(Duration.ofSeconds(random.nextInt(6 * 3_600)));
            }
            if (random.nextInt(5) == 0 && !settled.isEmpty()) {
                happenLater(settled.get(random.nextInt(settled.size())));
            }
        }
    }

    /// A call that takes an account below zero.
    void overdraw() {
        String key = test.key(test.account("poor", 400_000)).secret();
        Admitted admitted = admit(test.gate("edge"), UsageKit.tokens(key, "chat", 100, 10));
        settled.add(
                test.gate("edge")
                        .settle(
                                SettleRequest.newBuilder()
                                        .setHoldId(admitted.getHoldId())
                                        .setOutcome(Outcome.OUTCOME_OK)
                                        .addUnits(count(Unit.UNIT_INPUT_TOKENS, 100))
                                        .addUnits(count(Unit.UNIT_OUTPUT_TOKENS, 100))
                                        .build()));
    }

    private void call() {
        String key = keys.get(random.nextInt(keys.size())).secret();
        AuthorizeRequest.Builder request =
                AuthorizeRequest.newBuilder()
                        .setApiKey(key)
                        .setSubject(SUBJECTS.get(random.nextInt(SUBJECTS.size())));
        SettleRequest.Builder settle =
                SettleRequest.newBuilder()
                        .setOutcome(OUTCOMES.get(random.nextInt(OUTCOMES.size())));
        if (random.nextBoolean()) {
            request.addTags(Tag.newBuilder().setKey("team").setValue("a=b c"));
            settle.setQueueMs(random.nextInt(50)).setComputeMs(0);
        }
        long input = 1L + random.nextInt(2_000);
        long output = random.nextInt(500);
        switch (random.nextInt(4)) {
            case 0 -> {
                request.setService("images").addEstimate(count(Unit.UNIT_IMAGES, 2));
                settle.addUnits(count(Unit.UNIT_IMAGES, 1L + random.nextInt(4)));
                if (random.nextBoolean()) {
                    settle.addUnits(count(Unit.UNIT_PIXELS, 1_000_000 + output));
                }
            }
            case 1 -> {
                request.setService("raw").addEstimate(count(Unit.UNIT_INPUT_TOKENS, input));
                settle.addUnits(count(Unit.UNIT_INPUT_TOKENS, input));
            }
            default -> {
                request.setService("chat")
                        .addEstimate(count(Unit.UNIT_INPUT_TOKENS, input))
                        .addEstimate(count(Unit.UNIT_OUTPUT_TOKENS, 200));
                if (random.nextInt(5) > 0) {
                    settle.addUnits(count(Unit.UNIT_INPUT_TOKENS, input))
                            .addUnits(count(Unit.UNIT_CACHED_INPUT_TOKENS, input / 2))
                            .addUnits(count(Unit.UNIT_OUTPUT_TOKENS, output));
                }
            }
        }
        // Of some the upstream's cost is told, of some among them that it is 0.
        if (settled.size() % 3 > 0) {
            settle.setUpstreamCostNanos(settled.size() % 5 * 1_000_000L);
        }
        Admitted admitted = admit(test.gate("edge"), request);
        settled.add(test.gate("edge").settle(settle.setHoldId(admitted.getHoldId()).build()));
    }

    private void happenLater(SettleReply reply) {
        UUID operation = UUID.randomUUID();
        String id = reply.getRecordId();
        boolean done = later.stream().anyMatch(one -> one.recordId.equals(id));
        if (!reply.getUnrated()) {
            if (!done && reply.getChargeNanos() > 1) {
                long amount = random.nextBoolean() ? 0 : reply.getChargeNanos() / 2;
                long refunded =
                        test.backend()
                                .credit()
                                .refund(
                                        Objects.requireNonNull(RequestId.parse(id)),
                                        operation,
                                        amount,
                                        AdjustmentReason.GOODWILL,
                                        "sorry")
                                .refundedNanos();
                later.add(new Later(id, operation, refunded, 0, List.of()));
            }
            return;
        }
        if (done) {
            return;
        }
        if (random.nextInt(3) == 0) {
            var _ =
                    UsageKit.usage(test)
                            .writeOffUnrated(
                                    WriteOffUnratedRequest.newBuilder()
                                            .setRecordId(id)
                                            .setOperationId(operation.toString())
                                            .setNote("lost")
                                            .build());
            later.add(new Later(id, operation, 0, 0, List.of()));
            return;
        }
        List<UnitCount> units = unitsIfUnknown(id);
        long charge =
                UsageKit.usage(test)
                        .rateUnrated(
                                RateUnratedRequest.newBuilder()
                                        .setRecordId(id)
                                        .setOperationId(operation.toString())
                                        .setPriceBook(laterBook)
                                        .addAllUnits(units)
                                        .setNote("priced")
                                        .build())
                        .getChargeNanos();
        later.add(new Later(id, operation, 0, charge, units));
    }

    private List<UnitCount> unitsIfUnknown(String id) {
        boolean known =
                UsageKit.usage(test)
                                .getRecord(GetRecordRequest.newBuilder().setRecordId(id).build())
                                .getUnitsCount()
                        > 0;
        return known
                ? List.of()
                : List.of(
                        count(Unit.UNIT_INPUT_TOKENS, 77),
                        count(Unit.UNIT_REASONING_TOKENS, 5),
                        count(Unit.UNIT_OUTPUT_TOKENS, 9));
    }
}
