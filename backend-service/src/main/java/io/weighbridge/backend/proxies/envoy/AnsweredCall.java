package io.weighbridge.backend.proxies.envoy;

import io.weighbridge.backend.proxies.call.ApiError;
import io.weighbridge.backend.proxies.call.ApiErrors;
import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.CallAsking;
import io.weighbridge.backend.proxies.call.Cancel;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.call.Tally;
import io.weighbridge.backend.proxies.wire.ModelRequest;
import io.weighbridge.model.Outcome;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A call that was admitted, while its answer comes. Used by one thread at a time.
final class AnsweredCall {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweredCall.class);
    private static final Pattern STATUS = Pattern.compile("[1-9][0-9]{2}");
    private static final List<String> LENGTH = List.of("content-length");

    private final EnvoyGate gate;
    private final ModelRequest request;
    private final OpenCall call;
    private final List<HeaderLine> headers;
    private final String key;
    private @Nullable AnswerReader reader;
    private @Nullable Gunzip packed;

    AnsweredCall(EnvoyGate gate, ModelRequest request, AskedCall.Opened opened, String key) {
        this.gate = gate;
        this.request = request;
        this.call = opened.call();
        this.headers = opened.headers();
        this.key = key;
    }

    /// Breaks it off from other threads.
    Cancel cancel() {
        return call.cancel();
    }

    /// Its head.
    Order head(List<HeaderLine> all, boolean isWhole) {
        int status = status(all);
        if (reader != null) {
            return instead(status, all);
        }
        if (status / 100 != 2) {
            return error(status, all);
        }
        List<String> removed = new ArrayList<>(EnvoyHeaders.notDown(all));
        removed.addAll(LENGTH);
        String encoding = value(all, "content-encoding");
        if (encoding.equals("gzip")) {
            // It was asked not to.
            packed = new Gunzip(gate.settings().limits().answerBytesMax());
            removed.add("content-encoding");
        } else if (!encoding.isEmpty() && !encoding.equals("identity")) {
            return unreadable(encoding);
        }
        boolean isEvents = value(all, "content-type").startsWith("text/event-stream");
        reader =
                isEvents
                        ? new StreamReader(request, call)
                        : new PlainReader(
                                request,
                                call,
                                gate.calls().answers(),
                                key,
                                gate.settings().limits().answerBytesMax());
        if (isWhole && part(new byte[0], true) instanceof Order.BreakOff broken) {
            return broken;
        }
        return new Order.Head(removed, headers);
    }

    // The answer broke off before any of it was on its way, and Envoy answers in its place.
    private Order instead(int status, List<HeaderLine> all) {
        if (status / 100 == 2) {
            return new Order.BreakOff("a second head of an answer");
        }
        broken(AnswerReader.End.UPSTREAM_DIED);
        reader = new PassedOn();
        return new Order.Head(EnvoyHeaders.notDown(all), headers);
    }

    private static int status(List<HeaderLine> all) {
        String status = value(all, ":status");
        return STATUS.matcher(status).matches() ? Integer.parseInt(status) : 0;
    }

    private static String value(List<HeaderLine> all, String name) {
        for (HeaderLine header : all) {
            if (header.name().equals(name)) {
                return header.value().strip().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    // Before anything was served: nothing is charged, and the client gets what it would have got,
    // but for what is between the model server and the operator.
    private Order error(int status, List<HeaderLine> all) {
        call.release("answered " + status);
        reader = new PassedOn();
        ApiError ours = ApiErrors.ofOperator(status, all);
        if (ours == null) {
            return new Order.Head(EnvoyHeaders.notDown(all), headers);
        }
        LOG.warn("call {}: the model server answered {}", call.id(), status);
        return new Order.Answer(ours.with(headers));
    }

    private Order unreadable(String encoding) {
        LOG.warn("call {}: the model server encodes by {}, unasked", call.id(), encoding);
        call.settle(Outcome.UPSTREAM_ERROR, Tally.start(request));
        return new Order.Answer(
                ApiError.of(
                        502,
                        "server_error",
                        "answer_unreadable",
                        "The model server's answer cannot be read.",
                        ApiError.FINAL));
    }

    /// A part of it.
    Order part(byte[] part, boolean isEnd) {
        AnswerReader reads = reader;
        if (reads == null) {
            return new Order.BreakOff("an answer without a head");
        }
        try {
            return reads.take(packed == null ? part : packed.add(part), isEnd);
        } catch (IOException e) {
            LOG.warn("call {}: {}", call.id(), e.getMessage());
            broken(AnswerReader.End.UPSTREAM);
            return new Order.BreakOff("the answer cannot be read on");
        }
    }

    /// Whether it takes long to take so many bytes, or what is kept.
    boolean isLong(int bytes) {
        int kept = reader == null ? 0 : reader.keptBytes();
        // Of packed ones nobody knows how many they are.
        return packed != null || kept + (long) bytes > CallAsking.SHORT_BYTES;
    }

    /// Whether nothing can change any more what it costs.
    boolean isEnded() {
        return call.isEnded();
    }

    /// It broke off; of no consequence when it has ended.
    void broken(AnswerReader.End how) {
        if (packed != null) {
            packed.close();
            packed = null;
        }
        if (call.isEnded()) {
            return;
        }
        if (reader != null) {
            reader.broken(how);
            return;
        }
        switch (how) {
            // An upstream that fails before its answer has Envoy answer: so it was the client.
            case UNKNOWN, CLIENT -> call.settle(Outcome.CLIENT_GONE, Tally.start(request));
            case UPSTREAM, UPSTREAM_DIED, STOPPED ->
                    call.release("no answer from the model server");
        }
    }
}
