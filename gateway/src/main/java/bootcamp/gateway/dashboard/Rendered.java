package bootcamp.gateway.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dashboard as bytes, made once and handed to everybody who asks: JSON, gzip, event and entity
 * tag. The tag names the content, so every gateway gives equal content the same one.
 */
final class Rendered {

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();

    private static final int ETAG_BYTES = 16;

    private final Dashboard dashboard;
    private final byte[] json;
    private final String etag;
    private byte @Nullable [] gzip;
    private byte @Nullable [] event;

    private Rendered(Dashboard dashboard, byte[] json) {
        this.dashboard = dashboard;
        this.json = json;
        this.etag = etag(json);
    }

    static Rendered of(Dashboard dashboard) {
        return new Rendered(dashboard, JSON.writeValueAsBytes(dashboard));
    }

    Dashboard dashboard() {
        return dashboard;
    }

    long revision() {
        return dashboard.revision();
    }

    /** Weak: the same for the plain and the compressed form. */
    String etag() {
        return etag;
    }

    byte[] json() {
        return json;
    }

    synchronized byte[] gzip() {
        byte @Nullable [] bytes = gzip;
        if (bytes == null) {
            bytes = gzipped(json);
            gzip = bytes;
        }
        return bytes;
    }

    /** As a server-sent event. JSON has no line breaks of its own here. */
    synchronized byte[] event() {
        byte @Nullable [] bytes = event;
        if (bytes == null) {
            byte[] head = utf8("event: dashboard\nid: " + revision() + "\ndata: ");
            bytes = joined(head, json, utf8("\n\n"));
            event = bytes;
        }
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] gzipped(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory was written to", impossible);
        }
        return out.toByteArray();
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "W/\""
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(Arrays.copyOf(digest, ETAG_BYTES))
                    + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
