package io.weighbridge.backend.platform.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

final class GrpcErrorsTest {
    private static final Map<ErrorCode.Kind, Status.Code> STATUS =
            Map.of(
                    ErrorCode.Kind.INVALID, Status.Code.INVALID_ARGUMENT,
                    ErrorCode.Kind.NOT_FOUND, Status.Code.NOT_FOUND,
                    ErrorCode.Kind.EXISTS, Status.Code.ALREADY_EXISTS,
                    ErrorCode.Kind.PRECONDITION, Status.Code.FAILED_PRECONDITION,
                    ErrorCode.Kind.UNAUTHENTICATED, Status.Code.UNAUTHENTICATED,
                    ErrorCode.Kind.FORBIDDEN, Status.Code.PERMISSION_DENIED,
                    ErrorCode.Kind.EXHAUSTED, Status.Code.RESOURCE_EXHAUSTED,
                    ErrorCode.Kind.CONFLICT, Status.Code.ABORTED,
                    ErrorCode.Kind.UNAVAILABLE, Status.Code.UNAVAILABLE,
                    ErrorCode.Kind.INTERNAL, Status.Code.INTERNAL);

    private static ErrorInfo info(StatusRuntimeException error) {
        com.google.rpc.Status status = StatusProto.fromThrowable(error);
        assertNotNull(status);
        assertEquals(1, status.getDetailsCount());
        try {
            return status.getDetails(0).unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveEveryCodeAStatusItsNameAndItsText(ErrorCode code) {
        StatusRuntimeException error = GrpcErrors.of(Fault.of(code, "what: is wrong"));
        assertEquals(STATUS.get(code.kind()), error.getStatus().getCode());
        assertEquals("what: is wrong", error.getStatus().getDescription());
        assertEquals(code.name(), info(error).getReason());
        assertEquals("weighbridge", info(error).getDomain());
    }

    @Test
    void shouldUseEveryKind() {
        Set<ErrorCode.Kind> used = EnumSet.noneOf(ErrorCode.Kind.class);
        for (ErrorCode code : ErrorCode.values()) {
            used.add(code.kind());
        }
        assertEquals(EnumSet.allOf(ErrorCode.Kind.class), used);
    }

    @Test
    void shouldTellNothingOfFaultsOfOurs() {
        StatusRuntimeException error = GrpcErrors.of(new IllegalStateException("secret detail"));
        assertEquals(Status.Code.INTERNAL, error.getStatus().getCode());
        assertFalse(String.valueOf(error.getStatus().getDescription()).contains("secret"));
        assertEquals("INTERNAL", info(error).getReason());
        StatusRuntimeException store = GrpcErrors.of(Fault.storeUnavailable("secret path", null));
        assertEquals(Status.Code.UNAVAILABLE, store.getStatus().getCode());
        assertFalse(String.valueOf(store.getStatus().getDescription()).contains("secret"));
    }

    @Test
    void shouldPassOnWhatIsAStatusAlready() {
        StatusRuntimeException error = Status.CANCELLED.asRuntimeException();
        assertSame(error, GrpcErrors.of(error));
    }
}
