package io.weighbridge.console.feature.prices.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.feature.prices.books.PriceBooks;
import io.weighbridge.console.feature.prices.books.VersionsModel;
import io.weighbridge.console.feature.prices.rows.RateColumn;
import io.weighbridge.console.feature.prices.rows.RateRows;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.CreateDraftRequest;
import io.weighbridge.proto.v1.GetRecordRequest;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.PictureTerms;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Rate;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.SavedModel;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.Unit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The editor's models against a real backend, with everything on one thread.
final class DraftModelTest {
    private static final Background AT_ONCE = new Background(Runnable::run, Runnable::run);

    @SuppressWarnings("NullAway.Init")
    private static Installation installation;

    @SuppressWarnings("NullAway.Init")
    private static Traffic trade;

    @SuppressWarnings("NullAway.Init")
    private static Traffic.Customer acme;

    @BeforeAll
    static void start() {
        installation = Installation.start();
        trade = new Traffic(installation);
        acme = trade.customer("Acme", Traffic.everyService("k"), 100_000_000_000L);
        for (String service : List.of("chat", "speech", "draw")) {
            trade.unpricedService(service);
        }
    }

    @BeforeEach
    void publish() {
        trade.publish(
                "first",
                Traffic.rate("chat", Unit.UNIT_INPUT_TOKENS, 2_500_000_000L, 1_000_000),
                Traffic.rate("chat", Unit.UNIT_OUTPUT_TOKENS, 10_000_000_000L, 1_000_000));
    }

    @AfterAll
    static void stop() {
        trade.close();
        installation.close();
    }

    private static DraftModel open(String id) {
        DraftModel model = new DraftModel(trade.admin(), AT_ONCE);
        model.read(id);
        assertInstanceOf(Loadable.Ready.class, model.stateProperty().get());
        return model;
    }

    private static DraftModel openCopy() {
        String inForce = new PriceBooks(trade.admin()).inForce().getId();
        return open(
                trade.admin()
                        .prices()
                        .createDraft(CreateDraftRequest.newBuilder().setBasedOn(inForce).build())
                        .getId());
    }

    private static void type(DraftModel model, String... texts) {
        var row = model.addRate();
        for (int i = 0; i < texts.length; i++) {
            row.cell(i).set(texts[i]);
        }
        model.look();
    }

    private static List<String> charges(DraftModel draft) {
        PreviewModel preview = new PreviewModel(trade.admin(), AT_ONCE);
        preview.show(draft);
        return preview.linesProperty().get().stream()
                .map(
                        line ->
                                line.call().getService()
                                        + ' '
                                        + line.before().getChargeNanos()
                                        + ' '
                                        + line.after().getChargeNanos())
                .toList();
    }

    @Test
    void shouldKeepWhatIsTypedWhileItReads() {
        List<Runnable> work = new ArrayList<>();
        DraftModel model = new DraftModel(trade.admin(), new Background(work::add, Runnable::run));
        String draft =
                trade.admin()
                        .prices()
                        .createDraft(CreateDraftRequest.newBuilder().setNote("mine").build())
                        .getId();
        model.read(draft);
        work.removeFirst().run();
        model.read(draft);
        model.noteProperty().set("typed meanwhile");
        work.removeFirst().run();
        assertEquals("typed meanwhile", model.noteProperty().get());
        assertTrue(model.changedProperty().get());
    }

    @Test
    void shouldPriceATypicalCallExactlyWhileTyping() {
        DraftModel model = openCopy();
        assertEquals(List.of("chat 6750000 6750000"), charges(model));
        model.rates().getFirst().cell(RateColumn.PRICE.index()).set("3.00");
        model.look();
        assertEquals(List.of("chat 6750000 7500000"), charges(model));
        type(model, "speech", "audio", "", "0.017", "60 s");
        type(model, "draw", "pixels", "", "0.005", "1,572,864");
        // A minute of audio; 1,048,576 pixels are two thirds of what the price is for, half even.
        assertEquals(
                List.of("chat 6750000 7500000", "draw 0 3333333", "speech 0 17000000"),
                charges(model));
        assertTrue(model.changedProperty().get());
    }

