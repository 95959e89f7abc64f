package bootcamp.platform.stream;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.stream.binding.Bindable;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.binding.InputBindingLifecycle;

/**
 * Binds functions to their topics as soon as the broker answers, in a thread of its own.
 *
 * <p>Spring Cloud Stream binds while the context starts, and without a broker that start never ends
 * and hears no signal. Here the context starts at once, serves what needs no broker, and can be
 * stopped at any moment.
 */
final class LateBindings extends InputBindingLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LateBindings.class);

    private static final long ANSWER_SECONDS_MAX = 2;
    private static final long PAUSE_MILLIS = 250;
    private static final long PAUSE_MILLIS_MAX = 10_000;
    private static final long STOP_MILLIS_MAX = 1_500;

    private final BindingService service;
    private final Collection<Bindable> functions;
    private final Admin admin;
    private @Nullable Thread waiting;
    private volatile boolean stopped;

    /** From then on it is not interrupted at once: what binds is quick, and complains at length. */
    private volatile boolean binding;

    LateBindings(BindingService service, Map<String, Bindable> bindables, Admin admin) {
        super(service, bindables);
        this.service = service;
        this.functions = List.copyOf(bindables.values());
        this.admin = admin;
    }

    @Override
    public synchronized void start() {
        if (waiting == null) {
            stopped = false;
            waiting = Thread.ofPlatform().name("bindings").daemon().start(this::bind);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return waiting != null;
    }

    private void bind() {
        long pause = PAUSE_MILLIS;
        try {
            while (!stopped) {
                if (brokerAnswers()) {
                    if (isBound()) {
                        return;
                    }
                    pause = Math.min(2 * pause, PAUSE_MILLIS_MAX);
                }
                TimeUnit.MILLISECONDS.sleep(pause);
            }
        } catch (InterruptedException e) {
            // The context is closing: there is nothing left to bind.
            Thread.currentThread().interrupt();
        }
    }

    private boolean isBound() {
        binding = true;
        try {
            super.start();
            return true;
        } catch (RuntimeException e) {
            LOG.error("Functions could not be bound to their topics; it is tried again", e);
            // Those before it are bound, and would be a second time.
            functions.forEach(function -> function.unbindInputs(service));
            return false;
        } finally {
            binding = false;
        }
    }

    private boolean brokerAnswers() throws InterruptedException {
        try {
            admin.describeCluster().nodes().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public synchronized void stop() {
        Thread thread = waiting;
        if (thread == null) {
            return;
        }
        waiting = null;
        stopped = true;
        try {
            if (binding) {
                thread.join(STOP_MILLIS_MAX);
            }
            thread.interrupt();
            thread.join(STOP_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopReading();
        super.stop();
    }

    /** All at once: each waits for the answer to its last fetch. */
    private void stopReading() {
        try (var stopping = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String function : service.getConsumerBindingNames()) {
                service.getConsumerBindings(function)
                        .forEach(reading -> stopping.execute(reading::stop));
            }
        }
    }
}
