package bootcamp.platform.source;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Gives ids that nobody can guess and that are never given twice. */
@FunctionalInterface
public interface IdSource {

    /** Lower-case letters and digits; 128 bits where it is random. */
    String next();

    /** 128 random bits, written in hexadecimal. */
    static IdSource random() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        };
    }
}
