package bootcamp.review.box;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When other services are told of figures.
 *
 * @param every how often of those that moved. Default 24 h, 1 s to 7 d; a shorter time puts the
 *     moment of a record on the topic closer to that of the review that made the step
 */
@ConfigurationProperties("bootcamp.summaries")
public record SummaryProperties(@DefaultValue("24h") Duration every) {

    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofDays(7);

    public SummaryProperties {
        if (every.compareTo(MIN) < 0 || every.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    "bootcamp.summaries.every is %s, but must be from 1s to 7d".formatted(every));
        }
    }
}
