package io.weighbridge.backend.platform.grpc;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;

import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where faults become gRPC statuses: the code's kind gives the status, its name goes
/// into a google.rpc.ErrorInfo of the domain "weighbridge", the caller's text is the description.
public final class GrpcErrors {
    /// Domain of every ErrorInfo.
    public static final String DOMAIN = "weighbridge";

    private static final Logger LOG = LoggerFactory.getLogger(GrpcErrors.class);

    private GrpcErrors() {}

    /// The status of anything that was thrown. Faults of ours are logged here.
    public static StatusRuntimeException of(Throwable thrown) {
        if (thrown instanceof StatusRuntimeException status) {
            return status;
        }
        Fault fault =
                thrown instanceof Fault known
                        ? known
                        : Fault.internal("unexpected: " + thrown, thrown);
        if (fault.code() == ErrorCode.INTERNAL) {
            LOG.error(fault.logText(), fault);
        } else if (fault.code() == ErrorCode.STORE_UNAVAILABLE) {
            LOG.warn(fault.logText());
        }
        Status status =
                Status.newBuilder()
                        .setCode(code(fault.code()).getNumber())
                        .setMessage(fault.text())
                        .addDetails(
                                Any.pack(
                                        ErrorInfo.newBuilder()
                                                .setDomain(DOMAIN)
                                                .setReason(fault.code().name())
                                                .build()))
                        .build();
        return StatusProto.toStatusRuntimeException(status);
    }

    private static Code code(ErrorCode error) {
        return switch (error.kind()) {
            case INVALID -> Code.INVALID_ARGUMENT;
            case NOT_FOUND -> Code.NOT_FOUND;
            case EXISTS -> Code.ALREADY_EXISTS;
            case PRECONDITION -> Code.FAILED_PRECONDITION;
            case UNAUTHENTICATED -> Code.UNAUTHENTICATED;
            case FORBIDDEN -> Code.PERMISSION_DENIED;
            case EXHAUSTED -> Code.RESOURCE_EXHAUSTED;
            case CONFLICT -> Code.ABORTED;
            case UNAVAILABLE -> Code.UNAVAILABLE;
            case INTERNAL -> Code.INTERNAL;
        };
    }
}
