// What happens around the chat: the network returns, the page is seen again or no longer, another tab opens or leaves a conversation.

export interface DeviceEvents {
  hurry: () => void;
  visibilityChanged: () => void;
  keyChanged: () => void;
  fragmentChanged: () => void;
  resized: () => void;
}

/** Listen until the function given back is called. */
export function watchDevice(base: string, events: DeviceEvents): () => void {
  const { hurry, visibilityChanged, keyChanged, fragmentChanged, resized } = events;
  const stored = (event: StorageEvent): void => {
    if (event.key === `gildongmu:${base}:key`) keyChanged();
  };
  addEventListener("online", hurry);
  addEventListener("hashchange", fragmentChanged);
  addEventListener("resize", resized);
  document.addEventListener("visibilitychange", visibilityChanged);
  addEventListener("storage", stored);
  return () => {
    removeEventListener("online", hurry);
    removeEventListener("hashchange", fragmentChanged);
    removeEventListener("resize", resized);
    document.removeEventListener("visibilitychange", visibilityChanged);
    removeEventListener("storage", stored);
  };
}
