package io.weighbridge.backend.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.gate.settle.UnratedUsage;
import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.ledger.accounts.Account;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.PriceBook;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.pricing.VolumeStep;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.RequestId;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.model.Units;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.CancelReplayRequest;
import io.weighbridge.proto.v1.GetReplayReply;
import io.weighbridge.proto.v1.GetReplayRequest;
import io.weighbridge.proto.v1.ListReplayAccountsRequest;
import io.weighbridge.proto.v1.ListReplaysRequest;
import io.weighbridge.proto.v1.Outcome;
import io.weighbridge.proto.v1.ReplayAccount;
import io.weighbridge.proto.v1.ReplayState;
import io.weighbridge.proto.v1.ReplaySums;
import io.weighbridge.proto.v1.ReplaysGrpc;
import io.weighbridge.proto.v1.RunReplayRequest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;

/// Replays of real calls over real gRPC, whatever the store.
abstract class ReplaysContract {
    // Two hours before a month ends.
    private static final long START_MS = 1_796_083_200_000L - 2 * 3_600_000;
    private static final long CREDIT = 1_000_000_000_000_000L;

    final HandTime time = new HandTime(START_MS);
    @AutoClose private TestBackend test;
    private ReplaysGrpc.ReplaysBlockingStub replays;

    abstract TestBackend started();

    @BeforeEach
    void open() {
        test = started();
        replays = ReplaysGrpc.newBlockingStub(test.channel());
    }

    private long call(ApiKeys.Made key, String service, long input, long output, Outcome outcome) {
        String hold =
                test.gate()
                        .authorize(
                                AuthorizeRequest.newBuilder()
                                        .setApiKey(key.secret())
                                        .setService(service)
                                        .addAllEstimate(Calls.tokens(input, output))
                                        .build())
                        .getAdmitted()
                        .getHoldId();
        return test.gate()
                .settle(
                        Calls.settle(hold, input, output)
                                .setOutcome(outcome)
                                .setUpstreamCostNanos(input)
                                .build())
                .getChargeNanos();
    }

    private GetReplayReply replay(PriceBook book) {
        // What is settled now is not before now.
        time.pass(1);
        String id =
                replays.runReplay(
                                RunReplayRequest.newBuilder()
                                        .setPriceBook(IdKind.PRICE_BOOK.format(book.id()))
                                        .build())
                        .getReplay();
        return ended(id);
    }

    private GetReplayReply ended(String id) {
        GetReplayRequest request = GetReplayRequest.newBuilder().setReplay(id).build();
        Calls.await("its end", () -> replays.getReplay(request).getReplay().getEndedAtMs() != 0);
        return replays.getReplay(request);
    }

    private List<ReplayAccount> accounts(GetReplayReply reply) {
        return replays.listReplayAccounts(
                        ListReplayAccountsRequest.newBuilder()
                                .setReplay(reply.getReplay().getReplay())
                                .build())
                .getAccountsList();
    }

    private static void refused(ErrorCode code, Executable call) {
        assertEquals(code.name(), Calls.codeOf(call));
    }

    private PriceBook draft(List<Rate> rates, List<Fee> fees) {
        PriceBook draft = test.backend().prices().createDraft(0, "");
        return test.backend().prices().updateDraft(draft.id(), draft.version(), rates, fees, "");
    }

    private static Rate rate(Service service, Unit unit, long above, VolumeStep... steps) {
        return new Rate(
                service.id(),
                unit,
                ServiceTier.STANDARD,
                above,
                0,
                7_000_003 + above,
                1_009,
                List.of(steps));
    }

    // Steps, bands, a price of requests and a fee.
    private PriceBook publishedWithEverything() {
        Service chat = test.service("chat");
        Service other = test.service("other");
        return test.publish(
                List.of(
                        rate(chat, Unit.INPUT_TOKENS, 0, new VolumeStep(500, 3_000_001)),
                        rate(chat, Unit.INPUT_TOKENS, 100),
                        rate(chat, Unit.OUTPUT_TOKENS, 0),
                        rate(chat, Unit.REQUESTS, 0, new VolumeStep(4, 5)),
                        rate(other, Unit.INPUT_TOKENS, 0),
                        rate(other, Unit.OUTPUT_TOKENS, 0)),
                List.of(new Fee(chat.id(), 11, 50_001)));
    }

