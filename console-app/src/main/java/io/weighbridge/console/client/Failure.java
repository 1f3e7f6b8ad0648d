package io.weighbridge.console.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Why something that was asked did not happen.
///
/// @param code the backend's error code (docs/errors.md), or gRPC's where it sent none
/// @param text for the operator
/// @param isConnection whether the backend could not be reached, so that trying again helps
public record Failure(String code, String text, boolean isConnection) {
    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    /// What a call, or the work around it, threw.
    public static Failure of(Throwable thrown) {
        if (thrown instanceof StatusRuntimeException e) {
            return of(e.getStatus(), StatusProto.fromThrowable(e));
        }
        if (thrown instanceof StatusException e) {
            return of(e.getStatus(), StatusProto.fromThrowable(e));
        }
        if (thrown instanceof ClientException e) {
            return e.failure();
        }
        LOG.error("Work of a screen failed", thrown);
        return new Failure("INTERNAL", String.valueOf(thrown.getMessage()), false);
    }

    private static Failure of(Status status, com.google.rpc.@Nullable Status details) {
        String code = code(status, details);
        boolean isOwn = !code.equals(status.getCode().name());
        boolean isConnection =
                (status.getCode() == Status.Code.UNAVAILABLE && !isOwn)
                        || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
        String text = status.getDescription();
        if (isConnection || text == null || text.isEmpty()) {
            text =
                    switch (status.getCode()) {
                        case UNAVAILABLE -> unreachable(status);
                        case DEADLINE_EXCEEDED -> "The service did not answer in time.";
                        case CANCELLED -> "Cancelled.";
                        default -> "The service answered " + code + '.';
                    };
        }
        return new Failure(code, text, isConnection);
    }

    // TLS says why it refused a certificate in the causes; an operator must read that.
    private static String unreachable(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof java.security.cert.CertificateException) {
                return "The service's certificate is not trusted: " + cause.getMessage();
            }
            if (cause instanceof javax.net.ssl.SSLException && cause.getCause() == null) {
                return "No TLS connection: " + cause.getMessage();
            }
        }
        return "The service cannot be reached.";
    }

    private static String code(Status status, com.google.rpc.@Nullable Status details) {
        if (details != null) {
            for (Any detail : details.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    try {
                        return detail.unpack(ErrorInfo.class).getReason();
                    } catch (InvalidProtocolBufferException e) {
                        return status.getCode().name();
                    }
                }
            }
        }
        return status.getCode().name();
    }
}
