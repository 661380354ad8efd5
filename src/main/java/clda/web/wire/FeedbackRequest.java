package clda.web.wire;

/**
 * Whether an answer was good.
 *
 * @param rating up for a good answer, down for one that was not
 */
public record FeedbackRequest(Rating rating) implements Body {}
