package io.weighbridge.console.photographs;

import io.weighbridge.backend.compute.measure.GpuHour;
import io.weighbridge.backend.compute.measure.GpuHour.Active;
import io.weighbridge.backend.testkit.model.Configs;
import io.weighbridge.console.shell.Address;
import io.weighbridge.console.shell.Route;
import io.weighbridge.console.testkit.Installation;
import io.weighbridge.console.testkit.Robot;
import io.weighbridge.console.testkit.Traffic;
import io.weighbridge.proto.v1.ComputeTerms;
import io.weighbridge.proto.v1.CostBasis;
import io.weighbridge.proto.v1.GetServiceRequest;
import io.weighbridge.proto.v1.ModelSource;
import io.weighbridge.proto.v1.PictureTerms;
import io.weighbridge.proto.v1.SaveModelRequest;
import io.weighbridge.proto.v1.SetGpuServicesRequest;
import io.weighbridge.proto.v1.SetServiceModelRequest;
import io.weighbridge.proto.v1.SpeechTerms;
import io.weighbridge.proto.v1.Unit;

import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Pictures of what measured GPU hours cost and earned, on a service of their own: the demo's GPU
/// has not been measured for an hour.
final class CostsShots {
    private static final long HOUR_MS = 3_600_000;
    private static final int HOURS = 30;
    private static final String CHAT = "GPU-5fd4f087-86f3-7a43-b711-4771313afc50";
    private static final String SPARE = "GPU-0ab1c2d3-1111-4222-8333-444455556666";
    private static final String CONFIG =
            """
            {"model_type": "llama", "torch_dtype": "bfloat16", "vocab_size": 128256,
             "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
             "num_attention_heads": 32, "num_key_value_heads": 8}
            """;

    private CostsShots() {}

    /// A service whose hour is over for the console, with GPUs that were measured in it.
    static Installation start() {
        long hourMs = System.currentTimeMillis() / HOUR_MS * HOUR_MS - HOUR_MS;
        List<GpuHour> hours = new ArrayList<>();
        for (int back = 0; back < HOURS; back++) {
            // Nobody saw some of them.
            if (back % 11 != 5) {
                hours.add(hour(hourMs - back * HOUR_MS, CHAT, "NVIDIA H100 80GB HBM3", back));
            }
            if (back < 20) {
                hours.add(hour(hourMs - back * HOUR_MS, SPARE, "NVIDIA RTX 9999", back + 3));
            }
        }
        return Installation.startAt(Instant.ofEpochMilli(hourMs + 1_000), hours);
    }

    private static GpuHour hour(long atMs, String gpu, String card, int seed) {
        long activeUs = (seed * 37L % 53 + 4) * 60_000_000;
        return new GpuHour(
                atMs,
                gpu,
                "dcgm=http://gpu-1:9400/metrics",
                card,
                HOUR_MS,
                new Active(HOUR_MS, activeUs),
                new Active(0, 0),
                new Active(0, 0),
                HOUR_MS,
                400_000_000L + activeUs / 3,
                61_000);
    }

    static List<Shot> shots(Installation installation) {
        String service;
        Media draw;
        Media hear;
        try (Traffic trade = new Traffic(installation)) {
            service = make(trade);
            draw = draw(trade);
            hear = hear(trade);
        }
        List<Shot> all = new ArrayList<>(media(draw, hear));
        all.addAll(shots(service));
        return all;
    }

    /// A service that makes pictures or hears speech, and its saved model, by their ids.
    private record Media(String service, String model) {}

