package bootcamp.enrollment.completion;

import bootcamp.enrollment.completion.Evidence.Competition;
import bootcamp.enrollment.completion.Finding.Kind;
import bootcamp.enrollment.completion.Requirement.AllOf;
import bootcamp.enrollment.completion.Requirement.AnyOf;
import bootcamp.enrollment.completion.Requirement.AttendanceRate;
import bootcamp.enrollment.completion.Requirement.CompetitionSubmission;
import bootcamp.enrollment.completion.Requirement.PeerContributionMedian;
import bootcamp.enrollment.completion.Requirement.TeamActivityShare;
import bootcamp.enrollment.completion.Requirement.Which;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a cohort asks of who completes: all of the requirements.
 *
 * @param requirements in the order in which they are shown
 */
public record CompletionPolicy(List<Requirement> requirements) {

    static final int PER_MILLE = 1000;
    static final int PEER_MAX = 2;
    static final int REQUIREMENTS_MAX = 40;

    /** Groups within groups: an any-of of all-ofs of requirements is enough for any rule. */
    static final int DEPTH_MAX = 2;

    /** That four of five training days are attended: of a cohort that adopted no policy. */
    public static final CompletionPolicy DEFAULT =
            new CompletionPolicy(List.of(new AttendanceRate(800)));

    public CompletionPolicy {
        requirements = List.copyOf(requirements);
    }

    // ---- whether it can be a policy

    /**
     * Why it can't.
     *
     * @param field path in the policy: {@code requirements[1].anyOf[0].threshold}
     * @param code stable, UPPER_SNAKE
     */
    public record Flaw(String field, String code) {}

    /**
     * Whatever says nothing or can't be met; empty: a policy.
     *
     * @param competitionIds those that the cohort has
     */
    public List<Flaw> flaws(Set<String> competitionIds) {
        List<Flaw> flaws = new ArrayList<>();
        flawsOf(requirements, "requirements", 0, competitionIds, flaws);
        if (count(requirements) > REQUIREMENTS_MAX) {
            flaws.add(new Flaw("requirements", "TOO_MANY"));
        }
        return flaws;
    }

    private static int count(List<Requirement> all) {
        int count = 0;
        for (Requirement each : all) {
            count +=
                    switch (each) {
                        case AnyOf(var members) -> 1 + count(members);
                        case AllOf(var members) -> 1 + count(members);
                        case AttendanceRate _,
                                TeamActivityShare _,
                                CompetitionSubmission _,
                                PeerContributionMedian _ ->
                                1;
                    };
        }
        return count;
    }

