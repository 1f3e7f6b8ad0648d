package io.weighbridge.backend.proxies.call;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which of Anthropic's betas a client may ask for: those that change no price, have nothing run at
/// the provider, and add nothing to a call that is not in its usage. A closed list, as what the
/// next one does nobody knows.
final class Betas {
    // The second is OpenRouter's.
    private static final Set<String> HEADERS = Set.of("anthropic-beta", "x-anthropic-beta");

    private static final Set<String> PASSED =
            Set.of(
                    "claude-code-20250219",
                    "context-management-2025-06-27",
                    "effort-2025-11-24",
                    "extended-cache-ttl-2025-04-11",
                    "fine-grained-tool-streaming-2025-05-14",
                    "interleaved-thinking-2025-05-14",
                    "max-tokens-3-5-sonnet-2024-07-15",
                    "output-128k-2025-02-19",
                    "prompt-caching-2024-07-31",
                    "structured-outputs-2025-11-13",
                    "token-efficient-tools-2025-02-19");

    private Betas() {}

    /// What of a header is passed on: the header itself where it is another, or has no other beta.
    ///
    /// @param name of it, in small letters
    static List<HeaderLine> passed(HeaderLine header, String name) {
        if (!HEADERS.contains(name)) {
            return List.of(header);
        }
        List<String> asked =
                Arrays.stream(header.value().split(",", -1)).map(String::strip).toList();
        if (PASSED.containsAll(asked)) {
            return List.of(header);
        }
        String rest = asked.stream().filter(PASSED::contains).collect(Collectors.joining(","));
        return rest.isEmpty() ? List.of() : List.of(new HeaderLine(header.name(), rest));
    }
}
