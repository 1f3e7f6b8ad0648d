package io.weighbridge.console.client;

/// Work of the console itself that cannot be done, with a text for the operator.
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    public ClientException(String code, String text) {
        super(text);
        this.code = code;
    }

    Failure failure() {
        return new Failure(code, String.valueOf(getMessage()), false);
    }
}
