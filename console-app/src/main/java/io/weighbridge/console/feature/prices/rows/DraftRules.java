package io.weighbridge.console.feature.prices.rows;

import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.control.Remark;
import io.weighbridge.console.feature.prices.words.Place;
import io.weighbridge.console.feature.prices.words.PriceText;
import io.weighbridge.console.feature.prices.words.StepsText;
import io.weighbridge.console.feature.prices.words.UnitWords;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.Fee;
import io.weighbridge.proto.v1.Rate;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Looks through all lines of a draft: writes a remark on each cell that needs one, and lists what
/// it found, what is wrong first.
public final class DraftRules {
    /// What the lines say, and what there is to say about them.
    ///
    /// @param rates of all lines that are right
    /// @param fees of all lines that are right
    public record Result(List<Rate> rates, List<Fee> fees, List<Finding> findings) {
        public boolean isRight() {
            return findings.stream().noneMatch(Finding::isWrong);
        }
    }

    private static final int NAMED_MAX = 3;

    private final Set<String> services;
    private final RateReader reader;
    private final Map<Place, GridRow> places = new LinkedHashMap<>();
    private final List<Rate> rates = new ArrayList<>();
    private final List<Fee> fees = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private DraftRules(Set<String> services, RateReader reader) {
        this.services = services;
        this.reader = reader;
    }

    /// @param services all that there are
    public static Result check(
            List<GridRow> rates, List<GridRow> fees, Set<String> services, RateReader reader) {
        DraftRules rules = new DraftRules(services, reader);
        rates.forEach(rules::checkRate);
        Set<String> feeServices = new HashSet<>();
        fees.forEach(row -> rules.checkFee(row, feeServices));
        rules.checkWholes();
        rules.checkTiers();
        rules.checkBands();
        rules.checkUnpriced();
        List<Finding> sorted = new ArrayList<>(rules.findings);
        sorted.sort((one, other) -> Boolean.compare(other.isWrong(), one.isWrong()));
        return new Result(List.copyOf(rules.rates), List.copyOf(rules.fees), List.copyOf(sorted));
    }

    private void checkRate(GridRow row) {
        RateRows.Read read = reader.read(row);
        Map<RateColumn, Remark> remarks = new HashMap<>();
        if (!row.isBlank()) {
            remarks.putAll(read.problems());
            String service = row.text(RateColumn.SERVICE.index());
            if (!service.isEmpty() && !services.contains(service)) {
                remarks.put(
                        RateColumn.SERVICE,
                        Remark.wrong(Texts.of("prices.wrong.service", service)));
            }
            Rate rate = read.rate();
            if (rate != null && remarks.isEmpty()) {
                if (places.putIfAbsent(Place.of(rate), row) != null) {
                    remarks.put(RateColumn.UNIT, Remark.wrong(Texts.of("prices.wrong.duplicate")));
                } else {
                    rates.add(rate);
                }
                if (rate.getPriceNanos() == 0) {
                    remarks.putIfAbsent(
                            RateColumn.PRICE, Remark.hint(Texts.of("prices.hint.zero")));
                }
                StepsText.dearer(rate)
                        .map(Remark::hint)
                        .ifPresent(hint -> remarks.put(RateColumn.STEPS, hint));
            }
        }
        for (RateColumn column : RateColumn.values()) {
            remark(row, column.index(), remarks.get(column), false);
        }
    }

    private void checkFee(GridRow row, Set<String> seen) {
        FeeRows.Read read = FeeRows.read(row);
        Map<FeeColumn, Remark> remarks = new HashMap<>();
        if (!row.isBlank()) {
            remarks.putAll(read.problems());
            Fee fee = read.fee();
            if (fee != null
                    && !fee.getService().isEmpty()
                    && !services.contains(fee.getService())) {
                remarks.put(
                        FeeColumn.SERVICE,
                        Remark.wrong(Texts.of("prices.wrong.service", fee.getService())));
            } else if (fee != null && !seen.add(fee.getService())) {
                remarks.put(
                        FeeColumn.SERVICE, Remark.wrong(Texts.of("prices.wrong.fee-duplicate")));
            } else if (fee != null) {
                fees.add(fee);
            }
        }
        for (FeeColumn column : FeeColumn.values()) {
            remark(row, column.index(), remarks.get(column), true);
        }
    }

