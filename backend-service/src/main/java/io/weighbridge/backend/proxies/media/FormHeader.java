package io.weighbridge.backend.proxies.media;

import io.weighbridge.backend.platform.fault.Check;
import io.weighbridge.backend.platform.fault.Fault;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The value of a header with parameters: `form-data; name="file"`. Read strictly: what two readers
/// could take for different things is refused.
///
/// @param value in small letters
/// @param parameters by their names, in small letters
record FormHeader(String value, Map<String, String> parameters) {
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

    /// Reads one.
    ///
    /// @param shown how errors call it
    /// @throws Fault INVALID_FIELD
    static FormHeader of(String shown, String text) {
        return new Reader(shown, text).read();
    }

    private static final class Reader {
        private final String shown;
        private final String text;
        private int at;

        Reader(String shown, String text) {
            this.shown = shown;
            this.text = text;
        }

        FormHeader read() {
            int semicolon = text.indexOf(';');
            String value = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
            at = semicolon < 0 ? text.length() : semicolon;
            Map<String, String> parameters = new LinkedHashMap<>();
            while (at < text.length()) {
                require(text.charAt(at) == ';');
                at++;
                skipSpaces();
                String name = token().toLowerCase(Locale.ROOT);
                require(at < text.length() && text.charAt(at) == '=');
                at++;
                boolean isQuoted = at < text.length() && text.charAt(at) == '"';
                String parameter = isQuoted ? quoted() : token();
                require(parameters.put(name, parameter) == null);
                skipSpaces();
            }
            return new FormHeader(value.toLowerCase(Locale.ROOT), parameters);
        }

        private String token() {
            int from = at;
            while (at < text.length() && isTokenSign(text.charAt(at))) {
                at++;
            }
            require(at > from);
            return text.substring(from, at);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                boolean isEscape = text.charAt(at) == '\\' && at + 1 < text.length();
                at += isEscape ? 1 : 0;
                value.append(text.charAt(at));
                at++;
            }
            require(at < text.length());
            at++;
            return value.toString();
        }

        private void skipSpaces() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private void require(boolean isRight) {
            if (!isRight) {
                throw Fault.invalid(shown, Check.shown(text), "VALUE; NAME=\"VALUE\"");
            }
        }
    }

    private static boolean isTokenSign(char sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= 'A' && sign <= 'Z')
                || (sign >= '0' && sign <= '9')
                || TOKEN_SIGNS.indexOf(sign) >= 0;
    }

    /// A parameter, empty when it is not there.
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
