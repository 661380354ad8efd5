package clda.web.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An uploaded image.
 *
 * @param mediaType what its bytes are
 */
@Schema(name = "Image")
public record ImageView(String id, String mediaType) implements Body {}