    private static void flawsOf(
            List<Requirement> all, String path, int depth, Set<String> known, List<Flaw> flaws) {
        if (all.isEmpty()) {
            flaws.add(new Flaw(path, "SAYS_NOTHING"));
        }
        if (depth > DEPTH_MAX) {
            flaws.add(new Flaw(path, "TOO_DEEP"));
            return;
        }
        Set<Requirement> seen = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            String at = path + "[" + i + "]";
            Requirement each = all.get(i);
            if (!seen.add(each)) {
                flaws.add(new Flaw(at, "DUPLICATE"));
            }
            switch (each) {
                case AttendanceRate(var perMille) -> flawOfShare(perMille, at, flaws);
                case TeamActivityShare(var perMille) -> flawOfShare(perMille, at, flaws);
                case CompetitionSubmission submission ->
                        flawsOf(submission, at + ".competitions", known, flaws);
                case PeerContributionMedian(var threshold) ->
                        flawOf(threshold, PEER_MAX, at, flaws);
                case AnyOf(var members) -> flawsOf(members, at + ".anyOf", depth + 1, known, flaws);
                case AllOf(var members) -> flawsOf(members, at + ".allOf", depth + 1, known, flaws);
            }
        }
    }

    private static void flawOfShare(int perMille, String at, List<Flaw> flaws) {
        flawOf(perMille, PER_MILLE, at, flaws);
    }

    /** What everybody passes says nothing, what nobody can pass can't be met. */
    private static void flawOf(double threshold, double max, String at, List<Flaw> flaws) {
        if (!(threshold > 0)) {
            flaws.add(new Flaw(at + ".threshold", "SAYS_NOTHING"));
        } else if (threshold > max) {
            flaws.add(new Flaw(at + ".threshold", "CANNOT_BE_MET"));
        }
    }

    private static void flawsOf(
            CompetitionSubmission submission, String at, Set<String> known, List<Flaw> flaws) {
        List<String> ids = submission.competitionIds();
        if (submission.which() == Which.NAMED && ids.isEmpty()) {
            flaws.add(new Flaw(at, "SAYS_NOTHING"));
        }
        for (int i = 0; i < ids.size(); i++) {
            if (!known.contains(ids.get(i))) {
                flaws.add(new Flaw(at + "[" + i + "]", "NOT_OF_THE_COHORT"));
            } else if (ids.indexOf(ids.get(i)) < i) {
                flaws.add(new Flaw(at + "[" + i + "]", "DUPLICATE"));
            }
        }
    }

    // ---- what it says

    public Verdict judge(Evidence evidence) {
        List<Finding> findings = judgeAll(requirements, evidence);
        return new Verdict(findings.stream().allMatch(Finding::passes), findings);
    }

    /** Whether it passes, by what is known now. */
    public boolean passes(Evidence evidence) {
        return judge(evidence).passes();
    }

    private static List<Finding> judgeAll(List<Requirement> all, Evidence evidence) {
        return all.stream().map(each -> judge(each, evidence)).toList();
    }

    private static Finding judge(Requirement requirement, Evidence evidence) {
        return switch (requirement) {
            case AttendanceRate(var perMille) -> attendance(perMille, evidence);
            case TeamActivityShare(var perMille) -> activities(perMille, evidence);
            case CompetitionSubmission submission -> submission(submission, evidence);
            case PeerContributionMedian(var threshold) -> peers(threshold, evidence);
            case AnyOf(var members) -> Finding.anyOf(judgeAll(members, evidence));
            case AllOf(var members) -> Finding.allOf(judgeAll(members, evidence));
        };
    }

    private static Finding attendance(int perMille, Evidence evidence) {
        Evidence.Days days = evidence.attendance();
        int left = days.stillToMiss(perMille);
        double threshold = (double) perMille / PER_MILLE;
        if (days.held() == 0) {
            return Finding.noOccasion(Kind.ATTENDANCE_RATE, threshold, left);
        }
        int attended = days.held() - days.penalty();
        return Finding.judged(
                Kind.ATTENDANCE_RATE,
                (double) attended / days.held(),
                threshold,
                PER_MILLE * attended >= perMille * days.held(),
                left < 0,
                left);
    }

    private static Finding activities(int perMille, Evidence evidence) {
        Evidence.Activities activities = evidence.activities();
        double threshold = (double) perMille / PER_MILLE;
        if (activities.held() == 0) {
            return Finding.noOccasion(Kind.TEAM_ACTIVITY_SHARE, threshold, null);
        }
        return Finding.judged(
                Kind.TEAM_ACTIVITY_SHARE,
                (double) activities.tookPart() / activities.held(),
                threshold,
                PER_MILLE * activities.tookPart() >= perMille * activities.held(),
                false,
                null);
    }

    private static Finding submission(CompetitionSubmission asked, Evidence evidence) {
        List<Competition> meant = meant(asked, evidence.competitions());
        if (meant.isEmpty()) {
            return Finding.noOccasion(Kind.COMPETITION_SUBMISSION, null, null);
        }
        int submitted = 0;
        int open = 0;
        for (Competition each : meant) {
            if (evidence.submitted().contains(each.competitionId())) {
                submitted++;
            } else if (!each.over()) {
                open++;
            }
        }
        return Finding.judged(
                Kind.COMPETITION_SUBMISSION,
                submitted,
                meant.size(),
                submitted == meant.size(),
                submitted + open < meant.size(),
                open);
    }

    private static List<Competition> meant(CompetitionSubmission asked, List<Competition> all) {
        return switch (asked.which()) {
            case ALL -> all;
            case LAST -> all.isEmpty() ? all : List.of(all.getLast());
            case NAMED ->
                    all.stream()
                            .filter(each -> asked.competitionIds().contains(each.competitionId()))
                            .toList();
        };
    }

    private static Finding peers(double threshold, Evidence evidence) {
        Double median = evidence.peerContributionMedian();
        return median == null
                ? Finding.noOccasion(Kind.PEER_CONTRIBUTION_MEDIAN, threshold, null)
                : Finding.judged(
                        Kind.PEER_CONTRIBUTION_MEDIAN,
                        median,
                        threshold,
                        median >= threshold,
                        false,
                        null);
    }
}
