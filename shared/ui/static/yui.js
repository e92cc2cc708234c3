// The little that HTML cannot do: a button that copies, the first look at what went wrong, a form that waits for a connection.
"use strict";

const WAITING = "yui-waiting"; // forms not sent yet: [{address, body, key}]

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-look-here]")?.focus();
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = !navigator.clipboard;
  sendWaiting();
});

// "Back" must not bring back a form as somebody else filled it in, nor one that was sent: it is asked for anew.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("[data-fresh]")) location.reload();
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

// A form with a key of its own (`data-queue`) may be sent again and again: the server knows the key and does it once.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-queue]");
  if (!form) return;
  event.preventDefault();
  const post = { address: form.action, body: new URLSearchParams(new FormData(form)).toString(), key: form.dataset.queue };
  const answer = await send(post);
  if (answer === null) {
    keep([...kept().filter((each) => each.key !== post.key), post]);
    say(form.closest("[data-queued]")?.dataset.queued);
  } else show(answer);
});

window.addEventListener("online", sendWaiting);

async function send(post) {
  try {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await fetch(post.address, { method: "POST", headers, body: post.body });
    return answer.status >= 500 ? null : answer;
  } catch {
    return null; // no connection
  }
}

async function sendWaiting() {
  for (const post of kept()) {
    const answer = await send(post);
    if (answer === null) return;
    const isHere = location.href.startsWith(post.address.split("?")[0]);
    if (!answer.ok && !isHere) continue; // a mistake in it is shown where it can be mended
    keep(kept().filter((each) => each.key !== post.key));
    if (isHere) show(answer);
  }
}

async function show(answer) {
  if (answer.redirected) location.assign(answer.url);
  else {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.body.replaceWith(document.adoptNode(page.body));
    document.querySelector("[data-look-here]")?.focus();
  }
}

function kept() {
  return JSON.parse(localStorage.getItem(WAITING) ?? "[]");
}

function keep(posts) {
  localStorage.setItem(WAITING, JSON.stringify(posts));
}

function say(words) {
  const box = document.querySelector("[data-queued-box]");
  if (box) {
    box.hidden = false;
    box.querySelector("p:last-child").textContent = words;
  }
  document.getElementById("said").textContent = words;
}