    private void remark(GridRow row, int column, @Nullable Remark remark, boolean isFee) {
        row.remark(column).set(remark);
        if (remark != null) {
            findings.add(new Finding(remark.isWrong(), remark.text(), row, column, isFee));
        }
    }

    private void hint(Place at, RateColumn column, String text) {
        GridRow row = places.get(at);
        if (row == null) {
            return;
        }
        findings.add(new Finding(false, text, row, column.index(), false));
        if (row.remark(column.index()).get() == null) {
            row.remark(column.index()).set(Remark.hint(text));
        }
    }

    // A part without its whole: a call that has any of the whole is unrated.
    private void checkWholes() {
        Set<String> told = new HashSet<>();
        for (Place place : places.keySet()) {
            Unit whole = place.unit().partOf();
            if (whole == null || !place.account().isEmpty()) {
                continue;
            }
            boolean isPriced =
                    places.containsKey(new Place(place.service(), whole, place.tier(), 0, ""))
                            || places.containsKey(
                                    new Place(
                                            place.service(),
                                            whole,
                                            place.tier(),
                                            place.aboveInputTokens(),
                                            ""));
            if (!isPriced && told.add(place.service() + place.tier() + whole)) {
                hint(
                        place,
                        RateColumn.UNIT,
                        Texts.of(
                                "prices.hint.part",
                                UnitWords.name(place.unit()),
                                UnitWords.name(whole)));
            }
        }
    }

    // A tier has no prices but its own.
    private void checkTiers() {
        Map<String, Map<ServiceTier, Set<Unit>>> units = new LinkedHashMap<>();
        for (Place place : places.keySet()) {
            if (place.unit().partOf() == null && place.account().isEmpty()) {
                units.computeIfAbsent(place.service(), _ -> new HashMap<>())
                        .computeIfAbsent(place.tier(), _ -> new TreeSet<>())
                        .add(place.unit());
            }
        }
        units.forEach(
                (service, tiers) -> {
                    Set<Unit> standard = tiers.getOrDefault(ServiceTier.STANDARD, Set.of());
                    if (standard.isEmpty()) {
                        findings.add(Finding.about(Texts.of("prices.hint.no-standard", service)));
                    }
                    tiers.forEach(
                            (tier, priced) -> {
                                Set<Unit> missing = new TreeSet<>(standard);
                                missing.removeAll(priced);
                                if (!missing.isEmpty()) {
                                    tellTier(service, tier, missing);
                                }
                            });
                });
    }

    private void tellTier(String service, ServiceTier tier, Set<Unit> missing) {
        String text =
                Texts.of(
                        "prices.hint.tier",
                        service,
                        PriceText.tier(tier),
                        missing.stream().map(UnitWords::name).collect(Collectors.joining(", ")));
        places.keySet().stream()
                .filter(place -> place.service().equals(service) && place.tier() == tier)
                .findFirst()
                .ifPresent(place -> hint(place, RateColumn.TIER, text));
    }

    private void checkBands() {
        for (Place place : places.keySet()) {
            if (place.aboveInputTokens() > 0
                    && !places.containsKey(
                            new Place(
                                    place.service(),
                                    place.unit(),
                                    place.tier(),
                                    0,
                                    place.account()))) {
                hint(place, RateColumn.ABOVE, Texts.of("prices.hint.band"));
            }
        }
    }

    private void checkUnpriced() {
        Set<String> without = new TreeSet<>(services);
        places.keySet().forEach(place -> without.remove(place.service()));
        if (!without.isEmpty()) {
            String named = without.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
            findings.add(
                    Finding.about(
                            without.size() > NAMED_MAX
                                    ? Texts.of(
                                            "prices.hint.unpriced-many",
                                            Integer.toString(without.size()),
                                            named)
                                    : Texts.of("prices.hint.unpriced", named)));
        }
    }
}
