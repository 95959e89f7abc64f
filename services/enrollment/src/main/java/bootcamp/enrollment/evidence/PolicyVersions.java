package bootcamp.enrollment.evidence;

import bootcamp.enrollment.completion.CompletionPolicy;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * All completion policies that a cohort ever adopted.
 *
 * @param versions ascending from 1; empty: none, so {@link CompletionPolicy#DEFAULT} is in force,
 *     as version 0
 * @param sealed how often a closing has read by which it judges
 */
record PolicyVersions(List<Adopted> versions, int sealed) {

    static final int VERSIONS_MAX = 100;
    static final PolicyVersions NONE = new PolicyVersions(List.of(), 0);

    PolicyVersions {
        versions = List.copyOf(versions);
    }

    /**
     * @param by id of the account
     */
    record Adopted(int version, CompletionPolicy policy, Instant at, String by) {}

    PolicyVersions and(Adopted next) {
        return new PolicyVersions(
                Stream.concat(versions.stream(), Stream.of(next)).toList(), sealed);
    }

    int version() {
        return versions.size();
    }

    CompletionPolicy present() {
        return of(version());
    }

    /**
     * @param version one that was adopted, or 0
     */
    CompletionPolicy of(int version) {
        return version == 0 ? CompletionPolicy.DEFAULT : versions.get(version - 1).policy();
    }
}
