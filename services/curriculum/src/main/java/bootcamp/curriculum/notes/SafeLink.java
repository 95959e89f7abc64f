package bootcamp.curriculum.notes;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which addresses a text of staff may lead to. */
final class SafeLink {

    static final int CHARS_MAX = 2_000;

    private SafeLink() {}

    /**
     * Whether it is one by https, to a host that is named plainly: what stands before an @ would
     * look like the host.
     */
    static boolean isHttps(String address) {
        URI uri = parsed(address);
        return uri != null
                && isScheme(uri, "https")
                && uri.getHost() != null
                && uri.getRawUserInfo() == null;
    }

    /** Whether a link of a text may lead there: by https, or to a mailbox. */
    static boolean isAllowed(String address) {
        URI uri = parsed(address);
        return isHttps(address) || uri != null && isScheme(uri, "mailto");
    }

    private static boolean isScheme(URI uri, String scheme) {
        return uri.getScheme() != null && uri.getScheme().toLowerCase(Locale.ROOT).equals(scheme);
    }

    /** Null where it is none: with blanks or control characters, for example. */
    private static @Nullable URI parsed(String address) {
        try {
            return address.length() > CHARS_MAX ? null : new URI(address);
        } catch (URISyntaxException notOne) {
            return null;
        }
    }
}
