package bootcamp.curriculum.imports;

/** What is asked of a piece of an import and is answered. */
public enum Step {
    PREVIEW,
    APPLY,
    UNDO,
    END
}