    private static List<Shot> media(Media draw, Media hear) {
        Address compute = Address.of(Route.COMPUTE);
        Address analyze = compute.with("tab", "analyze");
        Address pictures = Address.of(Route.COMPUTE, draw.service());
        Address speech = Address.of(Route.COMPUTE, hear.service());
        return List.of(
                new Shot(
                        "costs-analyze-pictures",
                        analyze.with("model", draw.model()),
                        robot -> robot.find("#analysis-figures")),
                new Shot(
                        "costs-analyze-speech",
                        analyze.with("model", hear.model()),
                        robot -> robot.find("#analysis-figures")),
                new Shot("costs-pictures", pictures, robot -> robot.find("#proposal")),
                new Shot(
                        "costs-pictures-curve",
                        pictures,
                        robot -> robot.click("#proposal-by-curve")),
                new Shot("costs-pictures-call", pictures, CostsShots::typicalCall),
                new Shot("costs-pictures-run", pictures, CostsShots::edit),
                new Shot(
                        "costs-pictures-drawer",
                        compute.with("tab", "services"),
                        CostsShots::beside),
                new Shot("costs-speech", speech, robot -> robot.find("#proposal")),
                new Shot("costs-speech-run", speech, CostsShots::edit));
    }

    private static List<Shot> shots(String service) {
        Address compute = Address.of(Route.COMPUTE);
        Address costs = compute.with("tab", "costs");
        Address heat =
                Address.of(Route.USAGE)
                        .with("tab", "heatmap")
                        .with("range", "day")
                        .with("shape", "hour-gpu");
        return List.of(
                new Shot("costs-gpu", costs, CostsShots::lines),
                new Shot("costs-service", costs.with("by", "service"), CostsShots::lines),
                new Shot("costs-own", own(costs), CostsShots::lines),
                new Shot("costs-key", costs.with("by", "key"), CostsShots::lines),
                new Shot("costs-hours", costs, CostsShots::hours),
                new Shot("costs-drawer", costs, robot -> open(robot, "#costs-lines")),
                new Shot("costs-drift", compute.with("tab", "drift"), CostsShots::drift),
                new Shot("costs-calibrate", compute.with("tab", "drift"), CostsShots::calibrate),
                new Shot(
                        "costs-service-page",
                        Address.of(Route.COMPUTE, service),
                        robot -> robot.find("#drift-ratio")),
                new Shot(
                        "costs-measured",
                        compute.with("tab", "measured"),
                        robot -> robot.find("#measured-gpus .table-row-cell")),
                new Shot("costs-assign", compute.with("tab", "measured"), CostsShots::assign),
                heat("costs-heat-earned", heat.with("measure", "gpu-earned")),
                heat("costs-heat-margin", heat.with("measure", "gpu-margin")),
                heat(
                        "costs-heat-week",
                        heat.with("shape", "week").with("measure", "measured-cost")),
                heat(
                        "costs-heat-week-busy",
                        heat.with("shape", "week").with("measure", "utilisation")),
                heat(
                        "costs-heat-service",
                        heat.with("shape", "hour-service").with("measure", "measured-cost")));
    }

    private static Shot heat(String name, Address heat) {
        return new Shot(name, heat, robot -> robot.find("#usage-heat"));
    }

    // The hour of which everything is known.
    private static Address own(Address costs) {
        long toMs = System.currentTimeMillis() / HOUR_MS * HOUR_MS;
        return costs.with("from", Long.toString(toMs - HOUR_MS)).with("to", Long.toString(toMs));
    }

    private static String make(Traffic trade) {
        trade.service("chat");
        trade.service("large");
        for (String name : List.of("Acme", "Globex")) {
            Traffic.Customer customer =
                    trade.customer(name, Traffic.everyService(name + "-prod"), 9_000_000_000_000L);
            for (String service : List.of("chat", "large")) {
                var _ =
                        trade.call(
                                customer,
                                service,
                                Traffic.count(Unit.UNIT_INPUT_TOKENS, 200_000),
                                Traffic.count(Unit.UNIT_OUTPUT_TOKENS, 80_000));
            }
        }
        String model = save(trade, "llama-3-8b", CONFIG);
        for (String service : List.of("chat", "large")) {
            run(trade, service, model, terms());
        }
        var _ =
                trade.admin()
                        .attribution()
                        .setGpuServices(
                                SetGpuServicesRequest.newBuilder()
                                        .setGpu(CHAT)
                                        .addServices("chat")
                                        .build());
        return id(trade, "chat");
    }

    private static String id(Traffic trade, String service) {
        return trade.admin()
                .services()
                .getService(GetServiceRequest.newBuilder().setService(service).build())
                .getId();
    }

