package io.weighbridge.backend.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.Services;
import io.weighbridge.backend.services.SqlServiceStore;
import io.weighbridge.backend.testkit.HandTime;
import io.weighbridge.backend.testkit.MigratedStore;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.PreviewCall;
import io.weighbridge.proto.v1.PreviewPricesRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

final class PricesTest {
    private static final long START_MS = 1_790_000_000_000L;

    private static final Preview.Gate UNASKED = (sheet, serviceId, units) -> new Rating.TooLarge();

    @TempDir Path directory;
    private final HandTime time = new HandTime(START_MS);
    @AutoClose private Database database;
    private Prices prices;
    private Service service;

    @BeforeEach
    void open() {
        database = MigratedStore.open(directory);
        IdSource ids = new IdSource(time);
        prices = new Prices(new SqlPriceStore(database), ids, time);
        service =
                new Services(new SqlServiceStore(database), ids, time)
                        .create("chat", ServiceSettings.TEXT_DEFAULT);
    }

    private static void assertFault(ErrorCode code, Executable act) {
        assertEquals(code, assertThrows(Fault.class, act).code());
    }

    private PriceBook draft(long priceNanos) {
        PriceBook draft = prices.createDraft(0, "test");
        List<Rate> rates = List.of(TestBackend.rate(service, Unit.INPUT_TOKENS, priceNanos));
        return prices.updateDraft(draft.id(), 1, rates, List.of(), "test");
    }

    private PriceBook publish(PriceBook draft, long effectiveAtMs) {
        return prices.publish(draft.id(), draft.version(), effectiveAtMs, true);
    }

    private static long id(@Nullable CompiledBook book) {
        assertNotNull(book);
        return book.id();
    }

    @Test
    void shouldHaveNoBookBeforeTheFirst() {
        draft(1);
        assertNull(prices.inForce(time.wallMs()));
        assertFault(ErrorCode.PRICE_BOOK_UNKNOWN, () -> prices.require(0));
    }

