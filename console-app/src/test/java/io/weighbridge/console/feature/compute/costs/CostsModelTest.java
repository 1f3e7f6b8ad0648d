package io.weighbridge.console.feature.compute.costs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Profile;
import io.weighbridge.console.client.Trust;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.CostRow;
import io.weighbridge.proto.v1.Drift;
import io.weighbridge.proto.v1.GpuServices;
import io.weighbridge.proto.v1.QueryCostsReply;
import io.weighbridge.proto.v1.QueryCostsRequest;
import io.weighbridge.proto.v1.SetGpuServicesRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/// How costs are read and added up: page by page, late answers dropped, what is not known never 0.
final class CostsModelTest {
    private static final Instant NOW = Instant.parse("2026-11-30T15:20:00Z");
    private static final long HOUR_MS = 3_600_000;
    private static final Formats FORMATS = new Formats(() -> NOW, ZoneId.of("Europe/Berlin"), "$");
    private static final CostsQuery WEEK =
            CostsQuery.of(Address.of(Route.COMPUTE).with("tab", "costs"));

    private final Deque<Runnable> works = new ArrayDeque<>();
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private final Background later = new Background(works::add, answers::add);
    private final List<QueryCostsRequest> asked = new ArrayList<>();
    private final BackendClient nowhere =
            BackendClient.connect(
                    new Profile(
                            "test",
                            "127.0.0.1:1",
                            new Trust.Plaintext(),
                            "ada",
                            Profile.Environment.TEST),
                    () -> NOW);
    private CostsReader.Source source = this::pages;
    private final CostsModel model =
            new CostsModel(
                    nowhere,
                    new CostsReader(nowhere, FORMATS, request -> source.query(request)),
                    later);

    @AfterEach
    void close() {
        nowhere.close();
    }

    private static CostRow row(long atMs, String gpu, long activeUs, long earned) {
        return CostRow.newBuilder()
                .setBucketAtMs(atMs)
                .setGpu(gpu)
                .setActiveUs(activeUs)
                .setIdleUs(1_000)
                .setCostNanos(300)
                .setIdleCostNanos(100)
                .setEarnedNanos(earned)
                .setMarginNanos(earned - 300)
                .build();
    }

    // Three pages, the second of them empty.
    private QueryCostsReply pages(QueryCostsRequest request) {
        asked.add(request);
        long atMs = request.getFromAtMs();
        return switch (request.getPage().getToken()) {
            case "" ->
                    QueryCostsReply.newBuilder()
                            .addRows(row(atMs, "GPU-1", 5_000, 1_000))
                            .setNextPageToken("2")
                            .build();
            case "2" -> QueryCostsReply.newBuilder().setNextPageToken("3").build();
            default ->
                    QueryCostsReply.newBuilder()
                            .addRows(unmeasured(atMs + HOUR_MS))
                            .addRows(row(atMs + HOUR_MS, "GPU-1", 7_000, 200))
                            .addRows(row(atMs + HOUR_MS, "GPU-2", 9_000, 0))
                            .build();
        };
    }

    private static CostRow unmeasured(long atMs) {
        return CostRow.newBuilder()
                .setBucketAtMs(atMs)
                .setEarnedNanos(50)
                .setUnmeasuredEarnedNanos(50)
                .setIncomplete(true)
                .build();
    }

    private void work() {
        works.remove().run();
    }

    private void answer() {
        while (!answers.isEmpty()) {
            answers.remove().run();
        }
    }

    private CostsPage page() {
        if (model.stateProperty().get() instanceof Loadable.Ready<CostsPage>(CostsPage page)) {
            return page;
        }
        throw new AssertionError(model.stateProperty().get());
    }

