package clda.kit;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Images as files. */
public final class Pictures {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Pictures() {}

    /** A picture that can be looked at; {@code format} as ImageIO names it. */
    public static byte[] painted(String format) {
        BufferedImage image = new BufferedImage(32, 24, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 32; x++) {
            for (int y = 0; y < 24; y++) {
                image.setRGB(x, y, x * 7 << 16 | y * 9 << 8 | x + y);
            }
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, format, bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Built like a PNG, with this instead of pixels. */
    public static byte[] png(String pixels) {
        return png(pixels.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Built like a PNG, of that many bytes, at least 57. */
    public static byte[] png(int size) {
        return png(new byte[size - PNG.length - 12 - 13 - 12 - 12]);
    }

    private static byte[] png(byte[] pixels) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(PNG);
        bytes.writeBytes(chunk("IHDR", new byte[13]));
        bytes.writeBytes(chunk("IDAT", pixels));
        bytes.writeBytes(chunk("IEND", new byte[0]));
        return bytes.toByteArray();
    }

    /** A chunk of a PNG. */
    public static byte[] chunk(String name, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length)
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .put(data);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) sum.getValue()).array();
    }
}
