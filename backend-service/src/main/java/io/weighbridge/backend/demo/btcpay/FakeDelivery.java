package io.weighbridge.backend.demo.btcpay;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A webhook as it is sent: signed by another library than the one that checks it.
public final class FakeDelivery {
    private final byte[] body;
    private final String signature;

    private FakeDelivery(byte[] body, String signature) {
        this.body = body;
        this.signature = signature;
    }

    /// Signs a body.
    public static FakeDelivery signed(byte[] body, String secret) {
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(secret.getBytes(StandardCharsets.UTF_8)));
        mac.update(body, 0, body.length);
        byte[] result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return new FakeDelivery(body, "sha256=" + HexFormat.of().formatHex(result));
    }

    /// The body; not to be changed.
    public byte[] body() {
        return body;
    }

    /// The header BTCPay-Sig.
    public String signature() {
        return signature;
    }
}
