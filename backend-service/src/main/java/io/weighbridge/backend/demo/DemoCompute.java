package io.weighbridge.backend.demo;

import io.weighbridge.backend.Backend;
import io.weighbridge.backend.attribution.Assignments;
import io.weighbridge.backend.compute.analysis.ModelContent;
import io.weighbridge.backend.compute.cost.Basis;
import io.weighbridge.backend.compute.cost.ServingTerms;
import io.weighbridge.backend.compute.gpu.Gpus;
import io.weighbridge.backend.compute.saved.Models;
import io.weighbridge.backend.demo.model.FakeGpu;
import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.paging.PageKey;
import io.weighbridge.backend.services.Service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What the demo's chat service is said to run: a model of a public shape, on the simulated GPU, at
/// a made-up price.
final class DemoCompute {
    private static final PageKey PAGE = PageKey.of(PageKey.SIZE_MAX, "", "");
    private static final String MODEL = "llama-3-8b (simulated)";
    private static final String CONFIG =
            """
            {"model_type": "llama", "torch_dtype": "bfloat16", "vocab_size": 128256,
             "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
             "num_attention_heads": 32, "num_key_value_heads": 8}
            """;
    private static final String GPU = "h100";
    private static final long HOUR_NANOS = 2_500_000_000L;
    private static final ServingTerms TERMS =
            new ServingTerms(2_048, 32, 2, 1, Basis.GPU_TIME_VRAM, true, 400_000, 300_000);

    private final Gpus gpus;
    private final Models models;
    private final Assignments assignments;
    private final Service chat;

    DemoCompute(Backend backend) {
        gpus = backend.compute().gpus();
        models = backend.compute().models();
        assignments = backend.attribution().assignments();
        chat = backend.services().require(Catalogue.CHAT);
    }

    /// Makes what is not there yet.
    void make() {
        if (models.list(PAGE).items().stream().noneMatch(model -> model.name().equals(MODEL))) {
            var _ = models.save(MODEL, content());
            var _ = gpus.setPrice(GPU, HOUR_NANOS, 0, "simulated: the demo's own");
        }
        if (models.links(chat.id(), PAGE).items().isEmpty()) {
            var _ = models.run(chat, MODEL, GPU, TERMS, 0);
        }
        if (assignments.list(FakeGpu.UUID, PAGE).items().isEmpty()) {
            var _ = assignments.set(FakeGpu.UUID, List.of(chat.name()), 0);
        }
    }

    private static ModelContent content() {
        try {
            return ModelContent.ofConfig(MODEL, CONFIG.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Fault.internal("bytes in memory cannot be read", e);
        }
    }
}
