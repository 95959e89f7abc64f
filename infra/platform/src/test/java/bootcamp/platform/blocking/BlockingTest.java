package bootcamp.platform.blocking;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * All tests of a module that serves HTTP run under BlockHound: what waits on a thread that others
 * need fails there. Here it is shown to be awake.
 */
class BlockingTest {

    @Test
    void whoWaitsOnAThreadThatMustNotWaitFails() {
        Mono<Void> waiting =
                Mono.<Void>fromCallable(
                                () -> {
                                    TimeUnit.MILLISECONDS.sleep(1);
                                    return null;
                                })
                        .subscribeOn(Schedulers.parallel());

        assertThatThrownBy(waiting::block).hasRootCauseInstanceOf(BlockingOperationError.class);
    }
}
