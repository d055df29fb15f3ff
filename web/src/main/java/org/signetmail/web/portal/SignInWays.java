package org.signetmail.web.portal;

import java.util.Optional;
import org.signetmail.enrolment.DirectoryPasswords;
import org.signetmail.web.openid.OpenIdProvider;

/** How people sign in beside codes that come by mail. */
public record SignInWays(Optional<Directory> directory, Optional<Provider> provider) {
  /** By codes alone. */
  public static final SignInWays CODES_ALONE = new SignInWays(Optional.empty(), Optional.empty());

  /**
   * @param name as people know it: {@code Windows}
   */
  public record Directory(String name, DirectoryPasswords passwords) {}

  /**
   * @param name as people know it: {@code Example Login}
   */
  public record Provider(String name, OpenIdProvider openId) {
    /** Where browsers come back to from it, below the portal's address. */
    public static final String BACK = "/signin/provider/back";
  }
}
