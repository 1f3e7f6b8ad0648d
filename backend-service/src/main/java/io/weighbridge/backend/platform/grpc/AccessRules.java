package io.weighbridge.backend.platform.grpc;

import com.google.protobuf.DescriptorProtos.MethodOptions;

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

/// Who may call which method, and which of them make changes, read once from the options beside
/// each in the contract.
final class AccessRules {
    // Other people's contracts, which cannot carry our option.
    private static final Set<String> OPEN =
            Set.of("grpc.reflection.v1.ServerReflection", "grpc.health.v1.Health");

    private static final Set<String> OF_PROXIES =
            Set.of("opentelemetry.proto.collector.trace.v1.TraceService");

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
            Access foreign = foreign(service.getServiceDescriptor().getName());
            for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
                String name = method.getMethodDescriptor().getFullMethodName();
                Access access =
                        foreign != null
                                ? foreign
                                : read(method.getMethodDescriptor().getSchemaDescriptor());
                if (access == null) {
                    throw Fault.internal(
                            name
                                    + " has no usable options (weighbridge.v1.access) and (weighbridge.v1.audit)",
                            null);
                }
                byMethod.put(name, access);
            }
        }
        return new AccessRules(byMethod);
    }

    private static @Nullable Access foreign(String service) {
        if (OF_PROXIES.contains(service)) {
            return Access.PROXIES;
        }
        return OPEN.contains(service) ? Access.ANYONE : null;
    }

    private static @Nullable Access read(@Nullable Object schema) {
        if (!(schema instanceof ProtoMethodDescriptorSupplier supplier)) {
            return null;
        }
        MethodOptions options = supplier.getMethodDescriptor().getOptions();
        if (!options.hasExtension(AccessProto.access)) {
            return null;
        }
        Access access = Access.fromProto(options.getExtension(AccessProto.access));
        return access == null
                ? null
                : switch (options.getExtension(AccessProto.audit)) {
                    case AUDIT_NONE -> access;
                    case AUDIT_ENTRY -> access.withChanges();
                    case AUDIT_UNSPECIFIED, UNRECOGNIZED -> null;
                };
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
