package io.weighbridge.backend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.MethodDescriptor;
import io.weighbridge.backend.services.Service;
import io.weighbridge.backend.testkit.Contract;
import io.weighbridge.backend.testkit.TestBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

final class CallCommandTest {
    private static final String QUOTE =
            "{\"service\": \"chat\", \"units\": [{\"unit\": \"UNIT_INPUT_TOKENS\", \"count\":"
                    + " 1000}]}";

    @TempDir Path folder;

    private static String address(TestBackend test) {
        return "--address=127.0.0.1:" + test.backend().port();
    }

    private String token(TestBackend test) throws IOException {
        return "--token-file="
                + Files.writeString(folder.resolve("proxy.token"), test.tokens().proxy("test"));
    }

    @Test
    void aMethodIsCalledWithJson() throws IOException {
        try (TestBackend test = TestBackend.start(folder)) {
            Service service = test.service("chat");
            test.publish(service, 2_500_000_000L, 10_000_000_000L);
            Console result = Console.run("call", "Gate/Quote", QUOTE, address(test), token(test));
            assertEquals("", result.err());
            assertEquals(0, result.status());
            assertTrue(result.out().contains("\"charge_nanos\": \"2500000\""), result.out());
        }
    }

    @Test
    void theRequestIsReadFromStandardInput() throws IOException {
        InputStream before = System.in;
        try (TestBackend test = TestBackend.start(folder)) {
            test.publish(test.service("chat"), 1_000_000L, 1_000_000L);
            System.setIn(
                    new ByteArrayInputStream(
                            QUOTE.replace(",", ",\n").getBytes(StandardCharsets.UTF_8)));
            Console result = Console.run("call", "gate/quote", "-", address(test), token(test));
            assertEquals(0, result.status(), result.err());
            assertTrue(result.out().contains("\"charge_nanos\": \"1000\""), result.out());
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aStreamIsPrintedOneJsonALine() throws IOException {
        InputStream before = System.in;
        try (TestBackend test = TestBackend.start(folder)) {
            System.setIn(
                    new ByteArrayInputStream(
                            "{\"call\": \"a\", \"open\": {}}\n\n{\"call\": \"b\", \"open\": {}}\n"
                                    .getBytes(StandardCharsets.UTF_8)));
            Console result = Console.run("call", "Gate/Meter", "-", address(test), token(test));
            assertEquals(0, result.status(), result.err());
            assertEquals(2, result.out().lines().count(), result.out());
            assertTrue(result.out().lines().allMatch(line -> line.startsWith("{")), result.out());
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void anErrorIsOneLineWithTheServicesCode() throws IOException {
        try (TestBackend test = TestBackend.start(folder)) {
            Console result = Console.run("call", "Gate/Quote", QUOTE, address(test), token(test));
            assertEquals(1, result.status());
            assertTrue(result.err().startsWith("error: "), result.err());
            assertTrue(result.err().endsWith(" [SERVICE_UNKNOWN]\n"), result.err());
        }
    }

    @Test
    void nobodyListeningIsSaidSo() {
        Console result = Console.run("call", "Gate/Quote", "--address=127.0.0.1:1");
        assertEquals(1, result.status());
        assertEquals(
                "error: cannot reach 127.0.0.1:1 (expected: `weighbridge serve` running there, or another --address)"
                        + " [UNAVAILABLE]\n",
                result.err());
    }

    @Test
    void aWrongFieldNamesWhatIsExpected() {
        Console result = Console.run("call", "Gate/Quote", "{\"servise\": \"x\"}");
        assertEquals(1, result.status());
        assertTrue(result.err().contains("servise"), result.err());
        assertTrue(result.err().contains("call --describe Gate/Quote"), result.err());
    }

    @Test
    void aMistypedMethodIsToldWhatWasMeant() {
        Console result = Console.run("call", "Gate/Authorise");
        assertEquals(2, result.status());
        assertEquals(
                """
                error: METHOD: Gate/Authorise (expected: did you mean Gate/Authorize?)
                See: weighbridge call --help
                """,
                result.err());
    }

    @Test
    void everyMethodOfTheContractCanBeCalled() throws Exception {
        String list = Console.run("call", "--list").out();
        for (MethodDescriptor<?, ?> method : Contract.methods()) {
            String name = method.getFullMethodName().replace("weighbridge.v1.", "");
            assertTrue(("\n" + list).contains("\n" + name + " ("), name);
        }
    }

    @Test
    void allServicesAreListedAndDescribed() {
        String list = Console.run("call", "--list").out();
        for (String line :
                new String[] {
                    "Gate/Authorize (AuthorizeRequest) -> AuthorizeReply",
                    "Gate/Meter (stream MeterRequest) -> stream MeterReply",
                    "Accounts/CreateAccount (CreateAccountRequest) -> Account",
                    "Keys/CreateKey (CreateKeyRequest) -> CreateKeyReply",
                    "Operators/Login (LoginRequest) -> Session",
                    "ProxyCredentials/RevokeProxyCredential (RevokeProxyCredentialRequest) ->"
                            + " ProxyCredential",
                    "Plans/CreatePlan (CreatePlanRequest) -> Plan",
                    "Prices/Publish (PublishRequest) -> PriceBook",
                    "Services/CreateService (CreateServiceRequest) -> Service",
                    "Usage/WatchLive (WatchLiveRequest) -> stream LiveUpdate"
                }) {
            assertTrue(list.contains(line + "\n"), line);
        }
        Console described = Console.run("call", "--describe", "Gate/Authorize");
        assertEquals(0, described.status());
        assertTrue(described.out().contains("AuthorizeRequest:\n"), described.out());
        assertTrue(described.out().matches("(?s).*\n  api_key +text\n.*"), described.out());
    }

    @Test
    void impossibleLimitsAndPortsAreRefused() {
        for (String option : new String[] {"--timeout=-1", "--address=127.0.0.1:99999"}) {
            Console result = Console.run("call", "Gate/Quote", option);
            assertEquals(2, result.status(), result.err());
            assertTrue(result.err().contains("expected: "), result.err());
        }
    }
}
