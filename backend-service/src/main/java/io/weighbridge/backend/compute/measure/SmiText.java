package io.weighbridge.backend.compute.measure;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads what `nvidia-smi` prints for
/// `--query-gpu=uuid,name,utilization.gpu,memory.used,power.draw --format=csv,noheader,nounits`.
/// Its man page promises no form, so a row that is not as asked for is refused; `[N/A]` and its kin
/// are missing.
final class SmiText {
    private static final int COLUMNS = 5;
    private static final int GPUS_MAX = 64;
    private static final int TEXT_LENGTH_MAX = 100;

    private SmiText() {}

    /// The GPUs of an answer.
    ///
    /// @throws GarbledException when it is not one
    static List<GpuSample> read(byte[] answer) throws GarbledException {
        List<GpuSample> samples = new ArrayList<>();
        String text = new String(answer, StandardCharsets.UTF_8);
        if (!text.endsWith("\n")) {
            throw new GarbledException("its last line has no end: it is half written");
        }
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank()) {
                samples.add(sample(line.strip().split(",", -1)));
            }
            if (samples.size() > GPUS_MAX) {
                throw new GarbledException("more than " + GPUS_MAX + " GPUs");
            }
        }
        if (samples.isEmpty()) {
            throw new GarbledException("no GPU");
        }
        return samples;
    }

    private static GpuSample sample(String[] cells) throws GarbledException {
        if (cells.length != COLUMNS || !cells[0].strip().startsWith("GPU-")) {
            throw new GarbledException("a row that is not of a GPU's UUID and 4 values");
        }
        String gpu = cells[0].strip();
        String model = cells[1].strip();
        if (!isText(gpu) || !isText(model)) {
            throw new GarbledException("a UUID or a name that is too long, or no text");
        }
        return new GpuSample(
                gpu,
                model,
                Plausible.percent(value(cells[2])),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Plausible.watts(value(cells[4])),
                Plausible.memoryMib(value(cells[3])));
    }

    private static boolean isText(String text) {
        return text.length() <= TEXT_LENGTH_MAX && text.chars().noneMatch(Character::isISOControl);
    }

    private static Optional<BigDecimal> value(String cell) throws GarbledException {
        String text = cell.strip();
        return text.startsWith("[") || text.equals("N/A")
                ? Optional.empty()
                : Optional.of(MetricText.decimal(text));
    }
}
