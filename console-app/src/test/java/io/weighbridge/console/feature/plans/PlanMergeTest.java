package io.weighbridge.console.feature.plans;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.proto.v1.Plan;
import io.weighbridge.proto.v1.ServiceLimits;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Two operators and one plan: nothing of either is lost unless one decides so.
final class PlanMergeTest {
    private static final Plan BASE = plan(1, "pro", limits("a", 10, 100), limits("b", 20, 200));

    private static Plan plan(long version, String name, ServiceLimits... limits) {
        return Plan.newBuilder()
                .setId("plan_1")
                .setVersion(version)
                .setName(name)
                .addAllLimits(List.of(limits))
                .build();
    }

    private static ServiceLimits limits(String service, long requests, long tokens) {
        return ServiceLimits.newBuilder()
                .setService(service)
                .setRequestsPerMinute(requests)
                .setTokensPerMinute(tokens)
                .build();
    }

    private static Limits entry(long requests, long tokens) {
        return new Limits(requests, tokens, Limits.UNLIMITED, false);
    }

    @Test
    void shouldKeepBothWhenTheyChangedDifferentNumbers() {
        PlanDraft mine = PlanDraft.of(BASE).with("a", Measure.REQUESTS, 11);
        Plan theirs = plan(2, "team", limits("a", 10, 101), limits("c", 30, 300));
        PlanMerge merge = new PlanMerge(mine, theirs);
        assertEquals(List.of(), merge.clashes());
        PlanDraft merged = merge.merged(Set.of());
        assertEquals(Map.of("a", entry(11, 101), "c", entry(30, 300)), merged.limits());
        assertEquals("team", merged.name());
        assertEquals(2, merged.toRequest().getVersion());
    }

    @Test
    void shouldAskWhereBothChangedTheSameNumber() {
        PlanDraft mine =
                PlanDraft.of(BASE)
                        .with("a", Measure.REQUESTS, 11)
                        .with("a", Measure.TOKENS, 111)
                        .named("mine");
        Plan theirs = plan(2, "theirs", limits("a", 12, 100), limits("b", 20, 200));
        PlanMerge merge = new PlanMerge(mine, theirs);
        assertEquals(
                List.of(PlanMerge.Part.NAME, PlanMerge.Part.REQUESTS),
                merge.clashes().stream().map(PlanMerge.Clash::part).toList());
        PlanDraft kept = merge.merged(Set.of());
        assertEquals(entry(11, 111), kept.own("a"));
        assertEquals("mine", kept.name());
        PlanDraft taken = merge.merged(Set.copyOf(merge.clashes()));
        assertEquals(entry(12, 111), taken.own("a"));
        assertEquals("theirs", taken.name());
    }

    @Test
    void shouldAskWhenOneRemovedWhatTheOtherChanged() {
        PlanDraft mine = PlanDraft.of(BASE).without("a").with("b", Measure.REQUESTS, 21);
        Plan theirs = plan(2, "pro", limits("a", 12, 100));
        PlanMerge merge = new PlanMerge(mine, theirs);
        assertEquals(
                List.of(PlanMerge.Part.ENTRY, PlanMerge.Part.ENTRY),
                merge.clashes().stream().map(PlanMerge.Clash::part).toList());
        assertEquals(Map.of("b", entry(21, 200)), merge.merged(Set.of()).limits());
        assertEquals(
                Map.of("a", entry(12, 100)), merge.merged(Set.copyOf(merge.clashes())).limits());
    }

    @Test
    void shouldAgreeWhereBothDidTheSame() {
        PlanDraft mine = PlanDraft.of(BASE).without("b").with("a", Measure.REQUESTS, 12);
        PlanMerge merge = new PlanMerge(mine, plan(2, "pro", limits("a", 12, 100)));
        assertEquals(List.of(), merge.clashes());
        assertEquals(Map.of("a", entry(12, 100)), merge.merged(Set.of()).limits());
        assertEquals(false, merge.merged(Set.of()).isChanged());
    }
}
