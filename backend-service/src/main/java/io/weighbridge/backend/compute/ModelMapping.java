package io.weighbridge.backend.compute;

import com.google.protobuf.ByteString;

import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.MediaTerms;
import io.weighbridge.backend.compute.cost.PicturePart;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.compute.saved.Models;
import io.weighbridge.backend.compute.saved.SavedModel;
import io.weighbridge.backend.compute.saved.ServiceModel;
import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.grpc.RequestMapping;
import io.weighbridge.backend.platform.http.DocumentHttp;
import io.weighbridge.backend.services.ServiceDirectory;
import io.weighbridge.model.IdKind;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.SafetensorsHeads;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/// Models and terms to and from protobuf.
final class ModelMapping {
    private static final int HEADS_MAX = 2_000;
    private static final int BITS_DEFAULT = 16;

    /// A model that was sent.
    ///
    /// @param name for people
    record Named(String name, ModelContent content) {}

    private ModelMapping() {}

    /// @throws Fault INVALID_FIELD, MODEL_UNKNOWN, SOURCE_UNREACHABLE
    static Named fromProto(ModelSource source, Models models, DocumentHttp http) {
        try {
            return switch (source.getOfCase()) {
                case CONFIG_JSON -> config("config_json", bytes(source.getConfigJson()));
                case URL -> config(source.getUrl(), http.fetch(source.getUrl()));
                case GGUF_HEAD ->
                        new Named(
                                "gguf_head",
                                ModelContent.ofGgufHead(
                                        "gguf_head", source.getGgufHead().toByteArray()));
                case SAFETENSORS -> safetensors(source.getSafetensors());
                case MODEL -> {
                    SavedModel saved = models.require(source.getModel());
                    yield new Named(saved.name(), models.content(saved.id()));
                }
                case OF_NOT_SET ->
                        throw Fault.invalid(
                                "model",
                                "none",
                                "one of config_json, url, gguf_head, safetensors, model");
            };
        } catch (IOException e) {
            throw Fault.internal("bytes in memory cannot be read", e);
        }
    }

    private static Named config(String name, byte[] json) throws IOException {
        return new Named(name, ModelContent.ofConfig(Check.shown(name), json));
    }

    private static Named safetensors(SafetensorsHeads heads) throws IOException {
        Check.range("model.safetensors.heads", heads.getHeadsCount(), 1, HEADS_MAX);
        return new Named(
                "safetensors",
                ModelContent.ofSafetensorsHeads(
                        "safetensors",
                        bytes(heads.getConfigJson()),
                        heads.getHeadsList().stream().map(ByteString::toByteArray).toList()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// @throws Fault INVALID_FIELD
    static ServingTerms fromProto(ComputeTerms terms) {
        int bits = terms.getCacheBits() == 0 ? BITS_DEFAULT : terms.getCacheBits();
        if (bits != 8 && bits != 16 && bits != 32) {
            throw Fault.invalid("terms.cache_bits", bits, "8, 16 or 32");
        }
        int basis = RequestMapping.known("terms.basis", terms.getBasisValue(), 3);
        return new ServingTerms(
                        terms.getContextTokens(),
                        terms.getBatch(),
                        bits / 8,
                        terms.getGpuCount(),
                        Basis.byNumber(basis),
                        terms.getWholeCards(),
                        terms.getMarginMillionths(),
                        terms.getUtilizationMillionths(),
                        terms.getFlopsShareMillionths() == 0
                                ? ServingTerms.FLOPS_SHARE_USUAL
                                : terms.getFlopsShareMillionths(),
                        terms.getBandwidthShareMillionths() == 0
                                ? ServingTerms.BANDWIDTH_SHARE_USUAL
                                : terms.getBandwidthShareMillionths(),
                        media(terms))
                .checked();
    }

    private static @Nullable MediaTerms media(ComputeTerms terms) {
        if (terms.hasPicture() && terms.hasSpeech()) {
            throw Fault.invalid("terms.speech", "set", "none beside terms.picture");
        }
        if (terms.hasSpeech()) {
            return new SpeechTerms(
                    terms.getSpeech().getWordsPerWindow(), terms.getSpeech().getRecordingMs());
        }
        if (!terms.hasPicture()) {
            return null;
        }
        io.weighbridge.proto.v1.PictureTerms picture = terms.getPicture();
        Set<PicturePart> parts = EnumSet.noneOf(PicturePart.class);
        for (int number : picture.getPartsValueList()) {
            int known = RequestMapping.known("terms.picture.parts", number, 3);
            parts.addAll(PicturePart.ofBits(1L << known));
        }
        return new PictureTerms(
                picture.getSteps(),
                picture.getGuidance(),
                picture.getWidth(),
                picture.getHeight(),
                parts.isEmpty() ? EnumSet.allOf(PicturePart.class) : parts);
    }

    static io.weighbridge.proto.v1.SavedModel toProto(SavedModel model) {
        return io.weighbridge.proto.v1.SavedModel.newBuilder()
                .setModel(IdKind.MODEL.format(model.id()))
                .setName(model.name())
                .setType(model.type())
                .setKind(model.kind())
                .setParamsTotal(model.parameters())
                .setWeightBytes(model.weightBytes())
                .setWeightFormat(model.weightFormat())
                .setCreatedAtMs(model.createdAtMs())
                .build();
    }

    static io.weighbridge.proto.v1.ServiceModel toProto(
            ServiceModel link, ServiceDirectory services) {
        io.weighbridge.proto.v1.ServiceModel.Builder proto =
                io.weighbridge.proto.v1.ServiceModel.newBuilder()
                        .setService(services.nameOf(link.serviceId()))
                        .setEffectiveAtMs(link.effectiveAtMs())
                        .setCreatedAtMs(link.createdAtMs());
        ServiceModel.Run run = link.run();
        if (run != null) {
            proto.setModel(IdKind.MODEL.format(run.modelId()))
                    .setModelName(run.modelName())
                    .setGpu(run.gpuName())
                    .setTerms(toProto(run.terms()));
        }
        return proto.build();
    }

    private static ComputeTerms toProto(ServingTerms terms) {
        ComputeTerms.Builder proto = ComputeTerms.newBuilder();
        switch (terms.media()) {
            case null -> {}
            case PictureTerms picture ->
                    proto.getPictureBuilder()
                            .setSteps(picture.steps())
                            .setGuidance(picture.guided())
                            .setWidth(picture.width())
                            .setHeight(picture.height())
                            .addAllPartsValue(
                                    picture.parts().stream()
                                            .map(PicturePart::number)
                                            .sorted()
                                            .toList());
            case SpeechTerms speech ->
                    proto.getSpeechBuilder()
                            .setWordsPerWindow(speech.wordsPerWindow())
                            .setRecordingMs(speech.recordingMs());
        }
        return proto.setContextTokens(terms.contextTokens())
                .setBatch(terms.batch())
                .setCacheBits((int) terms.cacheBytes() * 8)
                .setGpuCount(terms.gpuCount())
                .setBasis(CostBasis.forNumber(terms.basis().number()))
                .setWholeCards(terms.wholeCards())
                .setMarginMillionths(terms.marginMillionths())
                .setUtilizationMillionths(terms.utilizationMillionths())
                .setFlopsShareMillionths(terms.flopsShareMillionths())
                .setBandwidthShareMillionths(terms.bandwidthShareMillionths())
                .build();
    }
}
