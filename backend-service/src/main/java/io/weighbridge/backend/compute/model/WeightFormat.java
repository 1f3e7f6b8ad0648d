package io.weighbridge.backend.compute.model;

import io.weighbridge.backend.compute.network.Network;
import io.weighbridge.backend.compute.network.Part;
import io.weighbridge.backend.compute.network.Part.Form;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How many bits a weight takes, as a config says it: its type, and for those that are quantized
/// the bits with their share of the scales.
///
/// @param name such as `bfloat16` or `gptq, 4 bits in groups of 128`
/// @param plain bits of what is not quantized
/// @param quantized bits of what is; as `plain` when nothing is
/// @param expertsOnly whether only experts are quantized
/// @param arithmetic the type that products are done in: `bf16`, `fp16`, `fp32` or `fp8`
/// @param unknown what could not be told
public record WeightFormat(
        String name,
        Bits plain,
        Bits quantized,
        boolean expertsOnly,
        String arithmetic,
        List<String> unknown) {
    private static final Map<String, Long> TYPE_BITS =
            Map.of(
                    "float64", 64L,
                    "float32", 32L,
                    "float16", 16L,
                    "bfloat16", 16L,
                    "float8_e4m3fn", 8L,
                    "float8_e5m2", 8L);
    private static final long GROUP = 128;
    private static final long BLOCK_MAX = 1L << 40;
    private static final long SHARE = 1_000_000;

    /// Bits of a weight as a fraction, since scales are shared.
    ///
    /// @param bits of `elements` weights with their scales
    public record Bits(long bits, long elements) {
        static Bits whole(long bits) {
            return new Bits(bits, 1);
        }

        /// Bytes of so many weights, rounded up.
        public long bytes(long weights) {
            // Whole groups first, so that nothing is multiplied beyond 2^63.
            long groups = weights / elements;
            long rest = weights % elements;
            return Math.addExact(
                    Math.ceilDiv(Math.multiplyExact(groups, bits), 8L),
                    Math.ceilDiv(Math.multiplyExact(rest, bits), 8L * elements));
        }
    }

    /// A format with a copy of the list.
    public WeightFormat {
        unknown = List.copyOf(unknown);
    }

    /// The format of files whose bytes are known: each weight takes its even share of them.
    public static WeightFormat stored(String name, long bytes, long elements) {
        Bits share =
                elements == 0
                        ? Bits.whole(16)
                        : new Bits(
                                BigInteger.valueOf(bytes)
                                        .multiply(BigInteger.valueOf(8 * SHARE))
                                        .divide(BigInteger.valueOf(elements))
                                        .longValueExact(),
                                SHARE);
        return new WeightFormat(name, share, share, false, "fp16", List.of());
    }

    /// Whether stored elements are not weights one by one: several in a number, with scales beside.
    public boolean isPacked() {
        return !plain.equals(quantized);
    }

    /// Bytes of a part, all copies. Biases are never quantized.
    public long bytes(Part part) {
        if (part instanceof Part.Product product && takes(product.form())) {
            long biases = product.bias() ? product.copies() * product.outputs() : 0;
            return Math.addExact(
                    quantized.bytes(product.parameters() - biases), plain.bytes(biases));
        }
        return plain.bytes(part.parameters());
    }

    private boolean takes(Form form) {
        return form == Form.EXPERT || (!expertsOnly && form == Form.PLAIN);
    }

    /// Bytes of what runs.
    public long bytes(Network network) {
        long sum = 0;
        for (Part part : network.parts()) {
            sum = Math.addExact(sum, bytes(part));
        }
        return sum;
    }

    /// The format that a config names; `bfloat16` when it names none.
    static WeightFormat read(Fields config) {
        List<String> unknown = new ArrayList<>();
        String type = config.text("torch_dtype", config.text("dtype", ""));
        if (!TYPE_BITS.containsKey(type)) {
            unknown.add(
                    type.isEmpty()
                            ? "the config names no type of weights; counted as bfloat16"
                            : "weights of type " + type + "; counted as bfloat16");
            type = "bfloat16";
        }
        Bits plain = Bits.whole(TYPE_BITS.getOrDefault(type, 16L));
        WeightFormat whole = new WeightFormat(type, plain, plain, false, arithmetic(type), unknown);
        return config.has("quantization_config")
                ? whole.quantized(config.object("quantization_config"))
                : whole;
    }

    private static String arithmetic(String type) {
        return switch (type) {
            case "float32", "float64" -> "fp32";
            case "float16" -> "fp16";
            default -> type.startsWith("float8") ? "fp8" : "bf16";
        };
    }

    private WeightFormat quantized(Fields config) {
        String method = config.text("quant_method", "");
        return switch (method) {
            case "gptq", "awq" -> {
                long bits = config.size("bits", config.size("w_bit", 4));
                long group = config.isNegative("group_size") ? 0 : config.size("group_size", GROUP);
                // Each group has a scale of 16 bits and a zero as wide as a weight.
                yield group == 0
                        ? with(method + ", " + bits + " bits", Bits.whole(bits), false)
                        : with(
                                method + ", " + bits + " bits in groups of " + group,
                                new Bits(group * bits + 16 + bits, group),
                                false);
            }
            case "bitsandbytes" -> bitsAndBytes(config);
            case "fp8" -> fp8(config);
            // Blocks of 32 with a scale of 8 bits.
            case "mxfp4" -> with("mxfp4", new Bits(32 * 4 + 8, 32), true);
            default -> {
                List<String> more = new ArrayList<>(unknown);
                more.add("quantization " + method + "; counted as " + name);
                yield new WeightFormat(name, plain, plain, false, arithmetic, more);
            }
        };
    }

    private WeightFormat bitsAndBytes(Fields config) {
        if (config.flag("load_in_4bit", false)) {
            // A block of 64 has a scale of 32 bits, or of 8 and a share of one for 256 blocks.
            return config.flag("bnb_4bit_use_double_quant", false)
                    ? with(
                            "bitsandbytes, 4 bits twice",
                            new Bits(256 * (64 * 4 + 8) + 32, 256 * 64),
                            false)
                    : with("bitsandbytes, 4 bits", new Bits(64 * 4 + 32, 64), false);
        }
        return with("bitsandbytes, 8 bits", Bits.whole(8), false);
    }

    private WeightFormat fp8(Fields config) {
        WeightFormat format;
        if (config.has("weight_block_size")) {
            long block = 1;
            for (long side : config.sizes("weight_block_size")) {
                if (side > BLOCK_MAX / block) {
                    throw config.invalid(
                            "weight_block_size",
                            side,
                            "sides of at most " + BLOCK_MAX + " together");
                }
                block *= Math.max(1, side);
            }
            format = with("fp8 in blocks of " + block, new Bits(8 * block + 32, block), false);
        } else {
            format = with("fp8", Bits.whole(8), false);
        }
        return new WeightFormat(format.name, plain, format.quantized, false, "fp8", format.unknown);
    }

    private WeightFormat with(String called, Bits bits, boolean experts) {
        return new WeightFormat(
                called + ", else " + name, plain, bits, experts, arithmetic, unknown);
    }
}
