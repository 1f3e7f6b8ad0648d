package io.weighbridge.backend.compute.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.MediaTerms;
import io.weighbridge.backend.compute.cost.PicturePart;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.compute.file.Tensors;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.GpuVersion;
import io.weighbridge.backend.compute.gpu.SqlGpuStore;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.testkit.Changes;
import io.weighbridge.backend.testkit.EmptyStore;
import io.weighbridge.backend.testkit.model.Configs;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every [ModelStore] does.
abstract class ModelStoreContract {
    private static final PageKey ALL = PageKey.of(0, "", "");
    private static final ServingTerms TERMS =
            new ServingTerms(4_096, 16, 1, 2, Basis.FLOPS, true, 300_000, 500_001, 3, 4);

    private Database database;

    @BeforeEach
    void open(EmptyStore opened) {
        database = opened.withCatalogue().database();
        addGpu();
    }

    private static final ServiceModel.Run RUN = new ServiceModel.Run(1, "one", 5, "card", TERMS);

    private void addGpu() {
        Gpu gpu =
                new Gpu(
                        "card",
                        "Card",
                        1L << 30,
                        1,
                        1,
                        Map.of("fp16", 1L),
                        Optional.empty(),
                        "",
                        "");
        new SqlGpuStore(database).add(new GpuVersion(5, 1, gpu, false, 1), Changes.ANY);
    }

    private ModelStore store() {
        return new SqlModelStore(database);
    }

    private static SavedModel model(long id, String name) {
        return new SavedModel(id, name, "llama", "decoder", Long.MAX_VALUE, 2, "bfloat16", 3);
    }

    private static ModelContent content(@Nullable Tensors tensors, String gguf) {
        return new ModelContent(Configs.of(Configs.LLAMA_3_8B), tensors, gguf);
    }

    private static ServiceModel link(
            long id, long service, long fromMs, ServiceModel.@Nullable Run run) {
        return new ServiceModel(id, service, fromMs, run, 9);
    }

    @Test
    void keepsModelsWithAllThatAnAnalysisNeeds() {
        SavedModel one = model(1, "one");
        SavedModel two = model(Long.MAX_VALUE, "two");
        // With what no text of PostgreSQL may hold.
        ModelContent bare =
                new ModelContent(Configs.of("{'a':'\\u0000\\ud800','b':'\u00e9'}"), null, "");
        ModelContent file = content(new Tensors(1, 2, Long.MAX_VALUE, 4, 5), "Q4_K");
        assertTrue(store().add(one, bare, Changes.ANY));
        assertTrue(store().add(two, file, Changes.ANY));
        assertFalse(store().add(model(3, "one"), file, Changes.ANY));
        assertEquals(Optional.of(one), store().find(1));
        assertEquals(Optional.of(two), store().find("two"));
        assertEquals(Optional.empty(), store().find("three"));
        assertEquals(Optional.of(bare), store().content(1));
        assertEquals(Optional.of(file), store().content(Long.MAX_VALUE));
        assertEquals(List.of(one, two), store().list(ALL).items());
    }

    @Test
    void whatAServiceRunsHoldsFromItsInstantOn() {
        assertTrue(store().add(model(1, "one"), content(null, ""), Changes.ANY));
        ServiceModel later = link(100, 11, 2_000, null);
        ServiceModel first = link(101, 11, 1_000, RUN);
        ServiceModel other = link(102, 12, 500, RUN);
        ServiceModel corrected = link(103, 11, 2_000, RUN);
        store().add(later, Changes.ANY);
        store().add(first, Changes.ANY);
        store().add(other, Changes.ANY);
        assertEquals(Optional.empty(), store().at(11, 999));
        assertEquals(Optional.of(first), store().at(11, 1_999));
        assertEquals(Optional.of(later), store().at(11, 2_000));
        store().add(corrected, Changes.ANY);
        assertEquals(Optional.of(corrected), store().at(11, 2_000));
        assertEquals(Optional.of(first), store().at(11, 1_999));
        assertEquals(List.of(later, first, corrected), store().links(11, ALL).items());
        assertEquals(4, store().links(0, ALL).items().size());
    }

    @Test
    void linksFromBeforeThereWereSharesHaveTheUsualOnes() {
        assertTrue(store().add(model(1, "one"), content(null, ""), Changes.ANY));
        var _ =
                database.inTransaction(
                        handle ->
                                handle.execute(
                                        """
                                                INSERT INTO service_model (id, service_id,
                                                    effective_at_ms, model_id, gpu_id, gpu_count,
                                                    context_tokens, batch, cache_bytes, basis,
                                                    whole_cards, margin_millionths,
                                                    utilization_millionths, created_at_ms)
                                                VALUES (1, 11, 5, 1, 5, 2, 4096, 16, 1, 2, ?,
                                                    300000, 500001, 9)
                                                """,
                                        true));
        assertEquals(
                Optional.of(
                        new ServiceModel.Run(1, "one", 5, "card", TERMS.with(500_000, 700_000))),
                store().at(11, 5).map(ServiceModel::run));
    }

    @Test
    void keepsHowPicturesAndSpeechAreMade() {
        assertTrue(store().add(model(1, "one"), content(null, ""), Changes.ANY));
        List<MediaTerms> all =
                List.of(
                        new PictureTerms(30, true, 1_024, 512, EnumSet.of(PicturePart.DENOISER)),
                        new PictureTerms(1, false, 8, 16_384),
                        new SpeechTerms(448, SpeechTerms.RECORDING_MS_MAX));
        for (int i = 0; i < all.size(); i++) {
            ServiceModel.Run run =
                    new ServiceModel.Run(1, "one", 5, "card", TERMS.with(all.get(i)));
            ServiceModel link = link(100 + i, 11, 2_000, run);
            store().add(link, Changes.ANY);
            assertEquals(Optional.of(link), store().at(11, 2_000));
        }
    }

    @Test
    void nothingCanBeChangedOrRemoved() {
        assertTrue(store().add(model(1, "one"), content(null, ""), Changes.ANY));
        store().add(link(100, 11, 2_000, RUN), Changes.ANY);
        for (String sql :
                List.of(
                        "UPDATE saved_model SET config = '{}'",
                        "UPDATE service_model SET margin_millionths = 0",
                        "DELETE FROM service_model",
                        "DELETE FROM saved_model")) {
            assertThrows(
                    RuntimeException.class,
                    () -> database.inTransaction(handle -> handle.execute(sql)),
                    sql);
        }
        assertEquals(Optional.of(RUN), store().at(11, 2_000).map(ServiceModel::run));
    }
}
