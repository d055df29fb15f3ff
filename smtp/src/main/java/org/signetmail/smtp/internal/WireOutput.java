package org.signetmail.smtp.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * What goes out to the other side, with the time since when it does not take it: Java has no
 * timeout for writing. {@link Watchdog} ends a connection whose peer has stopped reading.
 */
public final class WireOutput extends OutputStream implements Watched {
  private final Socket socket;
  private final OutputStream out;
  private volatile long writingSince;

  public WireOutput(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int offset, int length) throws IOException {
    writingSince = System.nanoTime() | 1;
    try {
      out.write(b, offset, length);
    } finally {
      writingSince = 0;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void endIfStalled(long now, long patience) {
    long since = writingSince;
    if (since != 0 && now - since > patience) {
      try {
        socket.close();
      } catch (IOException e) {
        System.getLogger(WireOutput.class.getName())
            .log(System.Logger.Level.TRACE, "smtp: closing failed", e);
      }
    }
  }
}