    private static String save(Traffic trade, String name, String config) {
        return trade.admin()
                .compute()
                .saveModel(
                        SaveModelRequest.newBuilder()
                                .setName(name)
                                .setModel(ModelSource.newBuilder().setConfigJson(config))
                                .build())
                .getModel();
    }

    private static void run(Traffic trade, String service, String model, ComputeTerms terms) {
        var _ =
                trade.admin()
                        .compute()
                        .setServiceModel(
                                SetServiceModelRequest.newBuilder()
                                        .setService(service)
                                        .setModel(model)
                                        .setGpu("h100")
                                        .setTerms(terms)
                                        .build());
    }

    private static Media draw(Traffic trade) {
        trade.service("draw");
        String model = save(trade, "sdxl", Configs.SDXL_PIPELINE.replace('\'', '"'));
        run(
                trade,
                "draw",
                model,
                terms().toBuilder()
                        .clearContextTokens()
                        .setPicture(
                                PictureTerms.newBuilder()
                                        .setSteps(30)
                                        .setGuidance(true)
                                        .setWidth(832)
                                        .setHeight(1_216))
                        .build());
        return new Media(id(trade, "draw"), model);
    }

    private static Media hear(Traffic trade) {
        trade.service("hear");
        String config = Configs.WHISPER_LARGE_V2.replace('\'', '"');
        String model = save(trade, "whisper-large-v2", config);
        run(
                trade,
                "hear",
                model,
                terms().toBuilder()
                        .clearContextTokens()
                        .setSpeech(
                                SpeechTerms.newBuilder()
                                        .setWordsPerWindow(100)
                                        .setRecordingMs(60_000))
                        .build());
        return new Media(id(trade, "hear"), model);
    }

    // A picture's, by the curve.
    private static void typicalCall(Robot robot) {
        robot.click("#proposal-by-curve");
        robot.click("#proposal-draft");
        robot.waitForText("#book-kind", "draft"::equals);
        select(robot, "#rates");
    }

    private static void edit(Robot robot) {
        robot.find("#proposal");
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
        robot.find("#run-batch");
    }

    private static void beside(Robot robot) {
        robot.find("#compute-services .table-row-cell");
        TableView<?> table = (TableView<?>) robot.find("#compute-services");
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    for (int i = 0; i < table.getItems().size(); i++) {
                        if (table.getItems().get(i).toString().contains("\"draw\"")) {
                            table.getSelectionModel().clearAndSelect(i);
                        }
                    }
                    return 0;
                });
        robot.press(KeyCode.ENTER);
        robot.find("#proposal");
    }

    private static ComputeTerms terms() {
        return ComputeTerms.newBuilder()
                .setContextTokens(2_048)
                .setBatch(8)
                .setBasis(CostBasis.COST_BASIS_GPU_TIME_VRAM)
                .setUtilizationMillionths(500_000)
                .build();
    }

    private static void lines(Robot robot) {
        robot.find("#costs-lines .table-row-cell");
    }

    private static void hours(Robot robot) {
        lines(robot);
        robot.press(KeyCode.CONTROL, KeyCode.T);
        robot.find("#costs-buckets .table-row-cell");
    }

    private static void select(Robot robot, String selector) {
        robot.find(selector + " .table-row-cell");
        TableView<?> table = (TableView<?>) robot.find(selector);
        Robot.onFx(
                () -> {
                    table.requestFocus();
                    table.getSelectionModel().clearAndSelect(0);
                    return 0;
                });
    }

    private static void open(Robot robot, String selector) {
        select(robot, selector);
        robot.press(KeyCode.ENTER);
        robot.find("#gpu-use-now");
    }

    private static void drift(Robot robot) {
        select(robot, "#compute-drift");
    }

    private static void calibrate(Robot robot) {
        drift(robot);
        robot.press(KeyCode.CONTROL, KeyCode.H);
        robot.find("#calibrate-flops");
    }

    private static void assign(Robot robot) {
        select(robot, "#measured-gpus");
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
        robot.find("#assign-services");
    }
}
