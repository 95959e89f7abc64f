package bootcamp.gateway.feed;

import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.Undecodable;
import bootcamp.platform.event.Undecodable.Code;
import bootcamp.platform.feed.EventReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads all that dashboards are made of: each service's events by the feed that knows them. */
public final class DashboardFeed implements EventReader {

    /** Whose topics are read. */
    public static final List<String> SERVICES =
            List.of(
                    EnrollmentFeed.SERVICE,
                    CurriculumFeed.SERVICE,
                    CompetitionFeed.SERVICE,
                    ReviewFeed.SERVICE);

    /** The aggregates of all these topics and the newest version of each. */
    public static final EventCodec CODEC = EventCodec.reading(newest(), ReviewFeed.UPCASTER);

    private final FactReader reader;
    private final EnrollmentFeed enrollment;
    private final CurriculumFeed curriculum;
    private final CompetitionFeed competition;
    private final ReviewFeed review;

    /** For figures alone, which an erasure does not change. */
    public DashboardFeed(FactReader reader) {
        this(reader, _ -> {});
    }

    /**
     * @param erased is told the id of a student who was erased, as often as it comes
     */
    public DashboardFeed(FactReader reader, Consumer<String> erased) {
        this.reader = reader;
        this.enrollment = new EnrollmentFeed(reader, erased);
        this.curriculum = new CurriculumFeed(reader);
        this.competition = new CompetitionFeed(reader);
        this.review = new ReviewFeed(reader);
    }

    private static Map<String, Integer> newest() {
        Map<String, Integer> newest = new HashMap<>(EnrollmentFeed.NEWEST);
        newest.putAll(CurriculumFeed.NEWEST);
        newest.putAll(CompetitionFeed.NEWEST);
        newest.putAll(ReviewFeed.NEWEST);
        return newest;
    }

    /**
     * @throws Undecodable where the state lacks what is needed; nothing is folded then
     */
    @Override
    public void on(Event event) {
        switch (event.service()) {
            case EnrollmentFeed.SERVICE -> enrollment.on(event);
            case CurriculumFeed.SERVICE -> curriculum.on(event);
            case CompetitionFeed.SERVICE -> competition.on(event);
            case ReviewFeed.SERVICE -> review.on(event);
            default -> throw new Undecodable(Code.FOREIGN_SOURCE, event.service());
        }
    }

    @Override
    public void afterBatch() {
        reader.afterBatch();
    }
}
