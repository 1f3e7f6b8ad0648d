package io.weighbridge.console.feature.compute.costs;

import io.weighbridge.console.shell.Address;
import io.weighbridge.proto.v1.CostBy;
import io.weighbridge.proto.v1.Granularity;

import java.util.List;
import java.util.Locale;

/// What is asked of costs; an address holds all of it.
///
/// @param by what rows are told apart by
/// @param isByDay whether it is summed by days of UTC, not by hours
record CostsQuery(SpanChoice span, CostBy by, boolean isByDay) {
    static final List<CostBy> ALL_BY =
            List.of(
                    CostBy.COST_BY_GPU,
                    CostBy.COST_BY_SERVICE,
                    CostBy.COST_BY_ACCOUNT,
                    CostBy.COST_BY_KEY);

    static CostsQuery of(Address address) {
        CostBy by =
                ALL_BY.stream()
                        .filter(each -> word(each).equals(address.filter("by")))
                        .findFirst()
                        .orElse(CostBy.COST_BY_GPU);
        return new CostsQuery(SpanChoice.of(address), by, address.filter("step").equals("day"));
    }

    Address in(Address address) {
        return span.in(address).with("by", word(by)).with("step", isByDay ? "day" : "");
    }

    CostsQuery with(SpanChoice newSpan) {
        return new CostsQuery(newSpan, by, isByDay);
    }

    CostsQuery with(CostBy newBy) {
        return new CostsQuery(span, newBy, isByDay);
    }

    CostsQuery withDays(boolean newByDay) {
        return new CostsQuery(span, by, newByDay);
    }

    /// `gpu`, `service`, `account`, `key`.
    static String word(CostBy by) {
        return by.name().substring("COST_BY_".length()).toLowerCase(Locale.ROOT);
    }

    Granularity granularity() {
        return isByDay ? Granularity.GRANULARITY_DAY : Granularity.GRANULARITY_HOUR;
    }

    long bucketMs() {
        return isByDay ? SpanChoice.DAY_MS : SpanChoice.HOUR_MS;
    }
}
