// The little that HTML cannot do: a button that copies, and the first look at what went wrong.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-look-here]")?.focus();
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = !navigator.clipboard;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.done;
  document.getElementById("said").textContent = button.dataset.done;
});
