package bootcamp.platform.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Entity tags of versioned documents: {@code "7"} is version 7, {@code "7.3"} the same beside
 * version 3 of what is edited under the same address, {@code "7-9f3a…"} and {@code "7.3-9f3a…"} an
 * answer that shows more than these.
 */
public final class Etags {

    private static final Pattern OURS =
            Pattern.compile("\"(\\d{1,18})(?:\\.(\\d{1,18}))?(?:-[0-9a-f]{1,64})?\"");

    private Etags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * @param beside version of a second document that is edited under the same address
     */
    public static String of(long version, long beside) {
        return "\"%d.%d\"".formatted(version, beside);
    }

    /**
     * Of an answer that shows more than the versioned documents, such as the status of the day:
     * {@code "7.3-9f3a…"}. {@code If-Match} with it still means versions 7 and 3.
     */
    public static String of(long version, long beside, byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return "\"%d.%d-%s\""
                    .formatted(version, beside, HexFormat.of().formatHex(digest, 0, 8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /**
     * The version that {@code If-Match} demands; null: any.
     *
     * @throws ProblemException 412 where the tag cannot be one of ours, 400 for more than one
     */
    public static @Nullable Long ifMatch(HttpHeaders headers) {
        Matcher tag = demanded(headers);
        return tag == null ? null : Long.valueOf(tag.group(1));
    }

    /**
     * The version of the second document that {@code If-Match} demands; null: any.
     *
     * @throws ProblemException as {@link #ifMatch}
     */
    public static @Nullable Long ifMatchBeside(HttpHeaders headers) {
        Matcher tag = demanded(headers);
        return tag == null || tag.group(2) == null ? null : Long.valueOf(tag.group(2));
    }

    private static @Nullable Matcher demanded(HttpHeaders headers) {
        List<String> tags = headers.getIfMatch();
        if (tags.isEmpty() || tags.contains("*")) {
            return null;
        }
        if (tags.size() > 1) {
            throw ProblemException.malformed(FieldError.of(HttpHeaders.IF_MATCH, "ONE_ONLY"));
        }
        return ours(tags.getFirst());
    }

    /** Whether {@code If-None-Match} names this tag, so that 304 is the answer. */
    public static boolean isKnown(HttpHeaders headers, String etag) {
        return headers.getIfNoneMatch().stream()
                .anyMatch(tag -> tag.equals("*") || strong(tag).equals(strong(etag)));
    }

    private static String strong(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    private static Matcher ours(String tag) {
        // A weak tag never matches If-Match (RFC 9110, 13.1.1).
        Matcher matcher = OURS.matcher(tag);
        if (!matcher.matches()) {
            throw ProblemException.of(HttpStatus.PRECONDITION_FAILED, "STALE_VERSION");
        }
        return matcher;
    }
}
