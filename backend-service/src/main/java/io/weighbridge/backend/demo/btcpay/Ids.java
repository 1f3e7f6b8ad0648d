package io.weighbridge.backend.demo.btcpay;

import java.util.concurrent.ThreadLocalRandom;

/// Ids of the length and letters of the real server's.
final class Ids {
    private static final String LETTERS =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int LENGTH = 22;

    private Ids() {}

    static String fresh() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
