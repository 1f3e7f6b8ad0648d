package io.weighbridge.backend.proxies.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.model.ErrorCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A form has one reading, or none.
final class FormReaderTest {
    private static final String TYPE = "multipart/form-data; boundary=b";
    private static final String FIELD = "Content-Disposition: form-data; name=\"a\"";

    // | stands for a line end.
    private static List<FormPart> read(String type, String body) {
        byte[] bytes = body.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
        return FormReader.read(List.of(type), bytes);
    }

    private static void assertRefused(String type, String body) {
        Fault fault = assertThrows(Fault.class, () -> read(type, body), body);
        assertEquals(ErrorCode.INVALID_FIELD, fault.code());
    }

    private static byte[] bytes(FormPart part) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        part.writeTo(out);
        return out.toByteArray();
    }

    @Test
    void partsAreReadAsTheyCame() {
        List<FormPart> parts =
                read(
                        "Multipart/Form-Data; boundary=\"b\"",
                        "--b|content-disposition: form-data; name=a||-bb| x||--b|"
                                + "CONTENT-TYPE: image/png|Content-Disposition:form-data;"
                                + " filename=\"C:\\\\x\\\"y;.png\"; name=\"f\";"
                                + " filename*=utf-8''evil|Content-Transfer-Encoding: binary||"
                                + "\u00ff|--b--|");
        assertEquals(2, parts.size());
        assertEquals("a", parts.getFirst().name());
        assertEquals("-bb\r\n x\r\n", parts.getFirst().text());
        assertEquals("f", parts.getLast().name());
        assertEquals("C__x_y_.png", parts.getLast().fileName());
        assertEquals("image/png", parts.getLast().type());
    }

    @Test
    void aPartMayBeEmptyAndSoMayAForm() {
        assertEquals("", read(TYPE, "--b|" + FIELD + "||" + "|--b--").getFirst().text());
        assertEquals(List.of(), read(TYPE, "--b--|"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--b",
                "--b|",
                "preamble|--b|" + FIELD + "||x|--b--|",
                "|--b|" + FIELD + "||x|--b--|",
                "--b|" + FIELD + "||x|--b--|epilogue",
                "--b|" + FIELD + "||x|--b--||",
                "--b|" + FIELD + "||x|--b--|--b|" + FIELD + "||y|--b--|",
                "--b|" + FIELD + "||x",
                "--b|" + FIELD + "||x|--b-",
                "--b |" + FIELD + "||x|--b--|",
                "--b\n" + FIELD + "\n\nx\n--b--\n",
                "--b|" + FIELD + "|x|--b--|",
                "--b|" + FIELD + "||--b--|",
                "--b|" + FIELD + "||--bb|x|--b--|",
                "--b|" + FIELD + "||x|--bb|y|--b--|",
                "--b|" + FIELD + "|" + FIELD + "||x|--b--|",
                "--b|" + FIELD + "; name=\"b\"||x|--b--|",
                "--b|" + FIELD + "; name*=utf-8''model||x|--b--|",
                "--b|" + FIELD + "; size=1||x|--b--|",
                "--b|Content-Disposition: form-data;| name=\"a\"||x|--b--|",
                "--b|Content-Disposition: attachment; name=\"a\"||x|--b--|",
                "--b|Content-Disposition: form-data||x|--b--|",
                "--b|Content-Disposition: form-data; name=\"a||x|--b--|",
                "--b|Content-Disposition: form-data; name=\"a b\"||x|--b--|",
                "--b|Content-Disposition: form-data; name=\"a\" x||x|--b--|",
                "--b|||x|--b--|",
                "--b|" + FIELD + "|Content-Type: text/plain; charset=utf-7||x|--b--|",
                "--b|" + FIELD + "|Content-Type: multipart/mixed; boundary=c||x|--b--|",
                "--b|" + FIELD + "; filename=\"f\"|Content-Type: multipart/mixed||x|--b--|",
                "--b|" + FIELD + "|Content-Type: application/json||x|--b--|",
                "--b|" + FIELD + "|Content-Transfer-Encoding: base64||x|--b--|",
                "--b|" + FIELD + "|X-Other: 1||x|--b--|"
            })
    void whatHasAnotherReadingIsRefused(String body) {
        assertRefused(TYPE, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/mixed; boundary=b",
                "multipart/form-data; boundary=b; boundary=c",
                "multipart/form-data; boundary=b; charset=utf-16",
                "multipart/form-data; boundary*=b",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=\"b \"",
                "multipart/form-data, boundary=b",
                "application/json"
            })
    void aTypeThatHasAnotherReadingIsRefused(String type) {
        assertRefused(type, "--b|" + FIELD + "||x|--b--|");
    }

    @Test
    void twoTypesAreRefused() {
        byte[] body = "--b--".getBytes(StandardCharsets.UTF_8);
        assertThrows(Fault.class, () -> FormReader.read(List.of(TYPE, TYPE), body));
        assertThrows(Fault.class, () -> FormReader.read(List.of(), body));
        assertRefused("multipart/form-data; boundary=" + "b".repeat(71), "--b--");
    }

    @Test
    void aTextThatIsNotUtf8IsRefused() {
        byte[] body = ("--b\r\n" + FIELD + "\r\n\r\nx\r\n--b--").getBytes(StandardCharsets.UTF_8);
        body[body.length - 8] = (byte) 0xFF;
        FormPart part = FormReader.read(List.of(TYPE), body).getFirst();
        assertThrows(Fault.class, part::text);
    }

    /// Whatever a file has, it goes on byte for byte, and is read so again.
    @Property(tries = 200)
    void whatIsWrittenIsReadTheSame(@ForAll byte[] content) throws IOException {
        FormPart file = new FormPart("file", "a.wav", "audio/wav", content, 0, content.length);
        SentForm form = new SentForm("part-0123456789", List.of(file));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        form.writeTo("org/model", out);
        assertEquals(form.length("org/model"), out.size());
        List<FormPart> parts = FormReader.read(List.of(form.contentType()), out.toByteArray());
        assertEquals("org/model", parts.getFirst().text());
        FormPart read = parts.getLast();
        assertEquals("a.wav", read.fileName());
        assertArrayEquals(content, bytes(read));
    }
}
