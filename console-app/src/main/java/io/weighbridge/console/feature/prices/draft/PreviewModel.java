package io.weighbridge.console.feature.prices.draft;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.feature.prices.words.Difference;
import io.weighbridge.console.fx.Background;
import io.weighbridge.console.fx.Lane;
import io.weighbridge.proto.v1.CallPreview;
import io.weighbridge.proto.v1.Fee;
import io.weighbridge.proto.v1.PreviewCall;
import io.weighbridge.proto.v1.PreviewPricesReply;
import io.weighbridge.proto.v1.PreviewPricesRequest;
import io.weighbridge.proto.v1.PreviewedCharge;
import io.weighbridge.proto.v1.PriceBook;
import io.weighbridge.proto.v1.Rate;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a typical call of each service that a draft touches costs before and after, as the backend
/// prices it. Used on the FX thread only.
final class PreviewModel {
    /// One call.
    ///
    /// @param call what it counts
    /// @param before what it costs by the book in force
    /// @param after what it would cost
    record Line(PreviewCall call, PreviewedCharge before, PreviewedCharge after) {
        /// Hundredths of a percent that it rises; 0 where there is nothing to compare.
        long basisPoints() {
            return before.getPriced() && after.getPriced()
                    ? Difference.basisPoints(
                            BigInteger.valueOf(before.getChargeNanos()),
                            BigInteger.valueOf(after.getChargeNanos()))
                    : 0;
        }
    }

    /// How many services are priced at most; the touched ones come first.
    static final int SERVICES_MAX = 40;

    // By what would be in force, then by what is.
    private static final Comparator<Line> PRICED =
            Comparator.<Line, Boolean>comparing(line -> line.after().getPriced())
                    .thenComparing(line -> line.before().getPriced());

    private final BackendClient client;
    private final Lane lane;
    private final SimpleObjectProperty<TypicalCall> typical =
            new SimpleObjectProperty<>(TypicalCall.USUAL);
    private final ReadOnlyObjectWrapper<List<Line>> lines = new ReadOnlyObjectWrapper<>(List.of());

    PreviewModel(BackendClient client, Background background) {
        this.client = client;
        this.lane = background.lane();
    }

    SimpleObjectProperty<TypicalCall> typicalProperty() {
        return typical;
    }

    ReadOnlyObjectProperty<List<Line>> linesProperty() {
        return lines.getReadOnlyProperty();
    }

    /// Prices anew.
    void show(DraftModel draft) {
        List<Rate> after = draft.resultProperty().get().rates();
        List<Fee> fees = draft.resultProperty().get().fees();
        List<Rate> before = draft.inForce().getRatesList();
        List<String> services = services(draft.differencesProperty().get(), draft.inForce(), after);
        List<List<PreviewCall>> calls =
                typical.get().of(services, before, after).stream()
                        .filter(call -> draft.services().contains(call.getFirst().getService()))
                        .toList();
        if (calls.isEmpty()) {
            lane.cancel();
            lines.set(List.of());
            return;
        }
        PreviewPricesRequest request =
                PreviewPricesRequest.newBuilder()
                        .addAllRates(
                                after.stream()
                                        .filter(rate -> services.contains(rate.getService()))
                                        .toList())
                        .addAllFees(fees)
                        .addAllCalls(calls.stream().flatMap(List::stream).toList())
                        .build();
        lane.run(
                () -> client.prices().previewPrices(request),
                reply -> lines.set(lines(calls, reply)),
                _ -> lines.set(List.of()));
    }

    // The touched services; when the fee of all is touched, or nothing is, the first ones too.
    private static List<String> services(
            List<Difference> differences, PriceBook inForce, List<Rate> after) {
        Set<String> services = new LinkedHashSet<>();
        differences.stream()
                .map(Difference::service)
                .filter(service -> !service.isEmpty())
                .forEach(services::add);
        if (services.isEmpty()) {
            inForce.getRatesList().forEach(rate -> services.add(rate.getService()));
            after.forEach(rate -> services.add(rate.getService()));
        }
        return services.stream().limit(SERVICES_MAX).toList();
    }

    private static List<Line> lines(List<List<PreviewCall>> calls, PreviewPricesReply reply) {
        Iterator<CallPreview> previews = reply.getPreviewsList().iterator();
        List<Line> lines = new ArrayList<>();
        for (List<PreviewCall> kinds : calls) {
            List<Line> priced = new ArrayList<>();
            for (PreviewCall call : kinds) {
                CallPreview preview = previews.next();
                priced.add(new Line(call, preview.getBefore(), preview.getAfter()));
            }
            // The first of equals.
            lines.add(Collections.max(priced.reversed(), PRICED));
        }
        return List.copyOf(lines);
    }
}
