package bootcamp.platform.blocking;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/** What BlockHound takes for waiting and is none, or happens once in a process. */
public final class Allowed implements BlockHoundIntegration {

    private static final Logger LOG = LoggerFactory.getLogger(Allowed.class);

    private static final String LOCKS = "java.util.concurrent.locks.";

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.blockingMethodCallback(Allowed::fail);
        // The kernel's source of random bytes never runs dry once the machine has started.
        builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
        // A lock around a few instructions, as the database's driver has around its pool; what is
        // waited for longer (latches, futures, queues, input and output, sleep) is found still.
        for (String kind :
                List.of(
                        "ReentrantLock",
                        "ReentrantReadWriteLock$WriteLock",
                        "ReentrantReadWriteLock$ReadLock")) {
            builder.allowBlockingCallsInside(LOCKS + kind, "lock");
        }
        builder.allowBlockingCallsInside(LOCKS + "StampedLock", "writeLock");
        builder.allowBlockingCallsInside(LOCKS + "StampedLock", "readLock");
        // Once a class, at its first use.
        builder.allowBlockingCallsInside("java.lang.ClassLoader", "loadClass");
        builder.allowBlockingCallsInside("java.lang.invoke.MethodHandleNatives", "linkCallSite");
        // A log line is written where it is said: to the console or a file of this machine.
        builder.allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders");
    }

    /** Whoever swallows the error leaves somebody waiting for ever; so it is said here as well. */
    private static void fail(BlockingMethod method) {
        BlockingOperationError error = new BlockingOperationError(method);
        LOG.error("Somebody waits on a thread that must not wait", error);
        throw error;
    }
}
