package io.weighbridge.backend.proxies.openai;

import io.weighbridge.backend.proxies.call.AskedCall;
import io.weighbridge.backend.proxies.call.CallTerms;
import io.weighbridge.backend.proxies.call.Client;
import io.weighbridge.backend.proxies.models.ModelRoute;
import io.weighbridge.backend.proxies.wire.Endpoint;

import org.jspecify.annotations.Nullable;

/// How one kind of request is served, one step after the other. Used by one thread.
interface CallPlan {
    /// Whose form errors have.
    Endpoint endpoint();

    /// Whether it may go to a provider with the account's own key.
    boolean mayBeOwn();

    /// Reads a request.
    ///
    /// @return the service, or what is asked for instead of one
    /// @throws io.weighbridge.backend.platform.fault.Fault INVALID_FIELD
    String read(ClientRequest request, byte[] body);

    /// Asks for the call that was read.
    ///
    /// @throws io.weighbridge.backend.platform.fault.Fault as the gate
    AskedCall ask(Client client, CallTerms terms, @Nullable ModelRoute route);

    /// Makes the call that was admitted, up to its one ending.
    void run(
            AskedCall.Opened opened,
            Upstream upstream,
            SentWay way,
            HeldBody body,
            Answering answering)
            throws ClientGoneException;
}
