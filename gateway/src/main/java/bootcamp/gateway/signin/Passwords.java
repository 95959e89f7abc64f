package bootcamp.gateway.signin;

import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Hashes on threads of its own: two at a time, and at most 200 in waiting, else 503. */
final class Passwords implements AutoCloseable {

    static final int LENGTH_MIN = 8;
    static final int LENGTH_MAX = 256;

    private final PasswordEncoder encoder;
    private final Scheduler threads = Schedulers.newBoundedElastic(2, 200, "passwords", 60, true);

    /** What an account without a password is compared with, so that it takes the same time. */
    private final String nobodys;

    /**
     * @param encoder by which all that is stored was hashed
     */
    Passwords(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.nobodys = hashed("nobody has this password");
    }

    /** Argon2id (RFC 9106) with 16 MiB and two passes, as Spring Security recommends. */
    static PasswordEncoder argon2() {
        return Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    }

    private String hashed(String password) {
        String hash = encoder.encode(password);
        if (hash == null) {
            throw new IllegalStateException("a password that is there has a hash");
        }
        return hash;
    }

    /**
     * Adds what is wrong with a password that somebody chose. Length is what counts (NIST SP
     * 800-63B): no rule asks for kinds of characters.
     */
    static InvalidInput.Checks check(InvalidInput.Checks checks, String username, String password) {
        int length = password.codePointCount(0, password.length());
        return checks.that(length >= LENGTH_MIN, "password", "TOO_SHORT", Map.of("min", LENGTH_MIN))
                .that(length <= LENGTH_MAX, "password", "TOO_LONG", Map.of("max", LENGTH_MAX))
                .that(!password.equalsIgnoreCase(username), "password", "SAME_AS_USERNAME")
                .that(password.chars().distinct().count() > 2, "password", "TOO_SIMPLE");
    }

    Mono<String> hash(String password) {
        return Mono.fromCallable(() -> hashed(password)).transform(this::onOwnThreads);
    }

    /** Takes the same time whether there is a hash or not. */
    Mono<Boolean> matches(String password, @Nullable String hash) {
        return Mono.fromCallable(
                        () -> {
                            boolean same = encoder.matches(password, hash == null ? nobodys : hash);
                            return same && hash != null;
                        })
                .transform(this::onOwnThreads);
    }

    private <T> Mono<T> onOwnThreads(Mono<T> work) {
        return work.subscribeOn(threads)
                .onErrorMap(
                        RejectedExecutionException.class,
                        _ -> ProblemException.notAvailable("NOT_AVAILABLE", Duration.ofSeconds(2)));
    }

    @Override
    public void close() {
        threads.dispose();
    }
}
