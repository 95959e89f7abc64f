package bootcamp.wrong.pure.retention;

/** A computation that reaches a library through somebody else. */
record Curve(Source source) {}
