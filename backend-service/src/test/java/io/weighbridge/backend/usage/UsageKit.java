package io.weighbridge.backend.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.services.VanishedPolicy;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.proto.v1.Admitted;
import io.weighbridge.proto.v1.AuthorizeReply;
import io.weighbridge.proto.v1.AuthorizeRequest;
import io.weighbridge.proto.v1.GateGrpc;
import io.weighbridge.proto.v1.ListRecordsReply;
import io.weighbridge.proto.v1.ListRecordsRequest;
import io.weighbridge.proto.v1.PageRequest;
import io.weighbridge.proto.v1.Unit;
import io.weighbridge.proto.v1.UnitCount;
import io.weighbridge.proto.v1.UsageGrpc;
import io.weighbridge.proto.v1.UsageRecord;

import org.junit.jupiter.api.function.Executable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// What tests of usage share.
public final class UsageKit {
    /// Calls of such a service are held at a ceiling when there is no price for them.
    static final ServiceSettings WITH_CEILING =
            new ServiceSettings(
                    ServiceCategory.TEXT,
                    false,
                    VanishedPolicy.BILL_DELIVERED,
                    ServiceSettings.HOLD_TTL_MS_DEFAULT,
                    0,
                    ServiceSettings.METER_SLICE_DEFAULT,
                    5_000_000);

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private UsageKit() {}

    public static UsageGrpc.UsageBlockingStub usage(TestBackend test) {
        return UsageGrpc.newBlockingStub(test.channel());
    }

    public static UnitCount count(Unit unit, long count) {
        return UnitCount.newBuilder().setUnit(unit).setCount(count).build();
    }

    public static Admitted admit(TestBackend test, AuthorizeRequest.Builder request) {
        return admit(test.gate(), request);
    }

    public static Admitted admit(GateGrpc.GateBlockingStub gate, AuthorizeRequest.Builder request) {
        AuthorizeReply reply = gate.authorize(request.build());
        assertTrue(reply.hasAdmitted(), reply::toString);
        return reply.getAdmitted();
    }

    public static AuthorizeRequest.Builder tokens(
            String key, String service, long input, long output) {
        return AuthorizeRequest.newBuilder()
                .setApiKey(key)
                .setService(service)
                .addEstimate(count(Unit.UNIT_INPUT_TOKENS, input))
                .addEstimate(count(Unit.UNIT_OUTPUT_TOKENS, output));
    }

    /// All pages of a filter.
    static List<UsageRecord> records(TestBackend test, ListRecordsRequest filter, int pageSize) {
        List<UsageRecord> all = new ArrayList<>();
        String token = "";
        do {
            ListRecordsReply reply =
                    usage(test)
                            .listRecords(
                                    filter.toBuilder()
                                            .setPage(
                                                    PageRequest.newBuilder()
                                                            .setSize(pageSize)
                                                            .setToken(token))
                                            .build());
            assertTrue(reply.getRecordsCount() <= pageSize);
            all.addAll(reply.getRecordsList());
            token = reply.getNextPageToken();
        } while (!token.isEmpty());
        return all;
    }

    public static void assertError(
            Status.Code status, String code, String textPart, Executable call) {
        StatusRuntimeException error = assertThrows(StatusRuntimeException.class, call);
        assertEquals(status, error.getStatus().getCode(), error::toString);
        assertEquals(code, reason(error), error::toString);
        assertTrue(
                String.valueOf(error.getStatus().getDescription()).contains(textPart),
                error::toString);
    }

    public static String reason(Throwable error) {
        com.google.rpc.Status status = StatusProto.fromThrowable(error);
        assertNotNull(status);
        try {
            return status.getDetails(0).unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void await(String what, BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.onSpinWait();
        }
    }
}
