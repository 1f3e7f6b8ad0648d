package io.weighbridge.backend.alerts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A mail server by RFC 5321, 3207 and 4954, as far as senders need one.
final class SmtpServer implements AutoCloseable {
    private final ServerSocket listening;
    private final SSLContext tls;
    private final boolean offersStarttls;
    private final String login;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();

    /// What was taken.
    ///
    /// @param lines as they came, dots undone
    record Mail(String from, List<String> to, boolean isTls, List<String> lines) {
        /// The lines before the empty one.
        List<String> head() {
            return lines.subList(0, lines.indexOf(""));
        }

        /// The lines after it.
        List<String> body() {
            return lines.subList(lines.indexOf("") + 1, lines.size());
        }

        /// A header's value, its lines put together.
        String header(String name) {
            StringBuilder value = new StringBuilder();
            boolean within = false;
            for (String line : head()) {
                boolean goesOn = line.startsWith(" ") || line.startsWith("\t");
                within =
                        goesOn
                                ? within
                                : line.toLowerCase(Locale.ROOT)
                                        .startsWith(name.toLowerCase(Locale.ROOT) + ":");
                if (within) {
                    value.append(goesOn ? line : line.substring(name.length() + 1));
                }
            }
            return value.toString().strip();
        }
    }

    private SmtpServer(ServerSocket listening, SSLContext tls, boolean starttls, String login) {
        this.listening = listening;
        this.tls = tls;
        this.offersStarttls = starttls;
        this.login = login;
    }

    /// @param login "user:password" that it wants, empty for none
    static SmtpServer start(SSLContext tls, boolean offersStarttls, String login)
            throws IOException {
        SmtpServer server =
                new SmtpServer(
                        new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")),
                        tls,
                        offersStarttls,
                        login);
        server.threads.execute(server::listen);
        return server;
    }

    int port() {
        return listening.getLocalPort();
    }

    List<Mail> mails() {
        return mails;
    }

    /// All that clients said but messages' texts.
    List<String> commands() {
        return commands;
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                threads.execute(
                        () -> {
                            try (socket) {
                                new Talk(socket, false).run("220 test ESMTP");
                            } catch (IOException e) {
                                commands.add("ended: " + e.getClass().getSimpleName());
                            }
                        });
            } catch (IOException e) {
                return;
            }
        }
    }

    private final class Talk {
        private final Socket socket;
        private final boolean isTls;
        private final BufferedReader in;
        private final OutputStream out;
        private boolean isKnown = login.isEmpty();
        private String from = "";
        private final List<String> to = new CopyOnWriteArrayList<>();

        Talk(Socket socket, boolean isTls) throws IOException {
            this.socket = socket;
            this.isTls = isTls;
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            out = socket.getOutputStream();
        }

        private void say(String text) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        void run(String greeting) throws IOException {
            if (!greeting.isEmpty()) {
                say(greeting);
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                if (verb.equals("QUIT")) {
                    say("221 bye");
                    return;
                }
                if (verb.equals("STARTTLS")) {
                    upgrade();
                    return;
                }
                answer(verb, line);
            }
        }

        private void upgrade() throws IOException {
            say("220 go on");
            SSLSocket secure =
                    (SSLSocket)
                            tls.getSocketFactory()
                                    .createSocket(socket, "127.0.0.1", socket.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            new Talk(secure, true).run("");
        }

        private void answer(String verb, String line) throws IOException {
            switch (verb) {
                case "EHLO" -> {
                    say("250-test");
                    if (offersStarttls && !isTls) {
                        say("250-STARTTLS");
                    }
                    say(login.isEmpty() ? "250 8BITMIME" : "250 AUTH PLAIN");
                }
                case "AUTH" -> authorize(line);
                case "MAIL" -> {
                    from = line;
                    say(isKnown ? "250 ok" : "530 5.7.0 who are you");
                }
                case "RCPT" -> {
                    to.add(line);
                    say(line.contains("nobody@") ? "550 5.1.1 no such user" : "250 ok");
                }
                case "DATA" -> take();
                default -> say("250 ok");
            }
        }

        private void authorize(String line) throws IOException {
            String given = line.substring(line.lastIndexOf(' ') + 1);
            String text = new String(Base64.getDecoder().decode(given), StandardCharsets.UTF_8);
            // Who it acts for, who it is, and its password: RFC 4616.
            String[] parts = text.split("\0", -1);
            isKnown = parts.length == 3 && login.equals(parts[1] + ":" + parts[2]);
            say(isKnown ? "235 2.7.0 ok" : "535 5.7.8 bad credentials");
        }

        private void take() throws IOException {
            say("354 go on");
            List<String> lines = new CopyOnWriteArrayList<>();
            for (String line = in.readLine(); line != null && !line.equals("."); ) {
                lines.add(line.startsWith(".") ? line.substring(1) : line);
                line = in.readLine();
            }
            mails.add(new Mail(from, List.copyOf(to), isTls, lines));
            say("250 taken");
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        threads.shutdownNow();
        threads.close();
    }
}
