// Tells Streamlit's browser part where its server is. Left alone it guesses from the address, and asks a wrong place
// first on every page but the first one. The host configuration saves it two questions before it connects.
window.__streamlit = {
  BACKEND_BASE_URL: location.origin,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
};
