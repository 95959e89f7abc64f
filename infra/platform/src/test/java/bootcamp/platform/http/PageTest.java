package bootcamp.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

class PageTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 199, 200, 201, 400, 450})
    void aWholeListIsReadPartByPartToItsEnd(int size) {
        List<Integer> list = IntStream.range(0, size).boxed().toList();

        List<Integer> read =
                Page.all(
                                (after, limit) ->
                                        Flux.fromStream(
                                                list.stream()
                                                        .skip(
                                                                after == null
                                                                        ? 0
                                                                        : Integer.parseInt(after)
                                                                                + 1)
                                                        .limit(limit)),
                                String::valueOf)
                        .collectList()
                        .block(Duration.ofSeconds(10));

        assertThat(Objects.requireNonNull(read)).isEqualTo(list);
    }
}
