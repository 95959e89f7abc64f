package bootcamp.gateway.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the pages, ready to be sent; what is handed out is never written to.
 *
 * @param gzip the same, compressed once
 * @param etag quoted, by content
 */
record PageFile(byte[] bytes, byte[] gzip, String contentType, String etag) {

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html;charset=UTF-8",
                    "js", "text/javascript;charset=UTF-8",
                    "css", "text/css;charset=UTF-8",
                    "svg", "image/svg+xml");

    static boolean isServed(String name) {
        return TYPES.containsKey(ending(name));
    }

    static PageFile of(String name, byte[] bytes) {
        String type = TYPES.get(ending(name));
        if (type == null) {
            throw new IllegalArgumentException("no content type for " + name);
        }
        return new PageFile(bytes, compressed(bytes), type, '"' + digest(bytes) + '"');
    }

    static PageFile html(String text) {
        return of("page.html", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first 16 hexadecimal digits of SHA-256: enough to tell builds apart. */
    static String digest(byte[] bytes) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(all, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static byte[] compressed(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("in memory", impossible);
        }
        return out.toByteArray();
    }
}
