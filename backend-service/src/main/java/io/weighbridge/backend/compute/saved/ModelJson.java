package io.weighbridge.backend.compute.saved;

import io.weighbridge.backend.compute.cost.PicturePart;
import io.weighbridge.backend.compute.cost.PictureTerms;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.cost.SpeechTerms;
import io.weighbridge.backend.platform.audit.JsonText;
import io.weighbridge.model.IdKind;

import java.util.stream.Collectors;

/// Models and what services run as the audit log keeps them. A saved model stays in the store
/// whole.
final class ModelJson {
    private ModelJson() {}

    static String of(SavedModel model) {
        return JsonText.object()
                .add("name", model.name())
                .add("type", model.type())
                .add("kind", model.kind())
                .add("parameters", model.parameters())
                .add("weightBytes", model.weightBytes())
                .add("weightFormat", model.weightFormat())
                .toString();
    }

    static String of(ServiceModel link) {
        JsonText json = JsonText.object().add("effectiveAtMs", link.effectiveAtMs());
        ServiceModel.Run run = link.run();
        if (run == null) {
            return json.add("model", "").toString();
        }
        ServingTerms terms = run.terms();
        json.add("model", IdKind.MODEL.format(run.modelId()))
                .add("modelName", run.modelName())
                .add("gpu", run.gpuName())
                .add("gpuCount", terms.gpuCount())
                .add("contextTokens", terms.contextTokens())
                .add("batch", terms.batch())
                .add("cacheBytes", terms.cacheBytes())
                .add("basis", terms.basis().name())
                .add("wholeCards", terms.wholeCards())
                .add("marginMillionths", terms.marginMillionths())
                .add("utilizationMillionths", terms.utilizationMillionths())
                .add("flopsShareMillionths", terms.flopsShareMillionths())
                .add("bandwidthShareMillionths", terms.bandwidthShareMillionths());
        switch (terms.media()) {
            case null -> {}
            case PictureTerms picture ->
                    json.add("steps", picture.steps())
                            .add("guided", picture.guided())
                            .add("width", picture.width())
                            .add("height", picture.height())
                            .add(
                                    "parts",
                                    picture.parts().stream()
                                            .sorted()
                                            .map(PicturePart::name)
                                            .collect(Collectors.joining(",")));
            case SpeechTerms speech ->
                    json.add("wordsPerWindow", speech.wordsPerWindow())
                            .add("recordingMs", speech.recordingMs());
        }
        return json.toString();
    }
}
