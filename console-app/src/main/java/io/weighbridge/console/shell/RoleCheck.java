package io.weighbridge.console.shell;

import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.AccessProto;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;

import java.util.List;
import java.util.stream.Collectors;

/// Whether the backend lets an operator do something. What the contracts' access options say is
/// read from them: the console keeps no list of its own that could differ.
public final class RoleCheck {
    private RoleCheck() {}

    /// Why an operator may not call a method; empty when they may.
    public static String refusal(Operator me, MethodDescriptor<?, ?> method) {
        List<Role> allowed = allowed(method);
        if (allowed.contains(me.getRole())) {
            return "";
        }
        String who =
                allowed.stream()
                        .map(role -> Texts.of("common.role." + role.name()))
                        .collect(Collectors.joining(", "));
        return Texts.of("shell.role.only", who, Texts.of("common.role." + me.getRole().name()));
    }

    private static List<Role> allowed(MethodDescriptor<?, ?> method) {
        if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier contract) {
            return contract.getMethodDescriptor()
                    .getOptions()
                    .getExtension(AccessProto.access)
                    .getRolesList();
        }
        throw new IllegalArgumentException(method.getFullMethodName() + " is of no contract");
    }
}
