package io.weighbridge.backend.operators;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.platform.audit.Act;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ChangePasswordRequest;
import io.weighbridge.proto.v1.ConfirmTotpRequest;
import io.weighbridge.proto.v1.CreateOperatorReply;
import io.weighbridge.proto.v1.CreateOperatorRequest;
import io.weighbridge.proto.v1.EndSessionReply;
import io.weighbridge.proto.v1.EndSessionRequest;
import io.weighbridge.proto.v1.EnrolTotpReply;
import io.weighbridge.proto.v1.EnrolTotpRequest;
import io.weighbridge.proto.v1.FinishOidcLoginRequest;
import io.weighbridge.proto.v1.GetLoginMethodsRequest;
import io.weighbridge.proto.v1.ListOperatorsReply;
import io.weighbridge.proto.v1.ListOperatorsRequest;
import io.weighbridge.proto.v1.ListSessionsReply;
import io.weighbridge.proto.v1.ListSessionsRequest;
import io.weighbridge.proto.v1.LoginMethods;
import io.weighbridge.proto.v1.LoginRequest;
import io.weighbridge.proto.v1.LogoutReply;
import io.weighbridge.proto.v1.LogoutRequest;
import io.weighbridge.proto.v1.RefreshRequest;
import io.weighbridge.proto.v1.RemoveTotpRequest;
import io.weighbridge.proto.v1.ResetPasswordReply;
import io.weighbridge.proto.v1.ResetPasswordRequest;
import io.weighbridge.proto.v1.Session;
import io.weighbridge.proto.v1.StartOidcLoginReply;
import io.weighbridge.proto.v1.StartOidcLoginRequest;
import io.weighbridge.proto.v1.UpdateOperatorReply;
import io.weighbridge.proto.v1.UpdateOperatorRequest;
import io.weighbridge.proto.v1.WhoAmIRequest;

import java.util.Optional;

/// Logins and the operators' administration over gRPC. For threads that may wait.
final class OperatorsGrpc extends io.weighbridge.proto.v1.OperatorsGrpc.OperatorsImplBase {
    private final Logins logins;
    private final ProviderLogins provided;
    private final OwnSecrets own;
    private final Operators operators;
    private final RightsChange rights;
    private final Sessions sessions;

    OperatorsGrpc(
            Logins logins,
            ProviderLogins provided,
            OwnSecrets own,
            Operators operators,
            RightsChange rights,
            Sessions sessions) {
        this.logins = logins;
        this.provided = provided;
        this.own = own;
        this.operators = operators;
        this.rights = rights;
        this.sessions = sessions;
    }

    private static void answer(
            StreamObserver<io.weighbridge.proto.v1.Operator> observer, Operator operator) {
        Replies.send(observer, OperatorsMapping.toProto(operator));
    }

    private static long id(String operator) {
        return RequestMapping.id("operator", IdKind.OPERATOR, operator);
    }

    @Override
    public void login(LoginRequest request, StreamObserver<Session> observer) {
        Replies.send(
                observer,
                OperatorsMapping.toProto(
                        logins.login(
                                request.getName(),
                                request.getPassword(),
                                request.getCode(),
                                Callers.address())));
    }

    @Override
    public void getLoginMethods(
            GetLoginMethodsRequest request, StreamObserver<LoginMethods> observer) {
        Replies.send(observer, OperatorsMapping.methods(provided.provider()));
    }

    @Override
    public void startOidcLogin(
            StartOidcLoginRequest request, StreamObserver<StartOidcLoginReply> observer) {
        Replies.send(
                observer,
                OperatorsMapping.toProto(
                        provided.begin(request.getRedirectUri(), Callers.address())));
    }

    @Override
    public void finishOidcLogin(FinishOidcLoginRequest request, StreamObserver<Session> observer) {
        Replies.send(
                observer,
                OperatorsMapping.toProto(
                        provided.finish(
                                request.getLoginId(), request.getCode(), request.getState())));
    }

    @Override
    public void refresh(RefreshRequest request, StreamObserver<Session> observer) {
        Replies.send(observer, OperatorsMapping.toProto(logins.refresh(request.getRefreshToken())));
    }

    @Override
    public void logout(LogoutRequest request, StreamObserver<LogoutReply> observer) {
        logins.logout(Callers.operator());
        Replies.send(observer, LogoutReply.getDefaultInstance());
    }

