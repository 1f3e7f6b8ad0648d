package io.weighbridge.backend.limits;

import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Doubtful;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.fault.InDoubt;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.platform.time.IdSource;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.model.IdKind;

import java.util.List;
import java.util.Set;

/// Makes and changes plans. Changes are one at a time (this object's monitor); reading the
/// directory needs no lock.
public final class Plans implements Doubtful {
    private final PlanStore store;
    private final InDoubt inDoubt;
    private final IdSource ids;
    private final TimeSource time;
    private volatile PlanDirectory directory;

    public Plans(PlanStore store, IdSource ids, TimeSource time) {
        this.store = store;
        this.ids = ids;
        this.time = time;
        this.directory = new PlanDirectory(store.all());
        this.inDoubt = new InDoubt(_ -> directory = new PlanDirectory(store.all()));
    }

    @Override
    public synchronized void settleDoubts() {
        inDoubt.settle();
    }

    /// All plans now.
    public PlanDirectory directory() {
        return directory;
    }

    /// Makes one.
    ///
    /// @throws Fault INVALID_FIELD, NAME_TAKEN
    public synchronized Plan create(String name, List<ServiceLimits> limits) {
        Plan plan =
                new Plan(
                        ids.next(),
                        1,
                        Check.text("name", name, 1, 100),
                        ServiceLimits.checked("limits", limits),
                        time.wallMs());
        Change change =
                Change.now(
                        plan.createdAtMs(),
                        "plan.create",
                        IdKind.PLAN.format(plan.id()),
                        "",
                        LimitsJson.of(plan));
        inDoubt.settle();
        if (!inDoubt.write(Set.of(plan.id()), () -> store.add(plan, change))) {
            throw nameTaken(name);
        }
        directory = directory.with(plan);
        return plan;
    }

    /// Replaces name and limits of one.
    ///
    /// @param version as last read
    /// @throws Fault INVALID_FIELD, PLAN_UNKNOWN, NAME_TAKEN, VERSION_CONFLICT
    public synchronized Plan update(
            long id, long version, String name, List<ServiceLimits> limits) {
        inDoubt.settle();
        Plan old = require(id);
        Plan changed =
                new Plan(
                        id,
                        version + 1,
                        Check.text("name", name, 1, 100),
                        ServiceLimits.checked("limits", limits),
                        old.createdAtMs());
        Change change =
                Change.now(
                        time.wallMs(),
                        "plan.update",
                        IdKind.PLAN.format(id),
                        LimitsJson.of(old),
                        LimitsJson.of(changed));
        directory =
                switch (inDoubt.write(Set.of(id), () -> store.replace(changed, change))) {
                    case NAME_TAKEN -> throw nameTaken(name);
                    case VERSION_CONFLICT ->
                            throw Fault.of(
                                    ErrorCode.VERSION_CONFLICT,
                                    "version: " + version + " (expected: " + old.version() + ")");
                    case DONE -> directory.with(changed);
                };
        return changed;
    }

    /// Plans, oldest first.
    public Page<Plan> list(PageKey page) {
        return Page.from(directory.all(), page, Plan::id);
    }

    /// The plan with this id.
    ///
    /// @throws Fault PLAN_UNKNOWN
    public Plan require(long id) {
        Plan plan = directory.byId(id);
        if (plan == null) {
            throw Fault.of(
                    ErrorCode.PLAN_UNKNOWN,
                    "plan: " + IdKind.PLAN.format(id) + " (expected: the id of a plan)");
        }
        return plan;
    }

    private static Fault nameTaken(String name) {
        return Fault.of(ErrorCode.NAME_TAKEN, "name: " + name + " (expected: a name not in use)");
    }
}
