package io.weighbridge.console.feature.plans;

import io.grpc.StatusRuntimeException;
import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.client.Failure;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.console.fx.Loadable;
import io.weighbridge.console.text.CountInput;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.CreatePlanRequest;
import io.weighbridge.proto.v1.GetPlanRequest;
import io.weighbridge.proto.v1.Plan;
import io.weighbridge.proto.v1.PlanKeys;
import io.weighbridge.proto.v1.Service;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// Plans and their drafts: what each cell shows, what an edit does, what a save comes to.
final class MatrixModel {
    private static final String VERSION_CONFLICT = "VERSION_CONFLICT";

    private final BackendClient client;
    private final Formats formats;
    private final Lane reading;
    private final Lane saving;
    private final Map<String, PlanDraft> drafts = new LinkedHashMap<>();
    private List<Service> services = List.of();
    private Map<String, PlanKeys> keys = Map.of();
    private final ReadOnlyObjectWrapper<Loadable<Integer>> state =
            new ReadOnlyObjectWrapper<>(new Loadable.Loading<>());
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper();

    /// What came of a save.
    sealed interface Saved {
        /// All is kept.
        ///
        /// @param plans how many
        record Done(int plans) implements Saved {}

        /// Somebody else saved one of the plans first.
        record Conflict(PlanMerge merge) implements Saved {}

        /// It was refused, or the service could not be reached.
        record Refused(Failure failure) implements Saved {}
    }

    MatrixModel(BackendClient client, Background background, Formats formats) {
        this.client = client;
        this.formats = formats;
        this.reading = background.lane();
        this.saving = background.lane();
    }

    ReadOnlyObjectProperty<Loadable<Integer>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Changes with every change of a draft.
    ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /// Reads everything; what was edited and not saved stays.
    void load() {
        reading.run(
                () -> Catalogue.read(client, formats.clock().millis()),
                this::take,
                failure -> {
                    if (drafts.isEmpty()) {
                        state.set(new Loadable.Failed<>(failure));
                    }
                });
    }

    private void take(Catalogue read) {
        Map<String, PlanDraft> edited = new LinkedHashMap<>(drafts);
        edited.values().removeIf(draft -> !draft.isChanged());
        drafts.clear();
        for (Plan plan : read.plans()) {
            drafts.put(plan.getId(), edited.getOrDefault(plan.getId(), PlanDraft.of(plan)));
        }
        services = read.services();
        keys = read.keys();
        state.set(drafts.isEmpty() ? new Loadable.Empty<>() : new Loadable.Ready<>(drafts.size()));
        changed();
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }

    List<PlanDraft> plans() {
        return List.copyOf(drafts.values());
    }

    PlanDraft plan(String id) {
        PlanDraft draft = drafts.get(id);
        if (draft == null) {
            throw new IllegalArgumentException("no plan " + id);
        }
        return draft;
    }

