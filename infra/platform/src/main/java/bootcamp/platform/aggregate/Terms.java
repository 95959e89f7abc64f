package bootcamp.platform.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * On what terms a command is to be carried out.
 *
 * @param ifVersion only on this version of the aggregate; null: on any
 * @param key by which a repetition gets the first answer; null: every sending counts
 */
public record Terms(@Nullable Long ifVersion, @Nullable CommandKey key) {

    public static final Terms NONE = new Terms(null, null);
}
