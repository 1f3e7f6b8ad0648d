package io.weighbridge.backend.cli.importing;

import io.weighbridge.model.Nanos;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.FieldNotTaken;
import io.weighbridge.proto.v1.FieldReason;
import io.weighbridge.proto.v1.PriceChange;
import io.weighbridge.proto.v1.PriceFlag;
import io.weighbridge.proto.v1.PriceFlagCount;
import io.weighbridge.proto.v1.PriceImport;
import io.weighbridge.proto.v1.PricePlace;
import io.weighbridge.proto.v1.SkippedModels;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Prints what came of an import, for people.
final class ImportText {
    private static final int SHOWN = 20;
    private static final int SHOWN_OF_A_KIND = 5;

    private final PrintWriter out;
    private final boolean all;
    private final boolean dryRun;

    /// @param all whether lists are printed whole
    ImportText(PrintWriter out, boolean all, boolean dryRun) {
        this.out = out;
        this.all = all;
        this.dryRun = dryRun;
    }

    void print(PriceImport report) {
        out.printf(
                Locale.ROOT,
                "Price map of %,d entries, sha256 %s%nTaken: %,d prices of %,d models%n",
                report.getModels(),
                report.getSha256(),
                report.getPricesTaken(),
                report.getModelsTaken());
        if (report.getOthersPrices() > 0) {
            out.printf(
                    Locale.ROOT,
                    "Kept to compare with: %,d prices of others%n",
                    report.getOthersPrices());
        }
        skipped(report);
        fields(report);
        changes(report);
        flags(report);
        end(report);
    }

