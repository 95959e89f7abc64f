package bootcamp.platform.security;

import bootcamp.platform.http.ProblemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who makes a request, as the gateway found out and vouches for.
 *
 * @param studentId null: not a student's account
 * @param instructorId null: not an instructor's account
 * @param cohortIds the cohorts that a member of staff works with; empty: all
 */
public record Caller(
        String username,
        Set<Role> roles,
        @Nullable String studentId,
        @Nullable String instructorId,
        Set<String> cohortIds) {

    /** Name of the exchange's attribute that holds it. */
    public static final String ATTRIBUTE = Caller.class.getName();

    /** Who asks for what anybody may: no name and no right. */
    public static final Caller NOBODY = new Caller("", Set.of(), null, null, Set.of());

    public Caller {
        roles = Set.copyOf(roles);
        cohortIds = Set.copyOf(cohortIds);
    }

    /**
     * The caller of a request.
     *
     * @throws ProblemException 401 where nobody is signed in
     */
    public static Caller of(ServerWebExchange exchange) {
        if (exchange.getAttribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw ProblemException.unauthenticated();
    }

    public static Caller of(ServerRequest request) {
        return of(request.exchange());
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** Admin or staff. */
    public boolean worksHere() {
        return is(Role.ADMIN) || is(Role.STAFF);
    }

    /**
     * @throws ProblemException 403 for a caller with none of the roles
     */
    public Caller require(Role... anyOf) {
        for (Role role : anyOf) {
            if (is(role)) {
                return this;
            }
        }
        throw ProblemException.forbidden();
    }

    /** Whether this member of staff works with the cohort. */
    public boolean worksWith(String cohortId) {
        return is(Role.ADMIN)
                || is(Role.STAFF) && (cohortIds.isEmpty() || cohortIds.contains(cohortId));
    }

    /**
     * @throws ProblemException 403 for those who do not work here, 404 for a cohort that is not
     *     theirs
     */
    public Caller requireCohort(String cohortId) {
        require(Role.ADMIN, Role.STAFF);
        if (!worksWith(cohortId)) {
            throw ProblemException.notFound();
        }
        return this;
    }

    /** Whether the caller is this very student. */
    public boolean isStudent(String student) {
        return is(Role.STUDENT) && student.equals(studentId);
    }
}
