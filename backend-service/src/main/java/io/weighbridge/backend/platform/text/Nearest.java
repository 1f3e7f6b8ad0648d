package io.weighbridge.backend.platform.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody probably meant.
public final class Nearest {
    private static final int CUT_SHORT = 4;

    private Nearest() {}

    /// The known word with the fewest changed letters from what was typed, or empty when all are
    /// too far away (more than a third of the letters) to be meant. The last part of a dotted or
    /// slashed word counts as well as the whole, and so does one that was cut short. Of those that
    /// are as near the one that is nearer as a whole, or the first where there is no whole.
    public static Optional<String> to(String typed, Collection<String> known) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        int bestWhole = Integer.MAX_VALUE;
        String word = typed.toLowerCase(Locale.ROOT);
        boolean isWhole = !lastPart(word).equals(word);
        for (String candidate : known) {
            String whole = candidate.toLowerCase(Locale.ROOT);
            int asWhole = distance(word, whole);
            int distance = Math.min(asWhole, distance(lastPart(word), lastPart(whole)) + 1);
            if (word.length() >= CUT_SHORT && whole.startsWith(word)) {
                distance = Math.min(distance, 1);
            }
            if (distance < bestDistance
                    || (distance == bestDistance && isWhole && asWhole < bestWhole)) {
                bestDistance = distance;
                bestWhole = asWhole;
                best = candidate;
            }
        }
        return bestDistance <= Math.max(2, typed.length() / 3)
                ? Optional.ofNullable(best)
                : Optional.empty();
    }

    private static String lastPart(String word) {
        return word.substring(Math.max(word.lastIndexOf('.'), word.lastIndexOf('/')) + 1);
    }

    // Levenshtein's distance, one row at a time.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
