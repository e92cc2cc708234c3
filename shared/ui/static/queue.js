// Forms that wait on a phone: for a connection, for a new sign-in, or for what the person decides.
// A form with a key of its own (`data-queue`) may be sent again and again: the server knows the key and does it once.
"use strict";

const RETRY_SECONDS = 60;
const A_MOMENT_LATER = new Set([408, 425, 429]);

document.addEventListener("DOMContentLoaded", sendKept);
window.addEventListener("online", sendKept);

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-queue]");
  if (!form) return;
  event.preventDefault();
  const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && value?.size !== 0);
  const owner = form.closest("[data-owner]").dataset.owner;
  const post = { key: form.dataset.queue, address: form.action, what: form.dataset.what, owner, fields, at: Date.now() };
  const answer = await send(post);
  const verdict = verdictOf(answer);
  if (verdict === "wrong" && (await hasForm(answer))) return show(answer); // the form again, what was typed in it, to be mended
  try {
    await note(post, verdict, answer);
  } catch {
    return form.submit(); // a browser that keeps nothing sends it as if there were no script
  }
  if (verdict === "sent") await show(answer);
  else await paint(true);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-kept] [data-do]");
  if (!button) return;
  const key = button.closest("li").dataset.key;
  const post = (await kept()).find((each) => each.key === key);
  if (button.dataset.do === "again" && post) await shelf("readwrite", (forms) => forms.put({ ...post, verdict: "busy" }));
  else await drop(key);
  await sendKept();
});

// One that can't be sent just now never holds up those behind it; without any connection none is tried in vain.
async function sendKept() {
  let here = null;
  for (const post of (await kept()).filter(mayGo)) {
    const answer = await send(post);
    const verdict = verdictOf(answer);
    await note(post, verdict, answer);
    const isOpen = new URL(post.address).pathname === location.pathname;
    if (isOpen && (verdict === "sent" || (verdict === "wrong" && (await hasForm(answer))))) here = answer;
    if (verdict === "offline") break;
  }
  if (here) await show(here);
  await paint();
}

async function send(post) {
  const whole = new FormData();
  const token = document.querySelector("input[name=csrf_token]")?.value; // today's, not that of the day it was kept
  for (const [name, value] of [...post.fields, ["csrf_token", token ?? ""]]) whole.append(name, value);
  const isText = post.fields.every(([, value]) => typeof value === "string");
  try {
    return await fetch(post.address, { method: "POST", body: isText ? new URLSearchParams(whole) : whole });
  } catch {
    return null; // no connection
  }
}

// "sent", "offline", "signin" and "busy" (kept, and sent again by itself), or "wrong" (kept until the person decides).
function verdictOf(answer) {
  if (answer === null) return "offline";
  if ([401, 403].includes(answer.status) || new URL(answer.url).pathname === "/login") return "signin";
  if (A_MOMENT_LATER.has(answer.status) || answer.status >= 500) return "busy";
  return answer.ok ? "sent" : "wrong";
}

async function note(post, verdict, answer) {
  for (const older of (await kept()).filter((each) => replaces(post, each))) await drop(older.key);
  if (verdict === "sent") return drop(post.key);
  const seconds = Number(answer?.headers.get("Retry-After")) || RETRY_SECONDS;
  const notBefore = verdict === "busy" ? Date.now() + seconds * 1000 : 0;
  if (notBefore) setTimeout(sendKept, seconds * 1000);
  const why = verdict === "wrong" ? await reasonOf(answer) : "";
  return shelf("readwrite", (forms) => forms.put({ ...post, verdict, notBefore, why }));
}

// The same list noted anew, the same dates posted anew: what was written before must not come after it.
function replaces(post, older) {
  const dates = (each) => each.fields.filter(([name]) => name === "sessions").map(([, value]) => value);
  const isSame = older.address === post.address && older.owner === post.owner && older.at < post.at;
  return isSame && dates(older).every((date) => dates(post).includes(date));
}

// Never under another sign-in than the one it was written under; an organiser's link is its own sign-in.
function mayGo(post) {
  return (isMine(post) || post.owner.startsWith("link:")) && post.verdict !== "wrong" && post.notBefore <= Date.now();
}

function isMine(post) {
  return [...document.querySelectorAll("[data-owner]")].some((each) => each.dataset.owner === post.owner);
}

async function pageOf(answer) {
  const isPage = answer.headers.get("Content-Type")?.startsWith("text/html");
  return isPage ? new DOMParser().parseFromString(await answer.clone().text(), "text/html") : null;
}

// Whether our own form came back; a page of something between us and the town is not shown in its place.
async function hasForm(answer) {
  return Boolean((await pageOf(answer))?.querySelector("form[data-queue]"));
}

async function reasonOf(answer) {
  const page = await pageOf(answer);
  if (page) return [...page.querySelectorAll(".notice.errors li")].map((each) => each.textContent.trim()).join(" ");
  const problem = await answer.clone().json().catch(() => ({}));
  return (document.documentElement.lang === "en" ? problem.detail : problem.title) ?? "";
}

async function show(answer) {
  if (answer.redirected) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.body.replaceWith(document.adoptNode(page.body));
  document.querySelector("[data-look-here]")?.focus();
  return paint();
}

// What waits on this phone, and what can be done about it.
async function paint(isNew = false) {
  const box = document.querySelector("[data-kept]");
  if (!box) return;
  const mine = (await kept()).filter(isMine);
  box.hidden = mine.length === 0;
  box.querySelector("ul").replaceChildren(...mine.map((post) => rowOf(post, box)));
  if (!isNew) return;
  document.getElementById("said").textContent = box.querySelector("li:last-child [data-said]").textContent;
  box.focus(); // it stands at the top, the button that was pressed at the bottom
}

function rowOf(post, box) {
  const row = document.importNode(box.querySelector("template").content, true).querySelector("li");
  row.dataset.key = post.key;
  row.querySelector("[data-what]").textContent = post.what;
  row.querySelector("[data-said]").textContent = [post.why, box.dataset[post.verdict]].filter(Boolean).join(" ");
  for (const action of row.querySelectorAll("[data-for]")) action.hidden = action.dataset.for !== post.verdict;
  return row;
}

async function kept() {
  const all = await shelf("readonly", (forms) => forms.getAll()).catch(() => []);
  return all.sort((one, other) => one.at - other.at);
}

function drop(key) {
  return shelf("readwrite", (forms) => forms.delete(key));
}

function shelf(mode, ask) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("yui-forms", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("forms", { keyPath: "key" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const work = opening.result.transaction("forms", mode);
      const asked = ask(work.objectStore("forms"));
      work.oncomplete = () => (opening.result.close(), resolve(asked.result));
      work.onabort = () => (opening.result.close(), reject(work.error));
    };
  });
}
