package io.weighbridge.backend.platform.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Empty;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.ServerCalls;
import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;
import io.weighbridge.proto.v1.Access;
import io.weighbridge.proto.v1.Role;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

final class AccessRulesTest {
    private static final BindableService WITHOUT =
            () ->
                    ServerServiceDefinition.builder("weighbridge.test.Without")
                            .addMethod(
                                    MethodDescriptor.<Empty, Empty>newBuilder()
                                            .setType(MethodDescriptor.MethodType.UNARY)
                                            .setFullMethodName("weighbridge.test.Without/Option")
                                            .setRequestMarshaller(
                                                    ProtoUtils.marshaller(
                                                            Empty.getDefaultInstance()))
                                            .setResponseMarshaller(
                                                    ProtoUtils.marshaller(
                                                            Empty.getDefaultInstance()))
                                            .build(),
                                    ServerCalls.asyncUnaryCall((request, observer) -> {}))
                            .build();
    private static final Authenticator NOBODY =
            new Authenticator() {
                @Override
                public Caller authenticate(String token) {
                    return Caller.NOBODY;
                }

                @Override
                public boolean isStill(Caller caller) {
                    return false;
                }
            };

    @Test
    void theServerDoesNotStartWithAMethodThatDoesNotSayWhoMayCallIt() {
        Fault fault =
                assertThrows(
                        Fault.class,
                        () ->
                                GrpcServer.start(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                        1,
                                        List.of(),
                                        List.of(WITHOUT),
                                        NOBODY));
        assertEquals(ErrorCode.INTERNAL, fault.code());
        assertTrue(
                fault.logText().startsWith("weighbridge.test.Without/Option has no usable option"),
                fault.logText());
    }

    @Test
    void healthIsForAnyoneAndWhatIsNotKnownForNobody() {
        AccessRules rules =
                AccessRules.of(List.of(new HealthStatusManager().getHealthService().bindService()));
        assertTrue(rules.of("grpc.health.v1.Health/Check").allows(Caller.NOBODY));
        Fault fault = assertThrows(Fault.class, () -> rules.of("grpc.health.v1.Health/Other"));
        assertEquals(ErrorCode.PERMISSION_DENIED, fault.code());
    }

    @Test
    void anOptionThatMakesNoSenseIsNoOption() {
        assertNull(fromProto(Access.newBuilder()));
        assertNull(fromProto(Access.newBuilder().setAnyone(true).addRoles(Role.ROLE_ADMIN)));
        assertNull(
                fromProto(
                        Access.newBuilder()
                                .addRoles(Role.ROLE_ADMIN)
                                .addRoles(Role.ROLE_UNSPECIFIED)));
        assertTrue(fromProto(Access.newBuilder().addRoles(Role.ROLE_PROXY)) != null);
    }

    private static io.weighbridge.backend.platform.grpc.@org.jspecify.annotations.Nullable Access
            fromProto(Access.Builder option) {
        return io.weighbridge.backend.platform.grpc.Access.fromProto(option.build());
    }
}
