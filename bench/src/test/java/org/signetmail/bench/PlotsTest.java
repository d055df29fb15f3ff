package org.signetmail.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.signetmail.testkit.Fixtures;

/** Pictures of tables: what is drawn, and that those in the documentation are of its tables. */
class PlotsTest {
  private static final Path DOCS = Fixtures.repository().resolve("docs");

  @TempDir Path folder;

  @Test
  void drawsTheRatiosOfATableAndNamesThePictureBelowIt() throws Exception {
    Path page = folder.resolve("page.md");
    Files.writeString(
        page,
        """
        # Measured

        | key | work | ours/s | ratio | target |
        |---|---|---:|---:|---:|
        | P-256 | sign | 1,000 | **4.00** | ≥ 2 |
        | RSA | sign & go | 100 | 0.50 | – |
        | RSA | nothing | 100 | – | – |

        | what | ratio |
        |---|---:|
        | alone | 2.00 |

        The end.
        """);
    Plots.draw(folder, page);
    String drawn = Files.readString(folder.resolve("page-1.svg"));
    assertTrue(drawn.contains(">P-256, sign<") && drawn.contains(">4.00<"), drawn);
    assertTrue(drawn.contains(">RSA, sign &amp; go<") && drawn.contains(">0.50<"), drawn);
    assertFalse(drawn.contains("nothing"), drawn);
    assertFalse(Files.exists(folder.resolve("page-2.svg")), "one bar is no picture");
    String text = Files.readString(page);
    assertTrue(text.contains("| – | – |\n\n![The ratios above](page-1.svg)\n\n| what"), text);

    Plots.draw(folder, page);
    assertEquals(text, Files.readString(page), "drawing again changes nothing");
  }

  @Test
  void aPageWithAPictureOfItsOwnIsLeftAsItIs() throws Exception {
    String text =
        """
        | what | ratio | spread |
        |---|---:|---:|
        | sign | 2.00 | 1.90–2.10 |
        | verify | 3.00 | 2.90–3.10 |

        ![Ratios](own.svg)
        """;
    Path page = Files.writeString(folder.resolve("page.md"), text);
    Plots.draw(folder, page);
    assertEquals(text, Files.readString(page));
    assertFalse(Files.exists(folder.resolve("page-1.svg")), "a second picture of one table");
  }

  static List<Path> pages() throws Exception {
    try (Stream<Path> all = Files.list(DOCS)) {
      return all.filter(page -> page.getFileName().toString().startsWith("benchmarks"))
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void thePicturesOfThePagesAreOfTheirTables(Path page) throws Exception {
    Path copy = folder.resolve("docs").resolve(page.getFileName());
    Files.createDirectories(folder.resolve("docs/benchmarks"));
    Files.copy(page, copy);
    Plots.draw(folder.resolve("docs/benchmarks"), copy);
    assertEquals(Files.readString(page), Files.readString(copy), "draw with bench/plots");
    try (Stream<Path> pictures = Files.list(folder.resolve("docs/benchmarks"))) {
      for (Path picture : pictures.toList()) {
        assertEquals(
            Files.readString(DOCS.resolve("benchmarks").resolve(picture.getFileName())),
            Files.readString(picture),
            "draw with bench/plots");
      }
    }
  }
}
