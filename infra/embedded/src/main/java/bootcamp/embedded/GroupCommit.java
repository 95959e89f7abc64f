package bootcamp.embedded;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Lets answers leave only when the file holds what they tell, many of them with one commit.
 *
 * <p>Commands run side by side under the shared side of a gate; a commit takes the other side. So a
 * commit falls between commands, never within one: a document and its entry in an index reach the
 * file together or not at all. The sync to the disk, which takes the time, is outside the gate:
 * commands that run meanwhile share the next commit.
 *
 * <p>Why an answer never leaves early: a command raises {@code changes} before it leaves the gate.
 * The committer reads {@code changes} inside the gate, where no command runs, so its commit has
 * every change up to that number; {@code durable} becomes that number only after the sync. An
 * answer takes its ticket from {@code changes} after its command, and waits for {@code durable} to
 * reach it. Reads wait likewise: what they saw may be another's change that is not on disk yet.
 */
final class GroupCommit implements AutoCloseable {

    private record Waiting(long ticket, Runnable answer, Runnable drop) {}

    private static final int COMPACT_FILL_RATE_PERCENT = 60;
    private static final int COMPACT_BYTES_MAX = 1 << 20;
    private static final long IDLE_SECONDS = 2;

    private final MVStore store;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final AtomicLong changes = new AtomicLong();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final Thread committer = new Thread(this::commitWhileOpen, "database-commit");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    // The four below are guarded by lock.
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long durable;
    private boolean closing;
    private @Nullable Throwable broken;

    GroupCommit(MVStore store) {
        this.store = store;
        committer.setDaemon(true);
        committer.start();
    }

    /** Runs a command so that no commit falls into it. */
    <T> T run(boolean changing, Supplier<T> command) {
        gate.readLock().lock();
        try {
            return command.get();
        } finally {
            if (changing) {
                changes.incrementAndGet();
            }
            gate.readLock().unlock();
        }
    }

    /**
     * Runs the answer when all that is changed by now is on disk, at once where it is already; runs
     * {@code drop} instead when that can never be. Neither may block: the committer may run it.
     */
    void whenDurable(Runnable answer, Runnable drop) {
        boolean now;
        boolean never;
        lock.lock();
        try {
            long ticket = changes.get();
            never = broken != null || closing;
            now = ticket <= durable;
            if (!now && !never) {
                waiting.add(new Waiting(ticket, answer, drop));
                work.signal();
            }
        } finally {
            lock.unlock();
        }
        if (now) {
            answer.run();
        } else if (never) {
            drop.run();
        }
    }

    CompletionStage<Throwable> failure() {
        return failure.minimalCompletionStage();
    }

    /** Commits what is left and closes the store; what still waits is answered or dropped. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = joinCommitter();
        // Given time to compact it would move chunks within the file, and may write one over
        // another
        // whose own move is not on disk yet: its assertions say so (2.4.240), and a kill at that
        // moment would cost answered writes. What tidy() does keeps the file bounded.
        store.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean joinCommitter() {
        boolean interrupted = false;
        while (true) {
            try {
                committer.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private void commitWhileOpen() {
        try {
            while (awaitWork()) {
                commit();
            }
            commit();
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            dropAll();
        }
    }

    /** Waits until an answer waits; false when closing. A pause is used to tidy the file up. */
    private boolean awaitWork() {
        while (true) {
            lock.lock();
            try {
                if (closing) {
                    return false;
                }
                if (!waiting.isEmpty() || work.await(IDLE_SECONDS, TimeUnit.SECONDS)) {
                    return !closing;
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts the committer", e);
            } finally {
                lock.unlock();
            }
            tidy();
        }
    }

    private void commit() {
        long upTo;
        gate.writeLock().lock();
        try {
            upTo = changes.get();
            store.commit();
        } finally {
            gate.writeLock().unlock();
        }
        store.sync();
        reached(upTo).forEach(ready -> ready.answer().run());
    }

    private List<Waiting> reached(long upTo) {
        List<Waiting> ready = new ArrayList<>();
        lock.lock();
        try {
            durable = upTo;
            // Tickets are taken under this lock, so the queue is in their order.
            for (Waiting next = waiting.peek();
                    next != null && next.ticket() <= upTo;
                    next = waiting.peek()) {
                ready.add(waiting.remove());
            }
        } finally {
            lock.unlock();
        }
        return ready;
    }

    /** Moves what still lives out of chunks that are mostly dead, a bounded piece at a time. */
    private void tidy() {
        gate.writeLock().lock();
        try {
            if (store.compact(COMPACT_FILL_RATE_PERCENT, COMPACT_BYTES_MAX)) {
                store.commit();
            }
        } finally {
            gate.writeLock().unlock();
        }
        store.sync();
    }

    private void fail(Throwable cause) {
        lock.lock();
        try {
            broken = cause;
        } finally {
            lock.unlock();
        }
        failure.complete(cause);
    }

    private void dropAll() {
        List<Waiting> rest;
        lock.lock();
        try {
            rest = new ArrayList<>(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        rest.forEach(lost -> lost.drop().run());
    }
}
