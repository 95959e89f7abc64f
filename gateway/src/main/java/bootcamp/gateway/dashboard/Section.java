package bootcamp.gateway.dashboard;

import bootcamp.gateway.feed.ReviewSummary;
import bootcamp.platform.http.Csv;
import bootcamp.platform.http.ProblemException;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A part of a dashboard that is a table of its own. */
enum Section implements Titled {

    /** The survival curve. */
    RETENTION("retention") {
        @Override
        String of(Dashboard dashboard) {
            return Csv.table(
                    List.of("day", "date", "atRisk", "withdrawn", "survival", "lower", "upper"),
                    dashboard.retention().curve().stream()
                            .map(
                                    row ->
                                            Arrays.<@Nullable Object>asList(
                                                    row.day(),
                                                    dashboard.startDate().plusDays(row.day()),
                                                    row.atRisk(),
                                                    row.withdrawn(),
                                                    row.survival(),
                                                    row.lower(),
                                                    row.upper()))
                            .toList());
        }
    },

    /** What each student's days come to. */
    ATTENDANCE("attendance") {
        @Override
        String of(Dashboard dashboard) {
            return Csv.table(
                    List.of(
                            "studentId",
                            "courseDays",
                            "heldDays",
                            "absent",
                            "late",
                            "earlyLeave",
                            "outing",
                            "excused",
                            "unmarked",
                            "penalty",
                            "rate",
                            "stillToMiss"),
                    dashboard.attendance().students().stream()
                            .map(
                                    row ->
                                            Arrays.<@Nullable Object>asList(
                                                    row.studentId(),
                                                    row.courseDays(),
                                                    row.heldDays(),
                                                    row.absent(),
                                                    row.late(),
                                                    row.earlyLeave(),
                                                    row.outing(),
                                                    row.excused(),
                                                    row.unmarked(),
                                                    row.penalty(),
                                                    row.rate(),
                                                    row.stillToMiss()))
                            .toList());
        }
    },

    /** In how many team activities each student took part. */
    TEAM_ACTIVITY("team-activity") {
        @Override
        String of(Dashboard dashboard) {
            return Csv.table(
                    List.of("studentId", "held", "tookPart", "share"),
                    dashboard.participation().teamActivity().students().stream()
                            .map(
                                    row ->
                                            Arrays.<@Nullable Object>asList(
                                                    row.studentId(),
                                                    row.held(),
                                                    row.tookPart(),
                                                    row.share()))
                            .toList());
        }
    },

    /** The competitions and how many take part in them. */
    COMPETITIONS("competitions") {
        @Override
        String of(Dashboard dashboard) {
            return Csv.table(
                    List.of(
                            "competitionId",
                            "title",
                            "startsAt",
                            "endsAt",
                            "timeZone",
                            "status",
                            "teams",
                            "n",
                            "inTeams",
                            "tookPart",
                            "neverSubmitted",
                            "submissions",
                            "submittedToday",
                            "daysSinceLast"),
                    ofToday(dashboard, dashboard.competitions()).stream()
                            .map(
                                    row ->
                                            Arrays.<@Nullable Object>asList(
                                                    row.competition().competitionId(),
                                                    row.competition().title(),
                                                    TIME.format(row.competition().startsAt()),
                                                    TIME.format(row.competition().endsAt()),
                                                    row.competition().timeZone(),
                                                    row.competition().status(),
                                                    row.teams(),
                                                    row.n(),
                                                    row.inTeams(),
                                                    row.tookPart(),
                                                    row.neverSubmitted() == null
                                                            ? null
                                                            : row.neverSubmitted().size(),
                                                    row.submissions(),
                                                    row.submittedToday(),
                                                    row.daysSinceLast()))
                            .toList());
        }
    },

    /** Who submitted how much on which day; who of whose team nothing counts has no day. */
    SUBMISSIONS("submissions") {
        @Override
        String of(Dashboard dashboard) {
            return Csv.table(
                    List.of("competitionId", "title", "studentId", "day", "submissions"),
                    ofToday(dashboard, dashboard.competitions()).stream()
                            .flatMap(Section::submissions)
                            .toList());
        }
    },

