// Keeps what residents look at for when there is no connection: sw.js does it, this page only asks.
"use strict";

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/programs/sw.js", { scope: "/programs" }).then(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const parts = [...document.querySelectorAll("link[href], script[src], img[src]")].map((part) => part.href || part.src);
    active.postMessage({ page: location.href, parts: parts.filter((part) => part.startsWith(location.origin)) });
  });
}
