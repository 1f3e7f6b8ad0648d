package io.weighbridge.backend.proxies.openai;

/// What the gateway's port serves beside models, below a path of its own.
public interface MorePaths {
    /// Serves a request.
    ///
    /// @param name what follows the path, one segment
    /// @throws ClientGoneException when nobody takes the answer
    void serve(String method, String name, ClientRequest request, ClientAnswer answer)
            throws ClientGoneException;

    /// Takes no more, and breaks off what is open and is not charged.
    void breakOff();
}
