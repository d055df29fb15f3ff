package org.signetmail.lookup.served;

import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.AddResponseProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareResponseProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyDNResponseProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyResponseProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to each operation of RFC 4511: searches, to everybody; nobody logs in, and
 * nothing is changed. One for each connection, used by its thread alone.
 */
final class SearchHandler extends LDAPListenerRequestHandler {
  private static final String READ_ONLY =
      "this directory is read-only; people and certificates come by enrolment";

  private final Search search;
  private final Connections connections;
  private final @Nullable LDAPListenerClientConnection connection;
  private final InetAddress client;

  /** The one that others are made from. */
  SearchHandler(Search search, Connections connections) {
    this(search, connections, null, InetAddress.getLoopbackAddress());
  }

  private SearchHandler(
      Search search,
      Connections connections,
      @Nullable LDAPListenerClientConnection connection,
      InetAddress client) {
    this.search = search;
    this.connections = connections;
    this.connection = connection;
    this.client = client;
  }

  @Override
  public SearchHandler newInstance(LDAPListenerClientConnection connection) throws LDAPException {
    InetAddress client = connection.getSocket().getInetAddress();
    connections.begin(client);
    return new SearchHandler(search, connections, connection, client);
  }

  @Override
  public void closeInstance() {
    if (connection != null) {
      connections.end(client);
    }
  }

  @Override
  public LDAPMessage processSearchRequest(
      int id, SearchRequestProtocolOp request, List<Control> controls) {
    Search.Done done =
        controls.stream().anyMatch(Control::isCritical)
            ? new Search.Done(
                ResultCode.UNAVAILABLE_CRITICAL_EXTENSION,
                "no control is known here (RFC 4511 §4.1.11); ask without")
            : search.answer(request, client, entry -> send(id, entry));
    return new LDAPMessage(
        id, new SearchResultDoneProtocolOp(done.code().intValue(), null, done.text(), List.of()));
  }

  private void send(int id, Entry entry) throws LDAPException {
    if (connection != null) {
      connection.sendSearchResultEntry(id, entry);
    }
  }

  @Override
  public LDAPMessage processBindRequest(
      int id, BindRequestProtocolOp request, List<Control> controls) {
    ResultCode code;
    String text = null;
    if (request.getVersion() != 3) {
      code = ResultCode.PROTOCOL_ERROR;
      text = "LDAP is spoken in version 3 (RFC 4511 §4.2)";
    } else if (request.getCredentialsType() != BindRequestProtocolOp.CRED_TYPE_SIMPLE) {
      code = ResultCode.AUTH_METHOD_NOT_SUPPORTED;
      text = "nobody logs in here; bind anonymously (RFC 4513 §5.1.1)";
    } else if (request.getSimplePassword().getValueLength() > 0) {
      code = ResultCode.INVALID_CREDENTIALS;
      text = "nobody logs in here; leave user name and password empty (RFC 4513 §5.1.1)";
    } else if (!request.getBindDN().isEmpty()) {
      code = ResultCode.UNWILLING_TO_PERFORM; // RFC 4513 §5.1.2
      text = "a name without a password proves nothing; leave the name empty too";
    } else {
      code = ResultCode.SUCCESS;
    }
    return new LDAPMessage(
        id, new BindResponseProtocolOp(code.intValue(), null, text, List.of(), null));
  }

  @Override
  public LDAPMessage processCompareRequest(
      int id, CompareRequestProtocolOp request, List<Control> controls) {
    return new LDAPMessage(
        id,
        new CompareResponseProtocolOp(
            ResultCode.UNWILLING_TO_PERFORM_INT_VALUE,
            null,
            "nothing is compared here; search by mail",
            List.of()));
  }

  @Override
  public LDAPMessage processExtendedRequest(
      int id, ExtendedRequestProtocolOp request, List<Control> controls) {
    return new LDAPMessage(
        id,
        new ExtendedResponseProtocolOp(
            ResultCode.PROTOCOL_ERROR_INT_VALUE, // RFC 4511 §4.12
            null,
            "of extended operations only StartTLS is known, and in clear only",
            List.of(),
            null,
            null));
  }

  @Override
  public LDAPMessage processAddRequest(
      int id, AddRequestProtocolOp request, List<Control> controls) {
    return new LDAPMessage(
        id,
        new AddResponseProtocolOp(
            ResultCode.UNWILLING_TO_PERFORM_INT_VALUE, null, READ_ONLY, List.of()));
  }

  @Override
  public LDAPMessage processDeleteRequest(
      int id, DeleteRequestProtocolOp request, List<Control> controls) {
    return new LDAPMessage(
        id,
        new DeleteResponseProtocolOp(
            ResultCode.UNWILLING_TO_PERFORM_INT_VALUE, null, READ_ONLY, List.of()));
  }

  @Override
  public LDAPMessage processModifyRequest(
      int id, ModifyRequestProtocolOp request, List<Control> controls) {
    return new LDAPMessage(
        id,
        new ModifyResponseProtocolOp(
            ResultCode.UNWILLING_TO_PERFORM_INT_VALUE, null, READ_ONLY, List.of()));
  }

  @Override
  public LDAPMessage processModifyDNRequest(
      int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
    return new LDAPMessage(
        id,
        new ModifyDNResponseProtocolOp(
            ResultCode.UNWILLING_TO_PERFORM_INT_VALUE, null, READ_ONLY, List.of()));
  }
}
