package org.empw.consumption.cli;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads what may be compressed, and says it in plain words where that is damaged. */
final class Gzip extends GZIPInputStream {
    private static final int BUFFER = 8_192;

    private Gzip(InputStream in) throws IOException {
        super(in, BUFFER);
    }

    /** The content of a stream, unpacked where its first two bytes are those of gzip. */
    static InputStream unpacked(InputStream packedOrNot) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packedOrNot, BUFFER);
        in.mark(2);
        byte[] magic = in.readNBytes(2);
        in.reset();
        if (magic.length < 2 || magic[0] != (byte) GZIP_MAGIC || magic[1] != (byte) (GZIP_MAGIC >> 8)) {
            return in;
        }
        try {
            return new Gzip(in);
        } catch (IOException e) {
            throw inPlainWords(e);
        }
    }

    /** Whether it begins as a JSON array does, or is empty. */
    static boolean holdsArray(InputStream packedOrNot) throws IOException {
        try {
            InputStream in = unpacked(packedOrNot);
            int first = in.read();
            while (first == ' ' || first == '\t' || first == '\r' || first == '\n') {
                first = in.read();
            }
            return first < 0 || first == '[';
        } catch (EOFException | ZipException e) {
            return false;
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException e) {
            throw inPlainWords(e);
        }
    }

    private static IOException inPlainWords(IOException e) {
        if (e instanceof EOFException) {
            return new EOFException("it was cut short");
        }
        return e instanceof ZipException ? new ZipException("its compression is damaged") : e;
    }
}
