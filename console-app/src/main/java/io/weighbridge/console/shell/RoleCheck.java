package io.weighbridge.console.shell;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;

import java.util.List;

/// Whether the backend lets an operator do something, as the contracts' access options say it.
public final class RoleCheck {
    private RoleCheck() {}

    /// Why not; empty when it does.
    public static String refusal(Operator me, Role... allowed) {
        return List.of(allowed).contains(me.getRole())
                ? ""
                : Texts.of("shell.role.refused", Texts.of("common.role." + me.getRole().name()));
    }
}
