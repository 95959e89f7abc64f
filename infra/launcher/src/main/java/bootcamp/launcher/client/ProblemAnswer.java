package bootcamp.launcher.client;

import tools.jackson.databind.JsonNode;

/** A platform's answer that is no success, in the problem's own words. */
public final class ProblemAnswer extends CommandFailure {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private ProblemAnswer(String sentences, int status, String code) {
        super(sentences);
        this.status = status;
        this.code = code;
    }

    static ProblemAnswer of(int status, JsonNode problem) {
        String code = problem.path("code").asString(String.valueOf(status));
        StringBuilder text = new StringBuilder();
        text.append(problem.path("detail").asString(problem.path("title").asString("Refused.")));
        text.append(" (%s)".formatted(code));
        for (JsonNode error : problem.path("errors")) {
            text.append(System.lineSeparator())
                    .append(error.path("field").asString(""))
                    .append(": ")
                    .append(error.path("reason").asString(""));
        }
        return new ProblemAnswer(text.toString(), status, code);
    }

    public int status() {
        return status;
    }

    /** As {@code ALREADY_WITHDRAWN}. */
    public String code() {
        return code;
    }
}
