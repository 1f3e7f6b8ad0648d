package io.weighbridge.console.margin;

import io.weighbridge.console.control.DataTable;
import io.weighbridge.console.control.Overlay;
import io.weighbridge.console.control.Sheet;
import io.weighbridge.console.text.Formats;
import io.weighbridge.console.text.Texts;
import io.weighbridge.model.ServiceTier;
import io.weighbridge.model.Unit;
import io.weighbridge.proto.v1.OthersPrice;
import io.weighbridge.proto.v1.PriceCatalogue;

import javafx.scene.control.TableColumn;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// Every price that others ask for what a service is compared with, and of which map it is.
final class OthersSheet {
    private static final int WIDTH = 880;
    private static final int HEIGHT = 360;

    private OthersSheet() {}

    /// @param lines of one service, at least one
    static void show(Overlay overlay, Formats formats, List<Comparison> lines) {
        Others others = lines.getFirst().others();
        DataTable<OthersPrice> table = table(formats, others);
        table.node().setId("others");
        table.node().setPrefSize(WIDTH, HEIGHT);
        table.setRows(others.prices());
        table.sortBy(Texts.of("margin.column.price"), TableColumn.SortType.ASCENDING);
        Sheet sheet =
                new Sheet(
                        Texts.of("margin.sheet.title", lines.getFirst().price().service()),
                        MarginWords.about(others),
                        Texts.of("common.close"));
        sheet.setPrefWidth(WIDTH);
        sheet.with(table.node()).withoutCancel().onConfirm(sheet::leave);
        overlay.show(sheet);
    }

    private static DataTable<OthersPrice> table(Formats formats, Others others) {
        return new DataTable<OthersPrice>(
                        Texts.of("margin.others"), price -> Integer.toString(price.hashCode()))
                .text(Texts.of("margin.column.entry"), 240, OthersPrice::getModel)
                .text(Texts.of("margin.column.provider"), 100, OthersPrice::getProvider)
                .text(Texts.of("margin.column.unit"), 180, OthersSheet::what)
                .figure(
                        Texts.of("margin.column.price"),
                        120,
                        OthersSheet::nanos,
                        OthersSheet::price,
                        MarginWords::exact)
                .text(
                        Texts.of("margin.column.source"),
                        180,
                        price -> source(formats, others.catalogues(), price));
    }

    private static String what(OthersPrice price) {
        ServiceTier tier = ServiceTier.byNumber(price.getTierValue());
        String unit = MarginWords.unit(price.getUnitValue());
        String tiered =
                tier == null || tier == ServiceTier.STANDARD
                        ? unit
                        : unit + ", " + tier.name().toLowerCase(Locale.ROOT);
        return price.getAboveInputTokens() == 0
                ? tiered
                : tiered
                        + ", "
                        + Texts.of(
                                "prices.place.above",
                                String.format(Locale.ROOT, "%,d", price.getAboveInputTokens()));
    }

    private static BigDecimal nanos(OthersPrice price) {
        return quantity(price).nanos(price.getPriceNanos(), price.getPer());
    }

    private static String price(OthersPrice price) {
        return Texts.of("margin.price", MarginWords.money(nanos(price)), quantity(price).word());
    }

    private static Quantity quantity(OthersPrice price) {
        Unit unit = Unit.byNumber(price.getUnitValue());
        return unit == null ? new Quantity(price.getPer(), "?") : Quantity.of(unit);
    }

    private static String source(
            Formats formats, List<PriceCatalogue> catalogues, OthersPrice price) {
        return catalogues.stream()
                .filter(each -> each.getSource().equals(price.getSource()))
                .findFirst()
                .map(PriceCatalogue::getImportedAtMs)
                .map(atMs -> price.getSource() + ", " + formats.relative(atMs))
                .orElse(price.getSource());
    }
}
