package bootcamp.platform.file;

/** There is no file of this id, or not any more. */
public final class FileMissing extends RuntimeException {

    FileMissing(String id) {
        super("no file " + id);
    }
}
