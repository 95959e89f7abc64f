package bootcamp.wrong.pure.retention;

import reactor.core.publisher.Flux;

/** Where the computation gets its numbers: a stream. */
record Source(Flux<Double> numbers) {}
