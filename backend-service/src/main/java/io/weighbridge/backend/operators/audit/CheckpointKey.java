package io.weighbridge.backend.operators.audit;

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Verify;

import io.weighbridge.backend.platform.fault.Fault;
import io.weighbridge.backend.platform.secrets.SecretFile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;

/// Signs checkpoints (Ed25519) with a key of the installation, which is in a file for its owner
/// only and made with the first start.
public final class CheckpointKey {
    /// The key's file in the directory of secrets.
    public static final String FILE_NAME = "audit.key";

    private static final int SEED_BYTES = 32;

    private final Ed25519Sign.KeyPair pair;

    private CheckpointKey(byte[] seed) {
        try {
            pair = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed);
        } catch (GeneralSecurityException e) {
            throw Fault.internal("a key could not be made", e);
        }
    }

    /// The installation's key; makes it when there is none.
    ///
    /// @param secrets the directory
    /// @throws Fault STORE_UNAVAILABLE
    public static CheckpointKey of(Path secrets) {
        return new CheckpointKey(SecretFile.readOrMake(secrets, FILE_NAME, SEED_BYTES));
    }

    /// The installation's public key in hexadecimal, when its key is there.
    ///
    /// @param secrets the directory
    /// @throws Fault STORE_UNAVAILABLE
    public static Optional<String> publicKeyIn(Path secrets) {
        return Files.exists(secrets.resolve(FILE_NAME))
                ? Optional.of(of(secrets).publicKey())
                : Optional.empty();
    }

    String publicKey() {
        return HexFormat.of().formatHex(pair.getPublicKey());
    }

    Checkpoint sign(long sequence, long atMs, String hash) {
        Checkpoint unsigned = new Checkpoint(sequence, atMs, hash, publicKey(), "");
        try {
            byte[] signature = new Ed25519Sign(pair.getPrivateKey()).sign(unsigned.signed());
            return new Checkpoint(
                    sequence, atMs, hash, publicKey(), HexFormat.of().formatHex(signature));
        } catch (GeneralSecurityException e) {
            throw Fault.internal("a checkpoint could not be signed", e);
        }
    }

    /// Whether a checkpoint is as its public key's owner signed it.
    static boolean isSigned(Checkpoint checkpoint) {
        try {
            new Ed25519Verify(HexFormat.of().parseHex(checkpoint.publicKey()))
                    .verify(HexFormat.of().parseHex(checkpoint.signature()), checkpoint.signed());
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
