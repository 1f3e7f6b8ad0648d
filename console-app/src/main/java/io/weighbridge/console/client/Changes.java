package io.weighbridge.console.client;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.weighbridge.proto.v1.AccessProto;
import io.weighbridge.proto.v1.AuditRule;

import java.util.concurrent.atomic.AtomicInteger;

/// Calls that change something, by the contracts' audit option: how many have no answer yet, and
/// how many were answered, well or with a failure. Counted on whichever threads the calls are on.
public final class Changes {
    private final AtomicInteger out = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    static boolean includes(MethodDescriptor<?, ?> method) {
        return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier contract
                && contract.getMethodDescriptor().getOptions().getExtension(AccessProto.audit)
                        == AuditRule.AUDIT_ENTRY;
    }

    void begun() {
        out.incrementAndGet();
    }

    void ended(Status status) {
        (status.isOk() ? done : failed).incrementAndGet();
        out.decrementAndGet();
    }

    /// How many have no answer yet.
    public int out() {
        return out.get();
    }

    /// How many failed since the client was made.
    public int failed() {
        return failed.get();
    }

    /// How many were done since the client was made.
    public int done() {
        return done.get();
    }
}
