package bootcamp.wrong.block;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Waits in the middle of a stream. */
record Impatient(Mono<String> word) {

    @Nullable String now() {
        return word.block();
    }
}
