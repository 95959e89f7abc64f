package bootcamp.platform.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What people may send as a paper, known by how its bytes begin and not by what somebody calls it.
 * That is no promise that a program can show it: it is handed out to be saved, never to be run or
 * shown.
 */
public enum PaperType {
    /** ISO 32000-1, 7.5.2. */
    PDF("application/pdf", "pdf") {
        @Override
        boolean begins(byte[] head) {
            return has(head, 0, "%PDF-".getBytes(StandardCharsets.US_ASCII));
        }
    },
    /** RFC 2083, 12.12: the signature and the first chunk. */
    PNG("image/png", "png") {
        @Override
        boolean begins(byte[] head) {
            return has(head, 0, PNG_SIGNATURE)
                    && has(head, PNG_CHUNK_AT, "IHDR".getBytes(StandardCharsets.US_ASCII));
        }
    },
    /** ITU-T T.81, B.1.1: start of image, and a marker. */
    JPEG("image/jpeg", "jpg") {
        @Override
        boolean begins(byte[] head) {
            return has(head, 0, JPEG_START);
        }
    },
    /** RFC 9649, 2.3. */
    WEBP("image/webp", "webp") {
        @Override
        boolean begins(byte[] head) {
            return has(head, 0, "RIFF".getBytes(StandardCharsets.US_ASCII))
                    && has(head, WEBP_FORM_AT, "WEBP".getBytes(StandardCharsets.US_ASCII));
        }
    };

    /** As many bytes of a file tell what it is. */
    public static final int HEAD_BYTES = 16;

    private static final byte[] PNG_SIGNATURE = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'
    };
    private static final int PNG_CHUNK_AT = 12;
    private static final byte[] JPEG_START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final int WEBP_FORM_AT = 8;

    private final String contentType;
    private final String ending;

    PaperType(String contentType, String ending) {
        this.contentType = contentType;
        this.ending = ending;
    }

    public String contentType() {
        return contentType;
    }

    /** Of a name of such a file. */
    public static String endingOf(String contentType) {
        return Arrays.stream(values())
                .filter(each -> each.contentType.equals(contentType))
                .map(each -> each.ending)
                .findFirst()
                .orElse("bin");
    }

    public static boolean isOne(String contentType) {
        return Arrays.stream(values()).anyMatch(each -> each.contentType.equals(contentType));
    }

    /**
     * @param head the first {@value #HEAD_BYTES} bytes, or all where there are fewer
     */
    public static Optional<PaperType> of(byte[] head) {
        return Arrays.stream(values()).filter(each -> each.begins(head)).findFirst();
    }

    abstract boolean begins(byte[] head);

    private static boolean has(byte[] head, int at, byte[] wanted) {
        return head.length >= at + wanted.length
                && Arrays.equals(head, at, at + wanted.length, wanted, 0, wanted.length);
    }
}