    @Test
    void shouldComeToTheChargesUnderTheBookThatMadeThem() {
        PriceBook book = publishedWithEverything();
        List<ApiKeys.Made> keys = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            keys.add(test.key(test.account("a" + i, CREDIT)));
        }
        SplittableRandom random = new SplittableRandom(8);
        long charged = 0;
        long inPart = 0;
        for (int i = 0; i < 120; i++) {
            // Over the end of the month.
            time.pass(2 * 60_000);
            long charge =
                    call(
                            keys.get(random.nextInt(3)),
                            random.nextInt(4) == 0 ? "other" : "chat",
                            random.nextInt(200),
                            1 + random.nextInt(200),
                            random.nextInt(5) == 0
                                    ? Outcome.OUTCOME_UPSTREAM_ERROR
                                    : Outcome.OUTCOME_OK);
            charged += charge;
            inPart += i >= 80 ? charge : 0;
        }

        GetReplayReply reply = replay(book);
        ReplaySums sums = reply.getReplay().getSums();
        assertEquals(ReplayState.REPLAY_STATE_DONE, reply.getReplay().getState());
        assertEquals(120, sums.getCalls());
        assertEquals(charged, sums.getBeforeNanos());
        assertEquals(charged, sums.getAfterNanos());
        assertEquals(120, sums.getCostedCalls());
        assertEquals(charged, sums.getCostedAfterNanos());
        for (ReplayAccount each : accounts(reply)) {
            assertEquals(each.getSums().getBeforeNanos(), each.getSums().getAfterNanos());
            assertEquals(0, each.getDryAtMs());
        }
        assertEquals(3, accounts(reply).size());
        assertEquals(
                List.of("chat", "other"),
                reply.getServicesList().stream().map(each -> each.getService()).toList());

