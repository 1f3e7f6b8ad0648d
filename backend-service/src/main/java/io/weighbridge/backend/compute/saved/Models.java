package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.compute.analysis.Analysis;
import io.weighbridge.backend.compute.analysis.ModelAnalysis;
import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.analysis.Question;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.compute.gpu.Gpus;
import io.weighbridge.backend.compute.gpu.PricedGpu;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.services.Service;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Keeps models, and which one a service runs. In the store alone; changes are one at a time (this
/// object's monitor).
public final class Models {
    private static final int NAME_MAX = 200;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_.-]{0,100}");
    private static final int CONFIG_LENGTH_MAX = 256 << 10;
    // Enough to look at a model without a GPU.
    private static final ServingTerms ANY =
            new ServingTerms(1_024, 1, 2, 0, Basis.GPU_TIME_VRAM, false, 0, 1_000_000);

    private final ModelStore store;
    private final Gpus gpus;
    private final String currency;
    private final IdSource ids;
    private final TimeSource time;
    private final Runnable changed;

    /// @param currency the installation's
    /// @param changed told after each change of what a service runs, also one that seemed to fail
    public Models(
            ModelStore store,
            Gpus gpus,
            String currency,
            IdSource ids,
            TimeSource time,
            Runnable changed) {
        this.store = store;
        this.gpus = gpus;
        this.currency = currency.toLowerCase(Locale.ROOT);
        this.ids = ids;
        this.time = time;
        this.changed = changed;
    }

    /// Analyses a model, under terms that were checked.
    ///
    /// @param name for people
    /// @param gpu to put it on, null for none
    /// @throws Fault INVALID_FIELD
    public Analysis analyse(
            String name,
            ModelContent model,
            @Nullable Gpu gpu,
            ServingTerms terms,
            List<Long> contexts,
            List<Long> pictures) {
        Question question =
                new Question(
                        contexts,
                        terms.load(),
                        gpu,
                        currency,
                        terms.terms(),
                        pictures,
                        terms.media());
        return ModelAnalysis.of(name, model, question);
    }

    /// Keeps one.
    ///
    /// @throws Fault INVALID_FIELD, also when there is nothing known to reckon with; NAME_TAKEN
    public synchronized SavedModel save(String name, ModelContent content) {
        Check.text("name", name, 1, NAME_MAX);
        if (IdKind.MODEL.parse(name).isPresent()) {
            throw Fault.invalid("name", name, "not the form of an id");
        }
        int length = content.configText().length();
        if (length > CONFIG_LENGTH_MAX) {
            throw Fault.invalid(
                    "model", length + " characters", "a config of at most " + CONFIG_LENGTH_MAX);
        }
        Analysis analysis = analyse(name, content, null, ANY, List.of(1_024L), List.of());
        if (!analysis.json().has("params_total")) {
            throw Fault.invalid(
                    "model",
                    analysis.json().path("unknown").path(0).asText("unknown"),
                    "a model that is known");
        }
        String type = analysis.json().path("type").asText();
        if (!TYPE.matcher(type).matches()) {
            throw Fault.invalid(
                    "model_type", Check.shown(type), "at most 100 of A-Z, a-z, 0-9, '_', '.', '-'");
        }
        SavedModel model = SavedModel.of(ids.next(), name, analysis, time.wallMs());
        Change change =
                Change.now(
                        model.createdAtMs(),
                        "model.save",
                        IdKind.MODEL.format(model.id()),
                        "",
                        ModelJson.of(model));
        if (!store.add(model, content, change)) {
            throw Fault.of(
                    ErrorCode.NAME_TAKEN,
                    "name: " + Check.shown(name) + " (expected: a name not in use)");
        }
        return model;
    }

    /// All, oldest first.
    public Page<SavedModel> list(PageKey page) {
        return store.list(page);
    }

    /// The one of an id or name.
    ///
    /// @throws Fault INVALID_FIELD, MODEL_UNKNOWN
    public SavedModel require(String idOrName) {
        Check.text("model", idOrName, 1, NAME_MAX);
        var id = IdKind.MODEL.parse(idOrName);
        return (id.isPresent() ? store.find(id.getAsLong()) : store.find(idOrName))
                .orElseThrow(
                        () ->
                                Fault.of(
                                        ErrorCode.MODEL_UNKNOWN,
                                        "model: "
                                                + Check.shown(idOrName)
                                                + " (expected: the id or name of a saved model)"));
    }

    /// What an analysis needs of a saved model.
    public ModelContent content(long id) {
        return store.content(id).orElseThrow(() -> Fault.internal("there is no model " + id, null));
    }

    /// Says what a service runs from an instant on.
    ///
    /// @param terms that were checked
    /// @param effectiveAtMs 0 for now, else not in the past
    /// @throws Fault INVALID_FIELD, MODEL_UNKNOWN, GPU_UNKNOWN
    public synchronized ServiceModel run(
            Service service, String model, String gpu, ServingTerms terms, long effectiveAtMs) {
        SavedModel saved = require(model);
        PricedGpu on = gpus.require(gpu);
        if (on.version().retired()) {
            throw Fault.invalid("gpu", gpu + ", which is retired", "one that is not");
        }
        // Refused now what could never be priced.
        Analysis analysis =
                analyse(
                        saved.name(),
                        content(saved.id()),
                        on.version().figures(),
                        terms,
                        List.of(terms.contextTokens()),
                        List.of());
        requirePlaced(saved, analysis);
        return add(
                service,
                new ServiceModel.Run(
                        saved.id(), saved.name(), on.version().id(), on.version().name(), terms),
                fromMs(effectiveAtMs),
                "service.set-model");
    }

    private static void requirePlaced(SavedModel saved, Analysis analysis) {
        if (analysis.placed() != null || analysis.media() != null) {
            return;
        }
        boolean isSpeech = saved.kind().equals("speech");
        throw Fault.invalid(
                isSpeech ? "terms.speech" : "terms.picture",
                "not set",
                isSpeech
                        ? "words of a window and a usual recording, since "
                                + saved.name()
                                + " writes down speech"
                        : "steps and a usual size, since " + saved.name() + " makes pictures");
    }

    /// Says that nobody knows what a service runs from an instant on.
    ///
    /// @param effectiveAtMs 0 for now, else not in the past
    /// @throws Fault INVALID_FIELD
    public synchronized ServiceModel runUnknown(Service service, long effectiveAtMs) {
        return add(service, null, fromMs(effectiveAtMs), "service.set-model");
    }

    /// Has a service run the same with other shares of its GPU's peaks from an instant on.
    ///
    /// @param linkCreatedAtMs of the link that holds then: what the shares were made for
    /// @param gpuVersion of its GPU's figures that hold then
    /// @param effectiveAtMs 0 for now, else not in the past
    /// @throws Fault INVALID_FIELD, SERVICE_WITHOUT_MODEL, VERSION_CONFLICT
    public synchronized ServiceModel applyFactors(
            Service service,
            long linkCreatedAtMs,
            long gpuVersion,
            long flopsShareMillionths,
            long bandwidthShareMillionths,
            long effectiveAtMs) {
        long fromMs = fromMs(effectiveAtMs);
        ServiceModel link = at(service, fromMs);
        ServiceModel.Run run = requireRun(service, link);
        ServingTerms terms =
                run.terms().with(flopsShareMillionths, bandwidthShareMillionths).checked();
        requireSame("service_model_created_at_ms", linkCreatedAtMs, link.createdAtMs());
        requireSame("gpu_version", gpuVersion, gpus.at(run.gpuId(), fromMs).version().version());
        return add(
                service,
                new ServiceModel.Run(
                        run.modelId(), run.modelName(), run.gpuId(), run.gpuName(), terms),
                fromMs,
                "service.apply-factors");
    }

    private static void requireSame(String field, long given, long held) {
        if (given != held) {
            throw Fault.of(
                    ErrorCode.VERSION_CONFLICT, field + ": " + given + " (expected: " + held + ")");
        }
    }

    private long fromMs(long effectiveAtMs) {
        long nowMs = time.wallMs();
        if (effectiveAtMs != 0 && effectiveAtMs < nowMs) {
            throw Fault.invalid("effective_at_ms", effectiveAtMs, "0, or not in the past");
        }
        return effectiveAtMs == 0 ? nowMs : effectiveAtMs;
    }

    private ServiceModel add(
            Service service, ServiceModel.@Nullable Run run, long fromMs, String action) {
        long nowMs = time.wallMs();
        ServiceModel link = new ServiceModel(ids.next(), service.id(), fromMs, run, nowMs);
        Change change =
                Change.now(
                        nowMs,
                        action,
                        IdKind.SERVICE.format(service.id()),
                        store.at(service.id(), fromMs).map(ModelJson::of).orElse(""),
                        ModelJson.of(link));
        try {
            store.add(link, change);
        } finally {
            changed.run();
        }
        return link;
    }

    /// What holds for a service at an instant.
    ///
    /// @throws Fault SERVICE_WITHOUT_MODEL when nothing was ever said
    public ServiceModel at(Service service, long atMs) {
        return store.at(service.id(), atMs).orElseThrow(() -> without(service));
    }

    /// What a service runs.
    ///
    /// @throws Fault SERVICE_WITHOUT_MODEL when that is not known
    public static ServiceModel.Run requireRun(Service service, ServiceModel link) {
        ServiceModel.Run run = link.run();
        if (run == null) {
            throw without(service);
        }
        return run;
    }

    private static Fault without(Service service) {
        return Fault.of(
                ErrorCode.SERVICE_WITHOUT_MODEL,
                "service: "
                        + service.name()
                        + " has no model then (expected: one by SetServiceModel)");
    }

    /// How often it was said what a service runs: [#links] are the same as long as this is.
    public long linkCount() {
        return store.linkCount();
    }

    /// What a service ran, or all for 0, in the order in which it was said.
    public Page<ServiceModel> links(long serviceId, PageKey page) {
        return store.links(serviceId, page);
    }
}
