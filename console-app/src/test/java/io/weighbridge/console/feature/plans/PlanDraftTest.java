package io.weighbridge.console.feature.plans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.console.text.Formats;
import io.weighbridge.proto.v1.Plan;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.ServiceLimits;
import io.weighbridge.proto.v1.ServiceSettings;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/// What edits of a plan come to, in the contract and in words.
final class PlanDraftTest {
    private static final Formats FORMATS =
            new Formats(InstantSource.fixed(Instant.EPOCH), ZoneOffset.UTC, "$");
    private static final Plan PLAN =
            Plan.newBuilder()
                    .setId("plan_1")
                    .setVersion(7)
                    .setName("pro")
                    .addLimits(
                            ServiceLimits.newBuilder()
                                    .setRequestsPerMinute(600)
                                    .setTokensPerMinute(200_000))
                    .addLimits(
                            ServiceLimits.newBuilder()
                                    .setService("gpt-x")
                                    .setRequestsPerMinute(60)
                                    .setShadow(true))
                    .build();

    private final PlanDraft draft = PlanDraft.of(PLAN);

    private static List<String> words(PlanDraft changed) {
        return new PlanWords(FORMATS).changes(changed);
    }

    @Test
    void shouldSendBackWhatWasRead() {
        assertFalse(draft.isChanged());
        assertEquals(PLAN.getLimitsList(), draft.toRequest().getLimitsList());
        assertEquals(7, draft.toRequest().getVersion());
        assertEquals("pro", draft.toRequest().getName());
    }

    @Test
    void shouldCountAnEntryWholeAndInheritOnlyWithoutOne() {
        assertEquals(Limits.UNLIMITED, draft.inForce("gpt-x").tokens());
        assertEquals(200_000, draft.inForce("other").tokens());
        assertEquals(Limits.NONE, draft.without(PlanDraft.OTHERS).inForce("other"));
    }

    @Test
    void shouldBeginAnEntryWithWhatWasInForce() {
        PlanDraft changed = draft.with("other", Measure.REQUESTS, 10);
        assertEquals(new Limits(10, 200_000, Limits.UNLIMITED, false), changed.inForce("other"));
        assertTrue(changed.isChanged("other"));
        assertFalse(changed.isChanged("gpt-x"));
        assertEquals(List.of("pro on other: requests/min 600 → 10"), words(changed));
        assertNull(changed.without("other").own("other"));
        assertFalse(changed.without("other").isChanged());
    }

    @Test
    void shouldSayInWordsWhatChanges() {
        PlanDraft changed =
                draft.named("team")
                        .with("gpt-x", Measure.CALLS, 0)
                        .with("gpt-x", Measure.REQUESTS, Limits.UNLIMITED);
        assertEquals(
                List.of(
                        "Name: pro → team",
                        "pro on gpt-x: requests/min 60 → no limit",
                        "pro on gpt-x: calls at once no limit → 0"),
                words(changed));
        assertEquals(
                List.of(
                        "pro on gpt-x: requests/min 60 → 600",
                        "pro on gpt-x: tokens/min no limit → 200,000",
                        "pro on gpt-x: now refuses",
                        "pro on gpt-x: as every other service from now on"),
                words(draft.without("gpt-x")));
        assertEquals(
                List.of("pro on other: limits of its own from now on (600 / 200,000 / no limit)"),
                words(draft.with("other", draft.inForce("other"))));
    }

    private static Service service(String name, long outputTokens, boolean isDisabled) {
        return Service.newBuilder()
                .setName(name)
                .setSettings(
                        ServiceSettings.newBuilder()
                                .setDefaultOutputTokens(outputTokens)
                                .setDisabled(isDisabled))
                .build();
    }

    @Test
    void shouldPointOutZerosAndContradictions() {
        List<Service> services =
                List.of(service("gpt-x", 4_096, true), service("other", 4_096, false));
        PlanDraft changed =
                draft.with("gpt-x", Measure.CALLS, 0)
                        .with("other", Measure.REQUESTS, 0)
                        .with("other", Measure.TOKENS, 4_095);
        assertEquals(
                List.of(
                        "pro on gpt-x: calls at once is 0 and would refuse every call, but only"
                                + " counts.",
                        "pro on other: requests/min is 0 and refuses every call.",
                        "pro has limits for gpt-x, which is disabled.",
                        "pro on other: 4,095 tokens/min are fewer than the 4,096 output tokens that"
                                + " a call without an estimate holds; such calls are always"
                                + " refused."),
                new PlanChecks(FORMATS).of(changed, services));
        assertEquals(
                List.of(),
                new PlanChecks(FORMATS).of(draft, List.of(service("other", 4_096, false))));
    }
}
