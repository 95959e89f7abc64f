package bootcamp.enrollment.roster;

import bootcamp.enrollment.person.IdentityStore;
import bootcamp.enrollment.person.Person;
import bootcamp.enrollment.person.PersonRefusal;
import bootcamp.enrollment.person.PersonStore;
import bootcamp.enrollment.person.Said;
import bootcamp.enrollment.person.Who;
import bootcamp.platform.aggregate.CommandKey;
import bootcamp.platform.aggregate.Refusal;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Terms;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.idempotency.KeyStore;
import bootcamp.platform.source.IdSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who is to be enrolled: recognised first, and made known only when nothing speaks against it. What
 * is said of somebody who is known fills in what is not; it never overwrites anything.
 */
final class Newcomers {

    private final IdentityStore identities;
    private final PersonStore persons;
    private final Unenrolled unenrolled;
    private final KeyStore keys;
    private final IdSource ids;

    Newcomers(
            IdentityStore identities,
            PersonStore persons,
            Unenrolled unenrolled,
            KeyStore keys,
            IdSource ids) {
        this.identities = identities;
        this.persons = persons;
        this.unenrolled = unenrolled;
        this.keys = keys;
        this.ids = ids;
    }

    /**
     * Somebody who is to be enrolled.
     *
     * @param studentId of somebody who is not known: the one to be given
     * @param person null: not known
     */
    record Candidate(Newcomer said, String studentId, @Nullable Person person) {

        /** Why this person cannot be enrolled anywhere; null: nothing speaks against it. */
        @Nullable Refusal refusal() {
            if (person == null) {
                return null;
            }
            if (person.erasedOn() != null) {
                return PersonRefusal.ERASED;
            }
            if (differ(said.externalId(), person.externalId())) {
                return PersonRefusal.OTHER_EXTERNAL_ID;
            }
            if (differ(said.name(), person.name())) {
                return PersonRefusal.OTHER_NAME;
            }
            if (differ(said.email(), person.email())) {
                return PersonRefusal.OTHER_EMAIL;
            }
            return differ(said.phone(), person.phone()) ? PersonRefusal.OTHER_PHONE : null;
        }

        private static boolean differ(@Nullable String said, @Nullable String known) {
            return said != null && known != null && !said.equalsIgnoreCase(known);
        }
    }

    /** Changes nothing; refused where nobody can tell who it is. */
    Mono<Candidate> recognise(Newcomer newcomer, Terms terms) {
        String known = newcomer.studentId();
        return known == null
                ? recognised(newcomer, terms)
                : persons.find(known)
                        .switchIfEmpty(refused(PersonRefusal.STUDENT_NOT_FOUND))
                        .map(person -> new Candidate(newcomer, known, person));
    }

    private Mono<Candidate> recognised(Newcomer newcomer, Terms terms) {
        String newId = Idempotency.newId(terms, ids);
        return before(terms, newId)
                .map(person -> new Candidate(newcomer, person.studentId(), person))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        newcomer.isNameless()
                                                ? Mono.just(new Candidate(newcomer, newId, null))
                                                : recognised(newcomer, newId)));
    }

    /**
     * Whom this very request enrolled, or began to, is found whatever was corrected since: an
     * address that was taken from them is nobody's now, and would make somebody new.
     */
    private Mono<Person> before(Terms terms, String newId) {
        CommandKey key = terms.key();
        return key == null
                ? Mono.empty()
                : keys.subject(key)
                        .flatMap(studentId -> present(key, studentId))
                        .switchIfEmpty(Mono.defer(() -> persons.find(newId)));
    }

    /** Who has been removed since is to be recognised anew. */
    private Mono<Person> present(CommandKey key, String studentId) {
        return persons.find(studentId)
                .switchIfEmpty(
                        Mono.defer(() -> keys.isNotAbout(key, studentId)).then(Mono.empty()));
    }

    private Mono<Candidate> recognised(Newcomer newcomer, String newId) {
        return identities
                .recognise(List.of(said(newcomer)))
                .flatMap(
                        answers ->
                                switch (Objects.requireNonNull(answers.get(0))) {
                                    case Who.Known(var studentId, _) ->
                                            persons.find(studentId)
                                                    .map(
                                                            person ->
                                                                    new Candidate(
                                                                            newcomer, studentId,
                                                                            person));
                                    case Who.Nobody nobody -> refused(PersonRefusal.of(nobody));
                                    case Who.Stranger _ -> Mono.empty();
                                })
                .defaultIfEmpty(new Candidate(newcomer, newId, null));
    }

    private static Said said(Newcomer of) {
        return new Said(0, of.externalId(), of.name(), of.email(), of.phone());
    }

    /**
     * Somebody who is known now, and stays while being enrolled.
     *
     * @param by tells this enrolling from others
     */
    record Admission(String studentId, String by) {}

    /**
     * Makes the candidate known; empty where others made somebody else of it meanwhile, so that it
     * is to be recognised anew.
     */
    Mono<Admission> admit(Candidate candidate, String enrollmentId, Terms terms) {
        String by = ids.next();
        return madeKnown(candidate, by)
                .flatMap(studentId -> kept(terms, studentId))
                .filter(studentId -> studentId.equals(candidate.studentId()))
                .flatMap(
                        studentId ->
                                persons.enrolling(Map.of(studentId, enrollmentId), by)
                                        .thenReturn(new Admission(studentId, by)));
    }

    private Mono<String> kept(Terms terms, String studentId) {
        CommandKey key = terms.key();
        return key == null ? Mono.just(studentId) : keys.isAbout(key, studentId);
    }

    private Mono<String> madeKnown(Candidate candidate, String by) {
        Newcomer said = candidate.said();
        String studentId = candidate.studentId();
        if (said.studentId() != null) {
            return Mono.just(studentId);
        }
        if (said.isNameless()) {
            return persons.create(studentId, Objects.requireNonNull(said.name()), said.phone())
                    .thenReturn(studentId);
        }
        return identities
                .settle(by, said(said), studentId)
                .flatMap(
                        who ->
                                switch (who) {
                                    case Who.Known(var settled, _) -> Mono.just(settled);
                                    case Who.Nobody nobody -> refused(PersonRefusal.of(nobody));
                                    case Who.Stranger _ ->
                                            Mono.error(
                                                    new IllegalStateException(
                                                            "who was settled is known"));
                                });
    }

    /** The enrollment is written. */
    Mono<Void> enrolled(Admission admission) {
        return persons.enrolled(List.of(admission.studentId()), admission.by());
    }

    /** The enrollment was refused: all is as it was before {@link #admit}. */
    Mono<Void> turnedAway(Admission admission) {
        List<String> student = List.of(admission.studentId());
        return identities
                .restore(admission.by(), student)
                .then(Mono.defer(() -> unenrolled.remove(student, admission.by())))
                .then(Mono.defer(() -> enrolled(admission)));
    }

    private static <T> Mono<T> refused(Refusal refusal) {
        return Mono.error(() -> new RefusedException(refusal));
    }
}
