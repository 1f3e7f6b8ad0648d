package io.weighbridge.backend.compute;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;

import io.weighbridge.backend.compute.analysis.Analysis;
import io.weighbridge.backend.compute.analysis.Placed;
import io.weighbridge.backend.compute.analysis.PlacedMedia;
import io.weighbridge.backend.compute.cost.Ratio;
import io.weighbridge.backend.compute.cost.TokenCost;
import io.weighbridge.backend.compute.gpu.Gpu;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.Nanos;
import io.weighbridge.proto.v1.ModelAnalysis;
import io.weighbridge.proto.v1.ModelOnGpu;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// Analyses to protobuf. The message's fields are named as those of the command's JSON, so that
/// both say the same; only money is told apart, in nanos.
final class AnalysisMapping {
    private static final ObjectWriter PLAIN =
            JsonMapper.builder()
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build()
                    .writer();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

    private AnalysisMapping() {}

    /// @param gpu that it was put on, null for none
    /// @throws Fault INVALID_FIELD when a cost is beyond what can be said
    static ModelAnalysis toProto(Analysis analysis, @Nullable Gpu gpu) {
        ModelAnalysis.Builder proto = ModelAnalysis.newBuilder();
        try {
            PARSER.merge(PLAIN.writeValueAsString(analysis.json()), proto);
        } catch (JsonProcessingException | InvalidProtocolBufferException e) {
            throw Fault.internal("an analysis is not what the contract says", e);
        }
        Placed placed = analysis.placed();
        if (placed != null && gpu != null && gpu.hour().isPresent()) {
            money(proto.getGpuBuilder(), placed, gpu.hour().get());
        }
        PlacedMedia media = analysis.media();
        if (media != null && gpu != null && gpu.hour().isPresent()) {
            money(proto.getGpuBuilder(), media, gpu.hour().get());
        }
        return proto.build();
    }

    private static void money(ModelOnGpu.Builder to, PlacedMedia media, BigDecimal hour) {
        try {
            to.setHourNanos(Nanos.parse(hour.toPlainString()));
            for (int i = 0; i < media.figures().size(); i++) {
                Ratio cost = media.figures().get(i).cost();
                Ratio price = media.figures().get(i).price();
                if (cost != null && price != null) {
                    to.getFiguresBuilder(i).setCostNanos(nanos(cost)).setPriceNanos(nanos(price));
                }
            }
        } catch (ArithmeticException e) {
            throw Fault.invalid(
                    "terms",
                    "a cost of 2^63 nanos or more",
                    "terms and a GPU's price by which it costs less");
        }
    }

    private static void money(ModelOnGpu.Builder to, Placed placed, BigDecimal hour) {
        TokenCost cost = placed.cost();
        TokenCost price = placed.price();
        if (cost == null || price == null) {
            return;
        }
        try {
            to.setHourNanos(Nanos.parse(hour.toPlainString()))
                    .setInputCostNanosPer1K(nanos(cost.input()))
                    .setInputPriceNanosPer1K(nanos(price.input()))
                    .setOutputCostNanosPer1K(nanos(cost.output()))
                    .setOutputPriceNanosPer1K(nanos(price.output()));
        } catch (ArithmeticException e) {
            throw Fault.invalid(
                    "terms",
                    "a cost of 2^63 nanos or more for 1,000 tokens",
                    "terms and a GPU's price by which they cost less");
        }
    }

    // Up, so that what is small is not nothing.
    private static long nanos(Ratio units) {
        return units.times(Nanos.PER_UNIT).ceiling();
    }
}
