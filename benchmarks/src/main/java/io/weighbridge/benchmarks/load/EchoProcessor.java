package io.weighbridge.benchmarks.load;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.weighbridge.proto.envoy.AccessLogServiceGrpc;
import io.weighbridge.proto.envoy.BodyMutation;
import io.weighbridge.proto.envoy.BodyResponse;
import io.weighbridge.proto.envoy.CommonResponse;
import io.weighbridge.proto.envoy.ExternalProcessorGrpc;
import io.weighbridge.proto.envoy.HeadersResponse;
import io.weighbridge.proto.envoy.HttpBody;
import io.weighbridge.proto.envoy.ProcessingRequest;
import io.weighbridge.proto.envoy.ProcessingResponse;
import io.weighbridge.proto.envoy.StreamAccessLogsMessage;
import io.weighbridge.proto.envoy.StreamAccessLogsResponse;
import io.weighbridge.proto.envoy.StreamedBodyResponse;
import io.weighbridge.proto.envoy.TrailersResponse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// An external processor of Envoy's that looks at nothing and changes nothing. It stands on a
/// server of gRPC's as it comes: Envoy ends each exchange with a reset, of which our own echo's
/// takes no more than some thousands.
final class EchoProcessor extends ExternalProcessorGrpc.ExternalProcessorImplBase {
    static Server start() throws IOException {
        return NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new EchoProcessor())
                .addService(new NoLog())
                .build()
                .start();
    }

    @Override
    public StreamObserver<ProcessingRequest> process(StreamObserver<ProcessingResponse> envoy) {
        return new Sink<>(envoy) {
            @Override
            public void onNext(ProcessingRequest message) {
                envoy.onNext(same(message));
            }
        };
    }

    private static ProcessingResponse same(ProcessingRequest message) {
        ProcessingResponse.Builder same = ProcessingResponse.newBuilder();
        switch (message.getRequestCase()) {
            case REQUEST_HEADERS -> same.setRequestHeaders(HeadersResponse.getDefaultInstance());
            case REQUEST_BODY -> same.setRequestBody(BodyResponse.getDefaultInstance());
            case REQUEST_TRAILERS -> same.setRequestTrailers(TrailersResponse.getDefaultInstance());
            case RESPONSE_HEADERS -> same.setResponseHeaders(HeadersResponse.getDefaultInstance());
            case RESPONSE_BODY -> same.setResponseBody(streamed(message.getResponseBody()));
            case RESPONSE_TRAILERS ->
                    same.setResponseTrailers(TrailersResponse.getDefaultInstance());
            case REQUEST_NOT_SET -> throw new IllegalArgumentException("a message of no kind");
        }
        return same.build();
    }

    // In this mode Envoy sends on what it is given, and nothing else.
    private static BodyResponse streamed(HttpBody part) {
        StreamedBodyResponse body =
                StreamedBodyResponse.newBuilder()
                        .setBody(part.getBody())
                        .setEndOfStream(part.getEndOfStream())
                        .build();
        return BodyResponse.newBuilder()
                .setResponse(
                        CommonResponse.newBuilder()
                                .setBodyMutation(
                                        BodyMutation.newBuilder().setStreamedResponse(body)))
                .build();
    }

    /// Takes Envoy's access log and keeps nothing of it.
    static final class NoLog extends AccessLogServiceGrpc.AccessLogServiceImplBase {
        @Override
        public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(
                StreamObserver<StreamAccessLogsResponse> envoy) {
            return new Sink<>(envoy) {
                @Override
                public void onNext(StreamAccessLogsMessage message) {
                    // Passed over.
                }
            };
        }
    }

    /// Ends when Envoy does.
    private abstract static class Sink<M, A> implements StreamObserver<M> {
        private final StreamObserver<A> envoy;

        Sink(StreamObserver<A> envoy) {
            this.envoy = envoy;
        }

        @Override
        public void onError(Throwable cause) {
            // Envoy has gone, and nothing is kept.
        }

        @Override
        public void onCompleted() {
            envoy.onCompleted();
        }
    }
}
