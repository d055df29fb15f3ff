package org.signetmail.app.rollout;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * A document as PDF, out of its HTML: tagged for those who have it read to them (PDF/UA), with its
 * font inside. Nothing is fetched.
 */
final class PdfOctets {
  /** The one font that PDFBox brings along: Latin, Greek, Cyrillic. */
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private PdfOctets() {}

  static byte[] of(Document document) throws IOException {
    XRLog.setLoggingEnabled(false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.usePdfUaAccessibility(true);
    builder.useUriResolver((base, uri) -> null);
    builder.useFont(font(), "Liberation Sans");
    builder.withHtmlContent(HtmlText.of(document), null);
    builder.toStream(out);
    builder.run();
    return out.toByteArray();
  }

  private static FSSupplier<InputStream> font() {
    return () -> {
      InputStream font = PDDocument.class.getResourceAsStream(FONT);
      if (font == null) {
        throw new IllegalStateException(FONT + ": is missing from the program");
      }
      return font;
    };
  }
}
