package io.weighbridge.backend.platform.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// What callers may call an operation.
final class RequestMappingTest {
    /// Else who guesses the id of a step of a payment could block it in advance.
    @Test
    void shouldRefuseIdsAsTheServiceDerivesThem() {
        UUID ours = UUID.nameUUIDFromBytes("payment 1 step 2".getBytes(StandardCharsets.US_ASCII));
        Fault refused =
                assertThrows(Fault.class, () -> RequestMapping.operationId(ours.toString()));
        assertEquals(ErrorCode.INVALID_FIELD, refused.code());
        UUID theirs = UUID.randomUUID();
        assertEquals(theirs, RequestMapping.operationId(theirs.toString()));
    }
}
