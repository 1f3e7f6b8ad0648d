package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.CallTerms;
import io.weighbridge.backend.proxies.call.Client;
import io.weighbridge.backend.proxies.call.ServedCalls;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.subjects.Subjects;
import io.weighbridge.backend.proxies.wire.Endpoint;
import io.weighbridge.backend.proxies.wire.JsonBody;
import io.weighbridge.backend.proxies.wire.ModelRequest;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Serves what makes texts.
final class ModelPlan implements CallPlan {
    private final Endpoint endpoint;
    private final ServedCalls calls;
    private final Subjects subjects;
    private @Nullable ModelRequest asked;

    ModelPlan(Endpoint endpoint, ServedCalls calls, Subjects subjects) {
        this.endpoint = endpoint;
        this.calls = calls;
        this.subjects = subjects;
    }

    @Override
    public boolean mayBeOwn() {
        return true;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public String read(ClientRequest request, byte[] body) {
        ModelRequest written = calls.asking().read(endpoint, body);
        ModelRequest read =
                written.by(subjects.of(request.headers(), request.address(), written.subject()));
        asked = read;
        return read.model();
    }

    private ModelRequest asked() {
        return Objects.requireNonNull(asked);
    }

    @Override
    public AskedCall ask(Client client, CallTerms terms, @Nullable ModelRoute route) {
        ModelRequest hiding =
                route != null && route.hidesThinking() ? asked().hidingThoughts() : asked();
        asked = hiding;
        return calls.asking().ask(hiding, client, terms);
    }

    @Override
    public void run(
            AskedCall.Opened opened,
            Upstream upstream,
            SentWay way,
            HeldBody body,
            Answering answering) {
        body.replace(new JsonBody(opened.body()));
        new ModelCall(asked(), answering)
                .run(upstream, way.route(), way.headers(), body, way.own());
    }
}