    /** What is published of the reviews of each target; empty where it is hidden. */
    REVIEWS("reviews") {
        @Override
        String of(Dashboard dashboard) {
            Reviews reviews = dashboard.reviews();
            @Nullable List<ReviewSummary> targets = reviews == null ? null : reviews.targets();
            return Csv.table(
                    List.of(
                            "kind",
                            "targetId",
                            "title",
                            "n",
                            "mean",
                            "low",
                            "high",
                            "nps",
                            "responseRate",
                            "hidden",
                            "from",
                            "until"),
                    ofToday(dashboard, targets).stream().map(Section::row).toList());
        }
    },

    /** The special lectures and how their seats and questions stand now. */
    LECTURES("lectures") {
        @Override
        String of(Dashboard dashboard) {
            return Csv.table(
                    List.of(
                            "lectureId",
                            "title",
                            "startsAt",
                            "endsAt",
                            "timeZone",
                            "status",
                            "capacity",
                            "registered",
                            "unconfirmed",
                            "waiting",
                            "questions",
                            "answered",
                            "held"),
                    ofToday(dashboard, dashboard.lectures()).stream()
                            .map(
                                    row ->
                                            Arrays.<@Nullable Object>asList(
                                                    row.lecture().lectureId(),
                                                    row.lecture().title(),
                                                    TIME.format(row.lecture().startsAt()),
                                                    TIME.format(row.lecture().endsAt()),
                                                    row.lecture().timeZone(),
                                                    row.lecture().status(),
                                                    row.lecture().capacity(),
                                                    row.lecture().registered(),
                                                    row.lecture().unconfirmed(),
                                                    row.lecture().waiting(),
                                                    row.questions().asked(),
                                                    row.questions().answered(),
                                                    row.questions().held()))
                            .toList());
        }
    };

    /** With its seconds, which RFC 3339 demands. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private final String title;

    Section(String title) {
        this.title = title;
    }

    private static List<@Nullable Object> row(ReviewSummary each) {
        var interval = each.interval();
        var range = each.range();
        return Arrays.<@Nullable Object>asList(
                each.kind(),
                each.targetId(),
                each.title(),
                each.n(),
                each.mean(),
                interval == null ? null : interval.low(),
                interval == null ? null : interval.high(),
                each.nps(),
                each.responseRate(),
                each.hidden(),
                range == null ? null : range.from(),
                range == null ? null : range.until());
    }

    @Override
    public String title() {
        return title;
    }

    private static Stream<List<@Nullable Object>> submissions(CompetitionRow row) {
        Stream<List<@Nullable Object>> sent =
                row.sent().stream()
                        .map(
                                each ->
                                        Arrays.<@Nullable Object>asList(
                                                row.competition().competitionId(),
                                                row.competition().title(),
                                                each.studentId(),
                                                each.day(),
                                                each.submissions()));
        Stream<List<@Nullable Object>> never =
                Objects.requireNonNullElse(row.neverSubmitted(), List.<String>of()).stream()
                        .map(
                                studentId ->
                                        Arrays.<@Nullable Object>asList(
                                                row.competition().competitionId(),
                                                row.competition().title(),
                                                studentId,
                                                null,
                                                0));
        return Stream.concat(sent, never);
    }

    /** Rows of a section that speaks of the present only. */
    private static <T> List<T> ofToday(Dashboard dashboard, @Nullable List<T> rows) {
        if (rows == null) {
            throw ProblemException.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "SECTION_OF_TODAY_ONLY",
                    Map.of("today", dashboard.today()));
        }
        return rows;
    }

    /**
     * @param title null: the survival curve
     * @throws ProblemException 400 where there is none of this title
     */
    static Section named(@Nullable String title) {
        return Titled.named(title, values(), RETENTION);
    }

    /**
     * Its table.
     *
     * @throws ProblemException 422 where it speaks of the present only and this is a past day
     */
    abstract String of(Dashboard dashboard);
}
