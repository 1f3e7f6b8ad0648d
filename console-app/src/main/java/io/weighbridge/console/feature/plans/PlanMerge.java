package io.weighbridge.console.feature.plans;

import io.weighbridge.proto.v1.Plan;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Brings together what two operators changed in a plan, number by number. What only one of them
/// changed is kept; what both changed to different values is a [Clash], for the second to decide.
///
/// @param mine what this operator wants, on top of what both began with
/// @param theirs as the other one saved it
record PlanMerge(PlanDraft mine, Plan theirs) {
    /// What both changed.
    ///
    /// @param part of it
    /// @param service in whose entry, empty for all others
    /// @param mine this operator's entry; null for none of its own
    /// @param theirs the other's
    record Clash(Part part, String service, @Nullable Limits mine, @Nullable Limits theirs) {}

    /// What of a plan a clash is about.
    enum Part {
        NAME,
        /// One has removed the entry that the other changed.
        ENTRY,
        REQUESTS,
        TOKENS,
        CALLS,
        SHADOW
    }

    /// What both changed to different values.
    List<Clash> clashes() {
        List<Clash> clashes = new ArrayList<>();
        if (isClash(mine.base().getName(), mine.name(), theirs.getName())) {
            clashes.add(new Clash(Part.NAME, PlanDraft.OTHERS, null, null));
        }
        Map<String, Limits> base = PlanDraft.limits(mine.base());
        Map<String, Limits> other = PlanDraft.limits(theirs);
        for (String service : services(base, other)) {
            Limits began = base.get(service);
            Limits own = mine.own(service);
            Limits their = other.get(service);
            if (!isClash(began, own, their)) {
                continue;
            }
            if (own == null || their == null) {
                clashes.add(new Clash(Part.ENTRY, service, own, their));
            } else {
                Limits from = began == null ? Limits.NONE : began;
                for (Part part : List.of(Part.REQUESTS, Part.TOKENS, Part.CALLS, Part.SHADOW)) {
                    if (isClash(get(from, part), get(own, part), get(their, part))) {
                        clashes.add(new Clash(part, service, own, their));
                    }
                }
            }
        }
        return clashes;
    }

    private Set<String> services(Map<String, Limits> base, Map<String, Limits> other) {
        Set<String> services = new TreeSet<>(base.keySet());
        services.addAll(mine.limits().keySet());
        services.addAll(other.keySet());
        return services;
    }

    private static boolean isClash(
            @Nullable Object base, @Nullable Object own, @Nullable Object their) {
        return !Objects.equals(own, their)
                && !Objects.equals(base, own)
                && !Objects.equals(base, their);
    }

    private static long get(Limits limits, Part part) {
        return switch (part) {
            case REQUESTS -> limits.requests();
            case TOKENS -> limits.tokens();
            case CALLS -> limits.calls();
            case SHADOW -> limits.isShadow() ? 1 : 0;
            case NAME, ENTRY -> throw new IllegalArgumentException(part.name());
        };
    }

    /// The draft that comes of it, on top of what the other saved.
    ///
    /// @param takeTheirs of the clashes those in which the other's value is taken
    PlanDraft merged(Set<Clash> takeTheirs) {
        Map<String, Limits> base = PlanDraft.limits(mine.base());
        Map<String, Limits> other = PlanDraft.limits(theirs);
        Map<String, Limits> merged = new TreeMap<>();
        for (String service : services(base, other)) {
            Limits entry =
                    entry(
                            service,
                            base.get(service),
                            other.get(service),
                            parts(takeTheirs, service));
            if (entry != null) {
                merged.put(service, entry);
            }
        }
        boolean isTheirName =
                mine.name().equals(mine.base().getName())
                        || takeTheirs.stream().anyMatch(clash -> clash.part() == Part.NAME);
        return new PlanDraft(theirs, isTheirName ? theirs.getName() : mine.name(), merged);
    }

    private static List<Part> parts(Set<Clash> takeTheirs, String service) {
        return takeTheirs.stream()
                .filter(clash -> clash.service().equals(service))
                .map(Clash::part)
                .toList();
    }

    private @Nullable Limits entry(
            String service, @Nullable Limits began, @Nullable Limits their, List<Part> theirParts) {
        Limits own = mine.own(service);
        if (Objects.equals(began, own)) {
            return their;
        }
        if (Objects.equals(began, their)) {
            return own;
        }
        if (own == null || their == null) {
            return theirParts.contains(Part.ENTRY) ? their : own;
        }
        Limits from = began == null ? Limits.NONE : began;
        return new Limits(
                chosen(Part.REQUESTS, from, own, their, theirParts),
                chosen(Part.TOKENS, from, own, their, theirParts),
                chosen(Part.CALLS, from, own, their, theirParts),
                chosen(Part.SHADOW, from, own, their, theirParts) == 1);
    }

    private static long chosen(
            Part part, Limits began, Limits own, Limits their, List<Part> theirParts) {
        boolean isTheirs = get(began, part) == get(own, part) || theirParts.contains(part);
        return get(isTheirs ? their : own, part);
    }
}
