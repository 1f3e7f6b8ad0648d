package io.weighbridge.backend.operators;

import io.grpc.Channel;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.proto.v1.ChangePasswordRequest;
import io.weighbridge.proto.v1.CreateOperatorReply;
import io.weighbridge.proto.v1.CreateOperatorRequest;
import io.weighbridge.proto.v1.LoginRequest;
import io.weighbridge.proto.v1.LogoutRequest;
import io.weighbridge.proto.v1.Operator;
import io.weighbridge.proto.v1.OperatorsGrpc;
import io.weighbridge.proto.v1.OperatorsGrpc.OperatorsBlockingStub;
import io.weighbridge.proto.v1.RefreshRequest;
import io.weighbridge.proto.v1.Role;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.UpdateOperatorRequest;
import io.weighbridge.proto.v1.WhoAmIRequest;

/// Logins in short form.
record OperatorClient(Channel channel) {
    OperatorsBlockingStub bare() {
        return OperatorsGrpc.newBlockingStub(channel);
    }

    OperatorsBlockingStub as(String token) {
        return bare().withInterceptors(BearerToken.attaching(token));
    }

    OperatorsBlockingStub as(Session session) {
        return as(session.getAccessToken());
    }

    Session login(String name, String password) {
        return login(name, password, "");
    }

    Session login(String name, String password, String code) {
        return bare().login(
                        LoginRequest.newBuilder()
                                .setName(name)
                                .setPassword(password)
                                .setCode(code)
                                .build());
    }

    Session refresh(String token) {
        return bare().refresh(RefreshRequest.newBuilder().setRefreshToken(token).build());
    }

    Operator whoAmI(Session session) {
        return as(session).whoAmI(WhoAmIRequest.getDefaultInstance());
    }

    CreateOperatorReply create(String adminToken, String name, Role role) {
        return as(adminToken)
                .createOperator(
                        CreateOperatorRequest.newBuilder().setName(name).setRole(role).build());
    }

    /// One who has changed the first password, and that password.
    CreateOperatorReply createOwn(String adminToken, String name, Role role) {
        CreateOperatorReply made = create(adminToken, name, role);
        String chosen = "a password of " + name;
        Session session = login(name, made.getPassword());
        Operator changed =
                as(session)
                        .changePassword(
                                ChangePasswordRequest.newBuilder()
                                        .setOldPassword(made.getPassword())
                                        .setNewPassword(chosen)
                                        .build());
        var _ = as(session).logout(LogoutRequest.getDefaultInstance());
        return made.toBuilder().setOperator(changed).setPassword(chosen).build();
    }

    Operator update(String adminToken, Operator operator, Role role, boolean disabled) {
        return as(adminToken)
                .updateOperator(
                        UpdateOperatorRequest.newBuilder()
                                .setOperator(operator.getId())
                                .setVersion(operator.getVersion())
                                .setDisplayName(operator.getDisplayName())
                                .setRole(role)
                                .setDisabled(disabled)
                                .build())
                .getOperator();
    }
}
