package io.weighbridge.backend.compute.file;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// How GGML stores elements: in blocks with their scales (ggml.h, `enum ggml_type`).
///
/// @param name as llama.cpp writes it
/// @param block elements of a block
/// @param bytes of a block
record GgufType(String name, int block, int bytes) {
    private static final Map<Integer, GgufType> TYPES =
            Map.ofEntries(
                    Map.entry(0, new GgufType("F32", 1, 4)),
                    Map.entry(1, new GgufType("F16", 1, 2)),
                    Map.entry(2, new GgufType("Q4_0", 32, 18)),
                    Map.entry(3, new GgufType("Q4_1", 32, 20)),
                    Map.entry(6, new GgufType("Q5_0", 32, 22)),
                    Map.entry(7, new GgufType("Q5_1", 32, 24)),
                    Map.entry(8, new GgufType("Q8_0", 32, 34)),
                    Map.entry(9, new GgufType("Q8_1", 32, 36)),
                    Map.entry(10, new GgufType("Q2_K", 256, 84)),
                    Map.entry(11, new GgufType("Q3_K", 256, 110)),
                    Map.entry(12, new GgufType("Q4_K", 256, 144)),
                    Map.entry(13, new GgufType("Q5_K", 256, 176)),
                    Map.entry(14, new GgufType("Q6_K", 256, 210)),
                    Map.entry(15, new GgufType("Q8_K", 256, 292)),
                    Map.entry(16, new GgufType("IQ2_XXS", 256, 66)),
                    Map.entry(17, new GgufType("IQ2_XS", 256, 74)),
                    Map.entry(18, new GgufType("IQ3_XXS", 256, 98)),
                    Map.entry(19, new GgufType("IQ1_S", 256, 50)),
                    Map.entry(20, new GgufType("IQ4_NL", 32, 18)),
                    Map.entry(21, new GgufType("IQ3_S", 256, 110)),
                    Map.entry(22, new GgufType("IQ2_S", 256, 82)),
                    Map.entry(23, new GgufType("IQ4_XS", 256, 136)),
                    Map.entry(24, new GgufType("I8", 1, 1)),
                    Map.entry(25, new GgufType("I16", 1, 2)),
                    Map.entry(26, new GgufType("I32", 1, 4)),
                    Map.entry(27, new GgufType("I64", 1, 8)),
                    Map.entry(28, new GgufType("F64", 1, 8)),
                    Map.entry(29, new GgufType("IQ1_M", 256, 56)),
                    Map.entry(30, new GgufType("BF16", 1, 2)),
                    Map.entry(34, new GgufType("TQ1_0", 256, 54)),
                    Map.entry(35, new GgufType("TQ2_0", 256, 66)),
                    Map.entry(39, new GgufType("MXFP4", 32, 17)));

    /// @return null when there is no such type
    static @Nullable GgufType of(int number) {
        return TYPES.get(number);
    }
}
