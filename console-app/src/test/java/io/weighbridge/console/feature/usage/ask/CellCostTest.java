package io.weighbridge.console.feature.usage.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.console.control.HeatGrid;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.text.Formats;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.time.ZoneOffset;

/// What a cell says of costs: nothing of what is not known.
final class CellCostTest {
    private static final Formats FORMATS = new Formats(InstantSource.system(), ZoneOffset.UTC, "$");

    private static void assertValues(CellCost cost, long nanos, long margin, long share) {
        assertEquals(nanos, cost.value(Measure.COST), cost.toString());
        assertEquals(margin, cost.value(Measure.MARGIN), cost.toString());
        assertEquals(share, cost.value(Measure.MARGIN_SHARE), cost.toString());
    }

    @Test
    void shouldTellAGapFromNothing() {
        assertValues(
                new CellCost(0, 0, 0, 0), HeatGrid.NOTHING, HeatGrid.NOTHING, HeatGrid.NOTHING);
        CellCost gap = new CellCost(3, 0, 0, 0);
        assertValues(gap, HeatGrid.GAP, HeatGrid.GAP, HeatGrid.GAP);
        assertEquals("of 3 calls, the cost of 0 is known", gap.note(FORMATS));
    }

    @Test
    void shouldTakeTheMarginOfWhatIsKnown() {
        CellCost loss = new CellCost(3, 2, 1_500_000_000, 1_000_000_000);
        assertValues(loss, 1_500_000_000, -500_000_000, -500_000);
        assertEquals(
                "charge $1.00, cost $1.50, margin −$0.50; of 3 calls, the cost of 2 is known",
                loss.note(FORMATS));
        assertValues(new CellCost(1, 1, 0, 0), 0, 0, HeatGrid.GAP);
        // Charged in a later hour than it was made in.
        assertValues(new CellCost(0, 0, 0, 40), 0, 40, 1_000_000);
        // The least charge, the largest sum of costs.
        assertEquals(
                -Long.MAX_VALUE / 2,
                new CellCost(1, 1, 4_000_000_000_000_000_000L, 1).value(Measure.MARGIN_SHARE));
    }

    @Test
    void shouldShowCostsInTheHeatMapOnly() {
        Address heat =
                Address.of(Route.USAGE).with("tab", "heatmap").with("measure", "margin-share");
        assertEquals(Measure.MARGIN_SHARE, UsageQuery.of(heat).measure());
        assertEquals(heat.filter("measure"), UsageQuery.of(heat).address().filter("measure"));
        assertEquals(Measure.CHARGE, UsageQuery.of(heat).with(UsageQuery.Tab.EXPLORE).measure());
        assertEquals(Measure.CHARGE, UsageQuery.of(heat.with("measure", "costed-calls")).measure());
        assertEquals("−12.5 %", FORMATS.share(-125_000));
    }
}
