package bootcamp.gateway.signin;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in.
 *
 * @param username lower case; never given to somebody else while the account stands
 * @param studentId of a student's account; null otherwise
 * @param instructorId of an instructor's account; null otherwise
 * @param cohortIds the cohorts that a member of staff works with; empty: all
 * @param password hash; null: none was chosen yet, nobody can sign in
 * @param epoch rises whenever all sessions and links of the account must end; begins with the
 *     millisecond of creation, so that an account never accepts what was given out for another one
 *     that had its name before
 * @param version number of writes that made it
 * @param createdBy keyed hash of the Idempotency-Key it was made with; null: none
 * @param lastSignInAt null: never
 */
record Account(
        String username,
        Role role,
        @Nullable String studentId,
        @Nullable String instructorId,
        Set<String> cohortIds,
        @Nullable String password,
        long epoch,
        long version,
        @Nullable String createdBy,
        @Nullable Instant lastSignInAt) {

    Account {
        cohortIds = Set.copyOf(cohortIds);
    }

    static Account named(String username, Role role) {
        return new Account(username, role, null, null, Set.of(), null, 1, 1, null, null);
    }

    /** As it is before it was ever written. */
    Account asNew(@Nullable String key) {
        return new Account(
                username, role, studentId, instructorId, cohortIds, password, 1, 1, key, null);
    }

    Account bornAt(Instant now) {
        return new Account(
                username,
                role,
                studentId,
                instructorId,
                cohortIds,
                password,
                now.toEpochMilli(),
                version,
                createdBy,
                lastSignInAt);
    }

    Account withFirstPassword(String hash) {
        return new Account(
                username,
                role,
                studentId,
                instructorId,
                cohortIds,
                hash,
                epoch,
                version,
                createdBy,
                lastSignInAt);
    }

    /** With a new password; whoever came in with the old one is out. */
    Account withPassword(String hash) {
        return new Account(
                username,
                role,
                studentId,
                instructorId,
                cohortIds,
                hash,
                epoch + 1,
                version + 1,
                createdBy,
                lastSignInAt);
    }

    /** With other rights; open sessions end, so that nobody goes on with the old ones. */
    Account withRights(
            Role newRole,
            @Nullable String newStudentId,
            @Nullable String newInstructorId,
            Set<String> newCohortIds) {
        return new Account(
                username,
                newRole,
                newStudentId,
                newInstructorId,
                newCohortIds,
                password,
                epoch + 1,
                version + 1,
                createdBy,
                lastSignInAt);
    }

    Caller caller() {
        return new Caller(username, Set.of(role), studentId, instructorId, cohortIds);
    }

    /** Never the hash. */
    @Override
    public String toString() {
        return "Account[" + username + "]";
    }
}
