package io.weighbridge.console.feature.plans;

import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What is worth a look before a plan is saved: zero limits, and limits that contradict a service
/// or each other.
final class PlanChecks {
    private final PlanWords words;

    PlanChecks(Formats formats) {
        this.words = new PlanWords(formats);
    }

    /// A line for each thing.
    List<String> of(PlanDraft plan, List<Service> services) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(plan.limits())
                .forEach((service, entry) -> zeros(plan, service, entry, lines));
        for (Service service : services) {
            against(plan, service, lines);
        }
        return lines;
    }

    private static void zeros(PlanDraft plan, String service, Limits entry, List<String> lines) {
        for (Measure measure : Measure.values()) {
            if (entry.get(measure) == 0) {
                lines.add(
                        Texts.of(
                                entry.isShadow() ? "plans.check.zero-shadow" : "plans.check.zero",
                                plan.name(),
                                PlanWords.service(service),
                                measure.text()));
            }
        }
    }

    private void against(PlanDraft plan, Service service, List<String> lines) {
        Limits entry = plan.inForce(service.getName());
        long held = service.getSettings().getDefaultOutputTokens();
        if (entry.tokens() > 0 && held > entry.tokens()) {
            lines.add(
                    Texts.of(
                            "plans.check.held",
                            plan.name(),
                            service.getName(),
                            words.number(entry.tokens()),
                            words.number(held)));
        }
        if (plan.own(service.getName()) != null && service.getSettings().getDisabled()) {
            lines.add(Texts.of("plans.check.disabled", plan.name(), service.getName()));
        }
    }
}
