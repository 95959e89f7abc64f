package bootcamp.wrong.mongo;

import org.bson.Document;

/** No store, but holds a document. */
record Query(Document document) {}
