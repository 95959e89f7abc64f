package bootcamp.wrong.name;

/** Helps with what? */
record StringHelper(String text) {}