    /// The rows: first what stands for all others, then the services by name.
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        rows.add(PlanDraft.OTHERS);
        services.stream().map(Service::getName).sorted().forEach(rows::add);
        return rows;
    }

    /// How many keys a plan concerns.
    PlanKeys keys(String plan) {
        return keys.getOrDefault(plan, PlanKeys.getDefaultInstance());
    }

    /// What a cell shows.
    ///
    /// @param measure null for the shadow column
    @Nullable CellShown cell(String planId, String service, @Nullable Measure measure) {
        PlanDraft draft = drafts.get(planId);
        if (draft == null) {
            return null;
        }
        Limits now = draft.inForce(service);
        Limits before = PlanDraft.inForce(PlanDraft.limits(draft.base()), service);
        long value = value(now, measure);
        return new CellShown(
                value,
                draft.own(service) != null,
                draft.isChanged(service) || value != value(before, measure),
                now.isShadow());
    }

    private static long value(Limits limits, @Nullable Measure measure) {
        return measure == null ? (limits.isShadow() ? 1 : 0) : limits.get(measure);
    }

    /// Takes what was typed into a cell: a number, `-` for no limit, nothing to inherit.
    ///
    /// @return what is wrong with it, empty when it was taken
    String type(String planId, String service, Measure measure, String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            inherit(planId, service);
            return "";
        }
        OptionalLong value =
                text.equals("-") || text.equals("∞") || text.equals(Texts.of("plans.unlimited"))
                        ? OptionalLong.of(Limits.UNLIMITED)
                        : CountInput.parse(text, measure.most());
        if (value.isEmpty()) {
            return Texts.of("plans.number.wrong", text, formats.count(measure.most()));
        }
        if (plan(planId).inForce(service).get(measure) != value.getAsLong()) {
            put(plan(planId).with(service, measure, value.getAsLong()));
        }
        return "";
    }

    /// Takes the entry of a service away.
    void inherit(String planId, String service) {
        put(plan(planId).without(service));
    }

    /// Turns shadow mode of an entry on or off.
    void toggleShadow(String planId, String service) {
        Limits now = plan(planId).inForce(service);
        put(plan(planId).with(service, now.withShadow(!now.isShadow())));
    }

    void rename(String planId, String name) {
        put(plan(planId).named(name.strip()));
    }

    private void put(PlanDraft draft) {
        drafts.put(draft.id(), draft);
        changed();
    }

    /// The plans with a change.
    List<PlanDraft> edited() {
        return drafts.values().stream().filter(PlanDraft::isChanged).toList();
    }

    /// Forgets all edits.
    void discard() {
        drafts.replaceAll((_, draft) -> PlanDraft.of(draft.base()));
        changed();
    }

    /// What is worth a look in the plans with a change.
    List<String> warnings() {
        PlanChecks checks = new PlanChecks(formats);
        return edited().stream().flatMap(draft -> checks.of(draft, services).stream()).toList();
    }

    /// Saves the plans with a change, one after another, as far as it goes.
    void save(String reason, Consumer<Saved> done) {
        List<PlanDraft> toSave = edited();
        List<Plan> saved = new ArrayList<>();
        saving.run(
                () -> saveAll(toSave, reason, saved),
                result -> {
                    saved.forEach(plan -> put(PlanDraft.of(plan)));
                    done.accept(result);
                },
                failure -> done.accept(new Saved.Refused(failure)));
    }

    private Saved saveAll(List<PlanDraft> toSave, String reason, List<Plan> saved) {
        for (PlanDraft draft : toSave) {
            try {
                saved.add(
                        BackendClient.because(client.plans(), reason)
                                .updatePlan(draft.toRequest()));
            } catch (StatusRuntimeException e) {
                Failure failure = Failure.of(e);
                if (!failure.code().equals(VERSION_CONFLICT)) {
                    return new Saved.Refused(failure);
                }
                Plan theirs =
                        client.plans()
                                .getPlan(GetPlanRequest.newBuilder().setPlan(draft.id()).build());
                return new Saved.Conflict(new PlanMerge(draft, theirs));
            }
        }
        return new Saved.Done(saved.size());
    }

    /// Goes on with a draft that was brought together with what somebody else saved.
    void take(PlanMerge merge, Set<PlanMerge.Clash> takeTheirs) {
        put(merge.merged(takeTheirs));
    }

    /// Makes a plan.
    ///
    /// @param like begins with this plan's limits; empty for none
    void create(String name, String like, Runnable done, Consumer<Failure> failed) {
        CreatePlanRequest.Builder request = CreatePlanRequest.newBuilder().setName(name.strip());
        if (!like.isEmpty()) {
            request.addAllLimits(plan(like).base().getLimitsList());
        }
        saving.run(
                () -> client.plans().createPlan(request.build()),
                made -> {
                    put(PlanDraft.of(made));
                    state.set(new Loadable.Ready<>(drafts.size()));
                    done.run();
                },
                failed);
    }
}