    @Test
    void shouldPriceAPictureWhereTheModelMakesSomeAndWhatItTakesIsPriced() {
        trade.publish("pixels", Traffic.rate("draw", Unit.UNIT_PIXELS, 5_000_000, 1_000_000));
        SavedModel sdxl =
                trade.admin()
                        .compute()
                        .saveModel(
                                SaveModelRequest.newBuilder()
                                        .setName("sdxl")
                                        .setModel(
                                                ModelSource.newBuilder()
                                                        .setConfigJson(
                                                                Configs.SDXL_PIPELINE.replace(
                                                                        '\'', '"')))
                                        .build());
        var _ =
                trade.admin()
                        .compute()
                        .setServiceModel(
                                SetServiceModelRequest.newBuilder()
                                        .setService("draw")
                                        .setModel(sdxl.getModel())
                                        .setGpu("h100")
                                        .setTerms(
                                                ComputeTerms.newBuilder()
                                                        .setBatch(1)
                                                        .setBasis(
                                                                CostBasis.COST_BASIS_GPU_TIME_VRAM)
                                                        .setUtilizationMillionths(1_000_000)
                                                        .setPicture(
                                                                PictureTerms.newBuilder()
                                                                        .setSteps(30)
                                                                        .setWidth(1_024)
                                                                        .setHeight(1_024)))
                                        .build());
        DraftModel model = openCopy();
        model.rates().getFirst().cell(RateColumn.UNIT.index()).set("GPU time");
        model.rates().getFirst().cell(RateColumn.PRICE.index()).set("3.00");
        model.rates().getFirst().cell(RateColumn.PER.index()).set("1 h");
        model.look();
        PreviewModel preview = new PreviewModel(trade.admin(), AT_ONCE);
        preview.show(model);
        PreviewModel.Line line = preview.linesProperty().get().getFirst();
        assertEquals(
                List.of(
                        Traffic.count(Unit.UNIT_IMAGES, 1),
                        Traffic.count(Unit.UNIT_PIXELS, 1_048_576)),
                line.call().getUnitsList());
        assertEquals(5_242_880, line.before().getChargeNanos());
        assertTrue(line.after().getPriced() && line.after().getChargeNanos() > 0, line::toString);
    }

    @Test
    void shouldKeepVolumeStepsExactlyFromTypingToReading() {
        DraftModel model = openCopy();
        GridRow row = model.rates().getFirst();
        row.cell(RateColumn.STEPS.index()).set("1,234,567: 2.000000001; from 5M tokens $0");
        RateRows.tidy(row);
        model.look();
        assertEquals(
                "from 1,234,567 tokens $2.000000001; from 5M tokens $0.00",
                row.text(RateColumn.STEPS.index()));
        assertTrue(
                model.differencesProperty().get().getFirst().newText().contains("from 5M tokens"));
        Rate typed = model.resultProperty().get().rates().getFirst();
        assertEquals(
                List.of(Map.entry(1_234_567L, 2_000_000_001L), Map.entry(5_000_000L, 0L)),
                typed.getStepsList().stream()
                        .map(step -> Map.entry(step.getFromCount(), step.getPriceNanos()))
                        .toList());
        List<Outcome> outcomes = new ArrayList<>();
        new Publishing(trade.admin(), AT_ONCE, model).save(outcomes::add);
        assertInstanceOf(Outcome.Done.class, outcomes.getFirst());
        DraftModel read = open(model.book().getId());
        assertEquals(typed, read.book().getRates(0));
        assertEquals(typed, read.resultProperty().get().rates().getFirst());
        assertFalse(read.changedProperty().get());
        // Taken away again.
        read.rates().getFirst().cell(RateColumn.STEPS.index()).set("");
        read.look();
        assertTrue(read.changedProperty().get());
        assertEquals(0, read.resultProperty().get().rates().getFirst().getStepsCount());
    }

    @Test
    void shouldChargeWhatThePreviewSaid() {
        DraftModel model = openCopy();
        type(model, "draw", "pixels", "", "0.005 per 1,572,864 pixels");
        assertTrue(charges(model).contains("draw 0 3333333"));
        List<Outcome> outcomes = new ArrayList<>();
        new Publishing(trade.admin(), AT_ONCE, model).publish(0, "pixels", false, outcomes::add);
        assertInstanceOf(Outcome.Done.class, outcomes.getFirst());
        assertFalse(model.changedProperty().get());
        assertEquals(
                3_333_333,
                trade.call(acme, "draw", Traffic.count(Unit.UNIT_PIXELS, 1_048_576))
                        .getChargeNanos());
    }