        // A part of a month counts the whole month's volume, and only its own charges.
        String part =
                replays.runReplay(
                                RunReplayRequest.newBuilder()
                                        .setPriceBook(IdKind.PRICE_BOOK.format(book.id()))
                                        .setFromMs(START_MS + 81 * 2 * 60_000)
                                        .build())
                        .getReplay();
        sums = ended(part).getReplay().getSums();
        assertEquals(40, sums.getCalls());
        assertEquals(inPart, sums.getBeforeNanos());
        assertEquals(inPart, sums.getAfterNanos());
    }

    @Test
    void shouldSayWhoPaysMoreAndWhoseCreditDoesNotSuffice() {
        Service chat = test.chat();
        Account poor = test.account("poor", 25 * Calls.TOKEN);
        Account rich = test.account("rich", 1_000 * Calls.TOKEN);
        time.pass(1_000);
        call(test.key(poor), "chat", 10, 0, Outcome.OUTCOME_OK);
        time.pass(1_000);
        call(test.key(rich), "chat", 0, 10, Outcome.OUTCOME_OK);
        time.pass(1_000);
        long dryAtMs = time.wallMs();
        call(test.key(poor), "chat", 10, 0, Outcome.OUTCOME_OK);

        GetReplayReply reply =
                replay(
                        draft(
                                List.of(
                                        TestBackend.rate(
                                                chat, Unit.INPUT_TOKENS, 2_000_000 * Calls.TOKEN),
                                        TestBackend.rate(
                                                chat, Unit.OUTPUT_TOKENS, 500_000 * Calls.TOKEN)),
                                List.of()));

        assertEquals(30 * Calls.TOKEN, reply.getReplay().getSums().getBeforeNanos());
        assertEquals(45 * Calls.TOKEN, reply.getReplay().getSums().getAfterNanos());
        List<ReplayAccount> accounts = accounts(reply);
        assertEquals(IdKind.ACCOUNT.format(poor.id()), accounts.get(0).getAccount());
        assertEquals(40 * Calls.TOKEN, accounts.get(0).getSums().getAfterNanos());
        assertEquals(dryAtMs, accounts.get(0).getDryAtMs());
        assertEquals(IdKind.ACCOUNT.format(rich.id()), accounts.get(1).getAccount());
        assertEquals(5 * Calls.TOKEN, accounts.get(1).getSums().getAfterNanos());
        assertEquals(0, accounts.get(1).getDryAtMs());
    }

    @Test
    void shouldNotTakeWhatHasNoPriceForFree() {
        Service chat = test.chat();
        ApiKeys.Made key = test.key(test.account("a", CREDIT));
        call(key, "chat", 10, 0, Outcome.OUTCOME_OK);
        call(key, "chat", 10, 10, Outcome.OUTCOME_OK);

        ReplaySums sums =
                replay(
                                draft(
                                        List.of(
                                                TestBackend.rate(
                                                        chat,
                                                        Unit.INPUT_TOKENS,
                                                        2_000_000 * Calls.TOKEN)),
                                        List.of()))
                        .getReplay()
                        .getSums();

        assertEquals(2, sums.getCalls());
        assertEquals(20 * Calls.TOKEN, sums.getAfterNanos());
        assertEquals(1, sums.getUnpricedCalls());
        assertEquals(20 * Calls.TOKEN, sums.getUnpricedBeforeNanos());
        assertEquals(1, sums.getCostedCalls());
        assertEquals(
                2, replay(draft(List.of(), List.of())).getReplay().getSums().getUnpricedCalls());
    }

    @Test
    void shouldLeaveOutWhatWasNotCharged() {
        Service chat = test.chat();
        ApiKeys.Made key = test.key(test.account("a", CREDIT));
        List<RequestId> unrated = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String hold =
                    test.gate()
                            .authorize(Calls.chat(key.secret(), 10, 10).build())
                            .getAdmitted()
                            .getHoldId();
            String record =
                    test.gate()
                            .settle(
                                    Calls.settle(hold, 10, 10)
                                            .addUnits(
                                                    Calls.count(
                                                            io.weighbridge.proto.v1.Unit
                                                                    .UNIT_IMAGES,
                                                            1))
                                            .build())
                            .getRecordId();
            unrated.add(Objects.requireNonNull(RequestId.parse(record)));
        }
        long price = 3_000_000 * Calls.TOKEN;
        PriceBook book =
                test.publish(
                        List.of(
                                new Rate(
                                        chat.id(),
                                        Unit.INPUT_TOKENS,
                                        ServiceTier.STANDARD,
                                        0,
                                        0,
                                        price,
                                        1_000_000,
                                        List.of(new VolumeStep(5, price / 2))),
                                TestBackend.rate(chat, Unit.OUTPUT_TOKENS, price),
                                TestBackend.rate(chat, Unit.IMAGES, price)),
                        List.of());
        UnratedUsage waiting = test.backend().unratedUsage();
        waiting.rate(unrated.get(0), UUID.randomUUID(), book.id(), Units.NONE, "later");
        waiting.writeOff(unrated.get(1), UUID.randomUUID(), "gone");

        GetReplayReply reply = replay(book);
        assertEquals(2, reply.getReplay().getNotCharged());
        assertEquals(1, reply.getReplay().getSums().getCalls());
        assertEquals(555 * Calls.TOKEN / 10, reply.getReplay().getSums().getBeforeNanos());
        assertEquals(555 * Calls.TOKEN / 10, reply.getReplay().getSums().getAfterNanos());
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        test.chat();
        PriceBook book = draft(List.of(), List.of());
        String id = IdKind.PRICE_BOOK.format(book.id());
        RunReplayRequest.Builder request = RunReplayRequest.newBuilder();
        refused(ErrorCode.INVALID_FIELD, () -> replays.runReplay(request.build()));
        refused(
                ErrorCode.PRICE_BOOK_UNKNOWN,
                () ->
                        replays.runReplay(
                                request.setPriceBook(IdKind.PRICE_BOOK.format(999)).build()));
        refused(
                ErrorCode.INVALID_FIELD,
                () ->
                        replays.runReplay(
                                request.setPriceBook(id).setToMs(time.wallMs() + 1).build()));
        refused(
                ErrorCode.INVALID_FIELD,
                () -> replays.runReplay(request.setToMs(0).setFromMs(1).build()));
        refused(
                ErrorCode.REPLAY_UNKNOWN,
                () ->
                        replays.cancelReplay(
                                CancelReplayRequest.newBuilder()
                                        .setReplay(IdKind.REPLAY.format(9))
                                        .build()));
        GetReplayReply done = replay(book);
        assertEquals(
                done.getReplay(),
                replays.cancelReplay(
                        CancelReplayRequest.newBuilder()
                                .setReplay(done.getReplay().getReplay())
                                .build()));
        assertEquals(
                List.of(done.getReplay()),
                replays.listReplays(ListReplaysRequest.getDefaultInstance()).getReplaysList());
        assertNotEquals("", done.getReplay().getReplay());
        assertTrue(done.getReplay().getWhy().isEmpty(), done.getReplay().getWhy());
    }
}
