// The conversation as a text file: when, who, what, and where it comes from.
import { formatDay, formatMoment } from "../shared/format";
import { nameSpeaker, writeRemoved } from "../shared/message-view";
import type { Citation, Message } from "../shared/wire";
import { t } from "../shared/words";

const NAME = "길동무 Gildongmu";
const YEARS_AGO = new Date(0);

/** Hand the file to the browser, which asks or saves. */
export function saveTranscript(messages: readonly Message[], base: string, now = new Date()): void {
  const text = writeTranscript(messages, base, now);
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `gildongmu-${now.toISOString().slice(0, 10)}.txt`;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function writeTranscript(messages: readonly Message[], base: string, now: Date): string {
  const head = `${NAME}\n${formatFull(now.toISOString())}`;
  return `${[head, ...messages.map((message) => writeMessage(message, base))].join("\n\n")}\n`;
}

function writeMessage(message: Message, base: string): string {
  const head = `${formatFull(message.created_at)} · ${nameSpeaker(message, message.author === "resident")}`;
  const said = message.removed ? writeRemoved() : message.text;
  return [head, said, ...(message.citations ?? []).map((citation) => writeSource(citation, base))].join("\n");
}

function writeSource({ title, source, verified, url }: Citation, base: string): string {
  const checked = verified ? t("checked on {date}", { date: formatDay(verified) }) : "";
  return `→ ${[title, source, checked, new URL(url, base).href].filter(Boolean).join(" · ")}`;
}

/** A file is read on another day: the date always stands with the time. */
function formatFull(moment: string): string {
  return formatMoment(moment, YEARS_AGO);
}
