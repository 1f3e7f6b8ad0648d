package io.weighbridge.backend.proxies.subjects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.net.IpNetwork;
import io.weighbridge.backend.proxies.call.HeaderLine;
import io.weighbridge.backend.proxies.wire.SubjectText;
import io.weighbridge.backend.testkit.ShiftedTime;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Whose word counts, and which.
final class SubjectsTest {
    private static final String RULES =
            "header:X-Weighbridge-Subject jwt:x-openwebui-user-jwt#sub header:x-litellm-end-user-id"
                    + " field:user";
    private static final String INSIDE = "10.1.2.3";
    private static final String OUTSIDE = "192.0.2.1";

    private final ShiftedTime time = new ShiftedTime();

    private Subjects subjects(String rules, boolean refuses) {
        return Subjects.open(
                new SubjectSettings(
                        Objects.requireNonNull(SubjectRule.parse(rules)),
                        List.of(IpNetwork.parse("network", "10.1.0.0/16")),
                        refuses,
                        new TokenSettings(SignedTokens.SECRET, null, null, "open-webui", "")),
                time);
    }

    private static List<HeaderLine> headers(String... namesAndValues) {
        List<HeaderLine> all = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.add(new HeaderLine(namesAndValues[i], namesAndValues[i + 1]));
        }
        return all;
    }

    @Test
    void theFirstThatIsThereCounts() {
        Subjects subjects = subjects(RULES, true);
        String token = SignedTokens.openWebUi("tina", time.wallMs());
        List<HeaderLine> all =
                headers(
                        "X-Litellm-End-User-Id",
                        "lisa",
                        "X-OpenWebUI-User-Jwt",
                        token,
                        "x-weighbridge-subject",
                        " hanna ");
        assertEquals("hanna", subjects.of(all, INSIDE, "fritz"));
        assertEquals("tina", subjects.of(all.subList(0, 2), INSIDE, "fritz"));
        assertEquals("lisa", subjects.of(all.subList(0, 1), INSIDE, "fritz"));
        assertEquals("fritz", subjects.of(List.of(), INSIDE, "fritz"));
        assertEquals("", subjects.of(List.of(), INSIDE, ""));
        assertEquals("", subjects("", true).of(all, INSIDE, "fritz"));
        assertEquals(
                Set.of("x-weighbridge-subject", "x-openwebui-user-jwt", "x-litellm-end-user-id"),
                subjects.headers());
    }

    @Test
    void fromOutsideOnlyWhatIsSignedIsBelieved() {
        Subjects subjects = subjects(RULES, true);
        List<HeaderLine> forged = headers("x-weighbridge-subject", "hanna");
        assertEquals("fritz", subjects.of(forged, OUTSIDE, "fritz"));
        assertEquals("fritz", subjects.of(forged, "", "fritz"));
        assertEquals("", subjects("header:x-weighbridge-subject", true).of(forged, OUTSIDE, "x"));
        // What nobody believes is not looked at.
        List<HeaderLine> odd = headers("x-weighbridge-subject", "a,b");
        assertEquals("fritz", subjects.of(odd, OUTSIDE, "fritz"));
        String token = SignedTokens.openWebUi("tina", time.wallMs());
        List<HeaderLine> signed = headers("x-openwebui-user-jwt", token);
        assertEquals("tina", subjects.of(signed, OUTSIDE, "fritz"));
    }

    @Test
    void whatIsOfNoUseIsRefusedOrPassedOverAndNeverUsed() {
        Subjects refusing = subjects(RULES, true);
        Subjects ignoring = subjects(RULES, false);
        String late = SignedTokens.openWebUi("tina", time.wallMs() - 3_600_000);
        String token = SignedTokens.openWebUi("tina", time.wallMs());
        for (List<HeaderLine> odd :
                List.of(
                        headers("x-weighbridge-subject", "a".repeat(101)),
                        headers("x-weighbridge-subject", "anna,fritz"),
                        headers("x-weighbridge-subject", "anna", "X-Weighbridge-Subject", "anna"),
                        headers("x-weighbridge-subject", "an\u0007na"),
                        headers("x-weighbridge-subject", "änna"),
                        headers("x-openwebui-user-jwt", late),
                        headers("x-openwebui-user-jwt", token, "x-openwebui-user-jwt", token),
                        headers("x-openwebui-user-jwt", "tina"))) {
            Fault fault = assertThrows(Fault.class, () -> refusing.of(odd, INSIDE, "x"));
            assertEquals(-1, fault.text().indexOf("anna"), fault.text());
            assertEquals("x", ignoring.of(odd, INSIDE, "x"));
        }
        // One that is empty is not there.
        assertEquals("x", refusing.of(headers("x-weighbridge-subject", " "), INSIDE, "x"));
    }

    @Test
    void rulesAreReadStrictly() {
        assertNotNull(SubjectRule.parse(RULES));
        assertEquals(List.of(), SubjectRule.parse(" "));
        for (String wrong :
                List.of(
                        "user",
                        "header:",
                        "header:a_b",
                        "header:x#sub",
                        "jwt:x",
                        "jwt:x#",
                        "field:name",
                        "header:Authorization",
                        "jwt:cookie#sub",
                        "field:user field:user",
                        "header:x header:X")) {
            assertNull(SubjectRule.parse(wrong), wrong);
        }
    }

    @Test
    void aSubjectIsOneTextForOneName() {
        assertEquals("änna", SubjectText.of(" a\u0308nna "));
        assertEquals("a".repeat(100), SubjectText.of("a".repeat(100)));
        assertEquals("ä".repeat(100), SubjectText.of("a\u0308".repeat(100)));
        for (String wrong :
                List.of(
                        "a".repeat(101),
                        "a\nb",
                        "a\u0000",
                        "a\u202Eb",
                        "a\u200Bb",
                        "a\u2028",
                        "a\uD800",
                        "\uFDFA".repeat(101))) {
            assertEquals("", SubjectText.of(wrong), wrong);
        }
    }
}
