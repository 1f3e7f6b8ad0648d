package io.weighbridge.backend.operators.approvals;

import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.audit.Change;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;

/// What the operators of each role adjust alone. Changes are one at a time (this object's monitor).
final class AdjustmentLimits {
    private final ApprovalStore store;
    private final TimeSource time;

    AdjustmentLimits(ApprovalStore store, TimeSource time) {
        this.store = store;
        this.time = time;
    }

    /// Of every role that adjusts credit.
    Map<Role, AdjustmentLimit> all() {
        Map<Role, AdjustmentLimit> all = new EnumMap<>(Role.class);
        all.put(Role.ADMIN, AdjustmentLimit.UNLIMITED);
        all.put(Role.FINANCE, AdjustmentLimit.UNLIMITED);
        // Until an administrator says what it is.
        all.put(Role.SUPPORT, AdjustmentLimit.NOTHING);
        all.putAll(store.limits());
        return all;
    }

    AdjustmentLimit of(Role role) {
        return all().getOrDefault(role, AdjustmentLimit.NOTHING);
    }

    /// Sets a role's.
    ///
    /// @param before as last read; null to ask for none
    /// @throws Fault INVALID_FIELD, VERSION_CONFLICT
    synchronized AdjustmentLimit set(
            Role role, AdjustmentLimit limit, @Nullable AdjustmentLimit before) {
        if (role == Role.VIEWER) {
            throw Fault.invalid("role", "ROLE_VIEWER", "a role that adjusts credit");
        }
        AdjustmentLimit old = of(role);
        AdjustmentLimit checked = limit.checked();
        if (!old.equals(checked)) {
            if (before != null && !before.equals(old)) {
                throw Fault.of(
                        ErrorCode.VERSION_CONFLICT,
                        "before: " + before + " (expected: " + old + ")");
            }
            store.set(
                    role,
                    checked,
                    Change.now(
                            time.wallMs(),
                            "adjustment-limit.set",
                            role.text(),
                            ApprovalJson.of(old),
                            ApprovalJson.of(checked)));
        }
        return checked;
    }
}
