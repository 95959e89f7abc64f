package bootcamp.competition.contest;

import bootcamp.competition.scoring.Metric;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a score is made by, beside the submission: the labels and the metric, each with its version.
 *
 * @param metric as {@link Metric#named}; a name and its options stand for one definition, always
 * @param metricVersion from 1; raised whenever the competition gets another metric or other options
 */
public record Basis(
        Labels labels, String metric, Map<String, String> metricOptions, int metricVersion) {

    public Basis {
        metricOptions = Collections.unmodifiableMap(new TreeMap<>(metricOptions));
    }

    public Metric scoredBy() {
        return Metric.named(metric, metricOptions);
    }

    Basis numbered(int labelsVersion, int nextMetricVersion) {
        return new Basis(labels.numbered(labelsVersion), metric, metricOptions, nextMetricVersion);
    }

    /** Whether it scores all as the other does. */
    boolean isAs(Basis other) {
        return labels.sha256().equals(other.labels.sha256()) && hasMetricOf(other);
    }

    boolean hasMetricOf(Basis other) {
        return metric.equals(other.metric) && metricOptions.equals(other.metricOptions);
    }
}
