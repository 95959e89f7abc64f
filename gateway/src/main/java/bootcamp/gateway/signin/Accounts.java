package bootcamp.gateway.signin;

import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.projection.Projection;
import bootcamp.platform.security.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What can be done with accounts, and the rules: one admin always stays, a link opens once. */
final class Accounts {

    private static final int TRIES_MAX = 10;
    private static final int COHORTS_MAX = 100;
    private static final String STUDENT_ERASED = "STUDENT_ERASED";

    private final AccountStore store;
    private final Projection erasures;
    private final TicketStore tickets;
    private final Passwords passwords;
    private final ErasedStudents erased;
    private final InstantSource clock;

    /**
     * @param erasures students who were erased, by id
     */
    Accounts(
            AccountStore store,
            TicketStore tickets,
            Passwords passwords,
            Projection erasures,
            ErasedStudents erased,
            InstantSource clock) {
        this.store = store;
        this.erasures = erasures;
        this.tickets = tickets;
        this.passwords = passwords;
        this.erased = erased;
        this.clock = clock;
    }

    /**
     * Makes an account.
     *
     * @param password null: none yet, a link will set it
     * @return what stands: of the same creation repeated, the account as it is; fails with 409
     *     {@code USERNAME_TAKEN}, or {@code STUDENT_ERASED}
     */
    Mono<Account> create(Account account, @Nullable String password) {
        checkName(account.username());
        checkRights(account);
        if (password != null) {
            Passwords.check(InvalidInput.checking(), account.username(), password).orThrow();
        }
        Account born = account.bornAt(clock.instant());
        return hashed(password)
                .map(hash -> hash.isEmpty() ? born : born.withFirstPassword(hash))
                .flatMap(
                        ready ->
                                store.insert(ready)
                                        .flatMap(
                                                made ->
                                                        made
                                                                ? Mono.just(ready)
                                                                : repeated(account)))
                .flatMap(made -> listed(made).thenReturn(made))
                .flatMap(this::unlessErased);
    }

    /** Looked for after the account was written: then erasing it meets the account or this. */
    private Mono<Account> unlessErased(Account written) {
        String studentId = written.studentId();
        return studentId == null
                ? Mono.just(written)
                : saysErased(studentId)
                        .flatMap(
                                _ ->
                                        endOf(List.of(studentId))
                                                .then(
                                                        Mono.<Account>error(
                                                                ProblemException.of(
                                                                        HttpStatus.CONFLICT,
                                                                        STUDENT_ERASED))))
                        .defaultIfEmpty(written);
    }

    /** This gateway may have heard of it before the one that keeps it for all, and after it. */
    private Mono<?> saysErased(String studentId) {
        return erased.contains(studentId) ? Mono.just(studentId) : erasures.find(studentId);
    }

    /**
     * Removes the accounts of students; open sessions and links end. Nothing is left to do twice.
     */
    Mono<Void> endOf(Collection<String> studentIds) {
        return store.deleteOf(studentIds);
    }

    private Mono<String> hashed(@Nullable String password) {
        return password == null ? Mono.just("") : passwords.hash(password);
    }

    private Mono<Account> repeated(Account wanted) {
        String key = wanted.createdBy();
        return store.find(wanted.username())
                .filter(present -> key != null && key.equals(present.createdBy()))
                .switchIfEmpty(
                        Mono.error(ProblemException.of(HttpStatus.CONFLICT, "USERNAME_TAKEN")));
    }

    private Mono<Void> listed(Account account) {
        return account.role() == Role.ADMIN ? store.listAdmin(account.username()) : Mono.empty();
    }

    /** Gives other rights; open sessions end. Fails with 409 {@code LAST_ADMIN}. */
    Mono<Account> edit(String username, @Nullable Long ifVersion, UnaryOperator<Account> change) {
        return Mono.defer(
                        () ->
                                existing(username)
                                        .flatMap(before -> edited(before, ifVersion, change)))
                .retryWhen(contended());
    }

    private Mono<Account> edited(
            Account before, @Nullable Long ifVersion, UnaryOperator<Account> change) {
        if (ifVersion != null && ifVersion != before.version()) {
            return Mono.error(ProblemException.of(HttpStatus.PRECONDITION_FAILED, "STALE_VERSION"));
        }
        Account after = change.apply(before);
        checkRights(after);
        boolean steps = before.role() == Role.ADMIN && after.role() != Role.ADMIN;
        return (steps ? stepDown(before.username()) : Mono.<Void>empty())
                .then(Mono.defer(() -> replaced(after)))
                .flatMap(done -> listed(done).thenReturn(done))
                .flatMap(this::unlessErased);
    }

    private Mono<Void> stepDown(String username) {
        return store.unlistAdmin(username)
                .filter(done -> done)
                .switchIfEmpty(Mono.error(ProblemException.of(HttpStatus.CONFLICT, "LAST_ADMIN")))
                .then();
    }

    private Mono<Account> replaced(Account after) {
        return store.replace(after)
                .flatMap(done -> done ? Mono.just(after) : Mono.error(new WrittenMeanwhile()));
    }

    /** Takes the account away; open sessions end. Fails with 409 {@code LAST_ADMIN}. */
    Mono<Void> delete(String username) {
        return existing(username)
                .flatMap(
                        account ->
                                account.role() == Role.ADMIN
                                        ? stepDown(username).thenReturn(account)
                                        : Mono.just(account))
                .flatMap(account -> store.delete(account.username()))
                .then();
    }

