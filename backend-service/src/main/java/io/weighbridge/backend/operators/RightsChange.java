package io.weighbridge.backend.operators;

import io.weighbridge.backend.keys.ApiKeys;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import java.util.Optional;

/// Changes what an operator may do, and what becomes of the keys whose secrets that one has seen.
final class RightsChange {
    private final Operators operators;
    private final ApiKeys keys;

    RightsChange(Operators operators, ApiKeys keys) {
        this.operators = operators;
        this.keys = keys;
    }

    /// What became of it.
    ///
    /// @param keysRevoked by this change
    /// @param keysLeft keys that are not revoked and have a working secret that was seen
    record Changed(Operator operator, int keysRevoked, int keysLeft) {}

    /// Changes one. The right goes first, then the keys, so that one made meanwhile is among
    /// them. When only the keys fail, a second request does the rest.
    ///
    /// @param version as last read
    /// @param revokeKeys whether to revoke the keys whose working secrets were seen; empty for
    ///     who has none, or may go on making keys
    /// @throws Fault INVALID_FIELD, OPERATOR_UNKNOWN, VERSION_CONFLICT, LAST_ADMIN,
    ///     KEYS_UNDECIDED
    Changed change(
            long id,
            long version,
            String displayName,
            Role role,
            boolean disabled,
            Optional<Boolean> revokeKeys) {
        boolean losesKeys = operators.mayMakeKeys(id) && (disabled || role != Role.ADMIN);
        if (losesKeys && revokeKeys.isEmpty()) {
            requireNone(operators.require(id));
        }
        Operator changed = operators.update(id, version, displayName, role, disabled);
        int revoked =
                revokeKeys.orElse(false)
                        ? keys.revokeShownTo(id, "its secret was shown to " + changed.name())
                        : 0;
        return new Changed(changed, revoked, keys.countShownTo(id));
    }

    private void requireNone(Operator operator) {
        int count = keys.countShownTo(operator.id());
        if (count > 0) {
            throw Fault.of(
                    ErrorCode.KEYS_UNDECIDED,
                    "revoke_keys: absent (expected: true or false; "
                            + operator.name()
                            + " has seen secrets that work of "
                            + count
                            + (count == 1 ? " key)" : " keys)"));
        }
    }
}
