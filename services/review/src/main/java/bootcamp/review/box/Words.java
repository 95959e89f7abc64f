package bootcamp.review.box;

import org.jspecify.annotations.Nullable;

/** What a review says in words; at least one of the two. */
public record Words(@Nullable String pros, @Nullable String cons) {}
