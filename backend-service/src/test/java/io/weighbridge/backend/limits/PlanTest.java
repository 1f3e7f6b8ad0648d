package io.weighbridge.backend.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import org.junit.jupiter.api.Test;

import java.util.List;

final class PlanTest {
    private static ServiceLimits limits(long serviceId, long requests) {
        return new ServiceLimits(serviceId, requests, 0, 0, false);
    }

    private static Plan plan(ServiceLimits... limits) {
        return new Plan(1, 1, "basic", List.of(limits), 0);
    }

    @Test
    void shouldTakeTheNearestEntry() {
        ServiceLimits ownForService = limits(5, 1);
        ServiceLimits planForService = limits(5, 2);
        ServiceLimits ownForOthers = limits(0, 3);
        ServiceLimits planForOthers = limits(0, 4);
        Plan plan = plan(planForOthers, planForService);
        List<ServiceLimits> own = List.of(ownForOthers, ownForService);
        assertEquals(ownForService, Plan.resolve(plan, own, 5));
        assertEquals(planForService, Plan.resolve(plan, List.of(ownForOthers), 5));
        assertEquals(ownForOthers, Plan.resolve(plan, own, 6));
        assertEquals(planForOthers, Plan.resolve(plan, List.of(ownForService), 6));
        assertEquals(ServiceLimits.NONE, Plan.resolve(null, List.of(), 5));
        assertEquals(ServiceLimits.NONE, Plan.resolve(plan(planForService), List.of(), 6));
    }

    @Test
    void shouldNameTheWrongLimit() {
        check("limits[0].requests_per_minute", new ServiceLimits(1, -2, 0, 0, false));
        check(
                "limits[0].tokens_per_minute",
                new ServiceLimits(1, 0, ServiceLimits.TOKENS_MAX + 1, 0, false));
        check("limits[0].concurrent_calls", new ServiceLimits(1, 0, 0, -2, false));
        check("limits[1].service", limits(1, 1), limits(1, 2));
    }

    private static void check(String field, ServiceLimits... limits) {
        Fault fault =
                assertThrows(Fault.class, () -> ServiceLimits.checked("limits", List.of(limits)));
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
        assertEquals(field, fault.text().substring(0, fault.text().indexOf(':')));
    }
}