    @Test
    void shouldAddUpAllPagesAndKeepWhatIsNotKnownApart() {
        model.read(WEEK);
        work();
        answer();
        QueryCostsRequest first = asked.getFirst();
        // Hours that are over.
        assertEquals(Instant.parse("2026-11-30T15:00:00Z").toEpochMilli(), first.getToAtMs());
        assertEquals(7 * 24 * HOUR_MS, first.getToAtMs() - first.getFromAtMs());
        assertEquals(3, asked.size());
        CostsPage page = page();
        assertEquals(
                List.of("GPU-1", "GPU-2", ""), page.lines().stream().map(CostLine::id).toList());
        CostLine busy = page.lines().getFirst();
        assertEquals(12_000, busy.sum().getActiveUs());
        assertEquals(600, busy.sum().getCostNanos());
        assertEquals(600, busy.sum().getMarginNanos());
        assertEquals(OptionalLong.of(500_000), busy.marginMillionths());
        assertEquals(OptionalLong.empty(), page.lines().get(1).marginMillionths());
        CostLine nobody = page.lines().getLast();
        assertEquals(CostLine.Kind.NOBODY, nobody.kind());
        assertFalse(nobody.sum().hasCostNanos());
        assertEquals("incomplete, unmeasured", nobody.marks());
        assertEquals(1_250, page.total().getEarnedNanos());
        assertEquals(900, page.total().getCostNanos());
        assertFalse(page.total().hasMarginNanos(), "not all of what was earned has a cost");
        // The same whatever it is told apart by.
        assertEquals(
                page.total().getEarnedNanos(),
                page.buckets().stream().mapToLong(line -> line.sum().getEarnedNanos()).sum());
        assertEquals(2, page.buckets().size());
        assertEquals("2026-11-23 17:00", page.buckets().getFirst().name());
        String csv =
                CostFile.csv(page.lines()).next().getData().toStringUtf8().lines().toList().get(3);
        assertEquals(",Without a GPU,0,0,0,,0,,,0,0.00000005,0.00000005,,,true", csv);
    }

    @Test
    void shouldNeverShowALateAnswerOverANewerOne() {
        model.read(WEEK);
        model.read(WEEK.withDays(true));
        // The older one begins only now, and has nothing to say any more.
        work();
        work();
        answer();
        assertEquals(true, page().query().isByDay());
        model.read(WEEK);
        work();
        model.read(WEEK.withDays(true));
        answer();
        assertEquals(true, page().query().isByDay());
    }

    @Test
    void shouldKeepOnlyWhatIsOfTheSameQuestionWhileTheServiceDoesNotAnswer() {
        model.read(WEEK);
        work();
        answer();
        source =
                _ -> {
                    throw Status.UNAVAILABLE.asRuntimeException();
                };
        model.read(WEEK);
        work();
        answer();
        assertEquals(3, page().lines().size());
        assertTrue(model.oldProperty().get());
        model.read(WEEK.with(CostBy.COST_BY_ACCOUNT));
        work();
        answer();
        assertInstanceOf(Loadable.Failed.class, model.stateProperty().get());
    }

    @Test
    void shouldSayWhatHoldsOnAGpuNowAndLater() {
        long nowMs = NOW.toEpochMilli();
        GpuServices.Builder said = GpuServices.newBuilder().setGpu("GPU-1");
        GpuServices old = said.addServices("chat").setEffectiveAtMs(nowMs - 2).build();
        GpuServices now = said.addServices("draw").setEffectiveAtMs(nowMs - 1).build();
        GpuServices next = said.clearServices().setEffectiveAtMs(nowMs + 1).build();
        GpuServices last = said.setEffectiveAtMs(nowMs + 2).build();
        GpuUse use = GpuUse.of("GPU-1", "", List.of(old, last, now, next), nowMs);
        assertEquals(List.of("chat", "draw"), use.running());
        assertEquals(next, use.later());
        assertFalse(GpuUse.of("GPU-1", "", List.of(next), nowMs).isKnown());
        GpuServices made = said.addServices("hear").setEffectiveAtMs(nowMs + 1).build();
        assertEquals(
                SetGpuServicesRequest.newBuilder()
                        .setGpu("GPU-1")
                        .setEffectiveAtMs(nowMs + 1)
                        .build(),
                AssignModel.back(use, made, nowMs + 1),
                "what would have held then, not what runs now");
        GpuServices atOnce = made.toBuilder().setEffectiveAtMs(nowMs).build();
        assertEquals(List.of("chat", "draw"), AssignModel.back(use, atOnce, 0).getServicesList());
    }

