package io.weighbridge.backend.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.backend.usage.LaterRating;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.GetReplayRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.PictureTerms;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.ReplaySums;
import io.weighbridge.proto.v1.ReplaysGrpc;
import io.weighbridge.proto.v1.RunReplayRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.UnitCount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// The rest of a call that is told after its hold expired: rated by its model's curve with the
/// context that the first record has.
final class LateReportsByCurveTest {
    private static final ComputeTerms PICTURES =
            ComputeFixture.TERMS.toBuilder()
                    .clearContextTokens()
                    .setPicture(
                            PictureTerms.newBuilder().setSteps(30).setWidth(1_024).setHeight(1_024))
                    .build();

    private static final long MUCH = 1_000_000_000_000_000L;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();

    // By the price, and what ran, when it was authorised; with the prompt that the first record
    // has.
    @Test
    void theRestOfACallPaysForWhatTheWholeTakesMoreOnce() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            Service chat = test.service("chat");
            ComputeFixture compute = new ComputeFixture(test);
            var _ = compute.link("chat");
            PriceBook gas = test.publish(List.of(gas(chat, 1_000_000_000)), List.of());
            Account account = test.account("Acme", MUCH);
            Admitted call = expired(test, Calls.chat(key(test, account), 1_000, 10));
            long first = MUCH - test.balance(account).balanceNanos();
            assertEquals(quote(test, "chat", Calls.tokens(1_000, 0)), first);
            long whole = quote(test, "chat", Calls.tokens(2_000, 50));
            long alone = quote(test, "chat", Calls.tokens(1_000, 50));
            var _ =
                    compute.calls()
                            .setServiceModel(
                                    ComputeFixture.linking(
                                            "chat", compute.save("other", Configs.GPT_OSS_20B)));
            var _ = test.publish(List.of(gas(chat, 7_000_000_000L)), List.of());
            RequestId late = late(test, call, Calls.tokens(2_000, 50));
            UUID operation = UUID.randomUUID();
            LaterRating.Rated rated = rate(test, late, operation, Units.NONE);
            assertEquals(whole - first, rated.chargeNanos());
            assertTrue(rated.chargeNanos() > alone, rated + " " + alone);
            assertTrue(rate(test, late, operation, Units.NONE).repeated());
            Fault again =
                    assertThrows(
                            Fault.class, () -> rate(test, late, UUID.randomUUID(), Units.NONE));
            assertEquals(ErrorCode.NOT_UNRATED, again.code());
            assertEquals(MUCH - whole, test.balance(account).balanceNanos());
            time.pass(10);
            assertEquals(List.of(2L, 0L, whole, whole), replay(test, gas));
        }
    }

    // Its record names no units: those of the whole call are told, and the first charge given back.
    @Test
    void whereLessWasUsedThanWasChargedTheWholeCallIsRated() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            Service chat = test.service("chat");
            var _ = new ComputeFixture(test).link("chat");
            PriceBook gas = test.publish(List.of(gas(chat, 1_000_000_000)), List.of());
            Account account = test.account("Acme", MUCH);
            Admitted call = expired(test, Calls.chat(key(test, account), 1_000, 10));
            RequestId late = late(test, call, Calls.tokens(500, 50));
            long charge = rate(test, late, UUID.randomUUID(), Units.tokens(500, 50)).chargeNanos();
            assertEquals(quote(test, "chat", Calls.tokens(500, 50)), charge);
            long all = charge + quote(test, "chat", Calls.tokens(1_000, 0));
            time.pass(10);
            assertEquals(List.of(2L, 0L, all, all), replay(test, gas));
        }
    }

    // The first record was charged for what was reckoned; what is told now is of the whole call.
    @Test
    void timeThatIsToldOnlyNowPaysForWhatIsMoreThanWasReckoned() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            Service chat = test.service("chat");
            var _ = new ComputeFixture(test).link("chat");
            var _ =
                    test.publish(
                            List.of(TestBackend.rate(chat, Unit.GPU_MILLISECONDS, 1_000_000)),
                            List.of());
            Account account = test.account("Acme", MUCH);
            Admitted call = expired(test, Calls.chat(key(test, account), 100_000, 10));
            long reckoned = MUCH - test.balance(account).balanceNanos();
            List<UnitCount> told = new ArrayList<>(Calls.tokens(100_000, 50));
            told.add(
                    Calls.count(
                            io.weighbridge.proto.v1.Unit.UNIT_GPU_MILLISECONDS, reckoned + 500));
            RequestId late = late(test, call, told);
            assertEquals(500, rate(test, late, UUID.randomUUID(), Units.NONE).chargeNanos());
        }
    }

    @Test
    void besideARecordThatWaitsItselfNothingIsReckonedUntilThatIsDecided() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            Service media = test.service("media");
            linkPictures(test);
            PriceBook gas = test.publish(List.of(gas(media, 1_000_000_000)), List.of());
            Account account = test.account("Acme", MUCH);
            String key = key(test, account);
            long whole = quote(test, "media", pictures(4, 4_000_000));
            // Nothing was heard of it.
            Admitted call = expired(test, media(key, 4, 4_000_000));
            RequestId first = Objects.requireNonNull(RequestId.parse(call.getRequestId()));
            RequestId late = late(test, call, pictures(4, 4_000_000));
            Units three = Units.of(Unit.IMAGES, 3).with(Unit.PIXELS, 3_500_000);
            Fault waits =
                    assertThrows(Fault.class, () -> rate(test, late, UUID.randomUUID(), three));
            assertEquals(ErrorCode.UNPRICED, waits.code());
            assertTrue(waits.text().contains("first record waits"), waits.text());
            Units one = Units.of(Unit.IMAGES, 1).with(Unit.PIXELS, 500_000);
            long charge = rate(test, first, UUID.randomUUID(), one).chargeNanos();
            assertEquals(whole - charge, rate(test, late, UUID.randomUUID(), three).chargeNanos());
            Admitted other = expired(test, media(key, 4, 4_000_000));
            RequestId rest = late(test, other, pictures(4, 4_000_000));
            var _ =
                    test.backend()
                            .unratedUsage()
                            .writeOff(
                                    Objects.requireNonNull(RequestId.parse(other.getRequestId())),
                                    UUID.randomUUID(),
                                    "the rest has it all");
            Units four = Units.of(Unit.IMAGES, 4).with(Unit.PIXELS, 4_000_000);
            assertEquals(whole, rate(test, rest, UUID.randomUUID(), four).chargeNanos());
            time.pass(10);
            assertEquals(List.of(3L, 0L, 2 * whole, 2 * whole), replay(test, gas));
        }
    }

    // No curve reckons the pixels: their own price does, as it does of a whole call.
    @Test
    void besideTheirPixelsPicturesAreFreeAlsoWhereTheyAreToldLate() {
        try (TestBackend test = TestBackend.start(directory, time)) {
            Service media = test.service("media");
            linkPictures(test);
            PriceBook pixels =
                    test.publish(
                            List.of(TestBackend.rate(media, Unit.PIXELS, 2_000_000)), List.of());
            Account account = test.account("Acme", MUCH);
            Admitted call =
                    test.gate()
                            .authorize(media(key(test, account), 4, 4_000).setTtlMs(1_000).build())
                            .getAdmitted();
            var _ =
                    test.gate()
                            .extend(
                                    ExtendRequest.newBuilder()
                                            .setHoldId(call.getHoldId())
                                            .addAllUnits(pictures(1, 1_000))
                                            .setTtlMs(1_000)
                                            .build());
            time.pass(2_000);
            test.awaitNoHolds(account);
            RequestId late = late(test, call, pictures(4, 4_000));
            LaterRating.Rated rated = rate(test, late, UUID.randomUUID(), Units.NONE);
            assertEquals(6_000, rated.chargeNanos());
            time.pass(10);
            assertEquals(List.of(2L, 0L, 8_000L, 8_000L), replay(test, pixels));
        }
    }

    private static Rate gas(Service service, long nanos) {
        return TestBackend.rate(service, Unit.GIGAFLOPS, nanos);
    }

    private static String key(TestBackend test, Account account) {
        return test.key(account).secret();
    }

    private static void linkPictures(TestBackend test) {
        ComputeFixture compute = new ComputeFixture(test);
        var _ =
                compute.calls()
                        .setServiceModel(
                                SetServiceModelRequest.newBuilder()
                                        .setService("media")
                                        .setModel(
                                                compute.save("sdxl", Configs.SDXL_PIPELINE)
                                                        .getModel())
                                        .setGpu("h100")
                                        .setTerms(PICTURES)
                                        .build());
    }

    private static AuthorizeRequest.Builder media(String key, long images, long pixels) {
        return AuthorizeRequest.newBuilder()
                .setApiKey(key)
                .setService("media")
                .addAllEstimate(pictures(images, pixels));
    }

    // Of which nothing was heard.
    private Admitted expired(TestBackend test, AuthorizeRequest.Builder authorize) {
        Admitted call = test.gate().authorize(authorize.setTtlMs(1_000).build()).getAdmitted();
        time.pass(2_000);
        RequestId id = Objects.requireNonNull(RequestId.parse(call.getRequestId()));
        Calls.await("its end", () -> test.backend().ledger().hold(id.hi(), id.lo()) == null);
        return call;
    }

    private static RequestId late(TestBackend test, Admitted call, List<UnitCount> units) {
        SettleReply late =
                test.gate()
                        .settle(
                                SettleRequest.newBuilder()
                                        .setHoldId(call.getHoldId())
                                        .addAllUnits(units)
                                        .setOutcome(Outcome.OUTCOME_OK)
                                        .build());
        assertTrue(late.getUnrated());
        return Objects.requireNonNull(RequestId.parse(late.getRecordId()));
    }

    private static LaterRating.Rated rate(
            TestBackend test, RequestId record, UUID operation, Units units) {
        return test.backend().unratedUsage().rate(record, operation, 0, units, "the rest");
    }

    private static long quote(TestBackend test, String service, List<UnitCount> units) {
        return test.gate()
                .quote(QuoteRequest.newBuilder().setService(service).addAllUnits(units).build())
                .getChargeNanos();
    }

    private static List<UnitCount> pictures(long images, long pixels) {
        return List.of(
                Calls.count(io.weighbridge.proto.v1.Unit.UNIT_IMAGES, images),
                Calls.count(io.weighbridge.proto.v1.Unit.UNIT_PIXELS, pixels));
    }

    // Calls, how many of them have no price, and what all came to, before and after.
    private static List<Long> replay(TestBackend test, PriceBook book) {
        ReplaysGrpc.ReplaysBlockingStub replays = ReplaysGrpc.newBlockingStub(test.channel());
        String id =
                replays.runReplay(
                                RunReplayRequest.newBuilder()
                                        .setPriceBook(IdKind.PRICE_BOOK.format(book.id()))
                                        .build())
                        .getReplay();
        GetReplayRequest asked = GetReplayRequest.newBuilder().setReplay(id).build();
        Calls.await("its end", () -> replays.getReplay(asked).getReplay().getEndedAtMs() != 0);
        ReplaySums sums = replays.getReplay(asked).getReplay().getSums();
        return List.of(
                sums.getCalls(),
                sums.getUnpricedCalls(),
                sums.getBeforeNanos(),
                sums.getAfterNanos());
    }
}
