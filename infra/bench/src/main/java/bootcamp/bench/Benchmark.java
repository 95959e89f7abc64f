package bootcamp.bench;

import java.util.List;
import java.util.Map;

/**
 * One metric of the quality goals: what is ours and the limit that stands beside it, each run again
 * and again in turn.
 */
interface Benchmark extends AutoCloseable {

    /** As in the quality goals: {@code P4}. */
    String id();

    /** What is measured, in words. */
    String title();

    /** What the limit is, in words. */
    String limitTitle();

    List<Figure> figures();

    /** Once, before the first run. */
    void prepare() throws Exception;

    /**
     * One run of the limit.
     *
     * @return by name of the figure
     */
    Map<String, Double> limit() throws Exception;

    /** One run of ours, in the same units. */
    Map<String, Double> ours() throws Exception;

    /** Pairs that warm up and are not counted. */
    default int warmUpPairs() {
        return 2;
    }

    /** What has to be known to read the figures, such as sizes; may be asked after the runs. */
    default Map<String, String> settings() {
        return Map.of();
    }

    @Override
    void close() throws Exception;
}
