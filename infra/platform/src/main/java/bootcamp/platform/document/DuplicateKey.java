package bootcamp.platform.document;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;

/** That a document of this id is there already: somebody else was first. */
public final class DuplicateKey {

    private DuplicateKey() {}

    /** Whether a write failed for that, whichever command of the driver it was. */
    public static boolean is(Throwable failure) {
        return switch (failure) {
            case MongoWriteException write ->
                    write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
            case MongoCommandException command ->
                    ErrorCategory.fromErrorCode(command.getErrorCode())
                            == ErrorCategory.DUPLICATE_KEY;
            default -> false;
        };
    }
}
