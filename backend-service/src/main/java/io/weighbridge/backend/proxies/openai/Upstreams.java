package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.Cancel;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.call.OpenCall;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.models.ModelTable;
import io.weighbridge.backend.proxies.models.ModelTarget;
import io.weighbridge.backend.proxies.models.ServerHealth;
import io.weighbridge.backend.proxies.models.ServerSettings;
import io.weighbridge.backend.proxies.models.ServerTroubles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// All model servers. A request goes on to the next one only where the one before cannot have
/// worked on it, and before anything was answered. Safe for sharing.
final class Upstreams implements Upstream, AutoCloseable {
    private static final int BUSY = 503;

    private final Map<ServerSettings, Server> servers = new LinkedHashMap<>();
    // Each serves its own models alone, so nothing is made of its health.
    private final Set<ServerSettings> providers = new LinkedHashSet<>();

    private record Server(UpstreamHttp http, ServerHealth health, ServerTroubles troubles) {}

    Upstreams(ModelTable models, int callsMax, SlowPeers slow, TimeSource time) {
        models.providers().values().forEach(provider -> providers.add(provider.server()));
        for (ServerSettings settings : models.asked()) {
            servers.put(
                    settings,
                    new Server(
                            new UpstreamHttp(settings, callsMax, slow),
                            new ServerHealth(settings.name(), time),
                            new ServerTroubles("model server", settings, time)));
        }
    }

    @Override
    public Exchange post(
            ModelRoute route,
            String path,
            String service,
            List<HeaderLine> headers,
            HeldBody body,
            @Nullable OwnKey own,
            OpenCall call)
            throws IOException {
        Deque<ModelTarget> next = new ArrayDeque<>(route.drawn(ThreadLocalRandom.current()));
        // Asked only when there is nobody else: better than to refuse unasked.
        Deque<ModelTarget> alone = new ArrayDeque<>();
        while (true) {
            boolean isLeftOver = next.isEmpty();
            ModelTarget target = isLeftOver ? alone.removeFirst() : next.removeFirst();
            Server server = Objects.requireNonNull(servers.get(target.server()));
            Noting noting = new Noting(server, route.targets().size() > 1, call.cancel());
            boolean isLast = next.isEmpty() && alone.isEmpty();
            if (!isLast && !isLeftOver && !server.health.mayAsk()) {
                alone.addLast(target);
                continue;
            }
            try {
                boolean keepsBody = !isLast && route.retriesBusy();
                Exchange answer =
                        server.http.post(
                                path,
                                target.modelOf(service),
                                headers,
                                body,
                                !keepsBody,
                                own,
                                call);
                noting.answered(answer.status());
                if (answer.status() != BUSY || !keepsBody) {
                    body.close();
                    return answer;
                }
                answer.close();
            } catch (NotSentException e) {
                noting.failed(e.original());
                if (isLast || call.cancel().isCancelled()) {
                    throw e.original();
                }
            } catch (IOException e) {
                noting.failed(e);
                throw e;
            }
        }
    }

    /// Notes what came of a try; for its health where that makes a difference: an only server is
    /// always asked.
    private record Noting(Server server, boolean isChoice, Cancel cancel) {
        // What a server says of one request, be it that it failed at it, says nothing of others.
        void answered(int status) {
            switch (status) {
                case 502, BUSY, 504 -> failed();
                default -> {
                    if (isChoice) {
                        server.health.succeeded();
                    }
                }
            }
        }

        void failed(IOException why) {
            if (!cancel.isCancelled()) {
                server.troubles.happened(why);
            }
            failed();
        }

        private void failed() {
            if (isChoice && !cancel.isCancelled()) {
                server.health.failed();
            }
        }
    }

    /// The names of the operator's servers, each with what is known of it.
    Map<String, ServerHealth> health() {
        Map<String, ServerHealth> all = new LinkedHashMap<>();
        servers.forEach(
                (settings, server) -> {
                    if (!providers.contains(settings)) {
                        all.put(settings.name(), server.health);
                    }
                });
        return all;
    }

    @Override
    public void close() {
        servers.values().forEach(server -> server.http.close());
    }
}
