package io.weighbridge.backend.proxies.subjects;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One place where a call's subject may stand.
public sealed interface SubjectRule {
    /// How rules are written.
    String EXPECTED =
            "field:user, header:NAME and jwt:NAME#CLAIM with spaces between, at most 16, each once;"
                    + " or empty for none";

    /// A header that whoever stands before us writes; names in small letters.
    record Header(String name) implements SubjectRule {}

    /// What the request itself says: `user`, `safety_identifier`, or Anthropic's `user_id`.
    record Field() implements SubjectRule {}

    /// A claim of a signed token in a header.
    record Token(String name, String claim) implements SubjectRule {}

    /// Reads a setting; null when that is wrong.
    static @Nullable List<SubjectRule> parse(String text) {
        List<SubjectRule> rules = new ArrayList<>();
        for (String word : text.strip().split("\\s+")) {
            if (word.isEmpty()) {
                continue;
            }
            SubjectRule rule = one(word);
            if (rule == null || rules.contains(rule) || rules.size() == Written.RULES_MAX) {
                return null;
            }
            rules.add(rule);
        }
        return rules;
    }

    private static @Nullable SubjectRule one(String word) {
        if (word.equals("field:user")) {
            return new Field();
        }
        Matcher matcher = Written.HEADER.matcher(word);
        if (!matcher.matches()) {
            return null;
        }
        String name = matcher.group(2).toLowerCase(Locale.ROOT);
        String claim = matcher.group(3);
        if (Written.SECRETS.contains(name)) {
            return null;
        }
        if (matcher.group(1).equals("jwt")) {
            return claim == null ? null : new Token(name, claim);
        }
        return claim == null ? new Header(name) : null;
    }

    /// How they are written.
    final class Written {
        private static final int RULES_MAX = 16;
        private static final Pattern HEADER =
                Pattern.compile("(header|jwt):([A-Za-z0-9-]{1,60})(?:#([!-~]{1,60}))?");
        // Of the client's own secrets none becomes a subject, which reports show.
        private static final List<String> SECRETS =
                List.of("authorization", "cookie", "proxy-authorization", "x-api-key");

        private Written() {}
    }
}
