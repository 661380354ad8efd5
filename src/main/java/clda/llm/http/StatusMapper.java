package clda.llm.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Makes error answers failures. What they say is read by nobody: it may hold anything. */
public final class StatusMapper implements ResponseExceptionMapper<HttpFailure> {

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 300;
    }

    @Override
    public HttpFailure toThrowable(Response response) {
        try (response) {
            return new HttpFailure(response.getStatus(), retryAfter(response.getHeaderString("Retry-After")));
        }
    }

    /** Seconds or a date (RFC 9110, 10.2.3). */
    private static @Nullable Duration retryAfter(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            Duration after = value.strip().matches("\\d{1,6}")
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return after.isNegative() ? Duration.ZERO : after;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