    @Test
    void shouldTellWhatSomebodyElseSavedAndLoseNothing() {
        DraftModel mine = openCopy();
        DraftModel theirs = open(mine.book().getId());
        theirs.rates().getFirst().cell(RateColumn.PRICE.index()).set("7");
        theirs.look();
        mine.rates().getFirst().cell(RateColumn.PRICE.index()).set("4");
        mine.look();
        List<Outcome> outcomes = new ArrayList<>();
        new Publishing(trade.admin(), AT_ONCE, theirs).save(outcomes::add);
        Publishing publishing = new Publishing(trade.admin(), AT_ONCE, mine);
        publishing.save(outcomes::add);
        Outcome.Conflict conflict = assertInstanceOf(Outcome.Conflict.class, outcomes.get(1));
        assertEquals("$7.00 per 1M tokens", conflict.differences().getFirst().newText());
        assertEquals("4", mine.rates().getFirst().text(RateColumn.PRICE.index()));
        publishing.saveOver(conflict.theirs(), outcomes::add);
        PriceBook saved = assertInstanceOf(Outcome.Done.class, outcomes.get(2)).book();
        assertEquals(4_000_000_000L, saved.getRates(0).getPriceNanos());
    }

    @Test
    void shouldPublishOverAnotherBookWhenChosen() {
        DraftModel mine = openCopy();
        mine.rates().getFirst().cell(RateColumn.PRICE.index()).set("4");
        mine.look();
        trade.publish(
                "by bob", Traffic.rate("chat", Unit.UNIT_INPUT_TOKENS, 9_000_000_000L, 1_000_000));
        List<Outcome> outcomes = new ArrayList<>();
        Publishing publishing = new Publishing(trade.admin(), AT_ONCE, mine);
        publishing.publish(0, "mine", false, outcomes::add);
        Outcome.Superseded superseded =
                assertInstanceOf(Outcome.Superseded.class, outcomes.getFirst());
        assertEquals("by bob", superseded.newest().getNote());
        assertEquals(2, superseded.differences().size());
        assertFalse(mine.changedProperty().get(), "it was saved on the way");
        publishing.publish(0, "mine", true, outcomes::add);
        assertInstanceOf(Outcome.Done.class, outcomes.get(1));
        assertEquals(
                4_000_000,
                trade.call(acme, "chat", Traffic.count(Unit.UNIT_INPUT_TOKENS, 1_000))
                        .getChargeNanos());
    }

    @Test
    void shouldBringBackTheBookBefore() {
        trade.publish(
                "good", Traffic.rate("chat", Unit.UNIT_INPUT_TOKENS, 1_000_000_000, 1_000_000));
        PriceBook bad =
                trade.publish(
                        "mistake",
                        Traffic.rate("chat", Unit.UNIT_INPUT_TOKENS, 1_000_000_000, 1_000));
        VersionsModel versions = new VersionsModel(trade.admin(), AT_ONCE, InstantSource.system());
        List<PriceBook> made = new ArrayList<>();
        versions.bringBack(
                bad,
                true,
                made::add,
                failure -> {
                    throw new AssertionError(failure);
                });
        DraftModel draft = open(made.getFirst().getId());
        assertEquals("Back to: good", draft.book().getNote());
        List<Outcome> outcomes = new ArrayList<>();
        new Publishing(trade.admin(), AT_ONCE, draft).publish(0, "back", false, outcomes::add);
        assertInstanceOf(Outcome.Done.class, outcomes.getFirst());
        String record =
                trade.call(acme, "chat", Traffic.count(Unit.UNIT_INPUT_TOKENS, 1_000))
                        .getRecordId();
        assertEquals(
                1_000_000,
                trade.admin()
                        .usage()
                        .getRecord(GetRecordRequest.newBuilder().setRecordId(record).build())
                        .getChargeNanos());
    }

    @Test
    void shouldSayHowManyAChangeTouches() {
        trade.publish(
                "reach", Traffic.rate("speech", Unit.UNIT_AUDIO_MILLISECONDS, 17_000_000, 60_000));
        long charge =
                trade.call(acme, "speech", Traffic.count(Unit.UNIT_AUDIO_MILLISECONDS, 90_000))
                        .getChargeNanos();
        assertEquals(25_500_000, charge);
        ReachModel reach = new ReachModel(trade.admin(), AT_ONCE, InstantSource.system());
        reach.read();
        assertEquals(new ReachModel.Reach(1, 1, charge, true), reach.of("speech"::equals));
        assertEquals(new ReachModel.Reach(0, 0, 0, true), reach.of("none"::equals));
    }
}
