package bootcamp.platform.task;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.task.OnDemand.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class OnDemandTest {

    private static final Instant NOW = Instant.parse("2024-07-31T00:00:00Z");

    private final Background background = new Background(1);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        background.close();
    }

    @Test
    void itRunsOnceThoughAskedForTwiceAndSaysWhatCameOfIt() {
        Sinks.One<String> gate = Sinks.one();
        OnDemand<String> work = work(gate.asMono());
        assertThat(work.status().state()).isEqualTo(State.IDLE);

        work.start();
        OnDemand.Status<String> second = work.start();
        gate.tryEmitValue("done");

        assertThat(second.state()).isEqualTo(State.RUNNING);
        assertThat(second.startedAt()).isEqualTo(NOW);
        assertThat(work.status().state()).isEqualTo(State.DONE);
        assertThat(work.status().result()).isEqualTo("done");
        assertThat(work.status().endedAt()).isEqualTo(NOW);
        assertThat(runs).hasValue(1);
    }

    @Test
    void itCanBeAskedForAgainWhenItIsOverAlsoAfterAFailure() {
        IllegalStateException trouble = new IllegalStateException("no");
        OnDemand<String> work = work(Mono.error(trouble));

        work.start();
        assertThat(work.status().state()).isEqualTo(State.FAILED);
        assertThat(work.status().failure()).isSameAs(trouble);
        assertThat(work.status().result()).isNull();
        work.start();

        assertThat(runs).hasValue(2);
    }

    private OnDemand<String> work(Mono<String> outcome) {
        return new OnDemand<>(
                "work",
                Mono.defer(
                        () -> {
                            runs.incrementAndGet();
                            return outcome;
                        }),
                Duration.ofMinutes(1),
                background,
                InstantSource.fixed(NOW));
    }
}
