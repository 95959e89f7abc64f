package bootcamp.platform.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A part of a list: {@code {items, next}}.
 *
 * @param next cursor of the page after this one; null: there is none
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }

    /** A part of a list in the order of its keys. */
    @FunctionalInterface
    public interface Reading<T> {

        /**
         * @param after key of the last entry of the part before; null: from the start
         */
        Flux<T> read(@Nullable String after, int limit);
    }

    /** A whole list, as for a table: read part by part, until one is not full. */
    public static <T> Flux<T> all(Reading<T> list, Function<? super T, String> key) {
        return part(list, null)
                .expand(
                        part ->
                                part.size() < PageRequest.LIMIT_MAX
                                        ? Mono.empty()
                                        : part(list, key.apply(part.getLast())))
                .concatMapIterable(part -> part);
    }

    private static <T> Mono<List<T>> part(Reading<T> list, @Nullable String after) {
        return list.read(after, PageRequest.LIMIT_MAX).collectList();
    }

    public <R> Page<R> map(Function<? super T, ? extends R> each) {
        return new Page<>(items.stream().<R>map(each).toList(), next);
    }
}
