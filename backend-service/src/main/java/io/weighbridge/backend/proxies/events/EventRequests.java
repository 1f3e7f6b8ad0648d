package io.weighbridge.backend.proxies.events;

import io.weighbridge.backend.platform.access.Authenticator;
import io.weighbridge.backend.platform.access.Caller;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.proxies.call.BearerKey;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.LateBody;
import io.weighbridge.backend.proxies.call.MemoryBudget;
import io.weighbridge.backend.proxies.call.ReportReply;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Requests with events, whatever their format: lets in who may tell of usage, reads what they
/// send, as far as there is room, and has it charged. Waits on the caller's thread. Safe for
/// sharing.
final class EventRequests {
    private static final Logger LOG = LoggerFactory.getLogger(EventRequests.class);

    private final EventsSettings settings;
    private final Authenticator authenticator;
    private final EventIntake intake;
    private final MemoryBudget bodies;

    /// How a body is read.
    @FunctionalInterface
    interface Format {
        /// Reads it.
        ReadReport read(Caller.Proxy teller, List<HeaderLine> headers, byte[] body)
                throws IOException;
    }

    /// How an answer is written.
    interface Words {
        /// What came of the events.
        ReportReply of(List<EventAnswer> answers);

        /// The request is wrong as a whole.
        ReportReply problem(int status, String code, String text);
    }

    /// @param bodies room for what is read
    EventRequests(
            EventsSettings settings,
            Authenticator authenticator,
            EventIntake intake,
            MemoryBudget bodies) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.intake = intake;
        this.bodies = bodies;
    }

    /// Takes a request.
    ///
    /// @throws IOException when its body does not come
    ReportReply take(List<HeaderLine> headers, LateBody body, Format format, Words words)
            throws IOException {
        if (!settings.takesHttp()) {
            return words.problem(
                    403, "certificate_required", "Proxies must show a certificate: send by gRPC.");
        }
        BearerKey bearer = BearerKey.of(headers);
        if (bearer.error() != null) {
            return words.problem(
                    bearer.error().status(),
                    "unauthenticated",
                    "Send the secret of a proxy credential, once: Authorization: Bearer SECRET.");
        }
        try {
            if (!(authenticator.authenticate(bearer.key()) instanceof Caller.Proxy teller)) {
                return words.problem(
                        403, "permission_denied", "Only a proxy credential may tell of usage.");
            }
            return taken(teller, headers, body, format, words);
        } catch (Fault fault) {
            return problem(words, fault);
        }
    }

    private ReportReply taken(
            Caller.Proxy teller,
            List<HeaderLine> headers,
            LateBody body,
            Format format,
            Words words)
            throws IOException {
        long room = room(headers);
        if (!bodies.take(teller.name(), room)) {
            return words.problem(503, "busy", "Too much is being read; send it again.");
        }
        try {
            byte[] bytes = plain(headers, body.read(settings.bodyBytesMax()));
            if (bytes == null) {
                return lost(
                        teller,
                        new ReadReport.Unreadable(
                                415,
                                "unsupported_encoding",
                                "A body is plain, or compressed by gzip."),
                        words);
            }
            if (bytes.length > settings.bodyBytesMax()) {
                return lost(
                        teller,
                        new ReadReport.Unreadable(
                                413,
                                "request_too_large",
                                "A request has at most " + settings.bodyBytesMax() + " bytes."),
                        words);
            }
            return switch (format.read(teller, headers, bytes)) {
                case ReadReport.Events read -> {
                    intake.counts().passOver(read.passedOver());
                    yield words.of(intake.take(teller, read.events()));
                }
                case ReadReport.Unreadable wrong -> lost(teller, wrong, words);
            };
        } finally {
            bodies.give(teller.name(), room);
        }
    }

    // Some do not send it again, and lose what was in it.
    private ReportReply lost(Caller.Proxy teller, ReadReport.Unreadable wrong, Words words) {
        LOG.warn("a request with events of {} is not taken: {}", teller.name(), wrong.text());
        intake.counts().refuse();
        return words.problem(wrong.status(), wrong.code(), wrong.text());
    }

    // What a body may need: what its length says, unless it is packed or does not say.
    private long room(List<HeaderLine> headers) {
        long length = settings.bodyBytesMax();
        for (HeaderLine header : headers) {
            if (header.name().equalsIgnoreCase("content-length")
                    && header.value().matches("[0-9]{1,9}")
                    && encoding(headers).isEmpty()) {
                length = Math.min(length, Long.parseLong(header.value()));
            }
        }
        return length;
    }

    private static String encoding(List<HeaderLine> headers) {
        List<String> given =
                headers.stream()
                        .filter(header -> header.name().equalsIgnoreCase("content-encoding"))
                        .map(header -> header.value().strip().toLowerCase(Locale.ROOT))
                        .filter(value -> !value.isEmpty() && !value.equals("identity"))
                        .toList();
        return String.join(",", given);
    }

    // Null when it cannot be unpacked.
    private byte @Nullable [] plain(List<HeaderLine> headers, byte[] bytes) throws IOException {
        String encoding = encoding(headers);
        if (encoding.isEmpty() || bytes.length > settings.bodyBytesMax()) {
            return bytes;
        }
        if (!encoding.equals("gzip")) {
            return null;
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return unpacked.readNBytes(settings.bodyBytesMax() + 1);
        } catch (ZipException | EOFException e) {
            return null;
        }
    }

    private static ReportReply problem(Words words, Fault fault) {
        int status =
                switch (fault.code().kind()) {
                    case UNAUTHENTICATED -> 401;
                    case FORBIDDEN -> 403;
                    case EXHAUSTED -> 429;
                    case UNAVAILABLE -> 503;
                    case INTERNAL -> 500;
                    case INVALID, NOT_FOUND, EXISTS, PRECONDITION, CONFLICT -> 400;
                };
        return words.problem(status, fault.code().name().toLowerCase(Locale.ROOT), fault.text());
    }
}
