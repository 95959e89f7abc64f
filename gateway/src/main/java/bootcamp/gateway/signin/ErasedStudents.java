package bootcamp.gateway.signin;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Students whose personal data was erased: their accounts end at once, and are taken away within a
 * second, for a user name may be personal too.
 *
 * <p>Every gateway is told of all of them at each start, so what a crash left undone is done then.
 */
public final class ErasedStudents {

    private static final int CHUNK = 500;

    private final AccountStore accounts;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> toDo = ConcurrentHashMap.newKeySet();

    ErasedStudents(AccountStore accounts) {
        this.accounts = accounts;
    }

    /** Told of one, again and again or once. */
    public void add(String studentId) {
        if (known.add(studentId)) {
            toDo.add(studentId);
        }
    }

    boolean contains(@Nullable String studentId) {
        return studentId != null && known.contains(studentId);
    }

    boolean isOf(Account account) {
        return contains(account.studentId());
    }

    /** Takes their accounts away; to be done every second. */
    Mono<Void> endAccounts() {
        return Flux.fromIterable(List.copyOf(toDo)).buffer(CHUNK).concatMap(this::end).then();
    }

    private Mono<Void> end(List<String> some) {
        return accounts.deleteOf(some).doOnSuccess(_ -> some.forEach(toDo::remove));
    }
}