    @Override
    public void whoAmI(
            WhoAmIRequest request, StreamObserver<io.weighbridge.proto.v1.Operator> observer) {
        answer(observer, operators.require(Callers.operator().id()));
    }

    @Override
    public void changePassword(
            ChangePasswordRequest request,
            StreamObserver<io.weighbridge.proto.v1.Operator> observer) {
        answer(
                observer,
                own.changePassword(
                        Callers.operator(), request.getOldPassword(), request.getNewPassword()));
    }

    @Override
    public void enrolTotp(EnrolTotpRequest request, StreamObserver<EnrolTotpReply> observer) {
        OwnSecrets.Enrolled enrolled = own.enrol(Callers.operator(), request.getPassword());
        Replies.send(
                observer,
                EnrolTotpReply.newBuilder()
                        .setSecret(enrolled.secret())
                        .setUri(enrolled.uri())
                        .build());
    }

    @Override
    public void confirmTotp(
            ConfirmTotpRequest request, StreamObserver<io.weighbridge.proto.v1.Operator> observer) {
        answer(observer, own.confirm(Callers.operator(), request.getCode()));
    }

    @Override
    public void removeTotp(
            RemoveTotpRequest request, StreamObserver<io.weighbridge.proto.v1.Operator> observer) {
        answer(observer, own.remove(Callers.operator(), request.getPassword(), request.getCode()));
    }

    @Override
    public void createOperator(
            CreateOperatorRequest request, StreamObserver<CreateOperatorReply> observer) {
        Operators.Made made =
                operators.create(
                        request.getName(),
                        request.getDisplayName(),
                        OperatorsMapping.roleFromProto(request.getRoleValue()),
                        request.getPerson());
        Replies.send(
                observer,
                CreateOperatorReply.newBuilder()
                        .setOperator(OperatorsMapping.toProto(made.operator()))
                        .setPassword(made.password())
                        .build());
    }

    @Override
    public void listOperators(
            ListOperatorsRequest request, StreamObserver<ListOperatorsReply> observer) {
        Page<Operator> page = operators.list(RequestMapping.page(request.getPage(), "operators"));
        Replies.send(
                observer,
                ListOperatorsReply.newBuilder()
                        .addAllOperators(page.map(OperatorsMapping::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void updateOperator(
            UpdateOperatorRequest request, StreamObserver<UpdateOperatorReply> observer) {
        RightsChange.Changed changed =
                rights.change(
                        id(request.getOperator()),
                        request.getVersion(),
                        request.getDisplayName(),
                        OperatorsMapping.roleFromProto(request.getRoleValue()),
                        request.getDisabled(),
                        request.hasPerson() ? request.getPerson() : null,
                        request.hasRevokeKeys()
                                ? Optional.of(request.getRevokeKeys())
                                : Optional.empty());
        Replies.send(
                observer,
                UpdateOperatorReply.newBuilder()
                        .setOperator(OperatorsMapping.toProto(changed.operator()))
                        .setKeysRevoked(changed.keysRevoked())
                        .setKeysLeft(changed.keysLeft())
                        .build());
    }

    @Override
    public void resetPassword(
            ResetPasswordRequest request, StreamObserver<ResetPasswordReply> observer) {
        Operators.Made made =
                operators.resetPassword(
                        id(request.getOperator()), request.getVersion(), request.getRemoveTotp());
        Replies.send(
                observer,
                ResetPasswordReply.newBuilder()
                        .setOperator(OperatorsMapping.toProto(made.operator()))
                        .setPassword(made.password())
                        .build());
    }

    @Override
    public void listSessions(
            ListSessionsRequest request, StreamObserver<ListSessionsReply> observer) {
        long operator = request.getOperator().isEmpty() ? 0 : id(request.getOperator());
        long caller = Callers.operator().sessionId();
        Page<io.weighbridge.backend.operators.Session> page =
                sessions.list(
                        operator,
                        RequestMapping.page(request.getPage(), "sessions of " + operator));
        Replies.send(
                observer,
                ListSessionsReply.newBuilder()
                        .addAllSessions(
                                page.map(
                                                each ->
                                                        OperatorsMapping.toProto(
                                                                each,
                                                                operators.require(
                                                                        each.operatorId()),
                                                                caller))
                                        .items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void endSession(EndSessionRequest request, StreamObserver<EndSessionReply> observer) {
        sessions.end(
                RequestMapping.id("session", IdKind.SESSION, request.getSession()),
                Act.current(),
                "");
        Replies.send(observer, EndSessionReply.getDefaultInstance());
    }
}
