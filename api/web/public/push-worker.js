// Shows that there is a new message, and opens the chat when it is pressed. Nothing is cached or intercepted.
addEventListener("install", () => skipWaiting());

addEventListener("push", (event) => {
  const { title, body, language } = event.data.json();
  // The tag puts a later notification in the place of an earlier one.
  const shown = { body, lang: language, dir: "auto", tag: "gildongmu", icon: "/static/sign.svg" };
  event.waitUntil(registration.showNotification(title, shown));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showChat());
});

async function showChat() {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const chat = pages.find((page) => new URL(page.url).pathname === "/");
  await (chat ? chat.focus() : clients.openWindow("/"));
}
