// The little that HTML cannot do: a button that copies, the first look at what went wrong, a fresh form.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-look-here]")?.focus();
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = !navigator.clipboard;
});

// What was done is said once: the address forgets it, so that a reload, a bookmark or "Back" does not say it again.
const here = new URL(location.href);
const told = here.searchParams.get("done");
if (told !== null) {
  here.searchParams.delete("done");
  history.replaceState(history.state, "", here);
  document.documentElement.dataset.told = told;
}

// "Back" must not bring back a form as somebody else filled it in, nor one that was sent: it is asked for anew.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && (told !== null || document.querySelector("[data-fresh]"))) location.reload();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.done;
  say(button.dataset.done);
});

function say(words) {
  document.getElementById("said").textContent = words;
}
