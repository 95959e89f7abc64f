package bootcamp.enrollment.evidence;

import bootcamp.enrollment.completion.CompletionPolicy;
import bootcamp.enrollment.completion.Finding.Kind;
import bootcamp.enrollment.completion.Requirement;
import bootcamp.enrollment.completion.Requirement.AllOf;
import bootcamp.enrollment.completion.Requirement.AnyOf;
import bootcamp.enrollment.completion.Requirement.AttendanceRate;
import bootcamp.enrollment.completion.Requirement.CompetitionSubmission;
import bootcamp.enrollment.completion.Requirement.PeerContributionMedian;
import bootcamp.enrollment.completion.Requirement.TeamActivityShare;
import bootcamp.enrollment.completion.Requirement.Which;
import bootcamp.platform.http.InvalidInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A requirement of a completion policy as it is written in JSON.
 *
 * @param kind null: a group
 * @param threshold a share from 0 to 1 in whole per mille, or a median; null: of competitions and
 *     groups
 * @param competitions {@code "ALL"}, {@code "LAST"} or a list of ids; null: of other kinds
 * @param anyOf null: no such group; so is {@code allOf}
 */
record RequirementForm(
        @Nullable String kind,
        @Nullable Double threshold,
        @Nullable Object competitions,
        @Nullable List<RequirementForm> anyOf,
        @Nullable List<RequirementForm> allOf) {

    private static final List<Kind> KINDS =
            List.of(
                    Kind.ATTENDANCE_RATE,
                    Kind.TEAM_ACTIVITY_SHARE,
                    Kind.COMPETITION_SUBMISSION,
                    Kind.PEER_CONTRIBUTION_MEDIAN);

    /** Deeper than any policy; what is deeper is told by the policy itself. */
    private static final int DEPTH_MAX = 4;

    /** What can be told without the cohort is; what is wrong with it is in {@code checks}. */
    static CompletionPolicy policy(
            @Nullable List<RequirementForm> forms, InvalidInput.Checks checks) {
        if (forms == null) {
            checks.wrong("requirements", "REQUIRED");
            return new CompletionPolicy(List.of());
        }
        return new CompletionPolicy(read(forms, "requirements", 0, checks));
    }

    private static List<Requirement> read(
            List<RequirementForm> forms, String path, int depth, InvalidInput.Checks checks) {
        List<Requirement> read = new ArrayList<>();
        if (depth > DEPTH_MAX) {
            checks.wrong(path, "TOO_DEEP");
            return read;
        }
        for (int i = 0; i < forms.size(); i++) {
            String at = path + "[" + i + "]";
            RequirementForm form = forms.get(i);
            if (form == null) {
                checks.wrong(at, "REQUIRED");
                continue;
            }
            Requirement requirement = form.read(at, depth, checks);
            if (requirement != null) {
                read.add(requirement);
            }
        }
        return read;
    }

    private @Nullable Requirement read(String at, int depth, InvalidInput.Checks checks) {
        if (anyOf != null || allOf != null) {
            boolean alone =
                    kind == null
                            && threshold == null
                            && competitions == null
                            && (anyOf == null || allOf == null);
            checks.that(alone, at, "NOT_OF_THIS_KIND");
            return anyOf != null
                    ? new AnyOf(read(anyOf, at + ".anyOf", depth + 1, checks))
                    : new AllOf(
                            read(Objects.requireNonNull(allOf), at + ".allOf", depth + 1, checks));
        }
        Kind known = kindOrNull(at, checks);
        if (known == null) {
            return null;
        }
        boolean ofCompetitions = known == Kind.COMPETITION_SUBMISSION;
        checks.that(threshold == null || !ofCompetitions, at + ".threshold", "NOT_OF_THIS_KIND")
                .that(threshold != null || ofCompetitions, at + ".threshold", "REQUIRED")
                .that(
                        competitions == null || ofCompetitions,
                        at + ".competitions",
                        "NOT_OF_THIS_KIND");
        return switch (known) {
            case ATTENDANCE_RATE -> new AttendanceRate(perMille(at, checks));
            case TEAM_ACTIVITY_SHARE -> new TeamActivityShare(perMille(at, checks));
            case PEER_CONTRIBUTION_MEDIAN -> new PeerContributionMedian(thresholdOr1());
            case COMPETITION_SUBMISSION -> submission(at + ".competitions", checks);
            case ANY_OF, ALL_OF -> throw new IllegalStateException("is no kind to be named");
        };
    }

    private @Nullable Kind kindOrNull(String at, InvalidInput.Checks checks) {
        for (Kind each : KINDS) {
            if (each.name().equals(kind)) {
                return each;
            }
        }
        if (kind == null) {
            checks.wrong(at + ".kind", "REQUIRED");
        } else {
            checks.that(false, at + ".kind", "NOT_ONE_OF", Map.of("allowed", KINDS));
        }
        return null;
    }

    /** What is missing is told as such already; this is then any that passes. */
    private double thresholdOr1() {
        return threshold == null ? 1 : threshold;
    }

    private int perMille(String at, InvalidInput.Checks checks) {
        double share = thresholdOr1();
        if (!(share >= 0 && share <= 1)) {
            checks.that(false, at + ".threshold", "OUT_OF_RANGE", Map.of("min", 0.001, "max", 1));
            return 1;
        }
        BigDecimal perMille = BigDecimal.valueOf(share).movePointRight(3);
        if (perMille.stripTrailingZeros().scale() > 0) {
            checks.wrong(at + ".threshold", "TOO_FINE");
            return 1;
        }
        return perMille.intValueExact();
    }

    private CompetitionSubmission submission(String at, InvalidInput.Checks checks) {
        if (competitions instanceof String word) {
            checks.that(
                    word.equals("ALL") || word.equals("LAST"),
                    at,
                    "NOT_ONE_OF",
                    Map.of("allowed", List.of("ALL", "LAST")));
            return new CompetitionSubmission(
                    word.equals("LAST") ? Which.LAST : Which.ALL, List.of());
        }
        List<String> ids = new ArrayList<>();
        if (competitions instanceof List<?> all) {
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i) instanceof String id) {
                    ids.add(id);
                } else {
                    checks.wrong(at + "[" + i + "]", "NOT_A_TEXT");
                }
            }
        } else {
            checks.wrong(at, competitions == null ? "REQUIRED" : "NOT_A_LIST");
        }
        return new CompetitionSubmission(Which.NAMED, ids);
    }

    // ---- the way back

    static List<RequirementForm> of(List<Requirement> requirements) {
        return requirements.stream().map(RequirementForm::of).toList();
    }

    private static RequirementForm of(Requirement requirement) {
        return switch (requirement) {
            case AttendanceRate(var perMille) -> share(Kind.ATTENDANCE_RATE, perMille);
            case TeamActivityShare(var perMille) -> share(Kind.TEAM_ACTIVITY_SHARE, perMille);
            case PeerContributionMedian(var threshold) ->
                    new RequirementForm(
                            Kind.PEER_CONTRIBUTION_MEDIAN.name(), threshold, null, null, null);
            case CompetitionSubmission(var which, var ids) ->
                    new RequirementForm(
                            Kind.COMPETITION_SUBMISSION.name(),
                            null,
                            which == Which.NAMED ? ids : which.name(),
                            null,
                            null);
            case AnyOf(var members) -> new RequirementForm(null, null, null, of(members), null);
            case AllOf(var members) -> new RequirementForm(null, null, null, null, of(members));
        };
    }

    private static RequirementForm share(Kind kind, int perMille) {
        return new RequirementForm(
                kind.name(), BigDecimal.valueOf(perMille, 3).doubleValue(), null, null, null);
    }
}
