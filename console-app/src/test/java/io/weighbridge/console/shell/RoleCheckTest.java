package io.weighbridge.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.MethodDescriptor;
import io.weighbridge.proto.v1.AccountsGrpc;
import io.weighbridge.proto.v1.KeysGrpc;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.Role;

import org.junit.jupiter.api.Test;

final class RoleCheckTest {
    private static String refusal(Role role, MethodDescriptor<?, ?> method) {
        return RoleCheck.refusal(Operator.newBuilder().setRole(role).build(), method);
    }

    @Test
    void shouldSayWhatTheContractSays() {
        assertEquals("", refusal(Role.ROLE_ADMIN, KeysGrpc.getUpdateKeyMethod()));
        assertEquals(
                "Only for administrator; you are support.",
                refusal(Role.ROLE_SUPPORT, KeysGrpc.getUpdateKeyMethod()));
        assertEquals("", refusal(Role.ROLE_SUPPORT, KeysGrpc.getRevokeKeyMethod()));
        assertEquals("", refusal(Role.ROLE_FINANCE, AccountsGrpc.getAddGrantMethod()));
        assertEquals(
                "Only for administrator, finance; you are viewer.",
                refusal(Role.ROLE_VIEWER, AccountsGrpc.getAddGrantMethod()));
    }
}
