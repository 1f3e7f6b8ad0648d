package io.weighbridge.backend.platform.grpc;

import com.google.protobuf.Descriptors.MethodDescriptor;

import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.AccessProto;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Who may call which method, read once from the option beside each in the contract.
final class AccessRules {
    // Other people's contracts, which cannot carry our option.
    private static final Set<String> OPEN =
            Set.of("grpc.reflection.v1.ServerReflection", "grpc.health.v1.Health");

    private final Map<String, Access> byMethod;

    private AccessRules(Map<String, Access> byMethod) {
        this.byMethod = byMethod;
    }

    /// Reads them all.
    ///
    /// @throws Fault INTERNAL when a method has no option, or one that makes no sense
    static AccessRules of(Collection<ServerServiceDefinition> services) {
        Map<String, Access> byMethod = new HashMap<>();
        for (ServerServiceDefinition service : services) {
            boolean open = OPEN.contains(service.getServiceDescriptor().getName());
            for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
                String name = method.getMethodDescriptor().getFullMethodName();
                Access access =
                        open
                                ? Access.ANYONE
                                : read(method.getMethodDescriptor().getSchemaDescriptor());
                if (access == null) {
                    throw Fault.internal(
                            name + " has no usable option (weighbridge.v1.access)", null);
                }
                byMethod.put(name, access);
            }
        }
        return new AccessRules(byMethod);
    }

    private static @Nullable Access read(@Nullable Object schema) {
        if (!(schema instanceof ProtoMethodDescriptorSupplier supplier)) {
            return null;
        }
        MethodDescriptor method = supplier.getMethodDescriptor();
        return method.getOptions().hasExtension(AccessProto.access)
                ? Access.fromProto(method.getOptions().getExtension(AccessProto.access))
                : null;
    }

    /// The rule of a method.
    ///
    /// @throws Fault PERMISSION_DENIED for one that is not known
    Access of(String method) {
        Access access = byMethod.get(method);
        if (access == null) {
            throw denied(method + " (expected: a method of this service)");
        }
        return access;
    }

    static Fault denied(String text) {
        return Fault.of(ErrorCode.PERMISSION_DENIED, "method: " + text);
    }
}
