package io.weighbridge.backend.proxies.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.access.ServiceScope;
import io.weighbridge.proto.envoy.ProcessingResponse;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// A fault of ours ends the stream: one that hangs would keep its call open.
final class ProcessFaultTest {
    /// An Envoy to which nothing can be written.
    private static final class Unwritable extends ServerCallStreamObserver<ProcessingResponse> {
        private final List<String> told = new ArrayList<>();

        @Override
        public void onNext(ProcessingResponse response) {
            throw new AssertionError("made to fail");
        }

        @Override
        public void onError(Throwable thrown) {
            told.add(Status.fromThrowable(thrown).getCode().name());
        }

        @Override
        public void onCompleted() {
            told.add("let go");
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void disableAutoRequest() {}
    }

    @Test
    @SuppressWarnings("NullAway") // An exchange without a request asks no gate.
    void anErrorInATurnEndsTheStream() {
        Unwritable envoy = new Unwritable();
        EnvoyCall call =
                new EnvoyCall(null, new Caller.Proxy(1, 1, "envoy", ServiceScope.ALL, false));
        ProcessGrpc process = new ProcessGrpc(call, envoy);
        process.onNext(ProcessCalls.answerHead("200"));
        assertEquals(List.of(Status.Code.INTERNAL.name()), envoy.told);
        process.onCompleted();
        assertEquals(1, envoy.told.size());
    }
}
