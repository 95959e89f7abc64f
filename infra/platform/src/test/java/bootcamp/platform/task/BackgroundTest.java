package bootcamp.platform.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class BackgroundTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Background background = new Background(1);

    @AfterEach
    void stop() {
        background.close();
    }

    @Test
    void aTaskRunsThoughNobodyListens() {
        Sinks.Empty<Void> ran = Sinks.empty();

        Mono<Void> ignored = background.start("a", Mono.fromRunnable(ran::tryEmitEmpty));

        StepVerifier.create(ran.asMono()).expectComplete().verify(SOON);
        StepVerifier.create(ignored).expectComplete().verify(SOON);
    }

    @Test
    void aTaskOfTheSameNameIsNotStartedTwice() {
        Sinks.Empty<Void> gate = Sinks.empty();
        AtomicInteger starts = new AtomicInteger();
        Mono<Void> work = Mono.fromRunnable(starts::incrementAndGet).then(gate.asMono());

        Mono<Void> first = background.start("a", work);
        Mono<Void> second = background.start("a", work);
        gate.tryEmitEmpty();

        StepVerifier.create(first.and(second)).expectComplete().verify(SOON);
        assertThat(starts).hasValue(1);
    }

    @Test
    void aFailureEndsItsTaskAndNoOther() {
        Mono<Void> failing = background.start("a", Mono.error(new IllegalStateException("no")));
        Mono<Void> next = background.start("b", Mono.empty());

        StepVerifier.create(failing.then(next)).expectComplete().verify(SOON);
    }

    @Test
    void aNameIsFreeAgainWhenItsTaskIsOver() {
        AtomicInteger runs = new AtomicInteger();
        Mono<Void> work = Mono.fromRunnable(runs::incrementAndGet);

        Mono<Void> twice =
                background.start("a", work).then(Mono.defer(() -> background.start("a", work)));

        StepVerifier.create(twice).expectComplete().verify(SOON);
        assertThat(runs).hasValue(2);
    }

    @Test
    void whatIsDoneAgainAndAgainSurvivesAFailure() {
        AtomicInteger rounds = new AtomicInteger();
        Sinks.Empty<Void> third = Sinks.empty();

        background.every(
                Duration.ofMillis(5),
                "a",
                () -> {
                    if (rounds.incrementAndGet() == 3) {
                        third.tryEmitEmpty();
                    }
                    return Mono.error(new IllegalStateException("no"));
                });

        StepVerifier.create(third.asMono()).expectComplete().verify(SOON);
    }

    @Test
    void closingStopsATaskWhereItIs() {
        Sinks.Empty<Void> cancelled = Sinks.empty();

        Mono<Void> ignored =
                background.start("a", Mono.never().doOnCancel(cancelled::tryEmitEmpty));
        background.close();

        StepVerifier.create(cancelled.asMono()).expectComplete().verify(SOON);
        assertThat(ignored).isNotNull();
    }
}
