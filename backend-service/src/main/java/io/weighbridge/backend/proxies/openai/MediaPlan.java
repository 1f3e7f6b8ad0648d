package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.CallTerms;
import io.weighbridge.backend.proxies.call.Client;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.ServedCalls;
import io.weighbridge.backend.proxies.media.MediaEndpoint;
import io.weighbridge.backend.proxies.media.MediaReader;
import io.weighbridge.backend.proxies.media.MediaRequest;
import io.weighbridge.backend.proxies.media.MediaTally;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.subjects.Subjects;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.SentBody;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// Serves what makes, or hears, pictures and sound.
final class MediaPlan implements CallPlan {
    private final MediaEndpoint endpoint;
    private final GatewaySettings settings;
    private final ServedCalls calls;
    private final Subjects subjects;
    private @Nullable MediaRequest asked;
    private String subject = "";
    private SentBody sent = SentBody.NONE;

    MediaPlan(
            MediaEndpoint endpoint,
            GatewaySettings settings,
            ServedCalls calls,
            Subjects subjects) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.calls = calls;
        this.subjects = subjects;
    }

    @Override
    public boolean mayBeOwn() {
        return false;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.CHAT;
    }

    @Override
    public String read(ClientRequest request, byte[] body) {
        List<String> types =
                request.headers().stream()
                        .filter(header -> header.name().equalsIgnoreCase("content-type"))
                        .map(HeaderLine::value)
                        .toList();
        MediaReader.Read read =
                calls.asking()
                        .reading(
                                () ->
                                        MediaReader.read(
                                                endpoint,
                                                types,
                                                body,
                                                settings.rules().refusedFields()));
        asked = read.request();
        subject = subjects.of(request.headers(), request.address(), read.request().subject());
        sent = read.body();
        return read.request().model();
    }

    private MediaRequest asked() {
        return Objects.requireNonNull(asked);
    }

    @Override
    public AskedCall ask(Client client, CallTerms terms, @Nullable ModelRoute route) {
        MediaRequest request = asked();
        return calls.asking()
                .askMeasured(client, request.model(), request.size().most(), subject, terms);
    }

    @Override
    public void run(
            AskedCall.Opened opened,
            Upstream upstream,
            SentWay way,
            HeldBody body,
            Answering answering)
            throws ClientGoneException {
        body.replace(sent);
        // The body has it now, and lets it go when it is sent.
        sent = SentBody.NONE;
        new MediaCall(asked(), MediaTally.start(asked(), opened.held()), answering)
                .run(upstream, way.route(), way.headers(), body);
    }
}
