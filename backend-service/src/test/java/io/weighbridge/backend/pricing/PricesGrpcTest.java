package io.weighbridge.backend.pricing;

import static io.weighbridge.backend.testkit.Faults.assertFault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.GateCalls;
import io.weighbridge.backend.testkit.ShiftedTime;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.CallPreview;
import io.weighbridge.proto.v1.CreateDraftRequest;
import io.weighbridge.proto.v1.DeleteDraftRequest;
import io.weighbridge.proto.v1.Fee;
import io.weighbridge.proto.v1.GetPriceBookRequest;
import io.weighbridge.proto.v1.ListPriceBooksReply;
import io.weighbridge.proto.v1.ListPriceBooksRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.PreviewCall;
import io.weighbridge.proto.v1.PreviewPricesReply;
import io.weighbridge.proto.v1.PreviewPricesRequest;
import io.weighbridge.proto.v1.PreviewedCharge;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.PricesGrpc;
import io.weighbridge.proto.v1.PublishRequest;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.ServiceTier;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UpdateDraftRequest;
import io.weighbridge.proto.v1.VolumeStep;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

final class PricesGrpcTest {
    private static final Rate INPUT =
            Rate.newBuilder()
                    .setService("chat")
                    .setUnit(Unit.UNIT_INPUT_TOKENS)
                    .setTier(ServiceTier.SERVICE_TIER_STANDARD)
                    .setPriceNanos(2_500_000_000L)
                    .setPer(1_000_000)
                    .build();

    @TempDir Path directory;
    private final ShiftedTime time = new ShiftedTime();
    @AutoClose private TestBackend test;
    private PricesGrpc.PricesBlockingStub prices;

    @BeforeEach
    void start() {
        test = TestBackend.start(directory, time);
        prices = PricesGrpc.newBlockingStub(test.channel());
        test.service("chat");
    }

    private PriceBook draft(String basedOn) {
        return prices.createDraft(
                CreateDraftRequest.newBuilder().setBasedOn(basedOn).setNote("n").build());
    }

    private PriceBook get(String id) {
        return prices.getPriceBook(GetPriceBookRequest.newBuilder().setPriceBook(id).build());
    }

    private PriceBook update(PriceBook book, Rate... rates) {
        return prices.updateDraft(
                UpdateDraftRequest.newBuilder()
                        .setPriceBook(book.getId())
                        .setVersion(book.getVersion())
                        .addAllRates(List.of(rates))
                        .setNote("changed")
                        .build());
    }

    private PriceBook publish(PriceBook book, long effectiveAtMs, boolean supersede) {
        return prices.publish(
                PublishRequest.newBuilder()
                        .setPriceBook(book.getId())
                        .setVersion(book.getVersion())
                        .setEffectiveAtMs(effectiveAtMs)
                        .setSupersede(supersede)
                        .build());
    }

    private void delete(String id) {
        assertTrue(
                prices.deleteDraft(DeleteDraftRequest.newBuilder().setPriceBook(id).build())
                        .isInitialized());
    }

    private ListPriceBooksReply list(int size, String token) {
        return prices.listPriceBooks(
                ListPriceBooksRequest.newBuilder()
                        .setPage(PageRequest.newBuilder().setSize(size).setToken(token))
                        .build());
    }

