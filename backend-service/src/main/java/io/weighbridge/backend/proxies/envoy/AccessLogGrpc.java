package io.weighbridge.backend.proxies.envoy;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.Callers;
import io.weighbridge.proto.envoy.AccessLogServiceGrpc;
import io.weighbridge.proto.envoy.HttpAccessLogEntry;
import io.weighbridge.proto.envoy.ResponseFlags;
import io.weighbridge.proto.envoy.StreamAccessLogsMessage;
import io.weighbridge.proto.envoy.StreamAccessLogsResponse;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Envoy's access log: it says who broke an exchange off.
final class AccessLogGrpc extends AccessLogServiceGrpc.AccessLogServiceImplBase {
    private final CallEnds ends;
    private final Set<Log> open = ConcurrentHashMap.newKeySet();

    AccessLogGrpc(CallEnds ends) {
        this.ends = ends;
    }

    @Override
    public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(
            StreamObserver<StreamAccessLogsResponse> envoy) {
        if (!(Callers.current() instanceof Caller.Proxy proxy)) {
            throw Status.PERMISSION_DENIED.asRuntimeException();
        }
        Log log = new Log(proxy.name(), envoy);
        ends.logOpened(proxy.name());
        open.add(log);
        return log;
    }

    /// Ends the streams, which have no end of their own.
    void close() {
        open.forEach(Log::end);
    }

    /// Null of an exchange that went as it should, or broke off for another reason.
    private static AnswerReader.@Nullable End how(ResponseFlags flags) {
        if (flags.getDownstreamConnectionTermination() || flags.getDownstreamRemoteReset()) {
            return AnswerReader.End.CLIENT;
        }
        boolean isUpstream =
                flags.getUpstreamRequestTimeout()
                        || flags.getUpstreamRemoteReset()
                        || flags.getUpstreamConnectionFailure()
                        || flags.getUpstreamConnectionTermination()
                        || flags.getUpstreamMaxStreamDurationReached()
                        || flags.getUpstreamProtocolError();
        return isUpstream ? AnswerReader.End.UPSTREAM_DIED : null;
    }

    private final class Log implements StreamObserver<StreamAccessLogsMessage> {
        private final String proxy;
        private final StreamObserver<StreamAccessLogsResponse> envoy;

        Log(String proxy, StreamObserver<StreamAccessLogsResponse> envoy) {
            this.proxy = proxy;
            this.envoy = envoy;
        }

        @Override
        public void onNext(StreamAccessLogsMessage message) {
            for (HttpAccessLogEntry entry : message.getHttpLogs().getLogEntryList()) {
                AnswerReader.End how = how(entry.getCommonProperties().getResponseFlags());
                if (how != null) {
                    ends.tell(new CallEnds.Exchange(proxy, entry.getRequest().getRequestId()), how);
                }
            }
        }

        @Override
        public void onError(Throwable thrown) {
            forget();
        }

        @Override
        public void onCompleted() {
            end();
        }

        private boolean forget() {
            boolean isOpen = open.remove(this);
            if (isOpen) {
                ends.logClosed(proxy);
            }
            return isOpen;
        }

        private void end() {
            if (forget()) {
                envoy.onNext(StreamAccessLogsResponse.getDefaultInstance());
                envoy.onCompleted();
            }
        }
    }
}
