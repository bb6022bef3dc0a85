// How the resident will get what the counsellor writes: one line above the reply box.
import { html, nothing, type TemplateResult } from "lit";
import type { Reach } from "../shared/wire";
import { t } from "../shared/words";

const CHANNELS: Record<string, string> = { line: "LINE", kakao: "KakaoTalk" };

export function renderReach(reach: readonly Reach[]): TemplateResult | typeof nothing {
  if (!reach.length) return nothing;
  return html`<p class="reach" data-testid="reach">${reach.map(explain).join(" ")}</p>`;
}

function explain({ channel, how }: Reach): string {
  const name = CHANNELS[channel] ?? t("Web chat");
  switch (how) {
    case "live":
      return t("{channel}: your reply is seen as soon as the page is open.", { channel: name });
    case "push":
      return t("{channel}: your reply arrives at once.", { channel: name });
    case "event":
      return t("{channel}: a notification leads to your reply.", { channel: name });
    case "reply":
    case "next message":
      return t("{channel}: your reply is shown when the resident writes again.", { channel: name });
    case "unreachable":
      return t("{channel}: cannot be reached at present.", { channel: name });
  }
}
