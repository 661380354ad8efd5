package clda.dialogue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Removes from an image what a user did not mean to show: where, when and with which device it was taken (EXIF, XMP, IPTC),
 * comments, and anything after the end of the image. The picture itself is not changed; its orientation and colours are kept.
 */
final class ImageMetadata {

    private static final int SIGNATURE = 8;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final Set<String> PNG_KEPT = Set.of(
            "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "hIST", "sPLT", "cICP", "acTL", "fcTL",
            "fdAT");
    private static final Set<String> GIF_KEPT = Set.of("NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012");

    private ImageMetadata() {}

    /** The image does not conform to its format. */
    static final class Damaged extends Exception {}

    /**
     * @param mediaType {@code image/jpeg}, {@code image/png}, {@code image/webp} or {@code image/gif}
     * @throws Damaged if the picture cannot be told apart from other data
     */
    static byte[] removedFrom(String mediaType, byte[] image) throws Damaged {
        try {
            return switch (mediaType) {
                case "image/jpeg" -> jpeg(image);
                case "image/png" -> png(image);
                case "image/webp" -> webp(image);
                default -> gif(image);
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new Damaged();
        }
    }

    /** Segments, each with its length, up to the end of the image (ITU-T T.81, annex B). */
    private static byte[] jpeg(byte[] image) throws Damaged {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(image.length);
        ByteArrayOutputStream rest = new ByteArrayOutputStream(image.length);
        int orientation = 1;
        int at = 2;
        while (true) {
            if (u8(image, at) != 0xff) {
                throw new Damaged();
            }
            int marker = u8(image, at + 1);
            if (marker == 0xff) {
                at++;
                continue;
            }
            if (marker == 0xd9) {
                break;
            }
            int end = at + 2 + u16(image, at + 2);
            byte[] segment = Arrays.copyOfRange(image, at, require(image, end));
            if (startsWith(segment, 4, EXIF)) {
                orientation = orientation(Arrays.copyOfRange(segment, 4 + EXIF.length, segment.length));
            }
            boolean first = marker == 0xe0 && startsWith(segment, 4, "JFIF\0".getBytes(StandardCharsets.ISO_8859_1));
            boolean colours = marker == 0xee
                    || marker == 0xe2 && startsWith(segment, 4, "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1));
            boolean application = marker >= 0xe0 && marker <= 0xef || marker == 0xfe;
            if (first) {
                kept.writeBytes(segment);
            } else if (colours || !application) {
                rest.writeBytes(segment);
            }
            at = end;
            if (marker == 0xda) {
                // Up to the next marker: within a scan, 0xff is followed by 0 or by a restart marker's number.
                while (u8(image, at) != 0xff
                        || u8(image, at + 1) == 0
                        || u8(image, at + 1) >= 0xd0 && u8(image, at + 1) <= 0xd7) {
                    rest.write(image[at++]);
                }
            }
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream(image.length);
        whole.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8});
        whole.writeBytes(kept.toByteArray());
        if (orientation != 1) {
            byte[] tiff = tiff(orientation);
            int length = 2 + EXIF.length + tiff.length;
            whole.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length});
            whole.writeBytes(EXIF);
            whole.writeBytes(tiff);
        }
        whole.writeBytes(rest.toByteArray());
        whole.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
        return whole.toByteArray();
    }

    /** Chunks of length, name, data and check sum (PNG, third edition, 5.3). */
    private static byte[] png(byte[] image) throws Damaged {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(image.length);
        whole.write(image, 0, SIGNATURE);
        int at = SIGNATURE;
        String name;
        do {
            int end = Math.addExact(at + 12, length(i32(image, at)));
            name = ascii(image, at + 4, 4);
            byte[] chunk = Arrays.copyOfRange(image, at, require(image, end));
            if (name.equals("eXIf")) {
                int orientation = orientation(Arrays.copyOfRange(chunk, 8, chunk.length - 4));
                if (orientation != 1) {
                    whole.writeBytes(pngChunk("eXIf", tiff(orientation)));
                }
            } else if (Character.isUpperCase(name.charAt(0)) || PNG_KEPT.contains(name)) {
                whole.writeBytes(chunk);
            }
            at = end;
        } while (!name.equals("IEND"));
        return whole.toByteArray();
    }

    private static byte[] pngChunk(String name, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length)
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .put(data);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) sum.getValue()).array();
    }

    /** RIFF chunks, padded to an even length (WebP Container Specification). */
    private static byte[] webp(byte[] image) throws Damaged {
        ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int size = Math.addExact(8, length(in.getInt(4)));
        if (size > image.length) {
            throw new Damaged();
        }
        ByteArrayOutputStream chunks = new ByteArrayOutputStream(image.length);
        int flags = -1;
        int orientation = 1;
        for (int at = 12; at + 8 <= size; ) {
            String name = ascii(image, at, 4);
            int length = length(in.getInt(at + 4));
            int end = Math.addExact(at + 8, length);
            require(image, end);
            if (name.equals("EXIF")) {
                byte[] data = Arrays.copyOfRange(image, at + 8, end);
                orientation = orientation(
                        startsWith(data, 0, EXIF) ? Arrays.copyOfRange(data, EXIF.length, data.length) : data);
            } else if (!name.equals("XMP ")) {
                if (name.equals("VP8X")) {
                    flags = chunks.size() + 8;
                }
                chunks.write(image, at, 8 + length);
                if (length % 2 == 1) {
                    chunks.write(0);
                }
            }
            at = end + length % 2;
        }
        boolean turned = orientation != 1 && flags >= 0;
        if (turned) {
            byte[] tiff = tiff(orientation);
            chunks.writeBytes("EXIF".getBytes(StandardCharsets.ISO_8859_1));
            chunks.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(tiff.length)
                    .array());
            chunks.writeBytes(tiff);
        }
        byte[] body = chunks.toByteArray();
        if (flags >= 0) {
            int exifAndXmp = 0x0c;
            body[flags] = (byte) (body[flags] & ~exifAndXmp | (turned ? 0x08 : 0));
        }
        ByteBuffer whole = ByteBuffer.allocate(12 + body.length).order(ByteOrder.LITTLE_ENDIAN);
        whole.put(image, 0, 4).putInt(4 + body.length).put(image, 8, 4).put(body);
        return whole.array();
    }

    /** Blocks after the colour table (GIF89a); of the extensions, only those for animation and colours are kept. */
    private static byte[] gif(byte[] image) throws Damaged {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(image.length);
        int at = 13 + colours(u8(image, 10));
        whole.write(image, 0, require(image, at));
        while (u8(image, at) != 0x3b) {
            int begin = at;
            boolean keep = true;
            if (u8(image, at) == 0x2c) {
                at += 10 + colours(u8(image, at + 9)) + 1;
            } else if (u8(image, at) == 0x21) {
                int label = u8(image, at + 1);
                keep = label == 0xf9 || label == 0x01 || label == 0xff && GIF_KEPT.contains(ascii(image, at + 3, 11));
                at += 2;
            } else {
                throw new Damaged();
            }
            while (u8(image, at) != 0) {
                at += 1 + u8(image, at);
            }
            at++;
            if (keep) {
                whole.write(image, begin, require(image, at) - begin);
            }
        }
        whole.write(0x3b);
        return whole.toByteArray();
    }

    private static int colours(int packed) {
        return (packed & 0x80) == 0 ? 0 : 3 << (packed & 7) + 1;
    }

    /** The Orientation tag of the first directory (TIFF 6.0); 1 (upright) if there is none. */
    private static int orientation(byte[] tiff) {
        try {
            ByteBuffer in = ByteBuffer.wrap(tiff);
            in.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = in.getInt(4);
            int entries = Short.toUnsignedInt(in.getShort(directory));
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + 12 * i;
                if (in.getShort(entry) == 0x0112) {
                    int value = in.getShort(entry + 8);
                    return value >= 1 && value <= 8 ? value : 1;
                }
            }
        } catch (IndexOutOfBoundsException e) {
            // Metadata that cannot be read is ignored.
        }
        return 1;
    }

    /** A TIFF directory with only the orientation. */
    private static byte[] tiff(int orientation) {
        return ByteBuffer.allocate(26)
                .put(new byte[] {'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    private static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    private static int u16(byte[] bytes, int at) {
        return u8(bytes, at) << 8 | u8(bytes, at + 1);
    }

    private static int i32(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    private static int length(int claimed) throws Damaged {
        if (claimed < 0) {
            throw new Damaged();
        }
        return claimed;
    }

    private static int require(byte[] image, int end) throws Damaged {
        if (end < 0 || end > image.length) {
            throw new Damaged();
        }
        return end;
    }

    private static String ascii(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] wanted) {
        return bytes.length >= at + wanted.length
                && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }
}
