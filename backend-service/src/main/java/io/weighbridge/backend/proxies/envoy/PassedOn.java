package io.weighbridge.backend.proxies.envoy;

/// An answer that nothing is charged for: an error, of the model server or of Envoy itself.
final class PassedOn implements AnswerReader {
    @Override
    public Order take(byte[] part, boolean isEnd) {
        return new Order.Part(part, false);
    }

    @Override
    public int keptBytes() {
        return 0;
    }

    @Override
    public void broken(End how) {}
}
