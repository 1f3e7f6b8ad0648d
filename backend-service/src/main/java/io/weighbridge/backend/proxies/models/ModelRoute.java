package io.weighbridge.backend.proxies.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// Who serves a service.
///
/// @param targets at least one
/// @param retriesBusy whether one that answers 503 has not worked on the request, so that another
///     may be asked
/// @param maximumField what they are told the most output tokens in
/// @param hidesThinking whether they think without streaming it
public record ModelRoute(
        List<ModelTarget> targets,
        boolean retriesBusy,
        String maximumField,
        boolean hidesThinking) {
    /// Copies.
    public ModelRoute {
        targets = List.copyOf(targets);
    }

    /// The targets as they are to be asked: by their order, and of the same order by lot, each as
    /// often first as its weight says.
    public List<ModelTarget> drawn(RandomGenerator random) {
        List<ModelTarget> left = new ArrayList<>(targets);
        List<ModelTarget> drawn = new ArrayList<>(left.size());
        while (left.size() > 1) {
            int order = left.stream().mapToInt(ModelTarget::order).min().orElseThrow();
            List<ModelTarget> first = left.stream().filter(t -> t.order() == order).toList();
            ModelTarget next = draw(first, random);
            drawn.add(next);
            left.remove(next);
        }
        drawn.addAll(left);
        return drawn;
    }

    private static ModelTarget draw(List<ModelTarget> all, RandomGenerator random) {
        long rest = random.nextLong(all.stream().mapToLong(ModelTarget::weight).sum());
        for (ModelTarget target : all) {
            rest -= target.weight();
            if (rest < 0) {
                return target;
            }
        }
        return all.getLast();
    }

    /// How long nothing may be heard of a call at most: with each the connection, and the request
    /// that it does not take, may be waited for in vain, and one be slow to answer, or each, where
    /// another is asked after an answer.
    public long quietMs() {
        long tryingMs = 0;
        long answersMs = 0;
        for (ModelTarget target : targets) {
            ServerSettings server = target.server();
            tryingMs += server.connectTimeoutMs() + server.idleTimeoutMs();
            answersMs =
                    retriesBusy
                            ? answersMs + server.firstByteTimeoutMs()
                            : Math.max(answersMs, server.firstByteTimeoutMs());
        }
        return tryingMs + answersMs;
    }

    /// All its servers.
    public List<ServerSettings> servers() {
        return targets.stream()
                .map(ModelTarget::server)
                .distinct()
                .sorted(Comparator.comparing(ServerSettings::name))
                .toList();
    }
}
