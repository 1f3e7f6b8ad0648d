package io.weighbridge.console.feature.prices.rows;

import io.weighbridge.console.control.GridRow;
import io.weighbridge.console.control.Remark;
import io.weighbridge.console.feature.prices.words.PriceText;
import io.weighbridge.console.text.Texts;
import io.weighbridge.proto.v1.Fee;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Fees as rows that people type into, and back.
public final class FeeRows {
    /// What a row says.
    ///
    /// @param fee null when something is wrong
    /// @param problems by column
    record Read(@Nullable Fee fee, Map<FeeColumn, Remark> problems) {}

    private FeeRows() {}

    public static GridRow blank() {
        return new GridRow(List.of("", "", ""));
    }

    public static GridRow of(Fee fee) {
        return new GridRow(
                List.of(
                        fee.getService().isEmpty() ? everyService() : fee.getService(),
                        PriceText.price(fee.getPerRequestNanos()),
                        PriceText.percent(fee.getPriceMillionths())));
    }

    /// What stands in the service's cell of the fee for all services without one of their own.
    public static String everyService() {
        return Texts.of("prices.fee.every-service");
    }

    static Read read(GridRow row) {
        Map<FeeColumn, Remark> problems = new EnumMap<>(FeeColumn.class);
        Fee.Builder fee = Fee.newBuilder();
        String service = row.text(FeeColumn.SERVICE.index());
        if (service.isEmpty()) {
            problems.put(
                    FeeColumn.SERVICE,
                    Remark.wrong(Texts.of("prices.wrong.fee-service", everyService())));
        } else if (!service.equals(everyService())) {
            fee.setService(service);
        }
        String perRequest = row.text(FeeColumn.PER_REQUEST.index());
        OptionalLong nanos =
                perRequest.isEmpty() ? OptionalLong.of(0) : PriceText.parse(perRequest);
        if (nanos.isEmpty()) {
            problems.put(FeeColumn.PER_REQUEST, Remark.wrong(Texts.of("prices.wrong.fee-amount")));
        } else {
            fee.setPerRequestNanos(nanos.getAsLong());
        }
        String percent = row.text(FeeColumn.PERCENT.index());
        OptionalLong millionths =
                percent.isEmpty() ? OptionalLong.of(0) : PriceText.parsePercent(percent);
        if (millionths.isEmpty()) {
            problems.put(FeeColumn.PERCENT, Remark.wrong(Texts.of("prices.wrong.fee-percent")));
        } else {
            fee.setPriceMillionths(millionths.getAsLong());
        }
        return new Read(problems.isEmpty() ? fee.build() : null, problems);
    }
}