    @Test
    void shouldNameTheLastDayNotTheOneAfterIt() {
        long dayMs = 24 * HOUR_MS;
        CostRow whole = row(0, "GPU-1", 5_000, 1).toBuilder().setEnergyMj(3_600_000).build();
        CostLine line = new CostLine(CostLine.Kind.SOMEBODY, "GPU-1", "GPU-1", whole, null);
        CostsPage days =
                new CostsPage(
                        WEEK.withDays(true), 0, 2 * dayMs, List.of(line), List.of(), whole, 0);
        String said = days.said(FORMATS);
        assertTrue(said.startsWith("From 1970-01-01 UTC to the end of 1970-01-02 UTC."), said);
        assertFalse(said.contains("≥"), said);
        assertEquals("0.001 kWh", CostTables.energy(line, FORMATS));
        CostRow part = whole.toBuilder().setEnergyUnknownUs(1).build();
        CostLine least = new CostLine(CostLine.Kind.SOMEBODY, "GPU-1", "GPU-1", part, null);
        assertEquals("≥0.001 kWh", CostTables.energy(least, FORMATS));
        CostsPage hours = new CostsPage(WEEK, 0, HOUR_MS, List.of(least), List.of(), part, 0);
        String saidOfHours = hours.said(FORMATS);
        assertTrue(saidOfHours.contains("01:00 to 1970-01-01 02:00. "), saidOfHours);
        assertTrue(saidOfHours.endsWith("is not known."), saidOfHours);
    }

    @Test
    void shouldAskAgainForANameThatCouldNotBeRead() {
        List<String> keysAsked = new ArrayList<>();
        KeyNames names =
                new KeyNames(
                        id -> {
                            keysAsked.add(id);
                            if (id.equals("key_gone")) {
                                throw Status.NOT_FOUND.asRuntimeException();
                            }
                            if (keysAsked.size() < 3) {
                                throw Status.CANCELLED.asRuntimeException();
                            }
                            return "prod";
                        });
        List<String> ids = List.of("key_1", "key_gone");
        names.read(ids);
        assertEquals("key_1", names.of("key_1"));
        names.read(ids);
        names.read(ids);
        assertEquals("prod", names.of("key_1"));
        assertEquals(List.of("key_1", "key_gone", "key_1"), keysAsked);
    }

    @Test
    void shouldTellTimesApartThatAreComparedWithinAnHour() {
        Drift drift =
                Drift.newBuilder()
                        .setHours(1)
                        .setPredictedUs(158_000_000)
                        .setMeasuredUs(3_600_000_000L)
                        .build();
        assertEquals("2 min 38 s", DriftWords.time(drift, Drift::getPredictedUs, FORMATS));
        assertEquals("1 h", DriftWords.time(drift, Drift::getMeasuredUs, FORMATS));
    }

    @Test
    void shouldHoldAllOfWhatIsAskedInAnAddress() {
        CostsQuery asked =
                WEEK.with(CostBy.COST_BY_KEY).withDays(true).with(SpanChoice.own(5, HOUR_MS + 5));
        assertEquals(asked, CostsQuery.of(asked.in(Address.of(Route.COMPUTE))));
        assertEquals(0, asked.span().beginMs(NOW.toEpochMilli(), HOUR_MS));
        assertEquals(2 * HOUR_MS, asked.span().endMs(NOW.toEpochMilli(), HOUR_MS));
        assertEquals(WEEK, CostsQuery.of(WEEK.in(Address.of(Route.COMPUTE))));
    }
}
