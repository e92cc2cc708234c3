// The last boards and programs somebody looked at, for when there is no connection. The network always comes first.
// Only answers that say "no-cache" are kept: pages behind a sign-in or a secret link say "no-store" and never are.
"use strict";

const KEPT = "programs-1";
const MOST_PAGES = 20;
const MOST_PARTS = 15;
const PAGE = /^\/programs(\/[A-Za-z0-9-]+)?$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => event.waitUntil(keepWhole(event.data.page, event.data.parts)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate" && request.method === "GET" && PAGE.test(path)) event.respondWith(pageOf(request));
  else if (request.method === "GET" && path.startsWith("/ui/static/")) event.respondWith(partOf(request));
});

async function pageOf(request) {
  try {
    const answer = await fetch(request);
    await keep(request.url, answer.clone()).catch(() => {}); // a full phone still shows what is new
    return answer;
  } catch (error) {
    const copy = await lastSeen(request.url);
    if (copy) return copy;
    throw error;
  }
}

async function partOf(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const copy = await (await caches.open(KEPT)).match(request);
    if (copy) return copy;
    throw error;
  }
}

async function keepWhole(page, parts) {
  if (!PAGE.test(new URL(page).pathname)) return;
  await keep(page, await fetch(page));
  const store = await caches.open(KEPT);
  for (const part of parts.filter((each) => new URL(each).pathname.startsWith("/ui/static/"))) if (!(await store.match(part))) await store.add(part);
  const files = (await store.keys()).filter((each) => new URL(each.url).pathname.startsWith("/ui/static/"));
  for (const old of files.slice(0, -MOST_PARTS)) await store.delete(old); // of earlier versions
}

async function keep(url, answer) {
  if (!answer.ok || answer.redirected || answer.headers.get("Cache-Control") !== "no-cache") return;
  const store = await caches.open(KEPT);
  await store.delete(url); // put again, it is the youngest
  const headers = new Headers(answer.headers);
  headers.set("X-Seen", new Date().toISOString());
  await store.put(url, new Response(await answer.blob(), { headers }));
  const pages = (await store.keys()).filter((each) => PAGE.test(new URL(each.url).pathname));
  for (const old of pages.slice(0, -MOST_PAGES)) await store.delete(old);
}

// This very page, else the last board; with a line that says from when it is.
async function lastSeen(url) {
  const store = await caches.open(KEPT);
  const boards = (await store.keys()).filter((each) => new URL(each.url).pathname === "/programs");
  const copy = (await store.match(url)) ?? (boards.length ? await store.match(boards.at(-1)) : undefined);
  if (!copy) return undefined;
  const page = await copy.text();
  const locale = page.includes('<html lang="en"') ? "en-GB" : "ja-JP";
  const form = { timeZone: "Asia/Tokyo", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" };
  const seen = new Date(copy.headers.get("X-Seen")).toLocaleString(locale, form);
  const said = page.replace("data-offline hidden", "data-offline").replace("<b data-seen></b>", `<b>${seen}</b>`);
  return new Response(said, { headers: copy.headers });
}
