package clda.llm.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Translates error answers into model failures. */
public final class StatusMapper implements ResponseExceptionMapper<ProviderError> {

    private static final int MAX_BODY = 16_384;

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 300;
    }

    @Override
    public ProviderError toThrowable(Response response) {
        try (response) {
            return ProviderError.answer(
                    Complaint.of(response.getStatus(), body(response)),
                    retryAfter(response.getHeaderString("Retry-After")));
        }
    }

    /** The beginning of what it says; empty if that cannot be read. */
    private static byte[] body(Response response) {
        try (InputStream in = response.readEntity(InputStream.class)) {
            return in == null ? new byte[0] : in.readNBytes(MAX_BODY);
        } catch (IOException | RuntimeException e) {
            return new byte[0];
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
