package io.weighbridge.backend.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.function.Executable;

/// What a client sees of a fault.
public final class Faults {
    private Faults() {}

    /// The code in the google.rpc.ErrorInfo of a status.
    public static String reason(Throwable thrown) {
        com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
        assertNotNull(status, () -> "no details: " + thrown);
        assertEquals(1, status.getDetailsCount(), status::toString);
        try {
            ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
            assertEquals("weighbridge", info.getDomain());
            return info.getReason();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /// Checks that a call fails with a code, with the status that goes with it, and with a text
    /// that begins with the field's name.
    ///
    /// @return the text
    public static String assertFault(ErrorCode code, String field, Executable call) {
        StatusRuntimeException thrown = assertThrows(StatusRuntimeException.class, call);
        String text = String.valueOf(thrown.getStatus().getDescription());
        assertEquals(code.name(), reason(thrown), text);
        assertEquals(status(code), thrown.getStatus().getCode(), text);
        assertTrue(text.startsWith(field + ": "), () -> field + " is not named first: " + text);
        return text;
    }

    private static Status.Code status(ErrorCode code) {
        return switch (code.kind()) {
            case INVALID -> Status.Code.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.Code.NOT_FOUND;
            case EXISTS -> Status.Code.ALREADY_EXISTS;
            case PRECONDITION -> Status.Code.FAILED_PRECONDITION;
            case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case FORBIDDEN -> Status.Code.PERMISSION_DENIED;
            case EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
            case CONFLICT -> Status.Code.ABORTED;
            case UNAVAILABLE -> Status.Code.UNAVAILABLE;
            case INTERNAL -> Status.Code.INTERNAL;
        };
    }
}
