package bootcamp.platform.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which part of a list is wanted: {@code ?limit=&cursor=}.
 *
 * @param limit 1 to 200, default 50
 * @param after the list goes on behind this key; null: from its start
 */
public record PageRequest(int limit, @Nullable String after) {

    static final int LIMIT_DEFAULT = 50;
    static final int LIMIT_MAX = 200;

    /**
     * Reads the query.
     *
     * @param list name of the list and its filter: a cursor of another list is refused
     * @throws ProblemException 400 for a limit out of range or a cursor that was not given out
     */
    public static PageRequest of(
            MultiValueMap<String, String> query, Cursors cursors, String list) {
        String cursor = query.getFirst("cursor");
        return new PageRequest(
                limit(query.getFirst("limit")), cursor == null ? null : cursors.key(list, cursor));
    }

    /**
     * Cuts the page off what was read.
     *
     * @param found up to {@code limit + 1} entries in the order of their keys: the one too many
     *     only tells that there is a next page
     */
    public <T> Page<T> page(
            List<T> found, Function<? super T, String> key, Cursors cursors, String list) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, cursors.cursor(list, key.apply(items.getLast())));
    }

    private static int limit(@Nullable String limit) {
        if (limit == null) {
            return LIMIT_DEFAULT;
        }
        if (!limit.matches("\\d{1,3}")
                || Integer.parseInt(limit) < 1
                || Integer.parseInt(limit) > LIMIT_MAX) {
            throw ProblemException.malformed(
                    new FieldError(
                            "limit", "OUT_OF_RANGE", java.util.Map.of("min", 1, "max", LIMIT_MAX)));
        }
        return Integer.parseInt(limit);
    }
}
