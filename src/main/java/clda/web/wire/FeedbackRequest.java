package clda.web.wire;

/**
 * A rating of an answer.
 *
 * @param rating up for a good answer, down for one that was not
 */
public record FeedbackRequest(Rating rating) implements Body {}
