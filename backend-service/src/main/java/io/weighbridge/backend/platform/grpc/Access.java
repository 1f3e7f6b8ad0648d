package io.weighbridge.backend.platform.grpc;

import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.Set;

/// Who may call one method.
///
/// @param anyone whether it needs no token
/// @param roles of the operators who may
/// @param proxies whether proxies may
/// @param beforePasswordChange whether operators may who must change their password first
/// @param changing whether it makes changes, which are in the audit log
record Access(
        boolean anyone,
        Set<Role> roles,
        boolean proxies,
        boolean beforePasswordChange,
        boolean changing) {
    static final Access ANYONE = new Access(true, Set.of(), false, false, false);
    static final Access PROXIES = new Access(false, Set.of(), true, false, false);

    Access {
        roles = Set.copyOf(roles);
    }

    /// Reads the option of the contract.
    ///
    /// @return null when it allows nobody, or says both that anyone may and who
    static @Nullable Access fromProto(io.weighbridge.proto.v1.Access option) {
        if (option.getAnyone()) {
            return option.getRolesCount() == 0 && !option.getBeforePasswordChange() ? ANYONE : null;
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        boolean proxies = false;
        for (io.weighbridge.proto.v1.Role each : option.getRolesList()) {
            Role role = Role.byNumber(each.getNumber());
            if (role != null) {
                roles.add(role);
            } else if (each == io.weighbridge.proto.v1.Role.ROLE_PROXY) {
                proxies = true;
            } else {
                return null;
            }
        }
        return roles.isEmpty() && !proxies
                ? null
                : new Access(false, roles, proxies, option.getBeforePasswordChange(), false);
    }

    Access withChanges() {
        return new Access(anyone, roles, proxies, beforePasswordChange, true);
    }

    /// Lets in whom the rule allows.
    ///
    /// @throws Fault PERMISSION_DENIED, PASSWORD_CHANGE_REQUIRED
    void require(String method, Caller caller) {
        if (!allows(caller)) {
            throw denied(method, caller);
        }
        if (!beforePasswordChange
                && caller instanceof Caller.Operator operator
                && operator.passwordChangeRequired()) {
            throw Fault.of(
                    ErrorCode.PASSWORD_CHANGE_REQUIRED,
                    "password: made by the service (expected: another one before anything else:"
                            + " `weighbridge password`, or Operators/ChangePassword)");
        }
    }

    boolean allows(Caller caller) {
        return anyone
                || switch (caller) {
                    case Caller.Operator operator -> roles.contains(operator.role());
                    case Caller.Proxy _ -> proxies;
                    case Caller.Nobody _ -> false;
                };
    }

    private Fault denied(String method, Caller caller) {
        StringBuilder expected = new StringBuilder();
        roles.stream().sorted().forEach(role -> expected.append(role.text()).append(", "));
        expected.append(proxies ? "proxy, " : "");
        return AccessRules.denied(
                method
                        + " by "
                        + caller.text()
                        + " (expected: "
                        + expected.substring(0, Math.max(0, expected.length() - 2))
                        + ")");
    }
}
