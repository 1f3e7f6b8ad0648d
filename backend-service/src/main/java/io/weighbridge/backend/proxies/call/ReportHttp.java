package io.weighbridge.backend.proxies.call;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Reports of usage over HTTP: the body is read only when it is known who sends it, and never more
/// of it than may be.
public final class ReportHttp {
    private ReportHttp() {}

    /// Takes a report.
    @FunctionalInterface
    public interface Taking {
        /// Answers it.
        ///
        /// @throws IOException when it does not come
        ReportReply take(List<HeaderLine> headers, LateBody body) throws IOException;
    }

    /// Answers a request by what is said of its report.
    public static void answer(ServerRequest request, ServerResponse response, Taking taking) {
        Body body = new Body(request);
        ReportReply reply;
        try {
            reply = taking.take(headers(request), body);
            if (!reply.isGood()) {
                body.skipRest();
            }
        } catch (IOException | RuntimeException e) {
            throw new CloseConnectionException("the report did not come", e);
        }
        if (reply.isGood()) {
            send(response, reply);
            return;
        }
        // What was still not read of it would be taken for the next request.
        response.header(HeaderValues.CONNECTION_CLOSE);
        send(response, reply);
        throw new CloseConnectionException("the report was not taken");
    }

    private static final class Body implements LateBody {
        private static final int SKIPPED_BYTES_MAX = 4 << 20;
        private static final int PART_BYTES = 8 << 10;

        private final ServerRequest request;
        private @Nullable InputStream opened;

        Body(ServerRequest request) {
            this.request = request;
        }

        private InputStream in() {
            InputStream in = opened;
            if (in == null) {
                in = request.content().inputStream();
                opened = in;
            }
            return in;
        }

        @Override
        public byte[] read(int most) throws IOException {
            return in().readNBytes(most + 1);
        }

        // Who is still writing would not read an answer, but see the connection reset.
        void skipRest() throws IOException {
            byte[] part = new byte[PART_BYTES];
            int length = in().read(part);
            for (int all = 0; length >= 0 && all < SKIPPED_BYTES_MAX; all += length) {
                length = in().read(part);
            }
        }
    }

    /// The headers of a request, each value by itself.
    public static List<HeaderLine> headers(ServerRequest request) {
        List<HeaderLine> headers = new ArrayList<>();
        for (Header header : request.headers()) {
            for (String value : header.allValues()) {
                headers.add(new HeaderLine(header.name(), value));
            }
        }
        return headers;
    }

    private static void send(ServerResponse response, ReportReply reply) {
        response.status(Status.create(reply.status()));
        for (HeaderLine header : reply.headers()) {
            response.headers().add(HeaderNames.create(header.name()), header.value());
        }
        response.send(reply.body());
    }
}
