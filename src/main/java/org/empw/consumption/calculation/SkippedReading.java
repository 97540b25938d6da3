package org.empw.consumption.calculation;

import java.time.Instant;
import java.util.Optional;

/**
 * A reading that cannot be used.
 *
 * @param reason which one it is and what is wrong with it, as a clause; text from the server in it is not yet escaped
 * @param createdAt its time, where that much is known
 */
public record SkippedReading(String reason, Optional<Instant> createdAt) {}
