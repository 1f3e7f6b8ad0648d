package io.weighbridge.backend.operators.proxies;

import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.grpc.Replies;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.paging.Page;
import io.weighbridge.backend.services.Services;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.CreateProxyCredentialReply;
import io.weighbridge.proto.v1.CreateProxyCredentialRequest;
import io.weighbridge.proto.v1.ListProxyCredentialsReply;
import io.weighbridge.proto.v1.ListProxyCredentialsRequest;
import io.weighbridge.proto.v1.RevokeProxyCredentialRequest;
import io.weighbridge.proto.v1.RotateProxyCredentialReply;
import io.weighbridge.proto.v1.RotateProxyCredentialRequest;

/// The credentials' administration over gRPC. For threads that may wait.
public final class ProxyCredentialsGrpc
        extends io.weighbridge.proto.v1.ProxyCredentialsGrpc.ProxyCredentialsImplBase {
    private final ProxyCredentials credentials;
    private final Services services;

    public ProxyCredentialsGrpc(ProxyCredentials credentials, Services services) {
        this.credentials = credentials;
        this.services = services;
    }

    private static long id(String credential) {
        return RequestMapping.id("credential", IdKind.PROXY_CREDENTIAL, credential);
    }

    private io.weighbridge.proto.v1.ProxyCredential toProto(ProxyCredential credential) {
        return ProxyCredentialsMapping.toProto(credential, services.directory());
    }

    @Override
    public void createProxyCredential(
            CreateProxyCredentialRequest request,
            StreamObserver<CreateProxyCredentialReply> observer) {
        ProxyCredentials.Made made =
                credentials.create(
                        request.getName(),
                        request.getAllServices(),
                        ProxyCredentialsMapping.scope(request.getServicesList(), services),
                        request.getExpiresAtMs(),
                        request.getClientAddressIgnored());
        Replies.send(
                observer,
                CreateProxyCredentialReply.newBuilder()
                        .setCredential(toProto(made.credential()))
                        .setSecret(made.secret())
                        .build());
    }

    @Override
    public void listProxyCredentials(
            ListProxyCredentialsRequest request,
            StreamObserver<ListProxyCredentialsReply> observer) {
        Page<ProxyCredential> page =
                credentials.list(
                        request.getIncludeRevoked(),
                        RequestMapping.page(
                                request.getPage(), "proxies " + request.getIncludeRevoked()));
        Replies.send(
                observer,
                ListProxyCredentialsReply.newBuilder()
                        .addAllCredentials(page.map(this::toProto).items())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void rotateProxyCredential(
            RotateProxyCredentialRequest request,
            StreamObserver<RotateProxyCredentialReply> observer) {
        ProxyCredentials.Made made =
                credentials.rotate(id(request.getCredential()), request.getPreviousUntilMs());
        Replies.send(
                observer,
                RotateProxyCredentialReply.newBuilder()
                        .setCredential(toProto(made.credential()))
                        .setSecret(made.secret())
                        .build());
    }

    @Override
    public void revokeProxyCredential(
            RevokeProxyCredentialRequest request,
            StreamObserver<io.weighbridge.proto.v1.ProxyCredential> observer) {
        Replies.send(
                observer,
                toProto(credentials.revoke(id(request.getCredential()), request.getReason())));
    }
}
