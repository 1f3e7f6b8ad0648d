package io.weighbridge.backend.cli.client;

import com.google.protobuf.Any;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorInfo;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.BearerToken;
import io.weighbridge.backend.platform.grpc.Reason;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ExitCode;

import java.io.PrintWriter;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

/// Sends JSON as messages of any method and prints what comes back.
public final class CallClient {
    private final Target target;
    private final int timeoutS;
    private final String token;
    private final String reason;
    private final PrintWriter out;
    private final PrintWriter err;

    /// @param timeoutS 0 for none
    /// @param token that says who calls; empty for none
    /// @param reason for the audit log; empty for none
    public CallClient(
            Target target,
            int timeoutS,
            String token,
            String reason,
            PrintWriter out,
            PrintWriter err) {
        this.target = target;
        this.timeoutS = timeoutS;
        this.token = token;
        this.reason = reason;
        this.out = out;
        this.err = err;
    }

    /// @return the exit status
    /// @throws Fault INVALID_FIELD when a text is not the method's request
    public int call(Methods method, List<String> requests) throws InterruptedException {
        List<DynamicMessage> messages = new ArrayList<>();
        for (String request : requests) {
            messages.add(parse(method, request));
        }
        ManagedChannel channel = target.connect();
        try {
            CallOptions options =
                    timeoutS > 0
                            ? CallOptions.DEFAULT.withDeadlineAfter(timeoutS, TimeUnit.SECONDS)
                            : CallOptions.DEFAULT;
            ClientCall<DynamicMessage, DynamicMessage> call =
                    channel.newCall(onTheWire(method), options);
            Answers answers = new Answers(method, out);
            Metadata headers = token.isEmpty() ? new Metadata() : BearerToken.metadata(token);
            if (!reason.isEmpty()) {
                Reason.put(headers, reason);
            }
            call.start(answers, headers);
            call.request(Integer.MAX_VALUE);
            messages.forEach(call::sendMessage);
            call.halfClose();
            return end(answers.closed.join());
        } finally {
            channel.shutdownNow();
            channel.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    private static DynamicMessage parse(Methods method, String json) {
        DynamicMessage.Builder builder =
                DynamicMessage.newBuilder(method.descriptor().getInputType());
        try {
            JsonFormat.parser().merge(json, builder);
        } catch (InvalidProtocolBufferException e) {
            throw Fault.invalid(
                    "JSON",
                    e.getMessage(),
                    "a "
                            + method.descriptor().getInputType().getName()
                            + "; weighbridge call --describe "
                            + method.name()
                            + " shows its fields");
        }
        return builder.build();
    }

    private static MethodDescriptor<DynamicMessage, DynamicMessage> onTheWire(Methods method) {
        MethodType type =
                method.takesStream()
                        ? (method.answersStream()
                                ? MethodType.BIDI_STREAMING
                                : MethodType.CLIENT_STREAMING)
                        : (method.answersStream() ? MethodType.SERVER_STREAMING : MethodType.UNARY);
        return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(type)
                .setFullMethodName(method.fullName())
                .setRequestMarshaller(
                        ProtoUtils.marshaller(
                                DynamicMessage.getDefaultInstance(
                                        method.descriptor().getInputType())))
                .setResponseMarshaller(
                        ProtoUtils.marshaller(
                                DynamicMessage.getDefaultInstance(
                                        method.descriptor().getOutputType())))
                .build();
    }

    private record Closed(Status status, Metadata trailers) {}

    private static final class Answers extends ClientCall.Listener<DynamicMessage> {
        final CompletableFuture<Closed> closed = new CompletableFuture<>();
        private final JsonFormat.Printer printer;
        private final PrintWriter out;

        Answers(Methods method, PrintWriter out) {
            JsonFormat.Printer all =
                    JsonFormat.printer()
                            .preservingProtoFieldNames()
                            .alwaysPrintFieldsWithNoPresence();
            this.printer = method.answersStream() ? all.omittingInsignificantWhitespace() : all;
            this.out = out;
        }

        @Override
        public void onMessage(DynamicMessage message) {
            try {
                out.println(forPeople(printer.print(message)));
                out.flush();
            } catch (InvalidProtocolBufferException e) {
                closed.complete(
                        new Closed(
                                Status.INTERNAL.withDescription(e.getMessage()), new Metadata()));
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            closed.complete(new Closed(status, trailers));
        }
    }

    private int end(Closed closed) {
        if (closed.status.isOk()) {
            return ExitCode.OK;
        }
        err.println("error: " + explain(target, timeoutS, closed.status, closed.trailers));
        err.flush();
        return ExitCode.SOFTWARE;
    }

    /// What went wrong, in words, with the code.
    public static String explain(Target target, int timeoutS, StatusRuntimeException e) {
        Metadata trailers = e.getTrailers();
        return explain(
                target, timeoutS, e.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    private static String explain(Target target, int timeoutS, Status status, Metadata trailers) {
        String text = String.valueOf(status.getDescription());
        boolean closed = text.equals("Network closed for unknown reason");
        if (status.getCode() == Status.Code.UNAVAILABLE && (closed || status.getCause() != null)) {
            text = "cannot reach " + target + unreachable(target, status.getCause());
        } else if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            text = "no answer within " + timeoutS + " s";
        }
        return text + " [" + code(new StatusRuntimeException(status, trailers)) + ']';
    }

    private static String unreachable(Target target, @Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return ": TLS: "
                        + cause.getMessage()
                        + " (expected: TLS there, and a certificate that this machine or --ca"
                        + " trusts)";
            }
            if (cause instanceof ConnectException) {
                return " (expected: `weighbridge serve` running there, or another --address)";
            }
        }
        return target.tls().isPresent()
                ? " over TLS (expected: a service that takes this certificate)"
                : " in the clear (expected: --tls or --ca, where the service has TLS)";
    }

    /// The service's own code where it sent one, else gRPC's.
    public static String code(StatusRuntimeException error) {
        String ofGrpc = error.getStatus().getCode().name();
        com.google.rpc.Status details = StatusProto.fromThrowable(error);
        if (details != null) {
            for (Any detail : details.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    try {
                        return detail.unpack(ErrorInfo.class).getReason();
                    } catch (InvalidProtocolBufferException e) {
                        return ofGrpc;
                    }
                }
            }
        }
        return ofGrpc;
    }

    // The printer writes some characters so that a browser takes them for text; nobody does here.
    private static String forPeople(String json) {
        return json.replace("\\u0027", "'")
                .replace("\\u0026", "&")
                .replace("\\u003c", "<")
                .replace("\\u003e", ">")
                .replace("\\u003d", "=");
    }
}
