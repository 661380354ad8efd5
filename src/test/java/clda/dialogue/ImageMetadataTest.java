package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.kit.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not the picture is taken out of it; the picture stays as it was. */
class ImageMetadataTest {

    private static final String PLACE = "52.520008N,13.404954E";

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A directory with an orientation, and the place behind it, as a camera writes them. */
    private static byte[] tiff(int orientation) {
        return join(
                ByteBuffer.allocate(26)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(latin("II*\0"))
                        .putInt(8)
                        .putShort((short) 1)
                        .putShort((short) 0x0112)
                        .putShort((short) 3)
                        .putInt(1)
                        .putShort((short) orientation)
                        .putShort((short) 0)
                        .putInt(0)
                        .array(),
                latin(PLACE));
    }

    private static byte[] segment(int marker, byte[] data) {
        int length = data.length + 2;
        return join(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length}, data);
    }

    private static byte[] photo(int orientation) {
        byte[] plain = Pictures.painted("jpg");
        return join(
                Arrays.copyOf(plain, 2),
                segment(0xe1, join(latin("Exif\0\0"), tiff(orientation))),
                segment(0xe1, latin("http://ns.adobe.com/xap/1.0/\0<x>" + PLACE + "</x>")),
                segment(0xed, latin("Photoshop 3.0\0" + PLACE)),
                segment(0xfe, latin("taken at " + PLACE)),
                Arrays.copyOfRange(plain, 2, plain.length),
                latin("a film behind the picture: " + PLACE));
    }

    private static void assertSamePixels(byte[] one, byte[] other) throws IOException {
        BufferedImage first = ImageIO.read(new ByteArrayInputStream(one));
        BufferedImage second = ImageIO.read(new ByteArrayInputStream(other));
        assertThat(second.getRGB(0, 0, 32, 24, null, 0, 32)).isEqualTo(first.getRGB(0, 0, 32, 24, null, 0, 32));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aPhotoLosesItsPlaceAndNoneOfItsPixels() throws Exception {
        byte[] plain = ImageMetadata.removedFrom("image/jpeg", photo(1));

        assertThat(text(plain)).doesNotContain(PLACE).doesNotContain("Exif");
        assertSamePixels(Pictures.painted("jpg"), plain);
        assertThat(plain).isEqualTo(Pictures.painted("jpg"));
    }

    @Test
    void aPhotoThatWasTakenWithTheCameraTurnedStaysTurned() throws Exception {
        byte[] plain = ImageMetadata.removedFrom("image/jpeg", photo(6));

        assertThat(text(plain)).doesNotContain(PLACE).containsOnlyOnce("Exif");
        assertThat(HexFormat.of().formatHex(plain)).contains("4d4d002a00000008000101120003000000010006");
        assertSamePixels(Pictures.painted("jpg"), plain);
        assertThat(ImageMetadata.removedFrom("image/jpeg", plain)).isEqualTo(plain);
    }

    @Test
    void aPngLosesItsPlaceAndNoneOfItsPixels() throws Exception {
        byte[] painted = Pictures.painted("png");
        int headerEnd = 8 + 12 + 13;
        byte[] image = join(
                Arrays.copyOf(painted, headerEnd),
                Pictures.chunk("eXIf", tiff(1)),
                Pictures.chunk("tEXt", latin("Comment\0" + PLACE)),
                Pictures.chunk("iTXt", latin("XML:com.adobe.xmp\0" + PLACE)),
                Pictures.chunk("zzZz", latin(PLACE)),
                Pictures.chunk("gAMA", new byte[] {0, 0, (byte) 0xb1, (byte) 0x8f}),
                Arrays.copyOfRange(painted, headerEnd, painted.length),
                latin(PLACE));

        byte[] plain = ImageMetadata.removedFrom("image/png", image);

        assertThat(text(plain)).doesNotContain(PLACE).doesNotContain("eXIf").contains("gAMA");
        assertSamePixels(painted, plain);
    }

    @Test
    void aWebpLosesItsPlaceAndSaysThatItHasNone() throws Exception {
        byte[] pixels = join(latin("VP8 "), little(5), latin("abcde\0"));
        byte[] flags = join(latin("VP8X\n\0\0\0"), new byte[] {0x1c, 0, 0, 0, 9, 0, 0, 9, 0, 0});
        byte[] exif = join(latin("EXIF"), little(tiff(1).length), tiff(1), new byte[tiff(1).length % 2]);
        byte[] xmp = join(latin("XMP "), little(PLACE.length()), latin(PLACE), new byte[PLACE.length() % 2]);
        byte[] image = riff(join(flags, pixels, exif, xmp));

        byte[] plain = ImageMetadata.removedFrom("image/webp", join(image, latin(PLACE)));

        byte[] transparentOnly = join(latin("VP8X\n\0\0\0"), new byte[] {0x10, 0, 0, 0, 9, 0, 0, 9, 0, 0});
        assertThat(plain).isEqualTo(riff(join(transparentOnly, pixels)));
    }

    private static byte[] riff(byte[] chunks) {
        return join(latin("RIFF"), little(4 + chunks.length), latin("WEBP"), chunks);
    }

    private static byte[] little(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    @Test
    void aGifLosesItsCommentsAndKeepsMoving() throws Exception {
        byte[] painted = Pictures.painted("gif");
        int colours = 13 + (3 << (painted[10] & 7) + 1);
        byte[] moves = join(new byte[] {0x21, (byte) 0xff, 11}, latin("NETSCAPE2.0"), new byte[] {3, 1, 0, 0, 0});
        byte[] comment = join(new byte[] {0x21, (byte) 0xfe, (byte) PLACE.length()}, latin(PLACE), new byte[] {0});
        byte[] image = join(
                Arrays.copyOf(painted, colours),
                moves,
                comment,
                Arrays.copyOfRange(painted, colours, painted.length),
                latin(PLACE));

        byte[] plain = ImageMetadata.removedFrom("image/gif", image);

        assertThat(text(plain)).doesNotContain(PLACE).contains("NETSCAPE2.0");
        assertSamePixels(painted, plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffd8ffe000",
                "ffd8ff",
                "ffd8ffe0ffff0000",
                "ffd8ffda0002ff",
                "ffd8ffe00000ffd9",
            })
    void aJpegThatIsNotBuiltLikeOneIsRefused(String hex) {
        assertThatThrownBy(() ->
                        ImageMetadata.removedFrom("image/jpeg", HexFormat.of().parseHex(hex)))
                .isInstanceOf(ImageMetadata.Damaged.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "image/webp", "image/gif", "image/jpeg"})
    void whatIsCutOffAnywhereIsRefusedOrShorterButNeverAnError(String mediaType) throws Exception {
        byte[] whole =
                switch (mediaType) {
                    case "image/png" -> Pictures.painted("png");
                    case "image/gif" -> Pictures.painted("gif");
                    case "image/jpeg" -> photo(6);
                    default -> riff(latin("VP8 \4\0\0\0abcd"));
                };
        int from = mediaType.equals("image/jpeg") ? 3 : mediaType.equals("image/png") ? 8 : 12;
        for (int length = from; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            try {
                assertThat(ImageMetadata.removedFrom(mediaType, part)).hasSizeLessThanOrEqualTo(length);
            } catch (ImageMetadata.Damaged e) {
                assertThat(e).isNotNull();
            }
        }
    }
}
