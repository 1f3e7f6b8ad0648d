package io.weighbridge.backend.proxies.openai;

/// The client took no more.
public final class ClientGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    ClientGoneException(Throwable cause) {
        super("the client is gone", cause, false, false);
    }
}
