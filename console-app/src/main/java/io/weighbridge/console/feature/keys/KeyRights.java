package io.weighbridge.console.feature.keys;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Role;

/// What an operator may do to keys, as the contract's access options say it.
///
/// @param role of the operator
record KeyRights(Role role) {
    /// Why no key may be made, changed or rotated; empty when it may.
    String change() {
        return role == Role.ROLE_ADMIN ? "" : refusal();
    }

    /// Why no key may be revoked; empty when it may.
    String revoke() {
        return role == Role.ROLE_ADMIN || role == Role.ROLE_SUPPORT ? "" : refusal();
    }

    private String refusal() {
        return Texts.of("shell.role.refused", Texts.of("common.role." + role.name()));
    }
}
