package bootcamp.wrong.scan;

import org.springframework.context.annotation.ComponentScan;

/** Wired by being found. */
@ComponentScan
class Found {}
