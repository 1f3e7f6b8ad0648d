package io.weighbridge.backend.compute.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.weighbridge.backend.platform.fault.Fault;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The GPUs that come with the program: figures of data sheets, each with its source, and prices in
/// USD that are only a start.
public final class GpuCatalogue {
    private static final String FILE = "gpus.json";
    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

    private final List<Gpu> gpus;

    private GpuCatalogue(List<Gpu> gpus) {
        this.gpus = List.copyOf(gpus);
    }

    /// The catalogue of this version.
    public static GpuCatalogue load() {
        try (InputStream in = GpuCatalogue.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw Fault.internal(FILE + " is missing in the program", null);
            }
            List<Gpu> gpus = new ArrayList<>();
            for (JsonNode each : new ObjectMapper().readTree(in)) {
                gpus.add(gpu(each));
            }
            return new GpuCatalogue(gpus);
        } catch (IOException e) {
            throw Fault.internal(FILE + " cannot be read", e);
        }
    }

    private static Gpu gpu(JsonNode json) {
        Map<String, Long> flops = new HashMap<>();
        json.path("tflops")
                .properties()
                .forEach(each -> flops.put(each.getKey(), number(each.getValue(), 12)));
        JsonNode price = json.path("hour_usd");
        return new Gpu(
                json.path("name").asText(),
                json.path("title").asText(),
                new BigDecimal(json.path("vram_gib").asText()).multiply(GIB).longValueExact(),
                number(json.path("bandwidth_gb_per_s"), 9),
                json.path("tdp_watts").asLong(),
                flops,
                price.isNull() ? Optional.empty() : Optional.of(new BigDecimal(price.asText())),
                json.path("source").asText(),
                json.path("price_source").asText());
    }

    private static long number(JsonNode text, int exponent) {
        return new BigDecimal(text.asText()).scaleByPowerOfTen(exponent).longValueExact();
    }

    /// All, by name.
    public List<Gpu> all() {
        return gpus;
    }

    /// The one of a name.
    ///
    /// @throws Fault INVALID_FIELD when there is none
    public Gpu find(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (Gpu gpu : gpus) {
            if (gpu.name().equals(wanted)) {
                return gpu;
            }
        }
        throw Fault.invalid("gpu", name, String.join(", ", gpus.stream().map(Gpu::name).toList()));
    }
}
