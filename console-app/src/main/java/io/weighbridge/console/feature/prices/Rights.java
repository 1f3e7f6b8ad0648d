package io.weighbridge.console.feature.prices;

import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;

/// Who may do what here, as the contracts' access options say.
final class Rights {
    private Rights() {}

    /// Why an operator may not change prices or rate usage; empty when they may.
    static String refusal(Operator me) {
        return me.getRole() == Role.ROLE_ADMIN || me.getRole() == Role.ROLE_FINANCE
                ? ""
                : Texts.of("prices.role.refused", Texts.of("common.role." + me.getRole().name()));
    }
}