    Mono<Account> existing(String username) {
        return store.find(username).switchIfEmpty(Mono.error(ProblemException.notFound()));
    }

    /**
     * A link by which somebody chooses a password, once.
     *
     * @param key of the request, which gets the same link when it is sent again; null: a new one
     */
    Mono<TicketStore.Issued> link(
            Account account, Purpose purpose, Duration life, @Nullable String key) {
        return key == null
                ? tickets.issue(purpose, account, life)
                : tickets.issueOnce(purpose, account, life, key);
    }

    /** Ends a link that nobody has used. */
    Mono<Void> endLink(String ticketId) {
        return tickets.end(ticketId);
    }

    /**
     * Sets the password that the link's holder chose. The account's epoch moves with it, so the
     * link and all others before it are used up in the same write.
     */
    Mono<Void> accept(String secret, String password) {
        return tickets.find(secret)
                .filter(ticket -> ticket.purpose().isLink())
                .flatMap(ticket -> store.find(ticket.username()).filter(ticket::fits))
                .filter(account -> !erased.isOf(account))
                .switchIfEmpty(Mono.error(linkNotValid()))
                .doOnNext(
                        account ->
                                Passwords.check(
                                                InvalidInput.checking(),
                                                account.username(),
                                                password)
                                        .orThrow())
                .zipWhen(_ -> passwords.hash(password))
                .flatMap(both -> store.replace(both.getT1().withPassword(both.getT2())))
                .flatMap(done -> done ? Mono.empty() : Mono.error(linkNotValid()))
                .then();
    }

    /**
     * Makes the first admin of all.
     *
     * @return fails with 409 {@code ALREADY_SET_UP} where there is an admin
     */
    Mono<Void> setUp(String username, String password) {
        Account admin = Account.named(username, Role.ADMIN).bornAt(clock.instant());
        checkName(username);
        Passwords.check(InvalidInput.checking(), username, password).orThrow();
        return store.isEmpty()
                .filter(empty -> empty)
                .switchIfEmpty(Mono.error(alreadySetUp()))
                .then(passwords.hash(password))
                .map(hash -> admin.withFirstPassword(hash))
                .flatMap(account -> placed(account, password))
                .flatMap(
                        made ->
                                store.claimFirstAdmin(username)
                                        .flatMap(
                                                isFirst ->
                                                        isFirst
                                                                ? Mono.empty()
                                                                : withdrawn(username, made)))
                .then();
    }

    /** Whether the account was made now; false: an attempt that did not get to its end made it. */
    private Mono<Boolean> placed(Account account, String password) {
        return store.insert(account)
                .flatMap(made -> made ? Mono.just(true) : samePerson(account, password));
    }

    private Mono<Boolean> samePerson(Account account, String password) {
        return store.find(account.username())
                .filter(present -> present.role() == Role.ADMIN)
                .flatMap(present -> passwords.matches(password, present.password()))
                .filter(same -> same)
                .map(_ -> false)
                .switchIfEmpty(
                        Mono.error(ProblemException.of(HttpStatus.CONFLICT, "USERNAME_TAKEN")));
    }

    /** Somebody else was first at the same moment. */
    private Mono<Void> withdrawn(String username, boolean made) {
        return (made ? store.delete(username) : Mono.just(false)).then(Mono.error(alreadySetUp()));
    }

    private static ProblemException alreadySetUp() {
        return ProblemException.of(HttpStatus.CONFLICT, "ALREADY_SET_UP");
    }

    /** Whether an account was refused because its student was erased. */
    static boolean isErased(Throwable refused) {
        return refused instanceof ProblemException problem && problem.code().equals(STUDENT_ERASED);
    }

    private static ProblemException linkNotValid() {
        return ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "LINK_NOT_VALID");
    }

    private static void checkName(String username) {
        InvalidInput.checking()
                .that(Usernames.isAllowed(username), "username", "NOT_A_USERNAME")
                .orThrow();
    }

    private void checkRights(Account account) {
        Role role = account.role();
        InvalidInput.checking()
                .that(
                        account.studentId() == null || role == Role.STUDENT,
                        "studentId",
                        "NOT_FOR_ROLE",
                        Map.of("role", role))
                .that(
                        account.instructorId() == null || role == Role.INSTRUCTOR,
                        "instructorId",
                        "NOT_FOR_ROLE",
                        Map.of("role", role))
                .that(
                        account.cohortIds().isEmpty() || role == Role.STAFF,
                        "cohortIds",
                        "NOT_FOR_ROLE",
                        Map.of("role", role))
                .that(
                        account.cohortIds().size() <= COHORTS_MAX,
                        "cohortIds",
                        "TOO_MANY",
                        Map.of("max", COHORTS_MAX))
                .orThrow();
    }

    private static Retry contended() {
        return Retry.max(TRIES_MAX)
                .filter(WrittenMeanwhile.class::isInstance)
                .onRetryExhaustedThrow(
                        (_, _) ->
                                ProblemException.notAvailable("CONTENDED", Duration.ofSeconds(1)));
    }

    /** Somebody else wrote the account between reading and writing. */
    private static final class WrittenMeanwhile extends RuntimeException {

        private static final long serialVersionUID = 1;

        WrittenMeanwhile() {
            super("written meanwhile", null, false, false);
        }
    }
}
