package io.weighbridge.backend.compute.measure;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/// Somebody who tells what GPUs or models do.
///
/// @param kind what is read there
/// @param at the URL, or for [Kind#NVIDIA_SMI] a file
public record Exporter(Kind kind, String at) {
    /// What is read.
    public enum Kind {
        /// NVIDIA's dcgm-exporter.
        DCGM("dcgm"),
        /// A file that `nvidia-smi` writes.
        NVIDIA_SMI("nvidia-smi"),
        /// vLLM.
        VLLM("vllm");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private static final int LENGTH_MAX = 150;

    /// What is written as `KIND=URL`; null when it is not that.
    public static @Nullable Exporter parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.text + "=") && text.length() <= LENGTH_MAX) {
                String at = text.substring(kind.text.length() + 1);
                boolean isFit = kind == Kind.NVIDIA_SMI ? !at.isEmpty() : isUrl(at);
                return isFit ? new Exporter(kind, at) : null;
            }
        }
        return null;
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// As it is written in the settings.
    @Override
    public String toString() {
        return kind.text + "=" + at;
    }
}
