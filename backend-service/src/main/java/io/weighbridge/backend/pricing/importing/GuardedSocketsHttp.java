package io.weighbridge.backend.pricing.importing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

import javax.net.SocketFactory;

/// Makes sockets that connect to allowed addresses only. This is the last step before anything is
/// sent, behind all names, redirects and odd spellings of addresses.
final class GuardedSocketsHttp extends SocketFactory {
    private final boolean privateToo;

    GuardedSocketsHttp(boolean privateToo) {
        this.privateToo = privateToo;
    }

    /// A connection to an address that is not allowed.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient InetAddress address;

        Refused(InetAddress address) {
            super("not an address of the internet: " + address.getHostAddress());
            this.address = address;
        }

        InetAddress address() {
            return address;
        }
    }

    /// Whether a URL's host is this machine by its spelling; no name server is asked.
    static boolean isLoopback(String host) {
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
