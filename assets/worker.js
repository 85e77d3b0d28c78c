// worker.js: shows what the campus tells a browser that is not open, and opens the page that it is about.
// It keeps no pages: what is shown is always what the campus says now. SPDX-License-Identifier: AGPL-3.0-or-later

self.addEventListener("push", (e) => {
  const told = e.data?.json();
  if (!told) return;
  e.waitUntil(self.registration.showNotification(told.title, {
    body: told.body, tag: told.tag, lang: told.lang, data: { url: told.url },
  }));
});

async function show(path) {
  const at = new URL(path, self.location.origin);
  if (at.origin !== self.location.origin) return;
  for (const page of await self.clients.matchAll({ type: "window" }))
    if (page.visibilityState === "hidden" && "navigate" in page) {
      await page.focus();
      return void await page.navigate(at);
    }
  await self.clients.openWindow(at);
}

self.addEventListener("notificationclick", (e) => {
  e.notification.close();
  e.waitUntil(show(e.notification.data?.url ?? "/notices"));
});
