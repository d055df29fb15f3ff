// The code of an invitation's link stands after its #, which browsers do not send: it is put into the
// form here, and taken out of the address.

const [, code] = /^#code=([0-9A-Za-z-]{20,40})$/.exec(location.hash) ?? [];
if (code) {
  document.getElementById("code").value = code;
  history.replaceState(null, "", location.pathname + location.search);
}