    @Test
    void keepsEveryRateAndFeeFromDraftToPublication() {
        String account = IdKind.ACCOUNT.format(test.account("Acme", 0).id());
        Rate own =
                INPUT.toBuilder()
                        .setUnit(Unit.UNIT_GIGAFLOPS)
                        .setTier(ServiceTier.SERVICE_TIER_PRIORITY)
                        .setAboveInputTokens(200_000)
                        .setAccount(account)
                        .setPer(1_000_000_000_000L)
                        .setPriceNanos(1_000_000_000_000_000L)
                        .addSteps(VolumeStep.newBuilder().setFromCount(10).setPriceNanos(0))
                        .addSteps(VolumeStep.newBuilder().setFromCount(20).setPriceNanos(7))
                        .build();
        Fee fee = Fee.newBuilder().setPerRequestNanos(5).setPriceMillionths(50_000).build();
        PriceBook draft = draft("");
        PriceBook filled =
                prices.updateDraft(
                        UpdateDraftRequest.newBuilder()
                                .setPriceBook(draft.getId())
                                .setVersion(1)
                                .addRates(INPUT)
                                .addRates(own)
                                .addFees(fee)
                                .addFees(fee.toBuilder().setService("chat"))
                                .build());
        assertEquals(List.of(INPUT, own), filled.getRatesList());
        assertEquals(0, filled.getPublishedAtMs());
        PriceBook published = publish(filled, 0, false);
        assertEquals(3, published.getVersion());
        assertTrue(published.getPublishedAtMs() > 0);
        PriceBook inForce = get("");
        assertEquals(published.getId(), inForce.getId());
        assertEquals(2, inForce.getFeesCount());
        assertTrue(inForce.getRatesList().containsAll(List.of(INPUT, own)), inForce::toString);
        PriceBook copy = draft(published.getId());
        assertEquals(published.getId(), copy.getBasedOn());
        assertEquals(2, copy.getRatesCount());
    }

    @Test
    void aBookIsInForceFromItsInstantOnAndTheOnePublishedLaterWins() {
        PriceBook first = publish(update(draft(""), INPUT), 0, false);
        time.shift(Duration.ofMinutes(10));
        long noonMs = time.wallMs() + 3_600_000;
        PriceBook older = update(draft(first.getId()), INPUT);
        PriceBook newer = update(draft(first.getId()), INPUT);
        publish(newer, noonMs, true);
        // Published later than the other, though it was drafted before it and the clock went back.
        time.shift(Duration.ofMinutes(-5));
        PriceBook last = publish(older, noonMs, true);
        assertEquals(first.getId(), get("").getId());
        time.shift(Duration.ofMinutes(66));
        assertEquals(last.getId(), get("").getId());
    }

    @Test
    void aPublishedBookNeverChanges() {
        PriceBook published = publish(update(draft(""), INPUT), 0, false);
        String field = "price_book";
        ErrorCode code = ErrorCode.PRICE_BOOK_PUBLISHED;
        assertFault(code, field, () -> update(published));
        assertFault(code, field, () -> publish(published, 0, true));
        assertFault(code, field, () -> delete(published.getId()));
        assertEquals(published, get(published.getId()));
    }

    @Test
    void nobodysPublicationIsOverwrittenUnseen() {
        PriceBook first = publish(update(draft(""), INPUT), 0, false);
        PriceBook one = draft(first.getId());
        PriceBook other = draft(first.getId());
        PriceBook second = publish(one, 0, false);
        assertFault(ErrorCode.BASE_SUPERSEDED, "price_book", () -> publish(other, 0, false));
        assertEquals(second.getId(), get("").getId());
        publish(other, 0, true);
        assertEquals(other.getId(), get("").getId());
    }

    @Test
    void detectsALostUpdate() {
        PriceBook draft = draft("");
        PriceBook changed = update(draft, INPUT);
        assertFault(ErrorCode.VERSION_CONFLICT, "version", () -> update(draft));
        assertFault(ErrorCode.VERSION_CONFLICT, "version", () -> publish(draft, 0, false));
        assertEquals(changed, get(draft.getId()));
        List<Object> results = GateCalls.atOnce(16, () -> update(changed));
        assertEquals(1, results.stream().filter(PriceBook.class::isInstance).count());
    }

    @Test
    void aDeletedDraftIsGone() {
        PriceBook draft = draft("");
        delete(draft.getId());
        String field = "price_book";
        ErrorCode code = ErrorCode.PRICE_BOOK_UNKNOWN;
        assertFault(code, field, () -> get(draft.getId()));
        assertFault(code, field, () -> delete(draft.getId()));
        assertFault(code, field, () -> update(draft));
        assertFault(code, field, () -> publish(draft, 0, false));
        assertFault(code, field, () -> draft(draft.getId()));
        assertFault(code, field, () -> get(""));
    }

