package io.weighbridge.backend.operators;

import io.weighbridge.backend.operators.oidc.OidcFlow;
import io.weighbridge.backend.operators.oidc.OidcSettings;
import io.weighbridge.backend.platform.access.Role;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.LoginMethods;
import io.weighbridge.proto.v1.OidcMethod;
import io.weighbridge.proto.v1.OperatorSession;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.StartOidcLoginReply;

import java.util.Optional;

/// Operators to and from protobuf.
final class OperatorsMapping {
    private OperatorsMapping() {}

    /// @throws Fault INVALID_FIELD
    static Role roleFromProto(int number) {
        Role role = Role.byNumber(number);
        if (role == null) {
            throw Fault.invalid("role", number, "the role of an operator");
        }
        return role;
    }

    static io.weighbridge.proto.v1.Operator toProto(Operator operator) {
        return io.weighbridge.proto.v1.Operator.newBuilder()
                .setId(IdKind.OPERATOR.format(operator.id()))
                .setVersion(operator.version())
                .setName(operator.name())
                .setDisplayName(operator.displayName())
                .setRoleValue(operator.role().number())
                .setDisabled(operator.disabled())
                .setTotp(operator.factor().active())
                .setCreatedAtMs(operator.createdAtMs())
                .setPasswordSetAtMs(operator.passwordSetAtMs())
                .setPerson(operator.person())
                .setPasswordChangeRequired(operator.passwordChangeRequired())
                .build();
    }

    static LoginMethods methods(Optional<OidcSettings> provider) {
        LoginMethods.Builder methods = LoginMethods.newBuilder().setPassword(true);
        provider.ifPresent(
                settings ->
                        methods.setOidc(
                                OidcMethod.newBuilder()
                                        .setDisplayText(settings.displayText())
                                        .setIssuer(settings.issuer().toString())));
        return methods.build();
    }

    static StartOidcLoginReply toProto(OidcFlow.Begun begun) {
        return StartOidcLoginReply.newBuilder()
                .setLoginId(begun.id())
                .setAuthorizationUrl(begun.url())
                .setState(begun.state())
                .setExpiresAtMs(begun.untilMs())
                .build();
    }

    static Session toProto(Logins.Started started) {
        return Session.newBuilder()
                .setAccessToken(started.accessToken())
                .setAccessExpiresAtMs(started.accessExpiresAtMs())
                .setRefreshToken(started.refreshToken())
                .setEndsAtMs(started.endsAtMs())
                .setOperator(toProto(started.operator()))
                .build();
    }

    static OperatorSession toProto(
            io.weighbridge.backend.operators.Session session, Operator operator, long callersId) {
        return OperatorSession.newBuilder()
                .setId(IdKind.SESSION.format(session.id()))
                .setOperator(IdKind.OPERATOR.format(operator.id()))
                .setOperatorName(operator.name())
                .setBegunByValue(session.begunBy().number())
                .setStartedAtMs(session.startedAtMs())
                .setRenewedAtMs(
                        session.refreshes() == 0
                                ? session.startedAtMs()
                                : session.accessExpiresAtMs() - Sessions.ACCESS_MS)
                .setEndsAtMs(session.endsAtMs())
                .setOwn(session.id() == callersId)
                .build();
    }
}
