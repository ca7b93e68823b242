// Tells Streamlit's browser part where its server is. Left alone it guesses from the address, and asks a wrong place
// first on every page but the first one. The host configuration saves it two questions before it connects.
window.__streamlit = {
  BACKEND_BASE_URL: location.origin,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
};

// The server closes the socket with this code at the first message after a sign-in has ended. Streamlit would connect
// again as nobody and leave the page as it was, with that click lost; loaded anew, it leads to the sign-in.
const SIGNED_OUT = 4401;

window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    if (!this.url.includes("/_stcore/stream")) return;
    this.addEventListener("close", (event) => event.code === SIGNED_OUT && location.reload());
  }
};
