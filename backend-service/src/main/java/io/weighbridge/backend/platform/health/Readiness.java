package io.weighbridge.backend.platform.health;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Whether calls should come here. Not before the start is over, not once draining began, and not
/// while a check fails. Safe for sharing.
public final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }

    private record Check(String name, Supplier<Health> check) {}

    private final List<Check> checks = new CopyOnWriteArrayList<>();
    private volatile Phase phase = Phase.STARTING;

    /// Adds a check. It must answer within a moment, and may be asked by several threads.
    ///
    /// @param name for people and for the label of a metric
    public void add(String name, Supplier<Health> check) {
        checks.add(new Check(name, check));
    }

    /// The start is over.
    public void started() {
        phase = Phase.SERVING;
    }

    /// The service is about to stop.
    public void drain() {
        phase = Phase.DRAINING;
    }

    /// The answers of all checks, by name; the first is that of the service's phase.
    public Map<String, Health> ask() {
        Map<String, Health> answers = new LinkedHashMap<>();
        answers.put("phase", phase());
        for (Check each : checks) {
            answers.put(each.name, ask(each));
        }
        return answers;
    }

    private Health phase() {
        return switch (phase) {
            case STARTING -> Health.failed("starting");
            case SERVING -> Health.OK;
            case DRAINING -> Health.failed("stopping");
        };
    }

    private static Health ask(Check check) {
        try {
            return check.check.get();
        } catch (RuntimeException e) {
            LOG.warn("The check {} failed: {}", check.name, e.toString());
            return Health.failed("cannot be asked");
        }
    }

    /// Whether calls should come here.
    public boolean isReady() {
        return isReady(ask());
    }

    /// Whether calls should come here, by answers.
    public static boolean isReady(Map<String, Health> answers) {
        return answers.values().stream()
                .allMatch(
                        health ->
                                switch (health.state()) {
                                    case OK, WARNING -> true;
                                    case FAILED, DEAD -> false;
                                });
    }

    /// Whether only a new start helps, by answers.
    public static boolean isDead(Map<String, Health> answers) {
        return answers.values().stream().anyMatch(health -> health.state() == Health.State.DEAD);
    }
}
