package io.weighbridge.backend.platform.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

import io.weighbridge.backend.platform.fault.Fault;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/// Encrypts secrets that must be read again, under a key of the installation that is kept in a file
/// for its owner only. The key is made with the first secret. Safe for sharing.
public final class SecretBox {
    /// The key's file.
    public static final String FILE_NAME = "box.key";

    private final Path directory;
    // Guarded by this.
    private @Nullable Aead aead;

    /// @param directory of the key's file
    public SecretBox(Path directory) {
        this.directory = directory;
    }

    /// Encrypts.
    ///
    /// @param owner whose secret it is: opened only for the same, so that no two can be exchanged
    /// @return a text to be stored
    public String seal(byte[] secret, String owner) {
        try {
            return Base64.getEncoder()
                    .encodeToString(aead().encrypt(secret, owner.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw Fault.internal("a secret could not be encrypted", e);
        }
    }

    /// Decrypts.
    ///
    /// @throws Fault INTERNAL when it was changed, is somebody else's, or was encrypted under
    ///     another key
    public byte[] open(String sealed, String owner) {
        try {
            return aead().decrypt(
                            Base64.getDecoder().decode(sealed),
                            owner.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw Fault.internal(
                    "the secret of "
                            + owner
                            + " cannot be decrypted: it was changed, or "
                            + directory.resolve(FILE_NAME)
                            + " is of another installation",
                    e);
        }
    }

    private synchronized Aead aead() throws GeneralSecurityException {
        Aead opened = aead;
        if (opened == null) {
            AeadConfig.register();
            byte[] keyset = SecretFile.readOrMake(directory, FILE_NAME, SecretBox::newKeyset);
            opened =
                    TinkProtoKeysetFormat.parseKeyset(
                                    keyset,
                                    InsecureSecretKeyAccess.get(),
                                    RegistryConfiguration.get())
                            .getPrimitive(RegistryConfiguration.get(), Aead.class);
            aead = opened;
        }
        return opened;
    }

    // In clear: who reads the file could read any key that it were encrypted under as well.
    private static byte[] newKeyset() {
        try {
            return TinkProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(
                            PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()),
                    InsecureSecretKeyAccess.get(),
                    RegistryConfiguration.get());
        } catch (GeneralSecurityException e) {
            throw Fault.internal("a key could not be made", e);
        }
    }
}
