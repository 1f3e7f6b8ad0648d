package io.weighbridge.console.photographs;

import io.weighbridge.console.client.BackendClient;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.ListModelsRequest;
import io.weighbridge.proto.v1.ListServicesRequest;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.SavedModel;
import io.weighbridge.proto.v1.Service;
import io.weighbridge.proto.v1.SetGpuPriceRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;

import javafx.scene.control.TableView;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;

import java.time.InstantSource;
import java.util.List;

/// Pictures of compute.
final class ComputeShots {
    // Llama 3 8B.
    private static final String LLAMA =
            """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 4096,
             "intermediate_size": 14336, "num_attention_heads": 32, "num_key_value_heads": 8,
             "num_hidden_layers": 32, "vocab_size": 128256, "tie_word_embeddings": false,
             "torch_dtype": "bfloat16", "max_position_embeddings": 8192}
            """;
    private static final long DAY_MS = 86_400_000;

    private ComputeShots() {}

    /// Saves a model, has a service run it, and prices some GPUs.
    static List<Shot> shots(DemoService demo) {
        Address compute = Address.of(Route.COMPUTE);
        Made made = make(demo);
        return List.of(
                new Shot(
                        "compute-analyze",
                        compute.with("tab", "analyze").with("model", made.model()),
                        robot -> robot.waitForRows("#analysis-contexts", 7)),
                new Shot(
                        "compute-steps",
                        compute.with("tab", "analyze").with("model", made.model()),
                        ComputeShots::unfold),
                new Shot("compute-empty", compute, _ -> {}),
                new Shot(
                        "compute-services",
                        compute.with("tab", "services"),
                        robot -> open(robot, "#compute-services", "#proposal", 0)),
                new Shot(
                        "compute-service",
                        Address.of(Route.COMPUTE, made.service()),
                        robot -> robot.find("#proposal")),
                new Shot(
                        "compute-run",
                        Address.of(Route.COMPUTE, made.service()),
                        ComputeShots::set),
                new Shot(
                        "compute-models",
                        compute.with("tab", "models"),
                        robot -> robot.waitForRows("#compute-models", 1)),
                new Shot(
                        "compute-gpus",
                        compute.with("tab", "gpus"),
                        robot -> robot.find("#compute-gpus .table-row-cell")),
                new Shot(
                        "compute-gpu",
                        compute.with("tab", "gpus"),
                        robot -> open(robot, "#compute-gpus", "#gpu-versions", 5)),
                new Shot("compute-gpu-edit", compute.with("tab", "gpus"), ComputeShots::edit),
                new Shot("compute-price", compute.with("tab", "gpus"), ComputeShots::price),
                new Shot("compute-measured", compute.with("tab", "measured"), _ -> {}));
    }

    private record Made(String model, String service) {}

    private static Made make(DemoService demo) {
        try (BackendClient client = BackendClient.connect(demo.profile(), InstantSource.system())) {
            var _ = client.login(demo.profile().user(), demo.password(), "");
            List<SavedModel> before =
                    client.compute()
                            .listModels(ListModelsRequest.getDefaultInstance())
                            .getModelsList();
            Service service =
                    client.services()
                            .listServices(ListServicesRequest.getDefaultInstance())
                            .getServices(0);
            if (!before.isEmpty()) {
                return new Made(before.getFirst().getModel(), service.getId());
            }
            String model =
                    client.compute()
                            .saveModel(
                                    SaveModelRequest.newBuilder()
                                            .setName("llama-3-8b")
                                            .setModel(ModelSource.newBuilder().setConfigJson(LLAMA))
                                            .build())
                            .getModel();
            SetServiceModelRequest run =
                    SetServiceModelRequest.newBuilder()
                            .setService(service.getId())
                            .setModel(model)
                            .setGpu("h100")
                            .setTerms(
                                    ComputeTerms.newBuilder()
                                            .setContextTokens(8_192)
                                            .setBatch(32)
                                            .setBasis(CostBasis.COST_BASIS_GPU_TIME_VRAM)
                                            .setMarginMillionths(300_000)
                                            .setUtilizationMillionths(500_000))
                            .build();
            var _ = client.compute().setServiceModel(run);
            long laterMs = System.currentTimeMillis() + DAY_MS;
            var _ =
                    client.compute()
                            .setServiceModel(
                                    run.toBuilder()
                                            .setGpu("l40s")
                                            .setEffectiveAtMs(laterMs)
                                            .build());
            var _ =
                    client.compute()
                            .setGpuPrice(
                                    SetGpuPriceRequest.newBuilder()
                                            .setGpu("h100")
                                            .setHourNanos(2_100_000_000L)
                                            .setEffectiveAtMs(laterMs)
                                            .setSource("our contract of 2027")
                                            .build());
            return new Made(model, service.getId());
        }
    }

    private static void open(Robot robot, String selector, String there, int index) {
        select(robot, selector, index);
        robot.press(KeyCode.ENTER);
        robot.find(there);
    }

    private static void select(Robot robot, String selector, int index) {
        robot.find(selector + " .table-row-cell");
        TableView<?> table = (TableView<?>) robot.find(selector);
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    table.getSelectionModel().clearAndSelect(index);
                    return 0;
                });
    }

    private static void unfold(Robot robot) {
        robot.waitForRows("#analysis-contexts", 7);
        TitledPane steps = (TitledPane) robot.find("#compute-steps");
        Robot.onFx(
                () -> {
                    steps.setExpanded(true);
                    return 0;
                });
    }

    private static void set(Robot robot) {
        robot.click("#service-set");
        robot.find("#run-gpu");
    }

    private static void edit(Robot robot) {
        select(robot, "#compute-gpus", 5);
        robot.click("#gpus-edit");
        robot.find("#gpu-vram");
    }

    private static void price(Robot robot) {
        select(robot, "#compute-gpus", 5);
        robot.click("#gpus-price");
        robot.find("#gpu-hour");
    }
}
