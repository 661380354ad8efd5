package clda.llm.openai;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Sorts error answers. */
public final class StatusMapper implements ResponseExceptionMapper<HttpFailure> {

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 400;
    }

    @Override
    public HttpFailure toThrowable(Response response) {
        int status = response.getStatus();
        try (response) {
            return switch (status) {
                case 429, 503 ->
                    retryAfter(response.getHeaderString("Retry-After"))
                            .<HttpFailure>map(after -> new HttpFailure.Later(status, after))
                            .orElseGet(() -> new HttpFailure.Passing(status));
                case 408, 500, 502, 504, 529 -> new HttpFailure.Passing(status);
                default -> new HttpFailure.Final(status);
            };
        }
    }

    /** Seconds or a date (RFC 9110, 10.2.3). */
    private static Optional<Duration> retryAfter(@Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            Duration after = value.strip().matches("\\d{1,6}")
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return Optional.of(after.isNegative() ? Duration.ZERO : after);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
