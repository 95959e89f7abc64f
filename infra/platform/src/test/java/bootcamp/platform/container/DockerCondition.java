package bootcamp.platform.container;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Whether a Docker daemon answers; asked once in a JVM. */
final class DockerCondition implements ExecutionCondition {

    private static final String WHY =
            "Docker does not answer here: the tests with a real MongoDB replica set and a real"
                    + " Kafka are skipped.";

    private static final class Asked {
        static final boolean ANSWERS = DockerClientFactory.instance().isDockerAvailable();

        static {
            if (!ANSWERS) {
                System.out.println(WHY);
            }
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Asked.ANSWERS
                ? ConditionEvaluationResult.enabled("Docker answers")
                : ConditionEvaluationResult.disabled(WHY);
    }
}
