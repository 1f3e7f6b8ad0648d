package io.weighbridge.console.feature.plans;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// Says in words what a plan's limits are and how two versions of them differ.
final class PlanWords {
    private final Formats formats;

    PlanWords(Formats formats) {
        this.formats = formats;
    }

    /// `gpt-x`, or what stands for all services without an entry.
    static String service(String service) {
        return service.isEmpty() ? Texts.of("plans.others") : service;
    }

    /// `600`, or that there is no limit.
    String number(long value) {
        return value < 0 ? Texts.of("plans.unlimited") : formats.count(value);
    }

    /// A whole entry: `600 / no limit / 10`; null: it has none of its own.
    String entry(@Nullable Limits entry) {
        if (entry == null) {
            return Texts.of("plans.inherits");
        }
        String numbers =
                number(entry.requests())
                        + " / "
                        + number(entry.tokens())
                        + " / "
                        + number(entry.calls());
        return entry.isShadow() ? Texts.of("plans.with-shadow", numbers) : numbers;
    }

    static String shadow(boolean isShadow) {
        return Texts.of(isShadow ? "plans.shadow.on" : "plans.shadow.off");
    }

    /// What changes from one version to another, a line for each.
    List<String> changes(Map<String, Limits> before, Map<String, Limits> after) {
        List<String> lines = new ArrayList<>();
        TreeSet<String> services = new TreeSet<>(before.keySet());
        services.addAll(after.keySet());
        for (String service : services) {
            if (!Objects.equals(before.get(service), after.get(service))) {
                lines.addAll(changes(service, before, after));
            }
        }
        return lines;
    }

    private List<String> changes(
            String service, Map<String, Limits> before, Map<String, Limits> after) {
        Limits was = PlanDraft.inForce(before, service);
        Limits is = PlanDraft.inForce(after, service);
        List<String> lines = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            if (was.get(measure) != is.get(measure)) {
                lines.add(
                        Texts.of(
                                "plans.change",
                                service(service),
                                measure.text(),
                                number(was.get(measure)),
                                number(is.get(measure))));
            }
        }
        if (was.isShadow() != is.isShadow()) {
            lines.add(Texts.of("plans.change.shadow", service(service), shadow(is.isShadow())));
        }
        if (!service.isEmpty() && !after.containsKey(service)) {
            lines.add(Texts.of("plans.change.inherits", service(service)));
        } else if (lines.isEmpty()) {
            lines.add(Texts.of("plans.change.own", service(service), entry(is)));
        }
        return lines;
    }

    /// What a draft changes, each line with the plan's name before it.
    List<String> changes(PlanDraft draft) {
        List<String> lines = new ArrayList<>();
        String name = draft.base().getName();
        if (!name.equals(draft.name())) {
            lines.add(Texts.of("plans.change.name", name, draft.name()));
        }
        changes(PlanDraft.limits(draft.base()), draft.limits())
                .forEach(line -> lines.add(Texts.of("plans.change.of", name, line)));
        return lines;
    }
}