    @Test
    void pagesStayStableAndHoldNoRates() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.add(update(draft(""), INPUT).getId());
        }
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            ListPriceBooksReply page = list(2, token);
            page.getPriceBooksList()
                    .forEach(
                            book -> {
                                seen.add(book.getId());
                                assertEquals(0, book.getRatesCount());
                            });
            token = page.getNextPageToken();
            if (seen.size() == 2) {
                expected.add(draft("").getId());
            }
        } while (!token.isEmpty());
        assertEquals(expected, seen);
        assertFault(ErrorCode.INVALID_PAGE_TOKEN, "page.token", () -> list(2, "AAAA"));
    }

    @Test
    void refusesBadInputAndChangesNothing() {
        PriceBook draft = update(draft(""), INPUT);
        bad(draft, "rates[0].service", INPUT.toBuilder().setService(""));
        bad(draft, "rates[0].unit", INPUT.toBuilder().clearUnit());
        bad(draft, "rates[0].unit", INPUT.toBuilder().setUnitValue(24));
        bad(draft, "rates[0].tier", INPUT.toBuilder().setTierValue(5));
        bad(draft, "rates[0].tier", INPUT.toBuilder().setTierValue(-1));
        bad(draft, "rates[0].above_input_tokens", INPUT.toBuilder().setAboveInputTokens(-1));
        bad(draft, "rates[0].account", INPUT.toBuilder().setAccount("Acme"));
        bad(draft, "rates[0].price_nanos", INPUT.toBuilder().setPriceNanos(-1));
        bad(draft, "rates[0].price_nanos", INPUT.toBuilder().setPriceNanos(Long.MAX_VALUE));
        bad(draft, "rates[0].per", INPUT.toBuilder().setPer(0));
        bad(draft, "rates[0].per", INPUT.toBuilder().setPer(1_000_000_000_001L));
        bad(
                draft,
                "rates[0].steps.from_count",
                INPUT.toBuilder().addSteps(VolumeStep.newBuilder().setFromCount(0)));
        bad(
                draft,
                "rates[0].steps.price_nanos",
                INPUT.toBuilder()
                        .addSteps(VolumeStep.newBuilder().setFromCount(1).setPriceNanos(-1)));
        bad(draft, "rates[1]", INPUT.toBuilder(), INPUT.toBuilder());
        badFee(draft, "fees[0].per_request_nanos", Fee.newBuilder().setPerRequestNanos(-1));
        badFee(draft, "fees[0].price_millionths", Fee.newBuilder().setPriceMillionths(10_000_001));
        badFee(draft, "fees[0].service", Fee.newBuilder().setService("x".repeat(201)));
        assertFault(
                ErrorCode.SERVICE_UNKNOWN,
                "rates[0].service",
                () -> update(draft, INPUT.toBuilder().setService("nope").build()));
        assertFault(
                ErrorCode.ACCOUNT_UNKNOWN,
                "rates[0].account",
                () -> update(draft, INPUT.toBuilder().setAccount("acct_0000000000001").build()));
        long nowMs = time.wallMs();
        for (long pastMs : new long[] {-1, 1, nowMs - 60_000}) {
            assertFault(
                    ErrorCode.INVALID_FIELD,
                    "effective_at_ms",
                    () -> publish(draft, pastMs, false));
        }
        for (String note : List.of("x".repeat(201), "a\u0001")) {
            assertFault(
                    ErrorCode.INVALID_FIELD,
                    "note",
                    () ->
                            prices.createDraft(
                                    CreateDraftRequest.newBuilder().setNote(note).build()));
        }
        assertFault(ErrorCode.INVALID_FIELD, "based_on", () -> draft("book"));
        assertFault(ErrorCode.INVALID_FIELD, "price_book", () -> get("acct_0000000000001"));
        assertFault(ErrorCode.INVALID_FIELD, "price_book", () -> delete(""));
        assertEquals(draft, get(draft.getId()));
        assertEquals(1, list(0, "").getPriceBooksCount());
    }

    private void bad(PriceBook draft, String field, Rate.Builder... rates) {
        UpdateDraftRequest.Builder request = request(draft);
        for (Rate.Builder rate : rates) {
            request.addRates(rate);
        }
        assertFault(ErrorCode.INVALID_FIELD, field, () -> prices.updateDraft(request.build()));
    }

    private void badFee(PriceBook draft, String field, Fee.Builder fee) {
        UpdateDraftRequest request = request(draft).addFees(fee).build();
        assertFault(ErrorCode.INVALID_FIELD, field, () -> prices.updateDraft(request));
    }

    private static UpdateDraftRequest.Builder request(PriceBook draft) {
        return UpdateDraftRequest.newBuilder()
                .setPriceBook(draft.getId())
                .setVersion(draft.getVersion());
    }

    private static PreviewCall call(Unit unit, long count) {
        return PreviewCall.newBuilder()
                .setService("chat")
                .addUnits(UnitCount.newBuilder().setUnit(unit).setCount(count))
                .build();
    }

    @Test
    void previewsPricesThatAreOnlyThoughtOfBesideThoseInForce() {
        PriceBook inForce = publish(update(draft(""), INPUT), 0, false);
        PreviewPricesReply reply =
                prices.previewPrices(
                        PreviewPricesRequest.newBuilder()
                                .addRates(INPUT.toBuilder().setPriceNanos(3_000_000_000L))
                                .addRates(
                                        INPUT.toBuilder()
                                                .setUnit(Unit.UNIT_AUDIO_MILLISECONDS)
                                                .setPriceNanos(17_000_000)
                                                .setPer(60_000))
                                .addFees(
                                        Fee.newBuilder()
                                                .setPerRequestNanos(1_000)
                                                .setPriceMillionths(50_000))
                                .addCalls(call(Unit.UNIT_INPUT_TOKENS, 1_500))
                                .addCalls(call(Unit.UNIT_AUDIO_MILLISECONDS, 1_000))
                                .build());

        assertEquals(inForce.getId(), reply.getPriceBook());
        assertEquals(3_750_000, reply.getPreviews(0).getBefore().getChargeNanos());
        assertEquals(4_500_000, reply.getPreviews(0).getAfter().getPriceNanos());
        assertEquals(226_000, reply.getPreviews(0).getAfter().getFeeNanos());
        assertEquals(false, reply.getPreviews(1).getBefore().getPriced());
        assertEquals(Unit.UNIT_AUDIO_MILLISECONDS, reply.getPreviews(1).getBefore().getUnpriced());
        // 17,000,000 / 60 nanos, and 5 percent and 1,000 on top, rounded once.
        assertEquals(298_500, reply.getPreviews(1).getAfter().getChargeNanos());
        assertEquals(inForce, get(""));
    }

    @Test
    void saysThatAPreviewedChargeIsTooLargeAndNotThatItHasNoPrice() {
        CallPreview preview =
                prices.previewPrices(
                                PreviewPricesRequest.newBuilder()
                                        .addRates(
                                                INPUT.toBuilder()
                                                        .setPriceNanos(1_000_000_000_000_000L)
                                                        .setPer(1))
                                        .addCalls(call(Unit.UNIT_INPUT_TOKENS, 1_000_000))
                                        .build())
                        .getPreviews(0);
        assertEquals(PreviewedCharge.newBuilder().setTooLarge(true).build(), preview.getAfter());
        assertEquals(PreviewedCharge.getDefaultInstance(), preview.getBefore());
    }

    @Test
    void refusesToPreviewNothing() {
        assertFault(
                ErrorCode.INVALID_FIELD,
                "calls",
                () -> prices.previewPrices(PreviewPricesRequest.getDefaultInstance()));
        assertFault(
                ErrorCode.INVALID_UNITS,
                "calls[0].units",
                () ->
                        prices.previewPrices(
                                PreviewPricesRequest.newBuilder()
                                        .addCalls(PreviewCall.newBuilder().setService("chat"))
                                        .build()));
    }
}
