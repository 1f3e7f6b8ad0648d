package io.weighbridge.backend.compute.measure;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads the text format of Prometheus, version 0.0.4, and what OpenMetrics adds to it: exemplars
/// and the mark of the end. Whoever sends it is not trusted: everything is bounded, and a page with
/// one line of what is wanted that is wrong is refused whole, because half of a page would count as
/// GPUs that are gone.
final class MetricText {
    /// The most bytes of a page.
    static final int BYTES_MAX = 8 << 20;

    private static final int LINE_LENGTH_MAX = 8_000;
    private static final int LABELS_MAX = 64;
    private static final int NUMBER_LENGTH_MAX = 64;
    private static final int EXPONENT_MAX = 400;

    private final String line;
    private int at;

    private MetricText(String line) {
        this.line = line;
    }

    /// The samples of a page whose names are wanted; of the others only the name is read.
    ///
    /// @throws GarbledException with the number of the line that is wrong
    static List<Metric> read(byte[] page, Predicate<String> wanted) throws GarbledException {
        List<Metric> metrics = new ArrayList<>();
        String text = text(page);
        int number = 0;
        int from = 0;
        while (from <= text.length()) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end;
            number++;
            try {
                line(text, from, to).read(wanted).ifPresent(metrics::add);
            } catch (GarbledException e) {
                throw new GarbledException("line " + number + ": " + e.problem());
            }
            from = to + 1;
        }
        return metrics;
    }

    private static MetricText line(String text, int from, int to) throws GarbledException {
        if (to - from > LINE_LENGTH_MAX) {
            throw new GarbledException("more than " + LINE_LENGTH_MAX + " characters");
        }
        return new MetricText(text.substring(from, to).strip());
    }

    // Of a line that is not wanted only the name is read.
    private Optional<Metric> read(Predicate<String> wanted) throws GarbledException {
        if (line.isEmpty() || line.charAt(0) == '#') {
            return Optional.empty();
        }
        String name = word(true);
        return wanted.test(name) ? Optional.of(sample(name)) : Optional.empty();
    }

    private static String text(byte[] page) throws GarbledException {
        if (page.length > BYTES_MAX) {
            throw new GarbledException("more than " + BYTES_MAX + " bytes");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(page)).toString();
        } catch (CharacterCodingException e) {
            throw new GarbledException("not UTF-8");
        }
    }

    private Metric sample(String name) throws GarbledException {
        skipSpaces();
        Map<String, String> labels =
                at < line.length() && line.charAt(at) == '{' ? labels() : Map.of();
        skipSpaces();
        Optional<BigDecimal> value = number(token());
        skipSpaces();
        if (at < line.length() && line.charAt(at) != '#') {
            // When it was taken: nothing that we read says it.
            var _ = number(token());
            skipSpaces();
        }
        if (at < line.length() && line.charAt(at) != '#') {
            throw new GarbledException("more than a value and its time");
        }
        return new Metric(name, labels, value);
    }

    private String word(boolean isName) throws GarbledException {
        int from = at;
        while (at < line.length() && isOfWord(line.charAt(at), at > from, isName)) {
            at++;
        }
        if (at == from) {
            throw new GarbledException(isName ? "no name of a metric" : "no name of a label");
        }
        return line.substring(from, at);
    }

    private static boolean isOfWord(char c, boolean isFurther, boolean isName) {
        boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return isLetter || (isName && c == ':') || (isFurther && c >= '0' && c <= '9');
    }

    private Map<String, String> labels() throws GarbledException {
        Map<String, String> labels = new HashMap<>();
        at++;
        skipSpaces();
        while (peek() != '}') {
            String label = word(false);
            skipSpaces();
            expect('=');
            skipSpaces();
            if (labels.put(label, quoted()) != null) {
                throw new GarbledException("a label twice");
            }
            if (labels.size() > LABELS_MAX) {
                throw new GarbledException("more than " + LABELS_MAX + " labels");
            }
            skipSpaces();
            if (peek() == ',') {
                at++;
                skipSpaces();
            } else if (peek() != '}') {
                throw new GarbledException("labels without ',' between them");
            }
        }
        at++;
        return labels;
    }

    private String quoted() throws GarbledException {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (peek() != '"') {
            char c = line.charAt(at++);
            if (c == '\\') {
                c = peek();
                at++;
                // As Prometheus reads what is not one of its three.
                if (c != 'n' && c != '"' && c != '\\') {
                    text.append('\\');
                }
                c = c == 'n' ? '\n' : c;
            }
            // None of what we read has one; a store takes no NUL.
            text.append(Character.isISOControl(c) ? ' ' : c);
        }
        at++;
        return text.toString();
    }

    private String token() throws GarbledException {
        int from = at;
        while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
            at++;
        }
        if (at == from || at - from > NUMBER_LENGTH_MAX) {
            throw new GarbledException(at == from ? "no value" : "a value that is too long");
        }
        return line.substring(from, at);
    }

    private static Optional<BigDecimal> number(String token) throws GarbledException {
        return switch (token) {
            case "NaN", "Nan", "nan", "+Inf", "-Inf", "Inf", "inf", "+inf", "-inf" ->
                    Optional.empty();
            default -> Optional.of(decimal(token));
        };
    }

    /// A number whose digits are few enough to compute with.
    ///
    /// @throws GarbledException when it is none
    static BigDecimal decimal(String token) throws GarbledException {
        try {
            BigDecimal value = new BigDecimal(token);
            if (Math.abs((long) value.scale()) > EXPONENT_MAX) {
                throw new GarbledException("a number beyond reason");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new GarbledException("not a number");
        }
    }

    private void skipSpaces() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }

    private char peek() throws GarbledException {
        if (at >= line.length()) {
            throw new GarbledException("it ends within its labels");
        }
        return line.charAt(at);
    }

    private void expect(char c) throws GarbledException {
        if (peek() != c) {
            throw new GarbledException("no '" + c + "' where one must be");
        }
        at++;
    }
}
