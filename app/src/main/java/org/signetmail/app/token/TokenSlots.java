package org.signetmail.app.token;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens that a PKCS#11 library knows. SunPKCS11 opens a slot by its number, which changes when
 * readers are plugged; people name tokens by their label. So the library itself is asked, by its
 * own functions (PKCS#11 §5.4, §5.5), before SunPKCS11 takes over.
 */
@SuppressWarnings("restricted") // the launched program lets native libraries be called
final class TokenSlots {
  private static final long OK = 0;
  private static final long ALREADY_INITIALIZED = 0x191;
  private static final int MOST_SLOTS = 256;
  private static final int TOKEN_INFO = 512; // octets, more than CK_TOKEN_INFO has anywhere

  // Places in CK_FUNCTION_LIST, behind the version
  private static final int INITIALIZE = 0;
  private static final int FINALIZE = 1;
  private static final int GET_SLOT_LIST = 4;
  private static final int GET_TOKEN_INFO = 6;

  private TokenSlots() {}

  /** CK_TOKEN_INFO as far as addresses name it (RFC 7512 §2.3); those without a label are empty. */
  record Token(long slot, String label, String manufacturer, String model, String serial) {}

  /**
   * @throws IOException in a phrase, when the library cannot be asked
   */
  static List<Token> of(Path library) throws IOException {
    if (!Files.isReadable(library)) {
      throw new IOException("is not there");
    }
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup symbols = SymbolLookup.libraryLookup(library, arena);
      MemorySegment getList =
          symbols
              .find("C_GetFunctionList")
              .orElseThrow(() -> new IOException("is not a PKCS#11 library"));
      MemorySegment place = arena.allocate(ADDRESS);
      require((long) handle(getList, ADDRESS).invoke(place));
      MemorySegment functions = place.get(ADDRESS, 0).reinterpret(8 * 70L);
      long begun =
          (long) handle(function(functions, INITIALIZE), ADDRESS).invoke(MemorySegment.NULL);
      if (begun != ALREADY_INITIALIZED) {
        require(begun);
      }
      try {
        return tokens(functions, arena);
      } finally {
        if (begun == OK) { // so that SunPKCS11 may begin it again
          require((long) handle(function(functions, FINALIZE), ADDRESS).invoke(MemorySegment.NULL));
        }
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) { // what the library threw, or the linker of it
      throw new IOException("cannot be loaded as a PKCS#11 library", e);
    }
  }

  private static List<Token> tokens(MemorySegment functions, Arena arena) throws Throwable {
    MemorySegment slots = arena.allocate(JAVA_LONG, MOST_SLOTS);
    MemorySegment count = arena.allocate(JAVA_LONG);
    count.set(JAVA_LONG, 0, MOST_SLOTS);
    byte onlyWithToken = 1;
    MethodHandle list = handle(function(functions, GET_SLOT_LIST), JAVA_BYTE, ADDRESS, ADDRESS);
    require((long) list.invoke(onlyWithToken, slots, count));
    MethodHandle info = handle(function(functions, GET_TOKEN_INFO), JAVA_LONG, ADDRESS);
    List<Token> found = new ArrayList<>();
    for (int i = 0; i < count.get(JAVA_LONG, 0); i++) {
      long slot = slots.getAtIndex(JAVA_LONG, i);
      MemorySegment answer = arena.allocate(TOKEN_INFO);
      if ((long) info.invoke(slot, answer) == OK && !text(answer, 0, 32).isEmpty()) {
        found.add(
            new Token(
                slot,
                text(answer, 0, 32),
                text(answer, 32, 32),
                text(answer, 64, 16),
                text(answer, 80, 16)));
      }
    }
    return found;
  }

  /** Padded with blanks, UTF-8. */
  private static String text(MemorySegment info, int offset, int length) {
    byte[] bytes = info.asSlice(offset, length).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }

  private static MemorySegment function(MemorySegment functions, int index) {
    return functions.get(ADDRESS, 8 + 8L * index); // CK_VERSION, padded to a pointer, then they
  }

  /** A function that answers CK_RV, an unsigned long. */
  private static MethodHandle handle(MemorySegment function, ValueLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(function, FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  private static void require(long answer) throws IOException {
    if (answer != OK) {
      throw new IOException("answered with error 0x" + Long.toHexString(answer));
    }
  }
}
