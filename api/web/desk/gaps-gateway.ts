// Calls about questions that the guidebook does not answer yet.
import { call } from "./desk-gateway";
import { query } from "./fields";

export type GapState = "open" | "assigned" | "published" | "dismissed";

export interface Gap {
  id: string;
  state: GapState;
  title: string | null;
  area: string | null;
  /** How often it was asked, in all and by language. */
  questions: number;
  languages: Record<string, number>;
  first_at: string;
  last_at: string;
  /** How many people want to be told of an answer. */
  wanting: number;
}

export interface GapText {
  title: string;
  text: string;
}

export interface OpenGap {
  gap: Gap;
  samples: { language: string; text: string; created_at: string }[];
  texts: Record<string, GapText | null>;
  editors: Record<string, { id: string; name: string }>;
  /** Other questions that may be the same, the nearest first. */
  similar: Gap[];
}

function path(id: string, action = ""): string {
  return `/gaps/${encodeURIComponent(id)}${action}`;
}

export function getGaps(state: GapState | "", before?: string | null): Promise<{ gaps: Gap[]; next: string | null }> {
  return call(`/gaps${query({ state, before })}`);
}

export function getGap(id: string): Promise<OpenGap> {
  return call(path(id));
}

export function changeGap(id: string, changes: { state?: GapState; area?: string }): Promise<void> {
  return call(path(id), "PATCH", changes);
}

export function writeGapText(id: string, language: string, text: GapText): Promise<void> {
  return call(path(id, `/texts/${language}`), "PUT", text);
}

/** Who writes which language, in place of who did before. */
export function assignEditors(id: string, editors: Record<string, string>): Promise<void> {
  return call(path(id, "/editors"), "PUT", editors);
}

export function mergeGap(id: string, into: string): Promise<void> {
  return call(path(id, "/merge"), "POST", { into });
}

/** Let it answer; the number of people who are told. */
export async function publishGap(id: string): Promise<number> {
  return (await call<{ told: number }>(path(id, "/publish"), "POST")).told;
}
