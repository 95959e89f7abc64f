package bootcamp.enrollment.roster;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a text file, and the encoding they were found in: the one that is told, else
 * the first that fits without a single wrong byte.
 *
 * @param encoding UTF-8, UTF-16LE, UTF-16BE or CP949, which holds all of EUC-KR
 * @param text without the mark at the front
 */
record DecodedText(String encoding, char[] text) {

    /** Windows' name of the Korean encoding. */
    private static final Charset CP949 = Charset.forName("x-windows-949");

    private static final char MARK = '\uFEFF';
    private static final int SNIFFED_BYTES = 8 << 10;

    static DecodedText of(byte[] bytes, @Nullable String told, int lineCharsMax) {
        DecodedText decoded = told == null ? decode(bytes) : decodeAs(told, bytes);
        demandText(decoded.text(), lineCharsMax);
        return decoded;
    }

    private static DecodedText decode(byte[] bytes) {
        return marked(bytes)
                .or(() -> wide(bytes))
                .or(() -> strictly("UTF-8", bytes))
                .or(() -> strictly("CP949", bytes))
                .orElseThrow(() -> UnreadableRoster.because("UNKNOWN_ENCODING"));
    }

    private static DecodedText decodeAs(String told, byte[] bytes) {
        String name = told.strip().toUpperCase(Locale.ROOT).replace('_', '-');
        String encoding =
                switch (name) {
                    case "UTF-8", "UTF8", "UTF-8-SIG" -> "UTF-8";
                    case "UTF-16" ->
                            bytes.length > 1 && isBigEndianMark(bytes) ? "UTF-16BE" : "UTF-16LE";
                    case "UTF-16LE", "UTF-16BE" -> name;
                    case "CP949",
                            "MS949",
                            "UHC",
                            "X-WINDOWS-949",
                            "EUC-KR",
                            "EUCKR",
                            "KS-C-5601-1987" ->
                            "CP949";
                    default -> throw UnreadableRoster.because("UNKNOWN_ENCODING");
                };
        return strictly(encoding, bytes)
                .orElseThrow(() -> UnreadableRoster.because("UNKNOWN_ENCODING"));
    }

    /** A mark at the front says what follows; nothing else is tried then. */
    private static Optional<DecodedText> marked(byte[] bytes) {
        if (bytes.length < 2) {
            return Optional.empty();
        }
        String encoding =
                isBigEndianMark(bytes) ? "UTF-16BE" : isLittleEndianMark(bytes) ? "UTF-16LE" : null;
        return encoding == null ? Optional.empty() : Optional.of(decodeAs(encoding, bytes));
    }

    private static boolean isBigEndianMark(byte[] bytes) {
        return bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF;
    }

    private static boolean isLittleEndianMark(byte[] bytes) {
        return bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE;
    }

    /** Separators and digits in UTF-16 have a zero byte each, always on the same side. */
    private static Optional<DecodedText> wide(byte[] bytes) {
        int[] zeros = new int[2];
        for (int i = 0; i < Math.min(bytes.length, SNIFFED_BYTES); i++) {
            zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
        }
        if (zeros[0] + zeros[1] == 0) {
            return Optional.empty();
        }
        // A stray zero in other text makes letters of pairs of letters, but never a line break.
        return strictly(zeros[0] > zeros[1] ? "UTF-16BE" : "UTF-16LE", bytes)
                .filter(decoded -> String.valueOf(decoded.text()).lines().limit(2).count() > 1);
    }

    private static Optional<DecodedText> strictly(String encoding, byte[] bytes) {
        try {
            CharBuffer chars =
                    charset(encoding)
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes));
            boolean isMarked = chars.hasRemaining() && chars.get(0) == MARK;
            char[] text = new char[chars.remaining() - (isMarked ? 1 : 0)];
            chars.position(isMarked ? 1 : 0).get(text);
            return Optional.of(new DecodedText(encoding, text));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Charset charset(String encoding) {
        return switch (encoding) {
            case "UTF-8" -> StandardCharsets.UTF_8;
            case "UTF-16LE" -> StandardCharsets.UTF_16LE;
            case "UTF-16BE" -> StandardCharsets.UTF_16BE;
            default -> CP949;
        };
    }

    /** Bytes of anything may pass as CP949 or UTF-16; a text has no NUL and has lines. */
    private static void demandText(char[] text, int lineCharsMax) {
        int begin = 0;
        for (int i = 0; i < text.length; i++) {
            char c = text[i];
            if (c == 0) {
                throw UnreadableRoster.because("UNKNOWN_ENCODING");
            }
            if (c == '\n' || c == '\r') {
                begin = i + 1;
            }
            if (i - begin >= lineCharsMax) {
                throw UnreadableRoster.because("LINE_TOO_LONG", "max", lineCharsMax);
            }
        }
    }
}
