package io.weighbridge.backend.compute;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.LedgerSums;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.ExtendReply;
import io.weighbridge.proto.v1.ExtendRequest;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.GetReplayRequest;
import io.weighbridge.proto.v1.PriceLine;
import io.weighbridge.proto.v1.QuoteReply;
import io.weighbridge.proto.v1.QuoteRequest;
import io.weighbridge.proto.v1.RefusalReason;
import io.weighbridge.proto.v1.Refused;
import io.weighbridge.proto.v1.ReplaySums;
import io.weighbridge.proto.v1.ReplaysGrpc;
import io.weighbridge.proto.v1.RunReplayRequest;
import io.weighbridge.proto.v1.SettleReply;
import io.weighbridge.proto.v1.SettleRequest;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// Calls of a service whose price is one of GPUs: held and charged by its model's cost curve.
final class ComputePricedCallsTest {
    private static final long MUCH = 1_000_000_000_000_000L;

    @TempDir Path directory;
    private final HandTime time = HandTime.now();
    private TestBackend test;
    private ComputeFixture compute;
    private Service chat;
    private Account account;
    private String key;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        compute = new ComputeFixture(test);
        chat = test.service("chat");
        account = test.account("Acme", MUCH);
        key = test.key(account).secret();
    }

    @AfterEach
    void stop() {
        LedgerSums.check(test, directory);
        test.close();
    }

    // So many nanos for one.
    private void publish(Unit... units) {
        List<Rate> rates = new ArrayList<>();
        for (Unit unit : units) {
            rates.add(TestBackend.rate(chat, unit, 1_000_000_000L));
        }
        var _ = test.publish(rates, List.of());
    }

    private Admitted authorize(long input, long output) {
        AuthorizeReply reply = test.gate().authorize(Calls.chat(key, input, output).build());
        assertTrue(reply.hasAdmitted(), reply::toString);
        return reply.getAdmitted();
    }

    private SettleReply settle(Admitted call, long input, long output) {
        return test.gate().settle(Calls.settle(call.getHoldId(), input, output).build());
    }

    private QuoteReply quote(long atMs, List<UnitCount> units) {
        return test.gate()
                .quote(
                        QuoteRequest.newBuilder()
                                .setService("chat")
                                .addAllUnits(units)
                                .setAtMs(atMs)
                                .build());
    }

    private UsageRecord record(Admitted call) {
        return UsageGrpc.newBlockingStub(test.channel())
                .getRecord(GetRecordRequest.newBuilder().setRecordId(call.getRequestId()).build());
    }

    @Test
    void aLongContextCostsMoreForEachTokenAndTheHoldCoversIt() {
        var _ = compute.link("chat");
        publish(Unit.GIGAFLOPS);
        Admitted shorter = authorize(1_000, 100);
        Admitted longer = authorize(50_000, 100);
        long ofShorter = settle(shorter, 1_000, 100).getChargeNanos();
        long ofLonger = settle(longer, 50_000, 100).getChargeNanos();
        assertEquals(shorter.getHeldNanos(), ofShorter);
        assertEquals(longer.getHeldNanos(), ofLonger);
        assertTrue(ofLonger / 50_100 > ofShorter / 1_100 * 3 / 2, ofLonger + " " + ofShorter);
        // Told as it was told; charged by what it took.
        UsageRecord record = record(longer);
        assertEquals(Calls.tokens(50_000, 100), record.getUnitsList());
        PriceLine line = record.getLines(0);
        assertEquals(1, record.getLinesCount());
        assertEquals(io.weighbridge.proto.v1.Unit.UNIT_GIGAFLOPS, line.getUnit());
        assertEquals(ofLonger, line.getCount() * 1_000);
        assertEquals(ofLonger, quote(0, Calls.tokens(50_000, 100)).getChargeNanos());
        SettleRequest again = Calls.settle(longer.getHoldId(), 50_000, 100).build();
        assertEquals(ofLonger, test.gate().settle(again).getChargeNanos());
    }

    @Test
    void whatIsFoundInNoCacheIsCoveredToo() {
        var _ = compute.link("chat");
        publish(Unit.VRAM_MIB_MILLISECONDS);
        UnitCount cached =
                Calls.count(io.weighbridge.proto.v1.Unit.UNIT_CACHED_INPUT_TOKENS, 9_000);
        long hold =
                test.gate()
                        .authorize(Calls.chat(key, 10_000, 50).addEstimate(cached).build())
                        .getAdmitted()
                        .getHeldNanos();
        assertEquals(hold, quote(0, Calls.tokens(10_000, 50)).getChargeNanos());
        List<UnitCount> found = new ArrayList<>(Calls.tokens(10_000, 50));
        found.add(cached);
        assertTrue(quote(0, found).getChargeNanos() < hold);
    }

    @Test
    void tokensAndComputeBothCountWhereBothArePriced() {
        var _ = compute.link("chat");
        publish(Unit.GPU_MILLISECONDS);
        long ofGpu = quote(0, Calls.tokens(2_000, 200)).getChargeNanos();
        publish(Unit.GPU_MILLISECONDS, Unit.INPUT_TOKENS);
        Admitted call = authorize(2_000, 200);
        assertEquals(2_000 * 1_000 + ofGpu, settle(call, 2_000, 200).getChargeNanos());
    }

    @Test
    void whatTheProxyTellsOfGpusIsChargedAsTold() {
        publish(Unit.GPU_MILLISECONDS);
        AuthorizeRequest request = Calls.chat(key, 10, 10).addEstimate(gpuMs(70)).build();
        assertEquals(70_000, test.gate().authorize(request).getAdmitted().getHeldNanos());
        // Also where it could be reckoned, and is more.
        var _ = compute.link("chat");
        assertTrue(quote(0, Calls.tokens(10, 10)).getChargeNanos() > 2_000);
        Admitted call = test.gate().authorize(request).getAdmitted();
        assertEquals(70_000, call.getHeldNanos());
        SettleReply settled =
                test.gate()
                        .settle(Calls.settle(call.getHoldId(), 10, 10).addUnits(gpuMs(2)).build());
        assertEquals(2_000, settled.getChargeNanos());
    }

    private static UnitCount gpuMs(long count) {
        return Calls.count(io.weighbridge.proto.v1.Unit.UNIT_GPU_MILLISECONDS, count);
    }

    @Test
    void outputTokensHaveACeilingAlthoughOnlyGpusArePriced() {
        ServiceSettings bare =
                new ServiceSettings(
                        ServiceCategory.TEXT,
                        false,
                        VanishedPolicy.BILL_DELIVERED,
                        600_000,
                        0,
                        256,
                        1_000);
        test.backend().services().update("chat", 1, bare);
        publish(Unit.GIGAFLOPS);
        AuthorizeRequest request =
                AuthorizeRequest.newBuilder()
                        .setApiKey(key)
                        .setService("chat")
                        .addEstimate(Calls.tokens(10, 10).getFirst())
                        .build();
        assertFalse(test.gate().authorize(request).getAdmitted().hasCeilingOutputTokens());
        var _ = compute.link("chat");
        Admitted call = test.gate().authorize(request).getAdmitted();
        assertTrue(call.hasCeilingOutputTokens());
        assertEquals(0, call.getCeilingOutputTokens());
    }

    @Test
    void withoutACurveNothingIsFree() {
        publish(Unit.GIGAFLOPS, Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS);
        assertEquals(
                RefusalReason.REFUSAL_REASON_UNPRICED,
                test.gate().authorize(Calls.chat(key, 10, 10).build()).getRefused().getReason());
        String text =
                assertFault(ErrorCode.UNPRICED, "service", () -> quote(0, Calls.tokens(10, 10)));
        assertTrue(text.contains("chat has no gigaflops to price: not told"), text);
        // Pictures are not what the curve counts: they wait, with what was held.
        var _ = compute.link("chat");
        Admitted call = authorize(100, 10);
        SettleReply settled =
                test.gate()
                        .settle(
                                Calls.settle(call.getHoldId(), 100, 10)
                                        .addUnits(
                                                Calls.count(
                                                        io.weighbridge.proto.v1.Unit
                                                                .UNIT_IMAGE_INPUT_TOKENS,
                                                        40))
                                        .build());
        assertTrue(settled.getUnrated());
        assertTrue(record(call).getUnratedReason().startsWith("no gigaflops to price"));
        assertEquals(call.getHeldNanos(), test.balance(account).heldNanos().orElseThrow());
        // By a book that prices tokens they can be rated.
        publish(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS);
        long book = Objects.requireNonNull(test.backend().prices().inForce(time.wallMs())).id();
        var rated =
                test.backend()
                        .unratedUsage()
                        .rate(
                                Objects.requireNonNull(
                                        io.weighbridge.model.RequestId.parse(call.getRequestId())),
                                UUID.randomUUID(),
                                book,
                                Units.NONE,
                                "by tokens");
        assertEquals(110_000, rated.chargeNanos());
    }

    // A call from before anybody said what its service runs, too: by what it runs now.
    @Test
    void aReplayReckonsAsACharge() {
        publish(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS);
        var _ = settle(authorize(5_000, 100), 5_000, 100);
        time.pass(10);
        var _ = compute.link("chat");
        publish(Unit.GIGAFLOPS);
        long charge = settle(authorize(5_000, 100), 5_000, 100).getChargeNanos();
        time.pass(10);
        long book = Objects.requireNonNull(test.backend().prices().inForce(time.wallMs())).id();
        var replays = ReplaysGrpc.newBlockingStub(test.channel());
        String id =
                replays.runReplay(
                                RunReplayRequest.newBuilder()
                                        .setPriceBook(IdKind.PRICE_BOOK.format(book))
                                        .build())
                        .getReplay();
        GetReplayRequest asked = GetReplayRequest.newBuilder().setReplay(id).build();
        Calls.await("its end", () -> replays.getReplay(asked).getReplay().getEndedAtMs() != 0);
        ReplaySums sums = replays.getReplay(asked).getReplay().getSums();
        assertEquals(List.of(2L, 0L), List.of(sums.getCalls(), sums.getUnpricedCalls()));
        assertEquals(2 * charge, sums.getAfterNanos());
    }

    @Test
    void usageRatedLaterIsReckonedByWhatRanThen() {
        publish(Unit.IMAGES);
        time.pass(10);
        var _ = compute.link("chat");
        time.pass(10);
        UnitCount image = Calls.count(io.weighbridge.proto.v1.Unit.UNIT_IMAGES, 1);
        Admitted call =
                test.gate()
                        .authorize(
                                AuthorizeRequest.newBuilder()
                                        .setApiKey(key)
                                        .setService("chat")
                                        .addEstimate(image)
                                        .build())
                        .getAdmitted();
        assertTrue(settle(call, 3_000, 30).getUnrated());
        publish(Unit.GIGAFLOPS);
        long then = quote(0, Calls.tokens(3_000, 30)).getChargeNanos();
        time.pass(10);
        changeModel();
        assertTrue(quote(0, Calls.tokens(3_000, 30)).getChargeNanos() < then);
        var rated =
                test.backend()
                        .unratedUsage()
                        .rate(
                                Objects.requireNonNull(
                                        io.weighbridge.model.RequestId.parse(call.getRequestId())),
                                UUID.randomUUID(),
                                Objects.requireNonNull(
                                                test.backend().prices().inForce(time.wallMs()))
                                        .id(),
                                Units.NONE,
                                "by gas");
        assertEquals(then, rated.chargeNanos());
    }

    // To one that computes less.
    private void changeModel() {
        var _ =
                compute.calls()
                        .setServiceModel(
                                ComputeFixture.linking(
                                        "chat", compute.save("other", Configs.LLAMA_2_7B)));
    }

    @Test
    void anotherModelCountsForCallsThatAreAuthorisedAfterItAlsoAfterARestart() {
        var _ = compute.link("chat");
        publish(Unit.GIGAFLOPS);
        time.pass(10);
        Admitted settled = authorize(5_000, 100);
        Admitted open = authorize(5_000, 100);
        long before = settle(settled, 5_000, 100).getChargeNanos();
        time.pass(10);
        changeModel();
        long after = quote(0, Calls.tokens(5_000, 100)).getChargeNanos();
        assertTrue(after < before, after + " " + before);
        assertEquals(after, authorize(5_000, 100).getHeldNanos());
        test.close();
        test = TestBackend.start(directory, time);
        compute = new ComputeFixture(test);
        assertEquals(before, settle(open, 5_000, 100).getChargeNanos());
        assertEquals(before, record(settled).getChargeNanos());
        assertEquals(before, settle(settled, 5_000, 100).getChargeNanos());
        assertEquals(after, quote(0, Calls.tokens(5_000, 100)).getChargeNanos());
        // Faster cards take less time; operations stay what they are.
        publish(Unit.GPU_MILLISECONDS);
        long slow = quote(0, Calls.tokens(5_000, 100)).getChargeNanos();
        time.pass(10);
        var figures = compute.gpu("h100").getFigures();
        var _ =
                compute.calls()
                        .setGpu(
                                io.weighbridge.proto.v1.SetGpuRequest.newBuilder()
                                        .setGpu("h100")
                                        .setVersion(1)
                                        .setFigures(
                                                figures.toBuilder()
                                                        .setBytesPerSecond(
                                                                2 * figures.getBytesPerSecond()))
                                        .build());
        assertTrue(quote(0, Calls.tokens(5_000, 100)).getChargeNanos() < slow);
        assertEquals(slow, quote(time.wallMs() - 5, Calls.tokens(5_000, 100)).getChargeNanos());
    }

    @Test
    void anExtensionCoversWhatMoreTokensTake() {
        var _ = compute.link("chat");
        publish(Unit.VRAM_MIB_MILLISECONDS);
        Admitted call = authorize(2_000, 100);
        assertEquals(100, call.getCeilingOutputTokens());
        ExtendReply reply =
                test.gate()
                        .extend(
                                ExtendRequest.newBuilder()
                                        .setHoldId(call.getHoldId())
                                        .addAllUnits(Calls.tokens(2_000, 80))
                                        .setMoreOutputTokens(400)
                                        .build());
        assertEquals(480, reply.getExtended().getCeilingOutputTokens());
        long held = test.balance(account).heldNanos().orElseThrow();
        assertTrue(held > call.getHeldNanos());
        assertEquals(held, settle(call, 2_000, 480).getChargeNanos());
    }

    @Test
    void creditGoesAsFarAsTheCurveSays() {
        var _ = compute.link("chat");
        publish(Unit.GIGAFLOPS);
        long some = quote(0, Calls.tokens(1_000, 37)).getChargeNanos();
        key = test.key(test.account("Small", some)).secret();
        Refused refused = test.gate().authorize(Calls.chat(key, 1_000, 500).build()).getRefused();
        assertEquals(RefusalReason.REFUSAL_REASON_INSUFFICIENT_CREDIT, refused.getReason());
        assertEquals(37, refused.getAffordableOutputTokens());
        assertEquals(some, authorize(1_000, 37).getHeldNanos());
    }
}