    private List<Rate> bands(int count) {
        List<Rate> rates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rates.add(
                    new Rate(
                            service.id(),
                            Unit.INPUT_TOKENS,
                            ServiceTier.STANDARD,
                            i,
                            0,
                            i,
                            1,
                            List.of()));
        }
        return rates;
    }

    @Test
    void shouldRefuseMoreBandsThanAServiceMayHave() {
        List<Rate> most = bands(Rate.BANDS_MAX);
        assertEquals(most, prices.createDraft(0, "n", most, List.of()).rates());
        List<Rate> more = bands(Rate.BANDS_MAX + 1);
        assertFault(ErrorCode.INVALID_FIELD, () -> prices.createDraft(0, "n", more, List.of()));
        assertFault(ErrorCode.INVALID_FIELD, () -> prices.preview(more, List.of(), UNASKED));
    }

    // Of a book that was published before there was a limit.
    @Test
    void shouldCompileManyBandsInNoTimeThatGrowsWithTheirSquare() {
        List<Rate> rates = bands(PriceBook.RATES_MAX);
        PriceBook book = new PriceBook(1, 1, "", 0, 1, 1, 1, rates, List.of());
        CompiledBook compiled = new CompiledBook(book);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertNotNull(compiled.sheet(service.id(), 0, ServiceTier.STANDARD)));
    }

    @Test
    void shouldRunFewPreviewsAtOnce() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch in = new CountDownLatch(2);
        PricesGrpc grpc =
                new PricesGrpc(
                        prices,
                        new Services(new SqlServiceStore(database), new IdSource(time), time),
                        account -> {
                            in.countDown();
                            awaitQuietly(go);
                            return false;
                        },
                        UNASKED);
        PreviewPricesRequest request =
                PreviewPricesRequest.newBuilder()
                        .addCalls(PreviewCall.newBuilder().setService("chat"))
                        .addRates(
                                io.weighbridge.proto.v1.Rate.newBuilder()
                                        .setService("chat")
                                        .setUnit(io.weighbridge.proto.v1.Unit.UNIT_INPUT_TOKENS)
                                        .setTier(
                                                io.weighbridge.proto.v1.ServiceTier
                                                        .SERVICE_TIER_STANDARD)
                                        .setPer(1)
                                        .setAccount(IdKind.ACCOUNT.format(1)))
                        .build();
        // Nobody is account 1, so that no preview gets as far as an answer.
        Executable preview = () -> grpc.previewPrices(request, new NoReply<>());
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            running.add(Thread.ofVirtual().start(() -> assertThrows(Fault.class, preview)));
        }
        in.await();
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertFault(ErrorCode.BUSY, preview));
        go.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        assertFault(ErrorCode.ACCOUNT_UNKNOWN, preview);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class NoReply<A> implements StreamObserver<A> {
        @Override
        public void onNext(A reply) {
            throw new AssertionError(reply);
        }

        @Override
        public void onError(Throwable error) {
            throw new AssertionError(error);
        }

        @Override
        public void onCompleted() {
            throw new AssertionError("completed");
        }
    }

    @Test
    void shouldNeverChangeAPublishedBook() {
        PriceBook book = publish(draft(5), 0);
        assertFault(
                ErrorCode.PRICE_BOOK_PUBLISHED,
                () -> prices.updateDraft(book.id(), book.version(), List.of(), List.of(), ""));
        assertFault(
                ErrorCode.PRICE_BOOK_PUBLISHED,
                () -> prices.publish(book.id(), book.version(), 0, true));
        assertFault(ErrorCode.PRICE_BOOK_PUBLISHED, () -> prices.deleteDraft(book.id()));
        assertEquals(book, prices.require(book.id()));
        assertEquals(book.id(), prices.require(0).id());
    }

    @Test
    void shouldDetectALostUpdate() {
        PriceBook draft = draft(5);
        assertFault(
                ErrorCode.VERSION_CONFLICT,
                () -> prices.updateDraft(draft.id(), 1, List.of(), List.of(), "mine"));
        assertFault(ErrorCode.VERSION_CONFLICT, () -> prices.publish(draft.id(), 1, 0, true));
        assertEquals(draft, prices.require(draft.id()));
    }

    @Test
    void shouldRefuseADraftOfAnOlderBookUnlessToldTo() {
        PriceBook first = publish(draft(5), 0);
        PriceBook mine = prices.createDraft(first.id(), "mine");
        PriceBook theirs = prices.createDraft(first.id(), "theirs");
        assertEquals(first.rates(), mine.rates());
        prices.publish(theirs.id(), theirs.version(), 0, false);
        assertFault(
                ErrorCode.BASE_SUPERSEDED,
                () -> prices.publish(mine.id(), mine.version(), 0, false));
        assertEquals(theirs.id(), id(prices.inForce(time.wallMs())));
        prices.publish(mine.id(), mine.version(), 0, true);
        assertEquals(mine.id(), id(prices.inForce(time.wallMs())));
    }

    @Test
    void shouldTakeTheBookPublishedLaterOfTwoWithTheSameInstant() {
        PriceBook older = draft(5);
        PriceBook newer = draft(6);
        publish(newer, 0);
        publish(older, 0);
        assertEquals(older.id(), id(prices.inForce(time.wallMs())));
        PriceBook copy = prices.createDraft(older.id(), "copy");
        prices.publish(copy.id(), copy.version(), 0, false);
        assertEquals(copy.id(), id(prices.inForce(time.wallMs())));
    }

    @Test
    void shouldSwitchAtTheEffectiveInstant() {
        PriceBook now = publish(draft(5), 0);
        PriceBook later = publish(draft(6), START_MS + 10_000);
        PriceBook between = publish(draft(7), START_MS + 5_000);
        assertFault(ErrorCode.INVALID_FIELD, () -> publish(draft(8), START_MS - 1));
        long[] atMs = {0, 4_999, 5_000, 9_999, 10_000, 10_000_000};
        long[] expected = {now.id(), now.id(), between.id(), between.id(), later.id(), later.id()};
        List<Long> found = new ArrayList<>();
        List<Long> foundAt = new ArrayList<>();
        for (long at : atMs) {
            found.add(id(prices.inForce(START_MS + at)));
            foundAt.add(id(prices.inForceAt(START_MS + at)));
        }
        assertEquals(java.util.Arrays.stream(expected).boxed().toList(), found);
        assertEquals(found, foundAt);
        // A clock that is set back finds the former book again.
        assertEquals(now.id(), id(prices.inForce(START_MS)));
        assertNull(prices.inForceAt(START_MS - 1));
    }

    @Test
    void shouldPublishForThePresentInstant() {
        PriceBook book = publish(draft(5), START_MS);
        assertEquals(book.id(), id(prices.inForce(START_MS)));
        assertNull(prices.inForceAt(START_MS - 1));
    }

    // A call never waits for the store: what it can need is in memory, and nothing else for long.
    @Test
    void shouldHaveTheBooksAtHandThatCallsCanNeed() {
        PriceBook over = publish(draft(1), 0);
        time.pass(1);
        PriceBook held = publish(draft(2), 0);
        time.pass(1);
        PriceBook former = publish(draft(3), 0);
        time.pass(ServiceSettings.HOLD_TTL_MS_MAX - 1);
        PriceBook present = publish(draft(4), 0);
        PriceBook coming = publish(draft(5), time.wallMs() + 1_000);
        assertNotNull(prices.atHand(coming.id()));
        Prices again = new Prices(new SqlPriceStore(database), new IdSource(time), time);
        assertNull(again.atHand(held.id()));
        again.keepAtHand(() -> Set.of(held.id(), 0L));
        for (PriceBook needed : List.of(held, former, present, coming)) {
            assertEquals(needed.id(), id(again.atHand(needed.id())));
        }
        assertNull(again.atHand(over.id()));
        // Others stay while few were asked for since.
        assertEquals(over.id(), id(again.compiled(over.id())));
        assertEquals(over.id(), id(again.atHand(over.id())));
    }

    @Test
    void shouldLetGoOfBooksThatNoCallCanNeedAnyMore() {
        PriceBook first = publish(draft(1), 0);
        for (int i = 0; i < 6; i++) {
            time.pass(ServiceSettings.HOLD_TTL_MS_MAX + 1);
            publish(draft(2 + i), 0);
        }
        assertNull(prices.atHand(first.id()));
    }

    @Test
    void shouldKnowTheSameBooksAfterARestart() {
        PriceBook now = publish(draft(5), 0);
        PriceBook later = publish(draft(6), START_MS + 10_000);
        Prices again = new Prices(new SqlPriceStore(database), new IdSource(time), time);
        assertEquals(now.id(), id(again.inForce(START_MS)));
        assertEquals(later.id(), id(again.inForce(START_MS + 10_000)));
        assertEquals(later, again.require(later.id()));
    }

    @Test
    void shouldNotScheduleMoreBooksThanFitInMemory() {
        for (int i = 1; i <= Prices.SCHEDULED_MAX; i++) {
            publish(draft(5), START_MS + i);
        }
        PriceBook more = draft(5);
        Fault fault = assertThrows(Fault.class, () -> publish(more, START_MS + 1_000));
        assertEquals(ErrorCode.TOO_MANY_PRICE_BOOKS, fault.code());
        // At once is not to come, and one that has come into force makes room.
        publish(draft(6), 0);
        time.pass(1);
        publish(more, START_MS + 1_000);
        assertThrows(Fault.class, () -> publish(draft(5), START_MS + 1_000));
    }

    @Test
    void shouldTellOfNewVolumeStepsBeforeTheyAreInForce() {
        List<Set<Long>> told = new ArrayList<>();
        prices.onNewSteps(
                services -> {
                    assertNull(prices.inForce(time.wallMs()));
                    told.add(Set.copyOf(services));
                });
        PriceBook draft = prices.createDraft(0, "steps");
        Rate plain = TestBackend.rate(service, Unit.INPUT_TOKENS, 5);
        Rate stepped =
                new Rate(
                        plain.serviceId(),
                        plain.unit(),
                        plain.tier(),
                        0,
                        0,
                        5,
                        1,
                        List.of(new VolumeStep(10, 4)));
        PriceBook filled = prices.updateDraft(draft.id(), 1, List.of(stepped), List.of(), "");
        publish(filled, 0);
        assertEquals(List.of(Set.of(service.id())), told);
        assertEquals(Set.of(service.id()), prices.servicesWithSteps());
    }

    @Test
    void shouldNameTheFirstWrongRateOrFee() {
        Rate right = TestBackend.rate(service, Unit.INPUT_TOKENS, 5);
        assertRefused("rates[0].price_nanos", with(-1, 1, List.of()));
        assertRefused("rates[0].price_nanos", with(Rate.PRICE_MAX + 1, 1, List.of()));
        assertRefused("rates[0].per", with(1, 0, List.of()));
        assertRefused("rates[0].per", with(1, Rate.PER_MAX + 1, List.of()));
        assertRefused("rates[0].steps", with(1, 1, List.of(new VolumeStep(0, 1))));
        assertRefused(
                "rates[0].steps", with(1, 1, List.of(new VolumeStep(5, 1), new VolumeStep(5, 1))));
        assertRefused("rates[0].steps", with(1, 1, List.of(new VolumeStep(5, -1))));
        assertRefused("rates[1]", right, right);
        String text =
                assertThrows(
                                Fault.class,
                                () ->
                                        PriceRules.check(
                                                List.of(right),
                                                List.of(Fee.NONE, new Fee(1, 0, -1))))
                        .text();
        assertEquals("fees[1].price_millionths: -1 (expected: 0 to 10000000)", text);
    }

    private Rate with(long price, long per, List<VolumeStep> steps) {
        Rate plain = TestBackend.rate(service, Unit.INPUT_TOKENS, price);
        return new Rate(plain.serviceId(), plain.unit(), plain.tier(), 0, 0, price, per, steps);
    }

    private static void assertRefused(String field, Rate... rates) {
        Fault fault = assertThrows(Fault.class, () -> PriceRules.check(List.of(rates), List.of()));
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        assertEquals(field, fault.text().substring(0, field.length()));
    }
}
