package io.weighbridge.backend.proxies.subjects;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.IpAddress;
import io.weighbridge.backend.platform.time.TimeSource;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.wire.SubjectText;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the subject of calls by the operator's rules. What is not believed, or is of no use, never
/// becomes one. Safe for sharing, and never waits.
public final class Subjects implements AutoCloseable {
    private final SubjectSettings settings;
    private final Set<String> headers;
    private final SubjectTokens tokens;
    private final TokenKeys keys;

    private Subjects(SubjectSettings settings, TokenKeys keys, SubjectTokens tokens) {
        this.settings = settings;
        this.keys = keys;
        this.tokens = tokens;
        this.headers =
                settings.rules().stream()
                        .map(Subjects::header)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// Makes ready, and asks for keys where that is set.
    ///
    /// @throws Fault INVALID_FIELD when a file of keys is of no use
    public static Subjects open(SubjectSettings settings, TimeSource time) {
        TokenKeys keys = TokenKeys.open(settings.tokens());
        return new Subjects(settings, keys, new SubjectTokens(settings.tokens(), keys, time));
    }

    private static String header(SubjectRule rule) {
        return switch (rule) {
            case SubjectRule.Header(String name) -> name;
            case SubjectRule.Token(String name, _) -> name;
            case SubjectRule.Field _ -> "";
        };
    }

    /// Headers that name subjects, in small letters: no model server gets them, whoever wrote them.
    public Set<String> headers() {
        return headers;
    }

    /// The subject of a call, empty for none.
    ///
    /// @param peer where the request comes from, as text; empty when that is not known
    /// @param field what the request's body says, empty for nothing
    /// @throws Fault INVALID_FIELD when what names it is of no use, and such calls are refused
    public String of(List<HeaderLine> given, String peer, String field) {
        for (SubjectRule rule : settings.rules()) {
            String subject =
                    switch (rule) {
                        case SubjectRule.Field _ -> field;
                        case SubjectRule.Header(String name) ->
                                isBelieved(peer) ? told(given, name) : "";
                        case SubjectRule.Token(String name, String claim) ->
                                signed(given, name, claim);
                    };
            if (!subject.isEmpty()) {
                return subject;
            }
        }
        return "";
    }

    private boolean isBelieved(String peer) {
        IpAddress address = IpAddress.parse(peer);
        return settings.believedFrom().stream().anyMatch(network -> network.contains(address));
    }

    private String told(List<HeaderLine> given, String name) {
        String value = only(given, name);
        if (value == null) {
            return "";
        }
        // Headers have no alphabet beyond ASCII that all agree on, and proxies join two by a comma.
        boolean isPlain = value.chars().allMatch(c -> c >= ' ' && c <= '~' && c != ',');
        String subject = isPlain ? SubjectText.of(value) : "";
        return subject.isEmpty()
                ? unusable(name, "1 to " + SubjectText.LENGTH_MAX + " characters of ASCII, once")
                : subject;
    }

    private String signed(List<HeaderLine> given, String name, String claim) {
        String value = only(given, name);
        if (value == null) {
            return "";
        }
        String subject = SubjectText.of(tokens.claim(value, claim));
        return subject.isEmpty()
                ? unusable(name, "one signed token of ours with the claim " + claim)
                : subject;
    }

    // Null where there is none; two say nothing.
    private static @Nullable String only(List<HeaderLine> given, String name) {
        String found = null;
        for (HeaderLine header : given) {
            if (header.name().equalsIgnoreCase(name)) {
                found = found == null ? header.value().strip() : ",";
            }
        }
        return found == null || found.isEmpty() ? null : found;
    }

    private String unusable(String name, String expected) {
        if (settings.refusesUnusable()) {
            throw Fault.invalid(name, "of no use", expected);
        }
        return "";
    }

    @Override
    public void close() {
        keys.close();
    }
}
