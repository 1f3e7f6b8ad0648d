package io.weighbridge.backend.compute.saved;

import com.fasterxml.jackson.databind.JsonNode;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.MediaTerms;
import io.weighbridge.backend.compute.cost.PicturePart;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.compute.file.Tensors;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.audit.SqlAuditTrail;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.sql.Database;
import io.weighbridge.backend.platform.sql.PageReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/// Models in SQL.
public final class SqlModelStore implements ModelStore {
    private static final String MODEL =
            """
            SELECT id, name, type, kind, params_total, weight_bytes, weight_format, created_at_ms
            FROM saved_model
            """;
    private static final String INSERT_MODEL =
            """
            INSERT INTO saved_model (id, name, config, type, kind, params_total, weight_bytes,
                weight_format, gguf_type, tensors, tensor_elements, tensor_bytes, tensor_buffers,
                tensor_heads, created_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO NOTHING
            """;
    private static final String LINK =
            """
            SELECT l.*, m.name AS model_name, g.name AS gpu_name FROM service_model l
            LEFT JOIN saved_model m ON m.id = l.model_id
            LEFT JOIN gpu g ON g.id = l.gpu_id
            """;
    private static final String INSERT_LINK =
            """
            INSERT INTO service_model (id, service_id, effective_at_ms, model_id, gpu_id, gpu_count,
                context_tokens, batch, cache_bytes, basis, whole_cards, margin_millionths,
                utilization_millionths, flops_share_millionths, bandwidth_share_millionths,
                picture_steps, picture_guided, picture_width, picture_height, picture_parts,
                speech_words_per_window, speech_recording_ms, created_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Database database;

    public SqlModelStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(SavedModel model, ModelContent content, Change change) {
        Tensors tensors = content.tensors();
        return database.inTransaction(
                handle ->
                        SqlAuditTrail.appendIf(
                                handle.execute(
                                                INSERT_MODEL,
                                                model.id(),
                                                model.name(),
                                                content.configText(),
                                                model.type(),
                                                model.kind(),
                                                model.parameters(),
                                                model.weightBytes(),
                                                model.weightFormat(),
                                                content.ggufType(),
                                                tensors == null ? null : tensors.count(),
                                                tensors == null ? null : tensors.elements(),
                                                tensors == null ? null : tensors.bytes(),
                                                tensors == null ? null : tensors.buffers(),
                                                tensors == null ? null : tensors.heads(),
                                                model.createdAtMs())
                                        == 1,
                                handle,
                                change));
    }

    @Override
    public Optional<SavedModel> find(long id) {
        return database.read(
                handle ->
                        handle.createQuery(MODEL + "WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> model(row))
                                .findOne());
    }

    @Override
    public Optional<SavedModel> find(String name) {
        return database.read(
                handle ->
                        handle.createQuery(MODEL + "WHERE name = :name")
                                .bind("name", name)
                                .map((row, context) -> model(row))
                                .findOne());
    }

    @Override
    public Optional<ModelContent> content(long id) {
        return database.read(
                handle ->
                        handle.createQuery("SELECT * FROM saved_model WHERE id = :id")
                                .bind("id", id)
                                .map((row, context) -> content(row))
                                .findOne());
    }

    @Override
    public Page<SavedModel> list(PageKey page) {
        return PageReader.rising(
                database,
                page,
                MODEL + "WHERE id > :after ORDER BY id LIMIT :limit",
                Map.of(),
                (row, context) -> model(row),
                SavedModel::id);
    }

    @Override
    public void add(ServiceModel link, Change change) {
        ServiceModel.Run run = link.run();
        ServingTerms terms = run == null ? null : run.terms();
        MediaTerms media = terms == null ? null : terms.media();
        PictureTerms picture = media instanceof PictureTerms some ? some : null;
        SpeechTerms speech = media instanceof SpeechTerms some ? some : null;
        database.inTransaction(
                handle -> {
                    handle.execute(
                            INSERT_LINK,
                            link.id(),
                            link.serviceId(),
                            link.effectiveAtMs(),
                            run == null ? null : run.modelId(),
                            run == null ? null : run.gpuId(),
                            terms == null ? 0 : terms.gpuCount(),
                            terms == null ? 0 : terms.contextTokens(),
                            terms == null ? 0 : terms.batch(),
                            terms == null ? 0 : terms.cacheBytes(),
                            terms == null ? 0 : terms.basis().number(),
                            terms != null && terms.wholeCards(),
                            terms == null ? 0 : terms.marginMillionths(),
                            terms == null ? 0 : terms.utilizationMillionths(),
                            terms == null ? 0 : terms.flopsShareMillionths(),
                            terms == null ? 0 : terms.bandwidthShareMillionths(),
                            picture == null ? 0 : picture.steps(),
                            picture != null && picture.guided(),
                            picture == null ? 0 : picture.width(),
                            picture == null ? 0 : picture.height(),
                            picture == null ? 0 : PicturePart.bits(picture.parts()),
                            speech == null ? 0 : speech.wordsPerWindow(),
                            speech == null ? 0 : speech.recordingMs(),
                            link.createdAtMs());
                    SqlAuditTrail.append(handle, change);
                    return true;
                });
    }

    @Override
    public Optional<ServiceModel> at(long serviceId, long atMs) {
        return database.read(
                handle ->
                        handle.createQuery(
                                        LINK
                                                + "WHERE l.service_id = :service"
                                                + " AND l.effective_at_ms <= :at"
                                                + " ORDER BY l.effective_at_ms DESC, l.id DESC"
                                                + " LIMIT 1")
                                .bind("service", serviceId)
                                .bind("at", atMs)
                                .map((row, context) -> link(row))
                                .findOne());
    }

    @Override
    public long linkCount() {
        return database.read(
                handle ->
                        handle.createQuery("SELECT count(*) FROM service_model")
                                .mapTo(Long.class)
                                .one());
    }

    @Override
    public Page<ServiceModel> links(long serviceId, PageKey page) {
        return PageReader.rising(
                database,
                page,
                LINK
                        + "WHERE l.id > :after AND (:service = 0 OR l.service_id = :service)"
                        + " ORDER BY l.id LIMIT :limit",
                Map.of("service", serviceId),
                (row, context) -> link(row),
                ServiceModel::id);
    }

    private static SavedModel model(ResultSet row) throws SQLException {
        return new SavedModel(
                row.getLong("id"),
                row.getString("name"),
                row.getString("type"),
                row.getString("kind"),
                row.getLong("params_total"),
                row.getLong("weight_bytes"),
                row.getString("weight_format"),
                row.getLong("created_at_ms"));
    }

    private static ModelContent content(ResultSet row) throws SQLException {
        long count = row.getLong("tensors");
        @Nullable Tensors tensors =
                row.wasNull()
                        ? null
                        : new Tensors(
                                count,
                                row.getLong("tensor_elements"),
                                row.getLong("tensor_bytes"),
                                row.getLong("tensor_buffers"),
                                row.getLong("tensor_heads"));
        return new ModelContent(config(row), tensors, row.getString("gguf_type"));
    }

    private static @Nullable JsonNode config(ResultSet row) throws SQLException {
        byte[] json = row.getString("config").getBytes(StandardCharsets.UTF_8);
        try {
            return ModelContent.ofConfig(row.getString("name"), json).config();
        } catch (IOException e) {
            throw Fault.internal("the config of a saved model cannot be read", e);
        }
    }

    private static ServiceModel link(ResultSet row) throws SQLException {
        long modelId = row.getLong("model_id");
        ServiceModel.Run run =
                row.wasNull()
                        ? null
                        : new ServiceModel.Run(
                                modelId,
                                row.getString("model_name"),
                                row.getLong("gpu_id"),
                                row.getString("gpu_name"),
                                terms(row));
        return new ServiceModel(
                row.getLong("id"),
                row.getLong("service_id"),
                row.getLong("effective_at_ms"),
                run,
                row.getLong("created_at_ms"));
    }

    private static ServingTerms terms(ResultSet row) throws SQLException {
        return new ServingTerms(
                row.getLong("context_tokens"),
                row.getLong("batch"),
                row.getLong("cache_bytes"),
                row.getLong("gpu_count"),
                Basis.byNumber(row.getInt("basis")),
                row.getBoolean("whole_cards"),
                row.getLong("margin_millionths"),
                row.getLong("utilization_millionths"),
                row.getLong("flops_share_millionths"),
                row.getLong("bandwidth_share_millionths"),
                media(row));
    }

    private static @Nullable MediaTerms media(ResultSet row) throws SQLException {
        if (row.getLong("picture_steps") > 0) {
            return new PictureTerms(
                    row.getLong("picture_steps"),
                    row.getBoolean("picture_guided"),
                    row.getLong("picture_width"),
                    row.getLong("picture_height"),
                    PicturePart.ofBits(row.getLong("picture_parts")));
        }
        return row.getLong("speech_words_per_window") > 0
                ? new SpeechTerms(
                        row.getLong("speech_words_per_window"), row.getLong("speech_recording_ms"))
                : null;
    }
}
