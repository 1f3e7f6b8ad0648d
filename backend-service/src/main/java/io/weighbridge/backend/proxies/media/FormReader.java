package io.weighbridge.backend.proxies.media;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `multipart/form-data`, by RFC 7578 and more strictly than that: nothing before the first
/// part, nothing after the last, no folded headers, no header or parameter twice, no parts in
/// parts, no other encodings. What is read so is written anew, so nobody behind us reads something
/// else. Files stay where they are in the body. Used by one thread.
final class FormReader {
    private static final int PARTS_MAX = 128;
    private static final int HEADERS_MAX = 2_048;
    private static final int TEXT_BYTES_MAX = 256 << 10;
    private static final int BOUNDARY_MAX = 70;
    private static final byte[] END_OF_HEADERS = {'\r', '\n', '\r', '\n'};
    private static final byte[] END_OF_LINE = {'\r', '\n'};

    private static final Pattern BOUNDARY = Pattern.compile("[A-Za-z0-9'()+_,./:=?-]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+(\\[[A-Za-z0-9_]*])*");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9.+-]+/[a-z0-9.+-]+");
    private static final String ANY_TYPE = "application/octet-stream";
    // Some clients say these, which change nothing: the length counts by the boundary.
    private static final Set<String> IDLE = Set.of("content-length", "content-transfer-encoding");
    private static final Set<String> CODINGS = Set.of("", "7bit", "8bit", "binary");
    private static final Set<String> CHARSETS = Set.of("", "utf-8", "us-ascii");

    private final byte[] body;
    private final byte[] delimiter;
    private int at;

    private FormReader(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /// Reads one.
    ///
    /// @param contentTypes all such headers of the request
    /// @return its parts, in order
    /// @throws Fault INVALID_FIELD
    static List<FormPart> read(List<String> contentTypes, byte[] body) {
        if (contentTypes.size() != 1) {
            throw Fault.invalid("content-type", contentTypes.size() + " headers", "one");
        }
        FormHeader type = FormHeader.of("content-type", contentTypes.getFirst());
        String boundary = type.parameter("boundary");
        if (!type.value().equals("multipart/form-data")
                || type.parameters().size() != 1
                || boundary.length() > BOUNDARY_MAX
                || !BOUNDARY.matcher(boundary).matches()) {
            throw Fault.invalid(
                    "content-type",
                    Check.shown(contentTypes.getFirst()),
                    "multipart/form-data; boundary=BOUNDARY");
        }
        return new FormReader(body, boundary).parts();
    }

    private static Fault wrong(String what) {
        return Fault.invalid("body", what, "parts of a form, each between its boundaries");
    }

    private List<FormPart> parts() {
        // The first boundary has no line end before it.
        int first = delimiter.length - END_OF_LINE.length;
        if (!isAt(0, delimiter, END_OF_LINE.length)) {
            throw wrong("does not begin with its boundary");
        }
        at = first;
        List<FormPart> parts = new ArrayList<>();
        while (!isClosing()) {
            if (!isAt(at, END_OF_LINE, 0)) {
                throw wrong("something behind a boundary");
            }
            at += END_OF_LINE.length;
            if (parts.size() == PARTS_MAX) {
                throw wrong("more than " + PARTS_MAX + " parts");
            }
            parts.add(part());
        }
        return parts;
    }

    // Two hyphens, and at most one line end behind them.
    private boolean isClosing() {
        boolean isLast = at + 1 < body.length && body[at] == '-' && body[at + 1] == '-';
        if (!isLast) {
            return false;
        }
        int end = at + 2;
        end += isAt(end, END_OF_LINE, 0) ? END_OF_LINE.length : 0;
        if (end != body.length) {
            throw wrong("something behind the last boundary");
        }
        return true;
    }

    private boolean isAt(int position, byte[] what, int skipped) {
        int length = what.length - skipped;
        if (position + length > body.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (body[position + i] != what[skipped + i]) {
                return false;
            }
        }
        return true;
    }

    private int next(byte[] what, int from, int to) {
        for (int i = from; i + what.length <= to; i++) {
            if (body[i] == what[0] && isAt(i, what, 0)) {
                return i;
            }
        }
        return -1;
    }

    private FormPart part() {
        int headersTo = next(END_OF_HEADERS, at, Math.min(body.length, at + HEADERS_MAX));
        if (headersTo < 0) {
            throw wrong("a part without an end of its headers");
        }
        Map<String, String> headers = headers(headersTo);
        int from = headersTo + END_OF_HEADERS.length;
        // An empty part's line end is that of its headers.
        int to = next(delimiter, from - END_OF_LINE.length, body.length);
        if (to < 0) {
            throw wrong("a part without a boundary behind it");
        }
        at = to + delimiter.length;
        if (to < from) {
            throw wrong("a part without a content");
        }
        return part(headers, from, to);
    }

    private Map<String, String> headers(int to) {
        String text = new String(body, at, to - at, StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        for (String line : text.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            boolean isWritten = value.chars().noneMatch(Character::isISOControl);
            boolean isKnown =
                    name.equals("content-disposition")
                            || name.equals("content-type")
                            || IDLE.contains(name);
            if (!isKnown || !isWritten || headers.put(name, value) != null) {
                throw Fault.invalid(
                        "body",
                        "a part with the header " + Check.shown(line),
                        "content-disposition and content-type, each once and in one line");
            }
        }
        if (!CODINGS.contains(coding(headers))) {
            throw Fault.invalid("content-transfer-encoding", coding(headers), "binary");
        }
        return headers;
    }

    private static String coding(Map<String, String> headers) {
        return headers.getOrDefault("content-transfer-encoding", "").toLowerCase(Locale.ROOT);
    }

    private FormPart part(Map<String, String> headers, int from, int to) {
        FormHeader disposition =
                FormHeader.of(
                        "content-disposition", headers.getOrDefault("content-disposition", ""));
        for (String parameter : disposition.parameters().keySet()) {
            switch (parameter) {
                case "name", "filename", "filename*" -> {
                    // What is made of them is ours.
                }
                default ->
                        throw Fault.invalid(
                                "content-disposition", Check.shown(parameter), "name or filename");
            }
        }
        String name = disposition.parameter("name");
        if (!disposition.value().equals("form-data") || !NAME.matcher(name).matches()) {
            throw Fault.invalid(
                    "content-disposition", Check.shown(name), "form-data; name=\"NAME\"");
        }
        String given = headers.getOrDefault("content-type", "");
        FormHeader type = FormHeader.of("content-type", given);
        if (type.value().startsWith("multipart/") || type.value().startsWith("message/")) {
            throw Fault.invalid(name, "parts in a part", "a text or a file");
        }
        String file = disposition.parameters().get("filename");
        if (file == null) {
            requireText(name, type, to - from);
        }
        String written = TYPE.matcher(type.value()).matches() ? type.value() : ANY_TYPE;
        return new FormPart(name, fileName(file), written, body, from, to);
    }

    private static void requireText(String name, FormHeader type, int length) {
        boolean isPlain = type.value().isEmpty() || type.value().equals("text/plain");
        String charset = type.parameter("charset").toLowerCase(Locale.ROOT);
        if (!isPlain || !CHARSETS.contains(charset) || length > TEXT_BYTES_MAX) {
            throw Fault.invalid(
                    name,
                    Check.shown(type.value() + " " + charset),
                    "a text in UTF-8 of at most " + TEXT_BYTES_MAX + " bytes, or a file name");
        }
    }

    // Servers go by its ending; nobody needs a path in it, or a sign that one of them takes for
    // more.
    private static @Nullable String fileName(@Nullable String given) {
        if (given == null) {
            return null;
        }
        String plain = given.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("\\.{2,}", "_");
        return plain.length() <= 100 ? plain : plain.substring(plain.length() - 100);
    }
}
