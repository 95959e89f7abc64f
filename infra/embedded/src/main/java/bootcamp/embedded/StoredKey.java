package bootcamp.embedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The key under which the store keeps a value of MongoDB, so that equal values have equal keys.
 *
 * <p>A string is its own key, so that strings lie in the store in their own order and a range of
 * them is a range of keys. Anything else is U+0000 and the hexadecimal BSON of the value with its
 * numbers made alike (1, 1L and 1.0 are one {@code _id}): before every string, in no useful order.
 */
final class StoredKey {

    private static final String NOT_A_STRING = "\0";

    private StoredKey() {}

    static String of(@Nullable Object value) {
        return value instanceof String string && !isOther(string)
                ? string
                : of(new KeyValue(value).normalized());
    }

    /** The key of one or several values, numbers already made alike. */
    static String of(KeyValue values) {
        if (values.size() == 1 && values.get(0) instanceof String string && !isOther(string)) {
            return string;
        }
        Document document = new Document();
        for (int i = 0; i < values.size(); i++) {
            document.put(String.valueOf(i), values.get(i));
        }
        return NOT_A_STRING + HexFormat.of().formatHex(Bson.encode(document));
    }

    /** Whether the key stands for anything but a string. */
    static boolean isOther(String key) {
        return key.startsWith(NOT_A_STRING);
    }
}
