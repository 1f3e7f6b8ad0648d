package io.weighbridge.backend.platform.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

import javax.net.SocketFactory;

/// Makes sockets that connect to allowed addresses only. This is the last step before anything is
/// sent, behind all names, redirects and odd spellings of addresses.
public final class GuardedSocketsHttp extends SocketFactory {
    private final boolean privateToo;

    /// @param privateToo whether any address will do
    public GuardedSocketsHttp(boolean privateToo) {
        this.privateToo = privateToo;
    }

    /// A connection to an address that is not allowed.
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient InetAddress address;

        Refused(InetAddress address) {
            super("not an address of the internet: " + address.getHostAddress());
            this.address = address;
        }

        /// The address.
        public InetAddress address() {
            return address;
        }
    }

    /// The refusal that a failed call came from, or null.
    public static @Nullable Refused refusal(Throwable thrown) {
        if (thrown instanceof Refused refused) {
            return refused;
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            Refused refused = refusal(suppressed);
            if (refused != null) {
                return refused;
            }
        }
        Throwable cause = thrown.getCause();
        return cause == null ? null : refusal(cause);
    }

    /// Whether a URL's host is this machine by its spelling; no name server is asked.
    public static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static final class Guarded extends Socket {
        @Override
        public void connect(SocketAddress endpoint, int timeoutMs) throws IOException {
            InetAddress address = endpoint instanceof InetSocketAddress to ? to.getAddress() : null;
            if (address == null) {
                throw new IOException("an address without a number");
            }
            if (!PublicAddresses.contain(address)) {
                throw new Refused(address);
            }
            super.connect(endpoint, timeoutMs);
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }
    }

    @Override
    public Socket createSocket() {
        return privateToo ? new Socket() : new Guarded();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    private Socket connected(InetSocketAddress to) throws IOException {
        Socket socket = createSocket();
        socket.connect(to);
        return socket;
    }
}
