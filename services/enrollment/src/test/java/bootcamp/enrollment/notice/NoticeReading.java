package bootcamp.enrollment.notice;

import bootcamp.enrollment.CurriculumTopic;
import bootcamp.platform.projection.BatchReading;
import bootcamp.platform.projection.ProjectionReader.Entry;
import java.util.List;
import java.util.Objects;

/** What the service keeps to tell students, for the delivery kit. */
public final class NoticeReading extends BatchReading<Entry> {

    public NoticeReading() {
        super(
                CurriculumTopic.CODEC,
                List.of("news", "outcomes"),
                into ->
                        new NoticeFeed(
                                Objects.requireNonNull(into.get("news")),
                                Objects.requireNonNull(into.get("outcomes"))));
    }
}
