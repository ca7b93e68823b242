// Takes the secret out of the address, so that it stays neither in the history nor on the screen.
const secret = decodeURIComponent(location.hash.slice(1));
const form = document.getElementById("join");

if (location.hash) history.replaceState(null, "", location.pathname + location.search);

if (secret) {
  document.getElementById("secret").value = secret;
  form.hidden = false;
  form.querySelector("button").focus();
} else {
  document.getElementById("nothing").hidden = false;
}

// One click, one request: a second one would find the link used.
form.addEventListener("submit", () => {
  const button = form.querySelector("button");
  setTimeout(() => { button.disabled = true; });
});
// A page that comes back from the browser's memory can be used again.
addEventListener("pageshow", () => { form.querySelector("button").disabled = false; });