    // The names are whatever the map's author wrote, and a terminal obeys some characters.
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        name.codePoints()
                .forEach(
                        c ->
                                plain.appendCodePoint(
                                        Character.isISOControl(c)
                                                        || Character.getType(c) == Character.FORMAT
                                                ? '?'
                                                : c));
        return plain.toString();
    }

    private static String word(Enum<?> constant, String prefix) {
        String name = constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    private void skipped(PriceImport report) {
        if (report.getSkippedCount() == 0) {
            return;
        }
        out.printf("%nEntries skipped:%n");
        for (SkippedModels each : report.getSkippedList()) {
            out.printf(
                    Locale.ROOT,
                    "  %,7d  %-14s e.g. %s%n",
                    each.getCount(),
                    word(each.getReason(), "skip "),
                    plain(String.join(", ", each.getExamplesList())));
        }
    }

    private void fields(PriceImport report) {
        List<List<String>> rows = new ArrayList<>();
        int others = 0;
        int more = 0;
        for (FieldNotTaken each : report.getFieldsList()) {
            if (each.getReason() == FieldReason.FIELD_NOT_A_PRICE && !all) {
                others += each.getCount();
            } else if (!all && rows.size() >= SHOWN) {
                more++;
            } else {
                rows.add(
                        List.of(
                                String.format(Locale.ROOT, "%,7d", each.getCount()),
                                each.getField(),
                                word(each.getReason(), "field "),
                                each.getText()));
            }
        }
        if (!rows.isEmpty()) {
            out.printf("%nFields not taken over:%n");
            table(rows);
            more(more, "kinds");
        }
        if (others > 0) {
            out.printf(Locale.ROOT, "  %,7d  other fields, which say nothing of prices%n", others);
        }
    }

    private void more(int count, String what) {
        if (count > 0) {
            out.printf(Locale.ROOT, "  and %,d more %s (--all shows them)%n", count, what);
        }
    }

    private void changes(PriceImport report) {
        out.printf(
                Locale.ROOT,
                "%nAgainst %s: %,d added, %,d removed, %,d raised, %,d lowered, %,d unchanged%n",
                report.getBasedOn().isEmpty()
                        ? "nothing, as no book is in force"
                        : report.getBasedOn() + ", which is in force",
                report.getAdded(),
                report.getRemoved(),
                report.getRaised(),
                report.getLowered(),
                report.getUnchanged());
        List<List<String>> rows = new ArrayList<>();
        for (PriceChange each : report.getChangesList()) {
            if (all || rows.size() < SHOWN) {
                rows.add(
                        List.of(
                                word(each.getKind(), "price change "),
                                place(each.getPlace()),
                                price(each.getPlace(), each.getOldNanos(), each.getOldPer()),
                                "->",
                                price(each.getPlace(), each.getNewNanos(), each.getNewPer()),
                                percent(each)));
            }
        }
        table(rows);
        int total =
                report.getAdded() + report.getRemoved() + report.getRaised() + report.getLowered();
        more(total - rows.size(), "changes");
    }

    private static String place(PricePlace place) {
        StringBuilder text = new StringBuilder(place.getService());
        Unit unit = Unit.byNumber(place.getUnitValue());
        text.append("  ").append(unit == null ? place.getUnit() : unit.key());
        ServiceTier tier = ServiceTier.byNumber(place.getTierValue());
        if (tier != null && tier != ServiceTier.STANDARD) {
            text.append(", ").append(tier.name().toLowerCase(Locale.ROOT));
        }
        if (place.getAboveInputTokens() > 0) {
            text.append(String.format(Locale.ROOT, ", above %,d", place.getAboveInputTokens()));
        }
        return text.toString();
    }

    private static String price(PricePlace place, long nanos, long per) {
        if (per == 0) {
            return "none";
        }
        Unit unit = Unit.byNumber(place.getUnitValue());
        if (unit == null) {
            return Nanos.toDecimal(nanos) + " per " + per;
        }
        boolean whole = per % unit.perDisplayUnit() == 0;
        long many = whole ? per / unit.perDisplayUnit() : per;
        String name = whole ? unit.displayUnit() : unit.key();
        return Nanos.toDecimal(nanos)
                + " per "
                + (many == 1 ? name : String.format(Locale.ROOT, "%,d %s", many, plural(name)));
    }

    // "token" to "tokens", "second of audio" to "seconds of audio", "search query" to "queries".
    private static String plural(String name) {
        int of = name.indexOf(" of ");
        String head = of < 0 ? name : name.substring(0, of);
        String rest = of < 0 ? "" : name.substring(of);
        if (head.endsWith("s")) {
            return name;
        }
        return head.endsWith("y")
                ? head.substring(0, head.length() - 1) + "ies" + rest
                : head + "s" + rest;
    }

    private static String percent(PriceChange change) {
        boolean both = change.getOldPer() > 0 && change.getNewPer() > 0;
        if (!both || change.getOldNanos() == 0) {
            return "";
        }
        BigDecimal percent = BigDecimal.valueOf(change.getChangeBasisPoints(), 2);
        return (percent.signum() > 0 ? "+" : "") + percent.toPlainString() + " %";
    }

    private void flags(PriceImport report) {
        if (report.getFlagCountsCount() == 0) {
            return;
        }
        out.printf("%nLOOK AT BEFORE PUBLISHING:%n");
        Map<String, Integer> shown = new TreeMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (PriceFlag each : report.getFlagsList()) {
            String kind = word(each.getKind(), "price flag ");
            if (shown.merge(kind, 1, Integer::sum) <= SHOWN_OF_A_KIND || all) {
                rows.add(List.of(kind, place(each.getPlace()), each.getText()));
            }
        }
        for (PriceFlagCount each : report.getFlagCountsList()) {
            out.printf(
                    Locale.ROOT,
                    "  %,7d  %s%n",
                    each.getCount(),
                    word(each.getKind(), "price flag "));
        }
        out.println();
        table(rows);
        int total = report.getFlagCountsList().stream().mapToInt(PriceFlagCount::getCount).sum();
        more(total - rows.size(), "to look at");
    }

    private void end(PriceImport report) {
        out.println();
        if (report.getCreatedServicesCount() > 0) {
            out.printf(Locale.ROOT, "Made %,d services.%n", report.getCreatedServicesCount());
        }
        if (!report.getPriceBook().isEmpty()) {
            out.printf(
                    "Made the draft %s. Nothing is published; when it is right:%n"
                            + "  weighbridge call Prices/Publish '{\"price_book\": \"%s\","
                            + " \"version\": %d}'%n",
                    report.getPriceBook(), report.getPriceBook(), report.getVersion());
        } else {
            out.println(
                    dryRun ? "A dry run: nothing was changed." : "Nothing to change: no draft.");
        }
    }

    // Columns as wide as their widest cell; the last is free.
    private void table(List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = plain(row.get(i));
                line.append("  ").append(cell);
                if (i < columns - 1) {
                    line.append(" ".repeat(widths[i] - cell.length()));
                }
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
