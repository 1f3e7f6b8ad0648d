package io.weighbridge.backend.proxies.envoy;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.proto.envoy.AttributeContext;
import io.weighbridge.proto.envoy.AuthorizationGrpc;
import io.weighbridge.proto.envoy.CheckRequest;
import io.weighbridge.proto.envoy.CheckResponse;
import io.weighbridge.proto.envoy.CheckStatus;
import io.weighbridge.proto.envoy.DeniedHttpResponse;
import io.weighbridge.proto.envoy.HeaderValue;
import io.weighbridge.proto.envoy.HeaderValueOption;
import io.weighbridge.proto.envoy.HttpStatus;
import io.weighbridge.proto.envoy.OkHttpResponse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Envoy's external authorization.
final class ExtAuthzGrpc extends AuthorizationGrpc.AuthorizationImplBase {
    private static final String SERVICE = "service";

    private final Checks checks;

    ExtAuthzGrpc(Checks checks) {
        this.checks = checks;
    }

    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> envoy) {
        if (!(Callers.current() instanceof Caller.Proxy proxy)) {
            throw Status.PERMISSION_DENIED.asRuntimeException();
        }
        AttributeContext attributes = request.getAttributes();
        Checks.Answer answer =
                checks.ask(
                        proxy,
                        head(attributes),
                        attributes.getContextExtensionsOrDefault(SERVICE, ""));
        // A client that leaves and a timeout of Envoy's both cancel: before the answer, or when it
        // was too late.
        if (answer instanceof Checks.Answer.Passed passed
                && envoy instanceof ServerCallStreamObserver<CheckResponse> call) {
            call.setOnCancelHandler(() -> checks.drop(proxy, passed.holdId()));
        }
        envoy.onNext(toProto(answer));
        envoy.onCompleted();
    }

    private static RequestHead head(AttributeContext attributes) {
        AttributeContext.HttpRequest http = attributes.getRequest().getHttp();
        List<HeaderLine> headers = new ArrayList<>();
        http.getHeadersMap().forEach((name, value) -> headers.add(new HeaderLine(name, value)));
        headers.addAll(ProcessMapping.headers(http.getHeaderMap()));
        headers.removeIf(header -> header.name().equals(":path"));
        headers.add(new HeaderLine(":path", http.getPath()));
        return new RequestHead(
                headers,
                attributes.getSource().getAddress().getSocketAddress().getAddress(),
                false);
    }

    private static CheckResponse toProto(Checks.Answer answer) {
        return switch (answer) {
            case Checks.Answer.Passed passed ->
                    CheckResponse.newBuilder()
                            .setStatus(CheckStatus.newBuilder().setCode(Status.Code.OK.value()))
                            .setOkResponse(
                                    OkHttpResponse.newBuilder()
                                            .addAllHeaders(options(passed.up()))
                                            .addAllHeadersToRemove(passed.removed())
                                            .addAllResponseHeadersToAdd(options(passed.down())))
                            .build();
            // Without a response of ours a client would take each for a bad key.
            case Checks.Answer.Refused(ApiError error) ->
                    CheckResponse.newBuilder()
                            .setStatus(
                                    CheckStatus.newBuilder()
                                            .setCode(Status.Code.PERMISSION_DENIED.value()))
                            .setDeniedResponse(
                                    DeniedHttpResponse.newBuilder()
                                            .setStatus(
                                                    HttpStatus.newBuilder().setCode(error.status()))
                                            .addAllHeaders(options(withType(error.headers())))
                                            .setBody(
                                                    new String(
                                                            error.json(), StandardCharsets.UTF_8)))
                            .build();
        };
    }

    private static List<HeaderLine> withType(List<HeaderLine> headers) {
        List<HeaderLine> all = new ArrayList<>(headers);
        all.add(new HeaderLine("content-type", "application/json"));
        return all;
    }

    private static List<HeaderValueOption> options(List<HeaderLine> headers) {
        return headers.stream()
                .map(
                        header ->
                                HeaderValueOption.newBuilder()
                                        .setHeader(
                                                HeaderValue.newBuilder()
                                                        .setKey(header.name())
                                                        .setValue(header.value()))
                                        .setAppendAction(
                                                HeaderValueOption.HeaderAppendAction
                                                        .OVERWRITE_IF_EXISTS_OR_ADD)
                                        .build())
                .toList();
    }
}
