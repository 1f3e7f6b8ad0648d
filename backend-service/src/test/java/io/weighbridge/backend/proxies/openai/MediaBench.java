package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.platform.config.Setting;
import io.weighbridge.backend.pricing.Fee;
import io.weighbridge.backend.pricing.Rate;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.services.ServiceCategory;
import io.weighbridge.backend.services.ServiceSettings;
import io.weighbridge.backend.testkit.Calls;
import io.weighbridge.backend.testkit.SettledCalls.Settled;
import io.weighbridge.backend.testkit.TestBackend;
import io.weighbridge.backend.testkit.model.ModelServer;
import io.weighbridge.model.Outcome;
import io.weighbridge.model.Unit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A gateway in front of a model server, with a service "media" of which one of each unit that is
/// named costs [Calls#TOKEN].
final class MediaBench implements AutoCloseable {
    static final long CREDIT = 10_000_000_000L;

    final GatewayBench gateway;

    private MediaBench(GatewayBench gateway) {
        this.gateway = gateway;
    }

    static MediaBench start(Path folder, ModelServer.Behaviour behaviour, Unit... priced) {
        return start(folder, behaviour, CREDIT, 0, priced);
    }

    /// @param credit in units
    /// @param fee for each request, in units
    static MediaBench start(
            Path folder, ModelServer.Behaviour behaviour, long credit, long fee, Unit... priced) {
        return start(folder, behaviour, credit, fee, Map.of(), priced);
    }

    static MediaBench start(
            Path folder,
            ModelServer.Behaviour behaviour,
            long credit,
            long fee,
            Map<Setting<?>, String> more,
            Unit... priced) {
        MediaBench bench = new MediaBench(GatewayBench.start(folder, behaviour, credit, more));
        Service service =
                bench.gateway
                        .test
                        .backend()
                        .services()
                        .create("media", settings(ServiceCategory.AUDIO));
        List<Rate> rates = new ArrayList<>();
        for (Unit unit : priced) {
            rates.add(TestBackend.rate(service, unit, Calls.TOKEN * 1_000_000));
        }
        List<Fee> fees =
                fee == 0 ? List.of() : List.of(new Fee(service.id(), fee * Calls.TOKEN, 0));
        bench.gateway.test.publish(rates, fees);
        return bench;
    }

    static ServiceSettings settings(ServiceCategory category) {
        ServiceSettings usual = ServiceSettings.TEXT_DEFAULT;
        return new ServiceSettings(
                category,
                usual.disabled(),
                usual.vanishedPolicy(),
                usual.holdTtlMs(),
                usual.defaultOutputTokens(),
                usual.meterSliceTokens(),
                usual.unpricedCeilingNanos());
    }

    /// A request in JSON.
    HttpRequest.Builder json(String path, String fields) {
        return gateway.post(path, "{\"model\":\"media\"," + fields + "}");
    }

    HttpResponse<String> send(String path, String fields) {
        return gateway.send(json(path, fields));
    }

    /// A request as a form.
    HttpRequest.Builder form(String path, byte[] form) {
        return gateway.to(path)
                .header("Authorization", "Bearer " + gateway.key)
                .header("Content-Type", "multipart/form-data; boundary=" + FormText.BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form));
    }

    HttpResponse<String> send(String path, FormText form) {
        return gateway.send(form(path, form.end()));
    }

    /// A form with a sound, and more fields.
    static FormText hear(byte[] sound) {
        return new FormText().field("model", "media").file("file", "a.wav", sound);
    }

    byte[] bytes(HttpRequest.Builder request) {
        try (InputStream in = gateway.open(request).body()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A call that came to so much, of these units.
    static Settled settled(Outcome outcome, String units, long charge) {
        return new Settled(outcome.number(), units, charge, Gateway.PROXY);
    }

    static Settled settled(String units, long charge) {
        return settled(Outcome.OK, units, charge);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
